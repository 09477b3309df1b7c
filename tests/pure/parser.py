"""A reader of bytes as the fuzz sees it; the table of all of them is parsers.py."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Parser:
    """A reader. of: the function. read: the same, from bytes. samples: some that it accepts."""

    of: Callable[..., Any]
    refusal: type[Exception]
    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes]
    samples: tuple[bytes, ...]
    is_forgiving: bool = False

    @property
    def name(self) -> str:
        return f"{self.of.__module__.removeprefix('jernih.')}.{self.of.__name__}"


def of_text(
    of: Callable[[str], Any],
    refusal: type[Exception],
    write: Callable[[Any], str],
    *samples: str,
    is_forgiving: bool = False,
) -> Parser:
    """Return the row of a reader of text. What is not UTF-8 comes as from a command line."""
    return Parser(
        of=of,
        refusal=refusal,
        read=lambda raw: of(raw.decode("utf-8", "surrogateescape")),
        write=lambda value: write(value).encode("utf-8", "surrogateescape"),
        samples=tuple(sample.encode() for sample in samples),
        is_forgiving=is_forgiving,
    )
