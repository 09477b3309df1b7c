"""Growing, against a log that another program made (tests/vectors/tessera_log.json)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.tiles import BadTile, parse_tile_path, tile_path, tiles_between
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.vectors import load

VECTORS = load("tessera_log")
ENTRIES = [entry.encode() for entry in VECTORS["entries"]]


def grow(edge, entries, files):
    for tile, content in [*edge.grow(entries), *edge.partials()]:
        files[tile_path(tile)] = content


def test_growing_one_by_one_writes_the_very_files_of_another_program():
    edge, files = Edge(), {}

    for entry in ENTRIES:
        grow(edge, [entry], files)

    assert {path: content.hex() for path, content in files.items()} == VECTORS["files"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=5))
def test_growing_in_steps_with_a_restart_between_is_growing_at_once(steps):
    entries = [b"%d" % n for n in range(sum(steps))]
    files, at = {}, 0
    for step in steps:
        edge = Edge.load(at, read=lambda tile: files[tile_path(tile)])
        grow(edge, entries[at : at + step], files)
        at += step

    at_once = {}
    whole = Edge()
    grow(whole, entries, at_once)

    assert edge.root() == whole.root() == root_hash([leaf_hash(entry) for entry in entries])
    assert at_once.items() <= files.items()
    assert set(at_once) == {tile_path(tile) for tile in tiles_between(0, at)}


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_792])
def test_three_levels_grow_right(size):
    entries = [b"%d" % n for n in range(size)]
    edge, files = Edge(), {}

    grow(edge, entries, files)

    assert edge.root() == root_hash([leaf_hash(entry) for entry in entries])
    assert set(files) == {tile_path(tile) for tile in tiles_between(0, size)}
    again = Edge.load(size, read=lambda tile: files[tile_path(tile)])
    assert again.root() == edge.root()


def test_an_edge_with_a_cut_file_is_refused():
    files = {path: bytes.fromhex(content)[:-1] for path, content in VECTORS["files"].items()}

    with pytest.raises(BadTile):
        Edge.load(15, read=lambda tile: files[tile_path(tile)])


def test_every_golden_file_has_a_golden_name():
    assert all(parse_tile_path(path).width <= 15 for path in VECTORS["files"])
