"""Prove that an entry is in a tree, or that a tree only grew; and check such proofs.

Source: RFC 6962 sections 2.1.1 and 2.1.2; RFC 9162 sections 2.1.3.2 and 2.1.4.2 for checking.
Vectors: tests/vectors/proof.json.
"""

from collections.abc import Sequence

from jernih.pure.tlog.tree import HASH_BYTES, node_hash, root_hash


class BadProof(ValueError):
    """The proof does not show what it claims."""


def prove_inclusion(leaves: Sequence[bytes], *, index: int) -> list[bytes]:
    """Return the hashes that lead from one leaf to the root, lowest first.

    Raises BadProof for an index outside the tree.
    """
    if not 0 <= index < len(leaves):
        raise BadProof(f"no entry {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*prove_inclusion(leaves[:split], index=index), root_hash(leaves[split:])]
    return [*prove_inclusion(leaves[split:], index=index - split), root_hash(leaves[:split])]


def prove_consistency(leaves: Sequence[bytes], *, old_size: int) -> list[bytes]:
    """Return the hashes that show that the tree of old_size is the start of this one.

    Raises BadProof for an old size beyond the tree. Any tree follows the empty one: no hashes.
    """
    if not 0 <= old_size <= len(leaves):
        raise BadProof(f"a tree of {len(leaves)} did not grow from {old_size}")
    if old_size == 0:
        return []
    return _subproof(leaves, old_size, whole=True)


def check_inclusion(
    proof: Sequence[bytes], *, leaf: bytes, index: int, size: int, root: bytes
) -> None:
    """Raise BadProof unless the leaf hash stands at index in the tree of this size and root."""
    if not 0 <= index < size:
        raise BadProof(f"no entry {index} in a tree of {size}")
    _check_hashes([leaf, root, *proof])
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise BadProof(f"{len(proof)} hashes, not {inner + border}")

    found = leaf
    for height, sibling in enumerate(proof):
        # Above `inner` the path runs along the right edge: every sibling is on the left.
        if height < inner and not index >> height & 1:
            found = node_hash(found, sibling)
        else:
            found = node_hash(sibling, found)
    if found != root:
        raise BadProof("the entry does not lead to this root")


def check_consistency(
    proof: Sequence[bytes], *, old_size: int, old_root: bytes, size: int, root: bytes
) -> None:
    """Raise BadProof unless the tree of old_size and old_root is the start of the other.

    The empty tree is the start of every tree, with no hashes.
    """
    if not 0 <= old_size <= size:
        raise BadProof(f"a tree of {size} did not grow from {old_size}")
    _check_hashes([old_root, root, *proof])
    if old_size in (0, size):
        _check_trivial(proof, old_size=old_size, same=old_root == root, old_root=old_root)
        return
    _check_growth(list(proof), old_size=old_size, old_root=old_root, size=size, root=root)


def _check_growth(
    path: list[bytes], *, old_size: int, old_root: bytes, size: int, root: bytes
) -> None:
    # When the old tree is one full subtree, its root is the first hash and is left out.
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    # The walk starts at the lowest full subtree on the old tree's right edge.
    shift = (old_size & -old_size).bit_length() - 1
    node = (old_size - 1) >> shift
    inner = (node ^ ((size - 1) >> shift)).bit_length()
    if len(path) != 1 + inner + (node >> inner).bit_count():
        raise BadProof("not the right number of hashes")

    old = new = path[0]
    for height, sibling in enumerate(path[1:]):
        # Above `inner` the path runs along the right edge of both: all siblings are on the left.
        if height >= inner or node >> height & 1:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    if old != old_root:
        raise BadProof("the hashes do not lead to the old root")
    if new != root:
        raise BadProof("the hashes do not lead to the new root")


def _check_trivial(proof: Sequence[bytes], *, old_size: int, same: bool, old_root: bytes) -> None:
    if proof:
        raise BadProof("hashes where none are needed")
    if old_size and not same:
        raise BadProof("one size, two roots")
    if not old_size and old_root != root_hash([]):
        raise BadProof("not the root of the empty tree")


def _subproof(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [root_hash(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_subproof(leaves[:split], old_size, whole=whole), root_hash(leaves[split:])]
    inner = _subproof(leaves[split:], old_size - split, whole=False)
    return [*inner, root_hash(leaves[:split])]


def _split(size: int) -> int:
    """Return the largest power of two below size (size >= 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise BadProof(f"a hash is not {HASH_BYTES} bytes")
