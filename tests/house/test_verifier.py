"""The citizen's verifier is a zip of verify and pure alone, and runs on a bare Python."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from jernih.apps.ledger import queries
from jernih.pure.tlog.note import write_vkey
from tests.logs import KEY, write_facts
from tests.pure import booking_facts as facts

STORY = [facts.released(), facts.taken(1, "A-001"), facts.withdrawn(1, "A-001")]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("stranger") / "verify.zip"
    place.write_bytes(queries.verifier_zip())
    return place


def run(program: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-W", "error", str(program), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def test_it_holds_nothing_but_verify_and_pure_and_the_rulebook(program):
    names = zipfile.ZipFile(program).namelist()
    inner = {name.split("/")[1] for name in names if name.startswith("jernih/")}

    assert inner == {"__init__.py", "verify", "pure", "rulebook"}
    assert {name for name in names if not name.startswith("jernih/")} == {"__main__.py"}


def test_it_accepts_a_true_record(program, tmp_path):
    write_facts(tmp_path, STORY)

    done = run(program, tmp_path, "--vkey", write_vkey(KEY))

    assert done.stderr == ""
    assert "Clean: no rule was broken." in done.stdout
    assert "tarakan, 2026-11-25: 6 planned, 1 held back, 1 taken, 1 given back." in done.stdout
    assert done.returncode == 0


def test_it_refuses_one_changed_byte_in_any_file(program, tmp_path):
    write_facts(tmp_path, STORY)

    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        content = path.read_bytes()
        path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        done = run(program, tmp_path, "--vkey", write_vkey(KEY))
        path.write_bytes(content)

        if path.name != "vkey":  # not read when a key was given
            assert done.returncode == 1, path
            assert "1. " in done.stdout
    assert run(program, tmp_path).returncode == 0


def test_it_names_the_broken_rule_for_people_and_for_programs(program, tmp_path):
    write_facts(tmp_path, [*STORY, facts.taken(2, "A-001")])

    people = run(program, tmp_path)
    programs = run(program, tmp_path, "--json")

    assert people.returncode == programs.returncode == 1
    assert "A-001" in people.stdout
    (violation,) = json.loads(programs.stdout)["violations"]
    assert (violation["rule"], violation["entries"]) == ("booking.number", [2, 3])


@pytest.mark.parametrize("place", ["/nowhere", "http://localhost:9/"])
def test_it_says_when_it_cannot_check(program, place):
    done = run(program, place)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Could not be checked: ")
    assert "Traceback" not in done.stderr
