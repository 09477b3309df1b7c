"""Kill drills of a whole office: database, web and play are killed in the middle of a day."""

import pytest

from tests.drills.kill_day import VICTIMS, kill_day

pytestmark = [pytest.mark.drill, pytest.mark.xdist_group("drill")]


@pytest.mark.parametrize("seed", range(3))
def test_a_day_in_which_every_part_is_killed_loses_nothing(seed):
    kill_day(VICTIMS * 2, seed=seed, say=print)
