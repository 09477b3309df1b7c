"""Reading a served log, that of another program included, and one where something was touched."""

import pytest

from jernih.pure.tlog import note
from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.note import Checkpoint
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.pure.tlog.tiles import tile_path
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.vectors import load

VECTORS = load("tessera_log")
SIZE = 600
ENTRIES = [b"%d" % n for n in range(SIZE)]


def root_of(entries):
    return root_hash([leaf_hash(entry) for entry in entries])


def served(entries):
    edge = Edge()
    files = {tile_path(tile): content for tile, content in edge.grow(entries)}
    files |= {tile_path(tile): content for tile, content in edge.partials()}
    return files, Checkpoint(origin="log", size=len(entries), root=edge.root())


@pytest.mark.parametrize("size", range(16))
def test_the_log_of_another_program_is_read(size):
    files = {path: bytes.fromhex(content) for path, content in VECTORS["files"].items()}
    head = note.parse_checkpoint(note.parse_note(VECTORS["checkpoints"][size].encode()).text)

    found = list(LogReader(head, fetch=files.get).entries())

    assert found == [entry.encode() for entry in VECTORS["entries"][:size]]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 512, SIZE])
def test_every_entry_comes_out_as_it_went_in(size):
    files, head = served(ENTRIES[:size])

    assert list(LogReader(head, fetch=files.get).entries()) == ENTRIES[:size]


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257, 599, 600])
def test_the_root_of_an_earlier_size_comes_along(old):
    files, head = served(ENTRIES)
    reader = LogReader(head, fetch=files.get, sizes=[old, 300])

    list(reader.entries())

    assert reader.roots == {old: root_of(ENTRIES[:old]), 300: root_of(ENTRIES[:300])}


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257, 513, 599, 600])
def test_the_root_of_any_size_can_be_asked_afterwards(old):
    files, head = served(ENTRIES)
    reader = LogReader(head, fetch=files.get)

    list(reader.entries())

    assert reader.root_at(old) == root_of(ENTRIES[:old])


def test_no_root_comes_from_a_file_that_is_gone():
    files, head = served(ENTRIES)
    reader = LogReader(head, fetch=files.get)
    del files["tile/0/001"]

    with pytest.raises(BadLog, match="not served"):
        reader.root_at(300)


def test_a_size_that_was_never_reached_has_no_root():
    files, head = served(ENTRIES)
    reader = LogReader(head, fetch=files.get, sizes=[SIZE + 1])

    list(reader.entries())

    assert reader.roots == {}


def test_a_full_file_stands_in_for_a_partial_one_that_is_gone():
    _, old_head = served(ENTRIES[:100])
    files, _ = served(ENTRIES)

    assert list(LogReader(old_head, fetch=files.get).entries()) == ENTRIES[:100]


def test_a_full_file_that_is_damaged_does_not_stand_in():
    _, old_head = served(ENTRIES[:100])
    files, _ = served(ENTRIES)
    files["tile/entries/000"] = files["tile/entries/000"][:-1]

    with pytest.raises(BadLog, match="whole entries"):
        list(LogReader(old_head, fetch=files.get).entries())


def test_any_changed_byte_of_any_file_is_found():
    files, head = served(ENTRIES[:300])

    for path, content in files.items():
        for at in range(0, len(content), 97):
            touched = bytearray(content)
            touched[at] ^= 1
            reader = LogReader(head, fetch=(files | {path: bytes(touched)}).get)
            with pytest.raises(BadLog):
                list(reader.entries())


def test_any_missing_file_is_found():
    files, head = served(ENTRIES)

    for path in files:
        rest = {name: content for name, content in files.items() if name != path}
        with pytest.raises(BadLog, match="not served"):
            list(LogReader(head, fetch=rest.get).entries())


def test_another_history_of_the_same_length_is_found():
    files, _ = served([b"forged", *ENTRIES[1:]])
    _, head = served(ENTRIES)

    with pytest.raises(BadLog, match="root"):
        list(LogReader(head, fetch=files.get).entries())
