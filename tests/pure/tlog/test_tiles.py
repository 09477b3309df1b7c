import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.tlog.tiles import (
    ENTRIES,
    WIDTH,
    BadTile,
    Tile,
    join_entries,
    join_hashes,
    parse_tile_path,
    split_entries,
    split_hashes,
    tile_path,
    tile_root,
    tiles_between,
)
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.vectors import load

VECTORS = load("tiles")
HASHES = [leaf_hash(bytes([n])) for n in range(WIDTH)]

tiles = st.builds(
    Tile, level=st.integers(-1, 63), index=st.integers(0, 10**12), width=st.integers(1, WIDTH)
)


@pytest.mark.parametrize(("path", "level", "index", "width"), VECTORS["good"])
def test_golden_paths_are_written_and_read(path, level, index, width):
    tile = Tile(level=level, index=index, width=width)

    assert tile_path(tile) == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize("path", VECTORS["bad"])
def test_every_other_path_is_refused(path):
    with pytest.raises(BadTile):
        parse_tile_path(path)


@given(tiles)
def test_reading_a_path_gives_the_tile_back(tile):
    assert parse_tile_path(tile_path(tile)) == tile
    assert tile.is_full == (".p/" not in tile_path(tile))


@given(st.text("tile/entries0123456789x.p-", max_size=30))
def test_a_path_is_refused_or_is_the_one_spelling(path):
    try:
        tile = parse_tile_path(path)
    except BadTile:
        return

    assert tile_path(tile) == path


@pytest.mark.parametrize(("size", "levels"), VECTORS["trees"].items())
def test_a_tree_has_exactly_the_files_of_the_specification(size, levels):
    found = list(tiles_between(0, int(size)))

    for level, (full, rest) in levels.items():
        mine = [tile for tile in found if tile.level == int(level)]
        assert [tile.width for tile in mine] == [WIDTH] * full + [rest] * bool(rest)
        assert [tile.index for tile in mine] == list(range(len(mine)))
    assert {str(tile.level) for tile in found} == set(levels)


@given(st.integers(0, 140_000), st.integers(0, 3000))
def test_growth_touches_only_what_changed_and_all_of_it(old, more):
    before, after = set(tiles_between(0, old)), set(tiles_between(0, old + more))
    touched = list(tiles_between(old, old + more))

    assert set(touched) == after - before
    assert len(set(touched)) == len(touched)


@given(st.lists(st.binary(max_size=300), max_size=WIDTH))
def test_reading_a_bundle_gives_the_entries_back(entries):
    assert split_entries(join_entries(entries), width=len(entries)) == entries


def test_a_bundle_holds_the_longest_entry_and_no_longer_one():
    longest = b"x" * 0xFFFF

    assert split_entries(join_entries([longest]), width=1) == [longest]
    with pytest.raises(BadTile):
        join_entries([longest + b"x"])


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x02a", b"\x00\x01ab", b"\x00\x00", b""])
def test_a_bundle_that_is_not_whole_is_refused(content):
    with pytest.raises(BadTile):
        split_entries(content, width=2)


def test_hashes_are_cut_at_their_length():
    assert split_hashes(join_hashes(HASHES[:3]), width=3) == HASHES[:3]
    with pytest.raises(BadTile):
        split_hashes(join_hashes(HASHES[:3]) + b"x", width=3)


def test_a_full_tile_is_one_hash_above_and_a_partial_one_none():
    assert tile_root(HASHES) == root_hash(HASHES)
    with pytest.raises(BadTile):
        tile_root(HASHES[:-1])


def test_the_start_of_a_tile_counts_in_its_own_level():
    assert Tile(level=ENTRIES, index=3).start == 768
