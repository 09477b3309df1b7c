"""Exact chances, against values that were published or can be counted by hand."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.monitor import exact


@pytest.mark.parametrize(("k", "chance"), [(22, 0.004), (18, 0.08)])
def test_a_helpers_luck_in_the_draw_has_the_chance_of_the_research(k, chance):
    # research f.3: 22 of 40 at base 1/3: p = 0.004; 18 of 40: p = 0.08.
    assert exact.chance_of_at_least(k, of=40, at=1 / 3) == pytest.approx(chance, rel=0.1)


@given(st.integers(0, 25), st.integers(0, 25), st.floats(0.01, 0.99))
def test_a_tail_is_the_sum_of_its_parts(n, k, at):
    summed = sum(comb(n, i) * at**i * (1 - at) ** (n - i) for i in range(k, n + 1))

    assert exact.chance_of_at_least(k, of=n, at=at) == pytest.approx(summed, abs=1e-12)
    assert exact.chance_of_at_most(k - 1, of=n, at=at) == pytest.approx(1 - summed, abs=1e-12)


def test_what_must_happen_and_what_cannot_have_their_chances():
    assert exact.chance_of_at_least(0, of=0, at=0.5) == 1
    assert exact.chance_of_at_least(1, of=0, at=0.5) == 0
    assert exact.chance_of_at_least(3, of=3, at=1.0) == 1
    assert exact.chance_of_at_least(1, of=3, at=0.0) == 0


def test_a_hundred_thousand_tries_are_counted_as_well():
    assert exact.chance_of_at_least(1_200, of=100_000, at=0.01) == pytest.approx(3e-10, rel=0.5)


def test_none_of_59_leaves_five_of_a_hundred_possible():
    # Clopper and Pearson: with none found, the limit is 1 - 0.05^(1/n).
    assert exact.upper_limit(0, of=59) == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-9)
    assert exact.upper_limit(0, of=59) < 0.05 < exact.upper_limit(0, of=58)
    assert exact.upper_limit(3, of=3) == 1


def test_a_funnel_narrows_and_holds_what_it_says():
    wide, narrow = (exact.funnel_limit(of, at=0.1, tail=0.975) for of in (50, 5000))

    assert 0.1 < narrow < wide
    # Interpolated limits lie within one count of the exact ones.
    for of in (10, 100, 1000):
        limit = exact.funnel_limit(of, at=0.1, tail=0.975)
        assert exact.chance_of_at_most(int(limit * of) + 1, of=of, at=0.1) >= 0.975
        assert exact.chance_of_at_most(int(limit * of) - 1, of=of, at=0.1) < 0.975


def test_a_funnel_around_nothing_is_a_line():
    assert exact.funnel_limit(0, at=0.1, tail=0.975) == 0.1
    assert exact.funnel_limit(10, at=0.0, tail=0.975) == 0
    assert exact.funnel_limit(3, at=0.01, tail=0.001) == 0
    assert exact.funnel_limit(1, at=0.999, tail=0.999) <= 1
