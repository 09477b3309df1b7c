import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_hash
from tests.vectors import load

VECTORS = load("tree")
LEAVES = [leaf_hash(bytes.fromhex(leaf)) for leaf in VECTORS["leaves"]]


def by_the_book(leaves):
    """RFC 6962 2.1, word for word: split at the largest power of two below the size."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_the_book(leaves[:split]), by_the_book(leaves[split:]))


def test_the_classic_leaves_have_the_classic_roots():
    found = [root_hash(LEAVES[:size]).hex() for size in range(9)]

    assert found == [VECTORS["empty_root"], *VECTORS["roots"]]


@pytest.mark.parametrize("size", range(70))
def test_pairing_from_below_is_splitting_from_above(size):
    leaves = [leaf_hash(bytes([n])) for n in range(size)]

    assert root_hash(leaves) == by_the_book(leaves)


@given(st.lists(st.binary(max_size=3), max_size=40))
def test_appending_one_by_one_gives_the_same_root(entries):
    frontier = Frontier()
    for entry in entries:
        frontier.append(leaf_hash(entry))

    assert frontier.root() == root_hash([leaf_hash(entry) for entry in entries])
    assert frontier.size == len(entries)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_frontier_can_be_put_down_and_taken_up(first, second):
    leaves = [leaf_hash(bytes([n])) for n in range(first + second)]
    frontier = Frontier()
    for leaf in leaves[:first]:
        frontier.append(leaf)

    again = Frontier(frontier.peaks, size=frontier.size)
    for leaf in leaves[first:]:
        again.append(leaf)

    assert again.root() == root_hash(leaves)


def test_peaks_that_do_not_fit_the_size_are_refused():
    with pytest.raises(ValueError, match="peaks"):
        Frontier([LEAVES[0]], size=3)


@given(st.lists(st.binary(max_size=2), min_size=1, max_size=20), st.data())
def test_any_change_of_any_entry_changes_the_root(entries, data):
    at = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.binary(max_size=2).filter(lambda entry: entry != entries[at]))
    changed = [*entries[:at], other, *entries[at + 1 :]]

    assert root_hash([leaf_hash(e) for e in changed]) != root_hash([leaf_hash(e) for e in entries])


def test_an_entry_cannot_pose_as_a_node():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != node_hash(LEAVES[0], LEAVES[1])
