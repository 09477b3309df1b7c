"""Read settings from the environment, and say plainly which one is missing.

Three places, the first that has the name wins: the process environment, the file `.env`
(this machine), the file `var/secrets.env` (keys made for development; mode 0600).
"""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off", ""})


class Plain(Exception):
    """A problem whose message is all that a person needs: what is wrong, and what helps."""


class Missing(Plain):
    """A setting that has no default is not set."""


class Unreadable(Plain):
    """A setting has a value that cannot be meant."""


def text(name: str, default: str | None = None) -> str:
    """Return one setting as it stands. Raises Missing without a default."""
    value = os.environ.get(name)
    if value is not None:
        return value
    if default is None:
        raise Missing(f"{name} is not set. Its meaning is in .env.example; set it in .env.")
    return default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no setting. Raises Unreadable for anything else."""
    value = text(name, "1" if default else "0").strip().lower()
    if value not in TRUE | FALSE:
        raise Unreadable(f"{name} is {value!r}; write 1 or 0.")
    return value in TRUE


def number(name: str, default: int | None = None) -> int:
    """Return a whole number. Raises Unreadable for anything else."""
    value = text(name, None if default is None else str(default))
    try:
        return int(value)
    except ValueError:
        raise Unreadable(f"{name} is {value!r}; write a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """Return a list that was written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str) -> Path | None:
    """Return a folder that was named, or None."""
    value = text(name, "")
    return Path(value) if value else None


def load(path: Path) -> None:
    """Take NAME=value lines of a file into the environment; what is already set stays."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def keep_secret(path: Path, *names: str) -> None:
    """Make the development keys that are not set yet, and keep them for the next start."""
    load(path)
    missing = [name for name in names if name not in os.environ]
    if not missing:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    made = "".join(f"{name}={secrets.token_hex(32)}\n" for name in missing)
    # One append of one line each: two processes that start at once then both read the
    # first line written, because `load` keeps the first.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(made)
    load(path)


def first_word(file: Path) -> str:
    """Return the first word in a file, empty if there is none or no such file."""
    words = file.read_text(encoding="utf-8").split() if file.is_file() else []
    return words[0] if words else ""
