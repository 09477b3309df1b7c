"""Python here and JavaScript there, written by two hands from one rule, must agree."""

import pytest

from tests.two_hands import batches, ours, theirs


@pytest.mark.parametrize("seed", range(4))
def test_random_batches_come_out_the_same_in_the_browsers_code(seed):
    """Ten thousand in all; four parts, so that several workers share them."""
    some = list(batches(2_500, seed=seed))

    mine = list(map(ours, some))

    assert theirs(some) == mine
    assert len({tuple(row["day"] for row in one["result"]) for one in mine}) > 1000
