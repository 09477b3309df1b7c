"""Eleven ways to bend a draw, by an office that has its key: each is noticed, and named.

Every copy is a signed log of its own, whole and consistent; only the rules can tell.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from jernih import verify
from jernih.apps.ledger import queries
from jernih.pure.draw_file import check_file, lines_of
from jernih.pure.events import Event, event_bytes
from tests.draw_records import BATCH, LATER, OWN, QUOTAS, Story
from tests.draw_tampers import IN_ANOTHER_BATCH, OTHER_WAYS, TAMPERED
from tests.logs import write_facts

ALL = {**TAMPERED, **OTHER_WAYS}


def lines(facts: list[Event]) -> list[bytes]:
    return [line + b"\n" for line in lines_of(map(event_bytes, facts), batch=BATCH)]


def test_the_true_record_is_clean(tmp_path):
    write_facts(tmp_path, Story().facts())

    findings = verify.verify(verify.Folder(str(tmp_path)))
    checked = check_file(lines(Story().facts()), quotas=QUOTAS, own=OWN, now=LATER)

    assert findings.violations == []
    assert checked.violations == ()
    assert len(checked.rows) == 19


@pytest.mark.parametrize("name", [*ALL, *IN_ANOTHER_BATCH])
def test_the_record_tells(tmp_path, name):
    rule, make = {**ALL, **IN_ANOTHER_BATCH}[name]
    write_facts(tmp_path, make())

    findings = verify.verify(verify.Folder(str(tmp_path)))

    assert rule in {found.rule for found in findings.violations}
    assert {found.rule for found in findings.violations}.isdisjoint({"signature", "tree"})


@pytest.mark.parametrize("name", ALL)
def test_the_file_of_the_draw_tells(name):
    rule, make = ALL[name]

    checked = check_file(lines(make()), quotas=QUOTAS, own=OWN, now=LATER)

    assert rule in {found.rule for found in checked.violations}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    stories = {"true": Story().facts(), **{name: make() for name, (_, make) in TAMPERED.items()}}
    paths = {name: tmp_path / f"{at:02}.jsonl" for at, name in enumerate(stories)}
    for name, path in paths.items():
        path.write_bytes(b"".join(lines(stories[name])))
    return paths


def test_a_stranger_with_a_bare_python_finds_all_eleven(tmp_path, files):
    program = tmp_path / "verify.zip"
    program.write_bytes(queries.verifier_zip())
    command = [sys.executable, "-I", "-S", "-W", "error", str(program), "draw", *files.values()]

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")

    assert (done.returncode, done.stderr) == (1, "")
    true, *tampered = done.stdout.split("(1a2b3c4d), tarakan\n")[1:]
    assert "Clean: no rule was broken." in true
    for (rule, _), said in zip(TAMPERED.values(), tampered, strict=True):
        assert f"[{rule}]" in said
