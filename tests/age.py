"""Debian's `age`, which opens in tests what we sealed, and seals what we look at."""

import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = "age"
needed = pytest.mark.skipif(not shutil.which("age"), reason="age is not here")


def is_here() -> bool:
    return bool(shutil.which("age"))


def seal(plain: bytes, *recipients: str, options: tuple[str, ...] = ()) -> bytes:
    words = [word for recipient in recipients for word in ("-r", recipient)]
    done = subprocess.run(["age", *options, *words], input=plain, capture_output=True, check=True)
    return done.stdout


def open_sealed(sealed: bytes, *, identities: Path) -> bytes | None:
    """Return what is in it, or None where these identities do not open it."""
    done = subprocess.run(
        ["age", "-d", "-i", str(identities)], input=sealed, capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None
