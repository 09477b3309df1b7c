"""The bet against an officer: rarely wrong, soon right, and the same however it is cut."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.monitor import skips
from tests.pure.monitor import sims


def test_the_allowed_share_raises_hardly_ever_an_alarm():
    assert sims.false_skips(Random(1), runs=sims.SMALL.false_runs) <= 1


@pytest.mark.parametrize(("share", "calls"), [(0.10, 55), (0.05, 180), (0.03, 570)])
def test_more_than_the_allowed_share_is_found(share, calls):
    found = sims.found_after(Random(2), share, runs=sims.SMALL.finds)

    # research f.3: after 55, 180 and 570 calls (median).
    assert calls * 0.6 < found < calls * 1.6


@given(st.lists(st.booleans(), max_size=80), st.integers(0, 80))
def test_a_month_bet_day_by_day_is_the_month_bet_at_once(calls, cut):
    first, second = calls[:cut], calls[cut:]
    before = skips.bet(first, allowed=0.01, threshold=1000)

    whole = skips.bet(calls, allowed=0.01, threshold=1000)
    split = skips.bet(second, allowed=0.01, threshold=1000, before=(before.calls, before.skips))

    assert split.evidence == pytest.approx(whole.evidence)
    assert (split.calls, split.skips) == (whole.calls, whole.skips)


@given(st.integers(0, 300), st.floats(0.001, 0.2))
def test_the_bet_is_fair(calls, allowed):
    """Its value after the next call, weighed by the allowed share, is its value before."""
    history = [n % 7 == 0 for n in range(calls)]
    now = skips.bet(history, allowed=allowed, threshold=1e18).evidence

    won, lost = (
        skips.bet([*history, then], allowed=allowed, threshold=1e18).evidence
        for then in (True, False)
    )

    if won < skips.MOST:
        assert allowed * won + (1 - allowed) * lost == pytest.approx(now, rel=1e-6)


def test_calls_in_turn_alone_never_raise_it():
    done = skips.bet([False] * 500, allowed=0.01, threshold=1000)

    assert (done.crossed_at, done.skips) == (0, 0)
    assert done.highest == pytest.approx(1)
    assert done.evidence < 1


def test_it_is_told_when_it_passed_and_how_high_it_was():
    done = skips.bet([True] * 4 + [False] * 500, allowed=0.01, threshold=1000)

    assert done.crossed_at == 3
    assert done.highest > 1000 > done.evidence


def test_a_share_that_may_be_almost_all_still_has_a_bet():
    assert skips.bet([True] * 3, allowed=0.6, threshold=1000).evidence > 1
    assert skips.bet([True] * 5000, allowed=0.01, threshold=1000).evidence == skips.MOST
