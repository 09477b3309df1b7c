"""A promise is kept, missed, or nothing was measured yet."""

from pathlib import Path

import pytest

import jernih
from jernih.pure.pledges import BadTexts, Metric, PledgeKind, Promise, Standing, read_texts


@pytest.mark.parametrize(
    ("metric", "measured", "standing"),
    [
        (Metric.SATISFACTION, 8831, Standing.KEPT),
        (Metric.SATISFACTION, 8830, Standing.MISSED),
        (Metric.CALLS_OUT_OF_TURN, 8831, Standing.KEPT),
        (Metric.CALLS_OUT_OF_TURN, 8832, Standing.MISSED),
        (Metric.WAIT_MINUTES, None, Standing.UNKNOWN),
    ],
)
def test_a_promise_stands_as_its_figure_says(metric, measured, standing):
    assert Promise(metric=metric, target=8831).stands(measured) is standing


def test_every_figure_knows_what_is_too_much_to_promise():
    assert all(metric.most > 0 for metric in Metric)


TEXT = (Path(jernih.__file__).parent / "rulebook" / "forms" / "pledges.toml").read_text()


def test_every_pledge_has_words_in_both_languages():
    texts = read_texts(TEXT)

    assert {text.kind for text in texts} == set(PledgeKind)
    assert all(text.id and text.en and len(text.hash) == 64 for text in texts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind = "ZONE"', 'kind = "OTHER"'),
        ('kind = "ZONE"', 'kind = "INTEGRITY"'),
        ('confidence = "A"', 'confidence = "?"'),
        ("version = 1", "version = true"),
        ("since = 2026-01-01", "since = 1"),
        ("[[text]]", "[[words]]"),
        ("version = 1", "number = 1"),
    ],
)
def test_a_file_that_is_no_list_of_words_is_refused(old, new):
    with pytest.raises(BadTexts):
        read_texts(TEXT.replace(old, new, 1))
