"""Slowness is found within a day, and its chance is what a simulation says."""

from random import Random

import pytest

from jernih.pure.monitor import pace
from jernih.pure.monitor.pace import Logs, Usual
from tests.pure.monitor import sims

USUAL = Usual(n=100, mean=6.0, spread=0.5)


@pytest.mark.parametrize(("shift", "people"), [(0.0, 640), (1.0, 9), (0.5, 25)])
def test_the_sum_runs_as_long_as_the_research_says(shift, people):
    found = sims.run_lengths(Random(3), shift, runs=sims.SMALL.paces)

    # research f.3: median 640 in control, 9 at one spread, 25 at half a spread.
    assert people * 0.6 < found < people * 1.6


@pytest.mark.parametrize("people", [12, 35])
def test_the_chance_of_a_sum_is_what_is_seen(people):
    rnd = Random(5)
    seen = sims.days_over(rnd, 0.0, people=people, days=4 * sims.SMALL.days)

    chance = pace.chance_of_sum(sims.LIMIT, n=people, slack=sims.SLACK)

    assert chance == pytest.approx(seen, abs=0.012)


def test_a_higher_sum_is_rarer_and_a_longer_day_makes_it_likelier():
    chances = [pace.chance_of_sum(high, n=35, slack=0.5) for high in (3, 5, 8)]
    longer = [pace.chance_of_sum(5, n=n, slack=0.5) for n in (5, 35, 400, 2000)]

    assert sorted(chances, reverse=True) == chances
    assert sorted(longer) == longer
    assert longer[-1] == pytest.approx(1 - 0.5 ** (2000 / 640), abs=0.08)
    assert pace.chance_of_sum(0, n=35, slack=0.5) == pace.chance_of_sum(5, n=0, slack=0.5) == 1


def test_what_is_usual_is_taken_from_the_hour_else_from_the_day():
    usual = {("new", 9): USUAL, ("new", -1): Usual(n=300, mean=5.0, spread=0.4)}

    assert pace.pick(usual, "new", 9, least=30) is USUAL
    assert pace.pick(usual, "new", 10, least=30).mean == 5.0
    assert pace.pick(usual, "new", 9, least=200).mean == 5.0
    assert pace.pick(usual, "other", 9, least=30).n == 0


def test_times_are_read_on_the_scale_of_logarithms():
    logs = [Logs.of(seconds) for seconds in (100, 200, 400, 0, -3)]
    found = sum(logs, Logs()).usual()

    assert found.n == 3
    assert found.mean == pytest.approx(5.298, abs=1e-3)
    assert found.spread == pytest.approx(0.693, abs=1e-3)
    assert Logs().usual().n == 0
    assert Logs.of(60).usual().spread == 0
    assert sum(logs, Logs()).usual(least=4).n == 0
    assert (sum(logs, Logs()) - logs[0]).usual().mean == pytest.approx(5.645, abs=1e-3)


def test_one_forgotten_person_is_no_slowness_and_a_clock_set_back_no_time():
    assert pace.score(100_000, USUAL) == pace.WIDEST
    assert pace.score(1, USUAL) == -pace.WIDEST
    assert pace.score(0, USUAL) is None
    assert pace.score(-60, USUAL) is None
    assert pace.score(60, Usual(n=0, mean=0, spread=0)) is None


def test_the_sum_forgets_and_tells_after_whom_it_was_highest():
    found = pace.slowness([3, 3, -3, -3, -3, 1], slack=0.5)

    assert (found.highest, found.at, found.n) == (5.0, 2, 6)
    assert found.path == (2.5, 5.0, 1.5, 0.0, 0.0, 0.5)
    assert pace.slowness([], slack=0.5).highest == 0
    assert pace.slowness([-1], slack=0.5).at == 0
