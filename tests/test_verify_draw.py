"""The command that draws again from a file, as a stranger and as the `jernih` command run it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jernih import verify
from tests.draw_records import SIGNATURE, Story, event_bytes

TRUE = b"".join(event_bytes(fact) + b"\n" for fact in Story().facts()[:-1])
FORGED = TRUE.replace(SIGNATURE.encode(), SIGNATURE.replace("b4", "a4", 1).encode())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "berkas.jsonl"
    path.write_bytes(TRUE)
    return path


def test_a_true_file_is_clean(file, capsys):
    assert verify.main(["draw", str(file)]) == 0
    assert "Clean: no rule was broken." in capsys.readouterr().out


def test_one_application_is_told_where_it_stands(file, capsys):
    ref = Story().rows()[0].ref

    assert verify.main(["draw", str(file), "--ref", ref[:8]]) == 0
    assert f"{ref[:8]}: no. 1 of 19, seats A-001, 2023-09-04" in capsys.readouterr().out


def test_a_forged_signature_is_a_violation(tmp_path, capsys):
    (tmp_path / "forged").write_bytes(FORGED)

    assert verify.main(["draw", str(tmp_path / "forged"), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["result"], said["violations"][0]["rule"]) == ("broken", "draw.seed")


@pytest.mark.parametrize("data", [b"", b"not a file of ours\n", TRUE[:-9]])
def test_what_is_no_file_of_a_draw_is_not_checked(tmp_path, capsys, data):
    (tmp_path / "odd").write_bytes(data)

    assert verify.main(["draw", str(tmp_path / "odd")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "could not be checked" in said.err


def test_a_file_that_is_not_there_is_not_checked(tmp_path, capsys):
    assert verify.main(["draw", str(tmp_path / "nothing")]) == 2
    assert "could not be checked" in capsys.readouterr().err


def test_what_cannot_be_read_from_any_place_is_read_line_by_line(capsys):
    read_end, write_end = os.pipe()
    os.write(write_end, TRUE)
    os.close(write_end)

    assert verify.main(["draw", f"/dev/fd/{read_end}"]) == 0
    os.close(read_end)
    assert "Clean: no rule was broken." in capsys.readouterr().out


def test_the_number_of_processes_changes_nothing(file, capsys):
    said = set()
    for count in ("1", "2", "5"):
        assert verify.main(["draw", str(file), "--processes", count]) == 0
        said.add(capsys.readouterr().out)

    assert len(said) == 1


def test_of_several_files_the_worst_decides(file, tmp_path, capsys):
    odd, forged = tmp_path / "odd", tmp_path / "forged"
    odd.write_bytes(b"")
    forged.write_bytes(FORGED)

    assert verify.main(["draw", str(file), str(file)]) == 0
    assert verify.main(["draw", str(file), str(odd)]) == 2
    assert verify.main(["draw", str(odd), str(forged)]) == 1
    assert capsys.readouterr().out.count("Clean:") == 3


def test_a_file_can_come_through_a_pipe(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TRUE)))

    assert verify.main(["draw", "-"]) == 0
    assert "Clean" in capsys.readouterr().out


@pytest.mark.parametrize(("data", "code"), [(TRUE, 0), (FORGED, 1), (b"", 2)])
def test_the_jernih_command_does_the_same(tmp_path, data, code):
    (tmp_path / "file").write_bytes(data)
    command = [sys.executable, "-m", "jernih.config.cli", "draw", str(tmp_path / "file")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == code
    assert done.stdout.count("It is drawn.") == (code < 2)
