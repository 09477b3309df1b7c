"""Read a point from its compressed bytes, and refuse every other spelling of it.

The first three bits say: compressed, infinity, the larger of the two y. Then comes x, big-endian;
of an Fp2, the part that goes with u comes first.
Source: draft-irtf-cfrg-pairing-friendly-curves appendix C; BLS signatures draft section 2.5.
"""

from enum import StrEnum
from typing import Final

from jernih.pure.bls.curve import G1, G2, Curve, is_in_group
from jernih.pure.bls.fields import F, Fp, Fp2, P

G1_BYTES: Final = 48
G2_BYTES: Final = 96

_COMPRESSED, _INFINITY, _UPPER = 0x80, 0x40, 0x20


class PointFault(StrEnum):
    """Why these bytes are no point of the group."""

    LENGTH = "LENGTH"
    NOT_COMPRESSED = "NOT_COMPRESSED"
    INFINITY = "INFINITY"
    TOO_LARGE = "TOO_LARGE"
    NOT_ON_CURVE = "NOT_ON_CURVE"
    NOT_IN_GROUP = "NOT_IN_GROUP"


class BadPoint(ValueError):
    """These bytes are no point of the group; `fault` says why."""

    def __init__(self, fault: PointFault) -> None:
        super().__init__(fault)
        self.fault = fault


def decode_g1(encoded: bytes) -> tuple[Fp, Fp]:
    """Return the point of G1 that these 48 bytes spell. Raises BadPoint."""
    _check_head(encoded, G1_BYTES)
    return _finish(G1, Fp(_number(_without_flags(encoded))), encoded)


def decode_g2(encoded: bytes) -> tuple[Fp2, Fp2]:
    """Return the point of G2 that these 96 bytes spell. Raises BadPoint."""
    _check_head(encoded, G2_BYTES)
    bare = _without_flags(encoded)
    x = Fp2(_number(bare[G1_BYTES:]), _number(bare[:G1_BYTES]))
    return _finish(G2, x, encoded)


def _check_head(encoded: bytes, length: int) -> None:
    if len(encoded) != length:
        raise BadPoint(PointFault.LENGTH)
    if not encoded[0] & _COMPRESSED:
        raise BadPoint(PointFault.NOT_COMPRESSED)
    # Infinity would be a signature of everything under a key of nothing: never wanted here.
    if encoded[0] & _INFINITY:
        raise BadPoint(PointFault.INFINITY)


def _without_flags(encoded: bytes) -> bytes:
    return bytes([encoded[0] & 0x1F]) + encoded[1:]


def _number(encoded: bytes) -> int:
    number = int.from_bytes(encoded, "big")
    if number >= P:
        raise BadPoint(PointFault.TOO_LARGE)
    return number


def _finish(curve: Curve[F], x: F, encoded: bytes) -> tuple[F, F]:
    y = (x * x * x + curve.b).sqrt()
    if y is None:
        raise BadPoint(PointFault.NOT_ON_CURVE)
    if y.is_upper() != bool(encoded[0] & _UPPER):
        y = -y
    if not is_in_group((x, y)):
        raise BadPoint(PointFault.NOT_IN_GROUP)
    return x, y
