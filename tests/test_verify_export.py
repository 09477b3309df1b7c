"""One file for auditors: the whole log, checked without a network and without unpacking."""

import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from jernih import verify
from jernih.pure.events import event_bytes
from jernih.pure.tlog.note import write_vkey
from jernih.pure.tlog.reader import BadLog
from jernih.verify import export, pack, sources
from tests.logs import KEY, write_facts, write_log
from tests.pure import booking_facts as facts
from tests.pure.hall_days import Story

STORY = [facts.released(), facts.taken(1, "A-001"), facts.withdrawn(1, "A-001")]


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def exported(log: Path, place: Path, **states: str) -> Path:
    named = [(f"state/tarakan/{day}.json", text.encode()) for day, text in states.items()]
    export.write_export(place, get=verify.Folder(str(log)).get, states=named)
    return place


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_facts(tmp_path / "log", STORY)
    return exported(tmp_path / "log", tmp_path / "record.zip")


def changed(file: Path, name: str, content: bytes | None) -> Path:
    """Write a file of export again with one file in it changed, or left out."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for one in old.namelist():
            kept = content if one == name else old.read(one)
            if kept is not None:
                new.writestr(one, kept)
    return other


def test_the_file_is_checked_as_it_is(file, capsys):
    assert verify.main([str(file), "--vkey", write_vkey(KEY)]) == 0
    assert "Signed: 3 entries" in capsys.readouterr().out


def test_it_holds_the_program_the_rules_a_letter_in_two_languages_and_the_sums(file):
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        sums = archive.read("SHA256SUMS").decode().splitlines()
        assert archive.read("jernih-verify.pyz") == pack.program()
        assert [f"{sha256(archive.read(n)).hexdigest()}  {n}" for n in sorted(names[:-1])] == sums
    assert names[:2] == ["README.txt", "BACA.txt"]
    assert {"rulebook/quotas.toml", "log/checkpoint", "log/tile/entries/000.p/3"} <= set(names)


def test_the_same_log_makes_the_same_bytes(file, tmp_path):
    assert exported(tmp_path / "log", tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_one_changed_byte_in_any_file_of_the_log_is_found(file):
    with zipfile.ZipFile(file) as archive:
        log = {name: archive.read(name) for name in archive.namelist() if name[:4] == "log/"}
    for name, content in log.items():
        if name == "log/vkey":
            continue
        bent = content[:-2] + bytes([content[-2] ^ 1]) + content[-1:]
        assert verify.main([str(changed(file, name, bent)), "--vkey", write_vkey(KEY)]) == 1, name
        if name != "log/checkpoint":
            assert verify.main([str(changed(file, name, None))]) == 1, name


def test_what_the_tables_said_travels_along(tmp_path, capsys):
    day = Story().opened()
    write_log(tmp_path / "log", [event_bytes(fact) for fact in day.facts])
    place = exported(tmp_path / "log", tmp_path / "one.zip", **{"2026-11-25": "{}"})

    assert verify.main([str(place)]) == 1
    assert "[hall.tables]" in capsys.readouterr().out


def test_a_log_that_grew_meanwhile_is_cut_where_it_was_signed(tmp_path):
    entries = [event_bytes(facts.released()) for _ in range(300)]
    write_log(tmp_path / "old", entries[:100])
    write_log(tmp_path / "log", entries)
    (tmp_path / "log" / "checkpoint").write_bytes((tmp_path / "old" / "checkpoint").read_bytes())
    place = exported(tmp_path / "log", tmp_path / "one.zip")

    with zipfile.ZipFile(place) as archive:
        assert "log/tile/entries/000.p/100" in archive.namelist()
    assert not [
        found
        for found in verify.verify(verify.Archive(str(place))).violations
        if found.rule in ("tree", "grows", "signature")
    ]


def test_nothing_is_written_while_nothing_is_published(tmp_path):
    (tmp_path / "log").mkdir()

    with pytest.raises(BadLog):
        exported(tmp_path / "log", tmp_path / "one.zip")

    assert not (tmp_path / "one.zip").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 but no more", b"a text\n" * 99])
def test_what_is_no_file_of_export_checks_nothing(tmp_path, capsys, content):
    (tmp_path / "odd.zip").write_bytes(content)

    assert verify.main([str(tmp_path / "odd.zip")]) == 2
    assert "is not a file of export" in capsys.readouterr().err


def test_a_damaged_file_checks_nothing_and_accuses_nobody(file, capsys):
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        at = archive.getinfo("log/checkpoint").header_offset
    content[at + 60] ^= 255
    file.write_bytes(content)

    assert verify.main([str(file)]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_endless_file_inside_is_not_swallowed(file, monkeypatch, capsys):
    monkeypatch.setattr(sources, "MAX_FILE", 1000)
    bomb = changed(file, "log/checkpoint", bytes(10**6))

    assert verify.main([str(bomb)]) == 2
    assert "is too long" in capsys.readouterr().err
