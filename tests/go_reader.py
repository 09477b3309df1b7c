"""Build and run tests/go/readlog: Go's x/mod reads our log, from Debian's packages, offline.

Where they cannot be had, the tests are skipped, and the end of every run says so (conftest.py).
"""

import os
import shutil
import subprocess
from pathlib import Path

GOPATH = Path("/usr/share/gocode")
SOURCE = Path(__file__).parent / "go" / "readlog"
Done = subprocess.CompletedProcess[str]
PACKAGES = "golang-go golang-golang-x-mod-dev"


def is_here() -> bool:
    return bool(shutil.which("go")) and (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir()


def build(folder: Path) -> Path:
    """Return the program. Takes a few seconds the first time on a machine."""
    program = folder / "readlog"
    done = subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=SOURCE,
        env=os.environ
        | {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": "", "CGO_ENABLED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return program


def read(
    program: Path, folder: Path, vkey: str, *more: object
) -> "subprocess.CompletedProcess[str]":
    command = [str(program), str(folder), vkey, *map(str, more)]
    return subprocess.run(command, capture_output=True, text=True, check=False)
