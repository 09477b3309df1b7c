"""Proofs read from tiles: the same as from all leaves, and read from few files."""

from functools import cache

import pytest

from jernih.pure.tlog import proof
from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.proof import BadProof, check_consistency, check_inclusion
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import BadTile, Tile
from jernih.pure.tlog.tree import EMPTY_ROOT, leaf_hash, root_hash

LEAVES = [leaf_hash(n.to_bytes(4)) for n in range(66_000)]


@cache
def tiles(size: int) -> dict[Tile, bytes]:
    edge = Edge()
    found = dict(edge.grow_leaves(LEAVES[:size]))
    return found | dict(edge.partials())


def tree(size: int) -> TileTree:
    return TileTree(size, read=tiles(size).get)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257, 513])
def test_proofs_from_tiles_are_those_from_leaves(size):
    leaves = LEAVES[:size]
    for at in {0, 1, 5, size // 2, 254, 255, 256, 511, size - 1}:
        if at < size:
            assert tree(size).prove_inclusion(at) == proof.prove_inclusion(leaves, index=at)
            assert tree(size).leaf(at) == leaves[at]
            made = tree(size).prove_consistency(at + 1)
            assert made == proof.prove_consistency(leaves, old_size=at + 1)
    assert tree(size).root() == root_hash(leaves)
    assert tree(size).prove_consistency(0) == []


def test_proofs_over_three_levels_of_tiles_check():
    size = 65_999
    root = root_hash(LEAVES[:size])
    for at in (0, 255, 256, 40_000, 65_535, 65_536, 65_998):
        made = tree(size).prove_inclusion(at)
        check_inclusion(made, leaf=LEAVES[at], index=at, size=size, root=root)
    for old in (1, 256, 40_001, 65_536, 65_537):
        made = tree(size).prove_consistency(old)
        old_root = root_hash(LEAVES[:old])
        check_consistency(made, old_size=old, old_root=old_root, size=size, root=root)


def test_few_files_are_read():
    read = []

    def noting(tile):
        read.append(tile)
        return tiles(65_999)[tile]

    TileTree(65_999, read=noting).prove_inclusion(40_000)

    assert len(read) <= 4


def test_a_full_file_stands_in_for_a_part_that_is_gone():
    there = tiles(512) | {tile: one for tile, one in tiles(300).items() if tile.level == 1}

    made = TileTree(300, read=there.get).prove_inclusion(299)

    assert made == proof.prove_inclusion(LEAVES[:300], index=299)


def test_a_missing_or_cut_file_is_said():
    with pytest.raises(BadTile, match="not there"):
        TileTree(300, read=lambda _: None).prove_inclusion(3)
    with pytest.raises(BadTile):
        TileTree(300, read=lambda tile: tiles(300)[tile][:-1]).prove_inclusion(3)


def test_nothing_outside_the_tree_is_proven():
    with pytest.raises(BadProof):
        tree(8).prove_inclusion(8)
    with pytest.raises(BadProof):
        tree(8).prove_consistency(9)
    assert TileTree(0, read=lambda _: None).root() == EMPTY_ROOT
