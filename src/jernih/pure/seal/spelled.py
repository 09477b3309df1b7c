"""The few spellings that every part of a seal shares: labels, signed texts, hex, lengths of words.

Source: docs/sealing.md. Vectors: tests/vectors/seal.json.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from jernih.pure import canonical, spelling

# Signs 64 bytes with somebody's key; checks (public key, signature, message).
Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]

SUITE: Final = "jernih-segel/v1"
KEY: Final = r"[0-9a-f]{64}"
SIGNATURE: Final = r"[0-9a-f]{128}"
RECIPIENT: Final = r"age1[0-9a-z]{58}"
LOCATOR: Final = r"[0-9a-f]{32}"
OFFICE: Final = r"[a-z0-9][a-z0-9-]{0,39}"
REF: Final = r"s-[0-9a-z]{6}"
MAX_WORDS: Final = 8_000


class BadField(ValueError):
    """Said of a value that is not spelled as its place wants."""


def label(name: str) -> bytes:
    """Return the beginning of everything that is hashed or signed under this name."""
    return f"{SUITE}/{name}".encode() + b"\0"


def signed_text(name: str, value: dict[str, Any]) -> bytes:
    """Return what is signed of an object: its label and its canonical JSON."""
    return label(name) + canonical.encode(value)


def units(words: str) -> int:
    """Return the length of a text as browsers count it: in halves of UTF-16."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def take_object(value: object, *, keys: set[str]) -> dict[str, Any]:
    """Return an object that has exactly these keys. Raises BadField."""
    if not isinstance(value, dict) or value.keys() != keys:
        raise BadField(f"not an object with exactly {', '.join(sorted(keys))}")
    return value


def take_text(value: object, *, name: str, pattern: str) -> str:
    """Return a text that is spelled as the pattern says. Raises BadField."""
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise BadField(f"{name} is not spelled {pattern}")
    return value


def take_words(value: object, *, name: str, most: int, is_one_line: bool = False) -> str:
    """Return words of people, at most so many units of UTF-16. Raises BadField.

    Line feeds and tabs are the only control characters, and one line has none.
    """
    if not isinstance(value, str) or units(value) > most:
        raise BadField(f"{name} is not a text of at most {most} characters")
    allowed = "" if is_one_line else "\n\t"
    if any((char < " " or "\x7f" <= char <= "\x9f") and char not in allowed for char in value):
        raise BadField(f"{name} has a control character")
    return value


def take_count(value: object, *, name: str, least: int = 0, most: int = canonical.MAX_INT) -> int:
    """Return a whole number between these two. Raises BadField."""
    # `is`: to Python, True is a number too.
    if type(value) is not int or not least <= value <= most:
        raise BadField(f"{name} is not a whole number from {least} to {most}")
    return value


def take_list(value: object, *, name: str, most: int) -> list[Any]:
    """Return a list of at most so many. Raises BadField."""
    if not isinstance(value, list) or len(value) > most:
        raise BadField(f"{name} is not a list of at most {most}")
    return value


def take_day(value: object, *, name: str) -> date:
    """Return a day, spelled YYYY-MM-DD. Raises BadField."""
    try:
        return spelling.read_day(take_text(value, name=name, pattern=r"[0-9-]{10}"))
    except spelling.BadSpelling as problem:
        raise BadField(f"{name}: {problem}") from None
