"""Dates, money and codes as people here write them; a label for every state."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from django.utils import translation

from jernih.pure import reasons, states
from jernih.pure.roles import Role
from jernih.ui import labels
from jernih.ui.templatetags import jernih as tags

HALF_PAST_NINE = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
CLOSED_SETS = [
    kind
    for module in (states, reasons)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
] + [Role]


def test_a_day_is_written_in_full():
    with translation.override("id"):
        assert tags.day(date(2026, 11, 24)) == "Selasa, 24 November 2026"
    with translation.override("en"):
        assert tags.day(date(2026, 11, 24)) == "Tuesday, 24 November 2026"


def test_a_time_is_that_of_the_office_and_names_its_zone():
    assert tags.clock(HALF_PAST_NINE) == "09.30 WITA"
    assert tags.clock_bare(HALF_PAST_NINE) == "09.30"


def test_a_day_follows_the_clock_of_the_office_not_of_greenwich():
    with translation.override("id"):
        late = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

        assert tags.moment(late) == "Selasa, 24 November 2026, 00.30 WITA"
        assert tags.day_short(late) == "24 Nov 2026"


def test_nothing_is_written_for_nothing():
    written = [tags.day, tags.clock, tags.clock_bare, tags.moment, tags.iso, tags.rupiah]

    assert {write(None) for write in written} == {""}
    assert tags.grouped(None) == tags.code_groups(None) == ""


def test_rupiah_are_grouped_by_points_in_both_languages():
    with translation.override("en"):
        assert tags.rupiah(350_000) == "Rp350.000"


@pytest.mark.parametrize(("language", "written"), [("id", "12.345"), ("en", "12,345")])
def test_counts_are_grouped_as_the_language_does(language, written):
    with translation.override(language):
        assert tags.grouped(12_345) == written


def test_a_code_is_written_in_groups_of_five():
    assert tags.code_groups("abcdefghjkmnpqrstvwx") == "ABCDE-FGHJK-MNPQR-STVWX"


def test_a_qr_code_scales_and_stands_on_white():
    drawn = tags.qr("https://example.test/ABCDE", 'Code <of> "mine"')

    assert 'viewBox="0 0' in drawn
    assert "#fff" in drawn
    assert 'role="img"' in drawn
    assert "Code &lt;of&gt;" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("kind", CLOSED_SETS, ids=lambda kind: kind.__name__)
def test_every_state_role_and_reason_has_its_words(kind):
    assert all(str(labels.label_of(member)) for member in kind)


def test_choices_keep_the_order_of_the_closed_set():
    values = [value for value, _words in labels.choices(reasons.ParkReason)]

    assert values == [member.value for member in reasons.ParkReason]
