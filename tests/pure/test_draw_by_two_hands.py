"""Python here and JavaScript there, written by two hands from one rule, must agree."""

import pytest

from tests.two_hands import batches, ours, theirs


def compare(count: int, *, seed: int) -> int:
    """Draw so many batches both ways; return how many different results there were."""
    some = list(batches(count, seed=seed))

    mine = list(map(ours, some))

    assert theirs(some) == mine
    return len({tuple(row["day"] for row in one["result"]) for one in mine})


@pytest.mark.parametrize("seed", range(4))
def test_random_batches_come_out_the_same_in_the_browsers_code(seed):
    assert compare(500, seed=seed) > 200


@pytest.mark.drill
def test_ten_thousand_batches_come_out_the_same_in_the_browsers_code():
    assert compare(10_000, seed=1) > 1000
