"""The public record in the hands of a stranger with a bare Python."""

import subprocess
import sys
import urllib.request
from pathlib import Path


def test_the_offered_program_checks_the_office_it_came_from(site, tmp_path):
    program = Path(tmp_path) / "jernih-verify.pyz"
    with urllib.request.urlopen(f"{site.url}/log/jernih-verify.pyz") as answer:
        program.write_bytes(answer.read())

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), site.url],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )

    assert done.stderr == ""
    assert "Clean: no rule was broken." in done.stdout
    assert done.returncode == 0
