"""The shortest kill drill: database, web and play are killed in the middle of a day.

Afterwards people outside look at what was public of it, from another folder.
"""

from functools import partial

import pytest

from tests.drills import strangers
from tests.drills.kill_day import VICTIMS, kill_day


@pytest.mark.xdist_group("drill")
def test_a_day_in_which_parts_are_killed_loses_nothing_and_strangers_prove_it(tmp_path):
    said: list[str] = []

    kill_day(
        ("postgres", "all"),
        seed=4,
        say=said.append,
        then=partial(strangers.look, home=tmp_path),
    )

    assert sum("kill -9" in line for line in said) == 2


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(3))
def test_a_day_in_which_every_part_is_killed_loses_nothing(seed):
    kill_day(VICTIMS * 2, seed=seed, say=print)
