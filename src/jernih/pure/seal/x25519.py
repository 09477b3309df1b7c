"""Find the public half of an X25519 key; slow, short, and easy to compare with the RFC.

Not constant time: whoever can measure it closely, on the same machine, may learn the key. It is
for tools of one person and for checks; what serves many has a library.
Source: RFC 7748 sections 4.1 and 5. Vectors: tests/vectors/seal.json.
"""

from typing import Final

KEY_BYTES: Final = 32
BASE: Final = (9).to_bytes(KEY_BYTES, "little")

_P: Final = 2**255 - 19
_A24: Final = 121_665
# The points of a small order: whoever exchanges with one of them shares zero with everybody.
_EIGHTH: Final = 325606250916557431795983626356110631294008115727848805560023387167927233504
_OTHER_EIGHTH: Final = 39382357235489614581723060781553021112529911719440698176882885853963445705823
_WEAK: Final = frozenset({0, 1, _P - 1, _EIGHTH, _OTHER_EIGHTH})


class BadPoint(ValueError):
    """Said of bytes that are no key."""


def public_key(secret: bytes) -> bytes:
    """Return the 32 public bytes that belong to 32 secret ones. Raises BadPoint."""
    return multiply(secret, BASE)


def multiply(secret: bytes, point: bytes) -> bytes:
    """Return the RFC's X25519(secret, point), 32 bytes each. Raises BadPoint."""
    if len(secret) != KEY_BYTES:
        raise BadPoint(f"a key is {KEY_BYTES} bytes")
    scalar = int.from_bytes(secret, "little") & (2**255 - 8) | 2**254
    return _ladder(scalar & (2**255 - 1), _number(point)).to_bytes(KEY_BYTES, "little")


def is_weak(point: bytes) -> bool:
    """Tell whether everybody could open what is sealed to this point. Raises BadPoint."""
    return _number(point) in _WEAK


def _number(point: bytes) -> int:
    if len(point) != KEY_BYTES:
        raise BadPoint(f"a key is {KEY_BYTES} bytes")
    # Bit 255 counts for nothing, as the RFC says; numbers from p on are taken modulo p.
    return (int.from_bytes(point, "little") & (2**255 - 1)) % _P


def _ladder(scalar: int, u: int) -> int:
    """Climb from the highest bit to the lowest; names as in the RFC."""
    x2, z2, x3, z3, swapped = 1, 0, u, 1, 0
    for at in reversed(range(255)):
        bit = scalar >> at & 1
        if swapped ^ bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        swapped = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % _P, b * b % _P, d * a % _P, c * b % _P
        x3, z3 = (da + cb) ** 2 % _P, u * (da - cb) ** 2 % _P
        e = aa - bb
        x2, z2 = aa * bb % _P, e * (aa + _A24 * e) % _P
    # The lowest bit of the scalar is zero: nothing is left to swap back.
    return x2 * pow(z2, _P - 2, _P) % _P
