"""Go's own packages for such logs read ours, and refuse what was tampered with."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from jernih.pure.events import event_bytes
from jernih.pure.tlog.note import Checkpoint, sign_note, write_checkpoint, write_vkey
from tests import go_reader
from tests.apps.ledger import facts
from tests.drills.mutations import WITNESS, Record, make_record, spoil, witnessed
from tests.logs import KEY, ORIGIN, SECRET, write_log
from tests.record import publish_record

pytestmark = pytest.mark.skipif(not go_reader.is_here(), reason=f"needs {go_reader.PACKAGES}")


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    return go_reader.build(tmp_path_factory.mktemp("go"))


@pytest.fixture
def log(tmp_path) -> Path:
    """Six hundred entries, and beside them the checkpoint there was of the first half."""
    entries = [event_bytes(facts.started(f"office-{n}")) for n in range(601)]
    for name, size in (("old", 300), ("log", 601)):
        write_log(tmp_path / name, entries[:size])
    return tmp_path / "log"


def read(program: Path, log: Path, **more: str) -> go_reader.Done:
    return go_reader.read(program, log, write_vkey(KEY), old_of(log), *more.values())


def old_of(log: Path) -> Path:
    return log.parent / "old" / "checkpoint"


@pytest.mark.django_db
def test_go_reads_what_the_sequencer_published_entry_by_entry(program, tmp_path):
    home = Path(settings.LOG_DIR)
    facts.append_many(200)
    publish_record()
    shutil.copy(home / "checkpoint", tmp_path / "old")
    facts.append_many(120)
    publish_record()

    done = go_reader.read(program, home, (home / "vkey").read_text().strip(), tmp_path / "old")

    assert (done.returncode, done.stderr) == (0, "")
    root = (home / "checkpoint").read_text().splitlines()[2]
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["signed", "320", root, "1"],
        ["entries", "320"],
        ["inclusion", "320"],
        ["grew", "200", "320"],
    ]


def test_go_reads_what_a_witness_signed(program, log):
    for file in (old_of(log), log / "checkpoint"):
        file.write_bytes(witnessed(file.read_bytes()))

    done = read(program, log, witness=write_vkey(WITNESS))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith(" 2")


def flip(name: str, at: int) -> Callable[[Path], None]:
    def deed(log: Path) -> None:
        data = bytearray((log / name).read_bytes())
        data[at] ^= 1
        (log / name).write_bytes(data)

    return deed


TAMPERS = {
    "checkpoint": flip("checkpoint", -10),
    "a tile of leaves": flip("tile/0/001", 77),
    "the tile above": flip("tile/1/000.p/2", 5),
    "a partial tile": flip("tile/0/002.p/89", 3),
    "an entry": flip("tile/entries/000", 1000),
    "an entry withheld": lambda log: (log / "tile/entries/001").unlink(),
}


def test_go_refuses_each_tampered_copy(program, log):
    assert read(program, log).returncode == 0
    for name, tamper in TAMPERS.items():
        copy = log.parent / name
        shutil.copytree(log, copy)
        tamper(copy)

        done = read(program, copy)

        assert done.returncode == 1, name
        assert done.stderr, name


def test_go_refuses_a_past_that_was_rewritten_by_whoever_has_the_key(program, log):
    other = write_checkpoint(Checkpoint(origin=ORIGIN, size=300, root=bytes(32)))
    old_of(log).write_text(sign_note(other, key=KEY, sign=SECRET.sign))

    done = read(program, log)

    assert done.returncode == 1
    assert "grew" not in done.stdout


FEW, MANY = 25, 1_000


def go_refuses(program: Path, record: Record, home: Path, *, seed: int, times: int) -> None:
    """Give Go what our verifier is given (test_mutations.py): it must refuse the same copies."""
    chance, old = Random(seed), home / "old"
    old.write_bytes(record.before["checkpoint"])
    for at in range(times):
        deed, path, copy = spoil(record, chance)
        folder = home / str(at)
        for name, content in copy.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

        done = go_reader.read(program, folder, write_vkey(KEY), old, write_vkey(WITNESS))

        assert done.returncode == 1, f"seed {seed}, no. {at}: {deed}, {path}"
        shutil.rmtree(folder)


def test_go_refuses_the_spoiled_copies_that_our_verifier_refuses(program, tmp_path):
    go_refuses(program, make_record(tmp_path / "record"), tmp_path, seed=20261124, times=FEW)


@pytest.mark.drill
def test_go_refuses_a_thousand_spoiled_copies(program, tmp_path):
    go_refuses(program, make_record(tmp_path / "record"), tmp_path, seed=0, times=MANY)
