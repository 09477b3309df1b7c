"""Proofs: all of every small tree, golden ones of others, and none that was touched.

Where we differ from the golden answers, it is by convention: to us every tree follows the empty
one, with no hashes, as in the witness protocol; and a root is 32 bytes, never a word.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog.proof import (
    BadProof,
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
)
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.vectors import load

VECTORS = load("proof")
LEAVES = [leaf_hash(bytes([n])) for n in range(70)]
ROOTS = [root_hash(LEAVES[:size]) for size in range(71)]


def is_good(check, *given, **named):
    try:
        check(*given, **named)
    except BadProof:
        return False
    return True


@pytest.mark.parametrize("size", range(71))
def test_every_entry_of_every_small_tree_can_be_proven(size):
    for index in range(size):
        proof = prove_inclusion(LEAVES[:size], index=index)
        check_inclusion(proof, leaf=LEAVES[index], index=index, size=size, root=ROOTS[size])


@pytest.mark.parametrize("size", range(71))
def test_every_growth_of_every_small_tree_can_be_proven(size):
    for old in range(size + 1):
        proof = prove_consistency(LEAVES[:size], old_size=old)
        check_consistency(proof, old_size=old, old_root=ROOTS[old], size=size, root=ROOTS[size])


def golden_inclusion(one):
    return is_good(
        check_inclusion,
        [bytes.fromhex(one_hash) for one_hash in one["proof"]],
        leaf=bytes.fromhex(one["leaf"]),
        index=one["index"],
        size=one["size"],
        root=bytes.fromhex(one["root"]),
    )


def golden_consistency(one):
    return is_good(
        check_consistency,
        [bytes.fromhex(one_hash) for one_hash in one["proof"]],
        old_size=one["old_size"],
        old_root=bytes.fromhex(one["old_root"]),
        size=one["size"],
        root=bytes.fromhex(one["root"]),
    )


@pytest.mark.parametrize("one", VECTORS["inclusion"], ids=lambda one: one["name"])
def test_golden_inclusion_proofs_get_their_golden_answer(one):
    assert golden_inclusion(one) == one["good"]


def differs_by_convention(one):
    return one["old_size"] == 0 or len(one["old_root"]) != 64


@pytest.mark.parametrize("one", VECTORS["consistency"], ids=lambda one: one["name"])
def test_golden_consistency_proofs_get_their_golden_answer(one):
    if not differs_by_convention(one):
        assert golden_consistency(one) == one["good"]


@given(st.data())
def test_a_touched_inclusion_proof_is_refused(data):
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    proof = prove_inclusion(LEAVES[:size], index=index)
    touched = data.draw(touched_copies(proof))

    assert not is_good(
        check_inclusion, touched, leaf=LEAVES[index], index=index, size=size, root=ROOTS[size]
    )


@given(st.data())
def test_a_touched_consistency_proof_is_refused(data):
    size = data.draw(st.integers(2, 70))
    old = data.draw(st.integers(1, size))
    proof = prove_consistency(LEAVES[:size], old_size=old)
    touched = data.draw(touched_copies(proof))

    assert not is_good(
        check_consistency,
        touched,
        old_size=old,
        old_root=ROOTS[old],
        size=size,
        root=ROOTS[size],
    )


@st.composite
def touched_copies(draw, proof):
    how = draw(st.sampled_from(["longer", "shorter", "changed", "cut"] if proof else ["longer"]))
    at = draw(st.integers(0, max(0, len(proof) - 1)))
    if how == "longer":
        return [*proof[:at], bytes(32), *proof[at:]]
    if how == "shorter":
        return [*proof[:at], *proof[at + 1 :]]
    other = bytes([proof[at][0] ^ 1]) + proof[at][1:] if how == "changed" else proof[at][1:]
    return [*proof[:at], other, *proof[at + 1 :]]


@given(st.integers(1, 69), st.integers(1, 69), st.integers(0, 70))
def test_a_tree_with_another_past_is_refused(size, extra, changed):
    whole = min(70, size + extra)
    forged = list(LEAVES[:whole])
    forged[changed % size] = leaf_hash(b"forged")
    proof = prove_consistency(forged, old_size=size)

    assert not is_good(
        check_consistency,
        proof,
        old_size=size,
        old_root=ROOTS[size],
        size=whole,
        root=root_hash(forged),
    )


@pytest.mark.parametrize(("old", "size"), [(-1, 3), (4, 3)])
def test_a_tree_does_not_shrink(old, size):
    with pytest.raises(BadProof):
        prove_consistency(LEAVES[:size], old_size=old)
    with pytest.raises(BadProof):
        check_consistency([], old_size=old, old_root=ROOTS[1], size=size, root=ROOTS[size])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_entry_outside_the_tree(index):
    with pytest.raises(BadProof):
        prove_inclusion(LEAVES[:3], index=index)
    with pytest.raises(BadProof):
        check_inclusion([], leaf=LEAVES[0], index=index, size=3, root=ROOTS[3])


def test_the_empty_tree_is_the_start_of_every_tree_and_has_one_root():
    check_consistency([], old_size=0, old_root=ROOTS[0], size=5, root=ROOTS[5])

    with pytest.raises(BadProof, match="empty"):
        check_consistency([], old_size=0, old_root=ROOTS[1], size=5, root=ROOTS[5])
    with pytest.raises(BadProof, match="none are needed"):
        check_consistency([ROOTS[1]], old_size=0, old_root=ROOTS[0], size=5, root=ROOTS[5])


def test_one_size_has_one_root():
    with pytest.raises(BadProof, match="two roots"):
        check_consistency([], old_size=3, old_root=ROOTS[3], size=3, root=ROOTS[4])
