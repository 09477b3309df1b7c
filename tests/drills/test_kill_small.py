"""The shortest kill drill: database, web and play are killed in the middle of a day."""

import pytest

from tests.drills.kill_day import VICTIMS, kill_day


@pytest.mark.xdist_group("drill")
def test_a_day_in_which_parts_are_killed_loses_nothing():
    said: list[str] = []

    kill_day(("postgres", "all"), seed=4, say=said.append)

    assert sum("kill -9" in line for line in said) == 2


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
def test_a_day_in_which_every_part_is_killed_loses_nothing(seed):
    kill_day(VICTIMS * 2, seed=seed, say=print)
