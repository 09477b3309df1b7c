"""The citizen's verifier is one file of verify and pure alone, and runs on a bare Python."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from jernih.apps.ledger import queries
from jernih.pure.tlog.note import write_vkey
from tests.house import sources
from tests.logs import KEY, write_facts
from tests.pure import booking_facts as facts

STORY = [facts.released(), facts.taken(1, "A-001"), facts.withdrawn(1, "A-001")]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("stranger") / "jernih-verify.pyz"
    place.write_bytes(queries.verifier_zip())
    return place


def run(
    program: Path, *words: object, python: str = sys.executable, **other: str
) -> subprocess.CompletedProcess[str]:
    command = [python, "-I", "-S", "-W", "error", str(program), *map(str, words)]
    env = {"LC_ALL": "C.UTF-8"} | other
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env=env)


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


def test_a_stranger_with_the_source_makes_the_same_bytes(program, tmp_path):
    # With other line ends, as some tools fetch source, and another clock on the files.
    shutil.copytree(sources.SRC, tmp_path / "jernih", ignore=shutil.ignore_patterns("apps", "ui"))
    for file in (tmp_path / "jernih" / "verify").glob("*.py"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    command = [sys.executable, "-S", "-m", "jernih.verify.pack", "made.pyz"]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    assert (tmp_path / "made.pyz").read_bytes() == program.read_bytes()
    assert done.stdout == f"{sha256(program.read_bytes()).hexdigest()}  made.pyz\n"


def python_of(version: str) -> str:
    """Find a Python by its version; what only points to one (pyenv) may point nowhere."""
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *home.glob(f"{version}.*/bin/python")]
    for place in filter(None, places):
        done = subprocess.run([place, "-V"], capture_output=True, text=True, check=False)
        if done.stdout.startswith(f"Python {version}."):
            return str(place)
    return ""


@pytest.mark.parametrize("version", ["3.12", "3.13", "3.14"])
def test_it_runs_on_every_later_python_that_is_here(program, tmp_path, version):
    python = python_of(version)
    if not python:
        pytest.skip(f"no Python {version} on this machine")
    write_facts(tmp_path, STORY)

    done = run(program, tmp_path, "--vkey", write_vkey(KEY), python=python)

    assert (done.stderr, done.returncode) == ("", 0)


def test_it_speaks_the_language_of_the_computer(program, tmp_path):
    write_facts(tmp_path, [*STORY, facts.taken(2, "A-001")])

    done = run(program, tmp_path, LC_ALL="id_ID.UTF-8")

    assert done.returncode == 1
    assert "1 kali aturan dilanggar." in done.stdout
    assert "[booking.number] Satu nomor diambil satu kali oleh satu orang" in done.stdout
    assert "broken" not in done.stdout


def test_a_screen_without_the_signs_of_a_checkpoint_is_no_error(program, tmp_path):
    seen = tmp_path / "seen.json"
    write_facts(tmp_path / "old", STORY)
    write_facts(tmp_path / "new", [facts.released(day=facts.NEXT_DAY)] * 3)
    run(program, tmp_path / "old", "--state", seen)
    command = [sys.executable, "-X", "utf8=0", str(program), str(tmp_path / "new")]
    env = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"}

    done = subprocess.run(
        [*command, "--state", str(seen)], capture_output=True, text=True, check=False, env=env
    )

    assert done.stderr == ""
    assert done.stdout.count("\\u2014 jernih.invalid/test") == 2


@pytest.mark.parametrize("place", ["/nowhere", "http://localhost:9/"])
def test_it_says_when_it_cannot_check(program, place):
    done = run(program, place)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Could not be checked: ")
    assert "Traceback" not in done.stderr
