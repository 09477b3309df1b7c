"""Power cuts at the overseer's: whatever was countersigned is there afterwards, whole."""

import os
import subprocess
import sys

import pytest


def _run(folder, count: int) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mirror.killed", str(folder), str(count)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": "src:."},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_mirror_that_is_killed_again_and_again_loses_no_case(tmp_path):
    assert "0 lost" in _run(tmp_path, 6)


@pytest.mark.drill
def test_a_thousand_cases_and_a_mirror_killed_all_the_while(tmp_path):
    assert "while 1000 cases came: 0 lost" in _run(tmp_path, 1000)
