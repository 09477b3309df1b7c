"""Share a secret among three, so that any two make it again and one alone knows nothing.

A line through the secret at 0, one for each byte, over GF(256) with x^8 + x^4 + x^3 + x + 1; a
share is the line's 32 values at its own point, and then the point. Byte for byte what the npm
package `shamir-secret-sharing` joins and makes. Shares carry no check: two that do not belong
together make a wrong secret, and that is found by opening the age file with it. Three that do
not belong together are found here.
Source: docs/sealing.md, 4. Vectors: tests/vectors/seal.json.
"""

from collections.abc import Sequence
from typing import Final

SHARES: Final = 3
NEEDED: Final = 2
SECRET_BYTES: Final = 32
SHARE_BYTES: Final = SECRET_BYTES + 1

_POLYNOMIAL: Final = 0x11B


class BadShare(ValueError):
    """Said of shares that make no secret."""


def split(secret: bytes, *, chance: bytes) -> tuple[bytes, ...]:
    """Return three shares of 33 bytes. chance: 32 fresh random bytes. Raises BadShare."""
    if len(secret) != SECRET_BYTES or len(chance) != SECRET_BYTES:
        raise BadShare(f"the secret and the chance are {SECRET_BYTES} bytes each")
    return tuple(
        bytes(byte ^ _times(slope, x) for byte, slope in zip(secret, chance, strict=True))
        + bytes([x])
        for x in range(1, SHARES + 1)
    )


def join(shares: Sequence[bytes]) -> bytes:
    """Return the secret of two or three shares, in any order.

    Raises BadShare for one share, one of another length, one given twice, and for three of which
    one is wrong (nobody can tell which).
    """
    if len(shares) < NEEDED:
        raise BadShare(f"{NEEDED} shares are needed")
    if any(len(share) != SHARE_BYTES or not share[-1] for share in shares):
        raise BadShare(f"a share is {SHARE_BYTES} bytes, and the last one is not zero")
    if len({share[-1] for share in shares}) != len(shares):
        raise BadShare("the same share twice")
    first, *others = shares
    found = {_join(first, other) for other in others}
    if len(found) > 1:
        raise BadShare("one of these shares is wrong, or of another report")
    return found.pop()


def _join(one: bytes, other: bytes) -> bytes:
    """Return where the line through two shares' values is at 0."""
    *of_one, x = one
    *of_other, z = other
    # Adding is taking away here: at 0 the line is (y*z + w*x) / (x + z).
    under = _inverse(x ^ z)
    return bytes(
        _times(_times(y, z) ^ _times(w, x), under) for y, w in zip(of_one, of_other, strict=True)
    )


def _times(a: int, b: int) -> int:
    total = 0
    while b:
        total ^= a * (b & 1)
        a = a << 1 ^ (_POLYNOMIAL if a & 0x80 else 0)
        b >>= 1
    return total


def _inverse(a: int) -> int:
    """Return a^254, for a^255 is 1."""
    found = 1
    for _ in range(254):
        found = _times(found, a)
    return found
