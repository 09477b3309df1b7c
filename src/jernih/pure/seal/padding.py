"""Fill what is sealed up to a size class, so that its size says next to nothing.

Source: docs/sealing.md, 4. Vectors: tests/vectors/seal.json.
"""

from typing import Final

SMALLEST: Final = 4_096
CLASSES: Final = tuple(SMALLEST << k for k in range(14))
LARGEST: Final = CLASSES[-1]


class BadPadding(ValueError):
    """Said of what is too large for any class, or is not filled up as we fill."""


def size_class(size: int) -> int:
    """Return the smallest class that holds so many bytes. Raises BadPadding beyond 32 MiB."""
    for found in CLASSES:
        if size <= found:
            return found
    raise BadPadding(f"{size} bytes, more than {LARGEST}")


def pad_json(body: bytes) -> bytes:
    """Return JSON with spaces and a last newline. Raises BadPadding."""
    return body.ljust(size_class(len(body) + 1) - 1, b" ") + b"\n"


def strip_json(padded: bytes) -> bytes:
    """Return the JSON again. Raises BadPadding for any other filling."""
    body = padded.removesuffix(b"\n").rstrip(b" ")
    if size_class(len(body) + 1) != len(padded) or not padded.endswith(b"\n"):
        raise BadPadding("not filled up with spaces and a last newline")
    return body


def pad_file(body: bytes) -> bytes:
    """Return a file with zero bytes behind it. Raises BadPadding."""
    return body.ljust(size_class(len(body)), b"\0")


def strip_file(padded: bytes, *, size: int) -> bytes:
    """Return a file's own bytes. size: as its envelope says. Raises BadPadding."""
    if not 0 <= size <= len(padded) or size_class(size) != len(padded):
        raise BadPadding(f"{size} bytes do not fill {len(padded)}")
    # By count, not byte by byte: the filling of a large file is long.
    if padded.count(0, size) != len(padded) - size:
        raise BadPadding("not filled up with zero bytes")
    return padded[:size]
