"""Order a closed batch by lot, so that anyone can repeat the draw.

Source: docs/draw.md (HKDF, RFC 5869). Vectors: tests/vectors/draw.json.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from hmac import digest
from typing import Final

VERSION: Final = "jernih/draw/v1"
RANDOM_BYTES: Final = 32


class BadDraw(ValueError):
    """Said of a list, a seed or a contribution that cannot be drawn with."""


def draw_key(
    *, batch: str, list_root: bytes, randomness: bytes, reveals: Iterable[bytes] = ()
) -> bytes:
    """Mix all that nobody could know while the list was open into one key of 32 bytes.

    batch: its ref. list_root: of the frozen list. randomness: of the beacon, published later.
    reveals: the contributors' secrets, in any order; each, like the others, 32 bytes.
    Raises BadDraw.
    """
    parts = [list_root, randomness, *sorted(reveals)]
    if any(len(part) != RANDOM_BYTES for part in parts):
        raise BadDraw(f"a part of the seed is not {RANDOM_BYTES} bytes")
    return extract(f"{VERSION}|{batch}".encode("ascii"), parts)


def extract(salt: bytes, parts: Iterable[bytes]) -> bytes:
    """Return HKDF-Extract over parts that each have their length before them."""
    framed = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return digest(salt, framed, "sha256")


def position(key: bytes, name: bytes) -> bytes:
    """Return where one application stands: HKDF-Expand, one block, its name as the info."""
    return digest(key, name + b"\x01", "sha256")


def draw_order(refs: Iterable[str], *, key: bytes) -> list[str]:
    """Return each application's ref once, first drawn first.

    refs: 32 hex digits each, in any order. The order depends on the set of them alone, and
    taking one away moves no other. Raises BadDraw for a ref given twice, or a short key.
    """
    if len(key) != RANDOM_BYTES:
        raise BadDraw(f"the key is {len(key)} bytes, not {RANDOM_BYTES}")
    refs, of, name = list(refs), _positions(key), bytes.fromhex
    # Sorting positions alone takes half the time of sorting pairs.
    placed = {of(name(ref)): ref for ref in refs}
    if len(placed) != len(refs):
        raise BadDraw("an application is in the batch twice")
    return [placed[place] for place in sorted(placed)]


def sample(names: Sequence[str], *, key: bytes, size: int) -> list[str]:
    """Return so many of these names by lot, for whoever checks at the door; all if fewer."""
    # Another use of the same key: its own prefix keeps it from repeating the order of the draw.
    placed = sorted(names, key=lambda name: position(key, b"sample|" + name.encode("ascii")))
    return placed[:size]


def _positions(key: bytes) -> Callable[[bytes], bytes]:
    """Return `position` under one key, with what HMAC does to the key done once: twice as fast."""
    padded = key.ljust(64, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in padded)).copy
    outer = sha256(bytes(byte ^ 0x5C for byte in padded)).copy

    def of(name: bytes) -> bytes:
        inside, outside = inner(), outer()
        inside.update(name + b"\x01")
        outside.update(inside.digest())
        return outside.digest()

    return of
