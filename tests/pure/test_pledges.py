"""A promise is kept, missed, or nothing was measured yet."""

import pytest

from jernih.pure.pledges import Metric, Promise, Standing


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
