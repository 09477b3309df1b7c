"""Hash a message to a point of G1 or G2 that nobody could choose.

Source: RFC 9380 sections 5.2 (hash_to_field), 5.3.1 (expand_message_xmd), 6.6.2 and 6.6.3
(simplified SWU with an isogeny), 8.8 (the two suites). Vectors: tests/vectors/bls.json.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Generic

from jernih.pure.bls import isogeny
from jernih.pure.bls.curve import add, multiply
from jernih.pure.bls.fields import F, Fp, Fp2
from jernih.pure.bls.isogeny import Isogeny

_BLOCK: Final = 64
_DIGEST: Final = 32
_L: Final = 64


@dataclass(frozen=True, kw_only=True)
class Suite(Generic[F]):
    """What RFC 9380 section 8.8 fixes for one group; the names are its own."""

    m: int
    element: Callable[[Sequence[int]], F]
    a: F
    b: F
    z: F
    to_curve: Isogeny[F]
    h_eff: int


def hash_to_curve(suite: Suite[F], message: bytes, *, dst: bytes) -> tuple[F, F] | None:
    """Return the point of the group that stands for this message.

    dst: the tag that keeps one use of the hash apart from another, at most 255 bytes.
    """
    first, second = hash_to_field(suite, message, dst=dst)
    total = add(map_to_curve(suite, first), map_to_curve(suite, second))
    return multiply(suite.h_eff, total)


def hash_to_field(suite: Suite[F], message: bytes, *, dst: bytes) -> tuple[F, F]:
    """Return two field elements that stand for this message."""
    stream = expand_message(message, dst=dst, length=2 * suite.m * _L)
    numbers = [int.from_bytes(stream[at : at + _L], "big") for at in range(0, len(stream), _L)]
    return suite.element(numbers[: suite.m]), suite.element(numbers[suite.m :])


def expand_message(message: bytes, *, dst: bytes, length: int) -> bytes:
    """Stretch a message to so many bytes with SHA-256 (expand_message_xmd).

    Raises ValueError for more than 255 blocks of 32 bytes; OverflowError for a longer tag.
    """
    blocks = -(-length // _DIGEST)
    if blocks > 255:
        raise ValueError(f"{length} bytes are more than {255 * _DIGEST}")
    tag = dst + len(dst).to_bytes(1, "big")
    start = sha256(bytes(_BLOCK) + message + length.to_bytes(2, "big") + b"\0" + tag).digest()
    block, stream = bytes(_DIGEST), b""
    for i in range(1, blocks + 1):
        mixed = bytes(x ^ y for x, y in zip(start, block, strict=True))
        block = sha256(mixed + bytes([i]) + tag).digest()
        stream += block
    return stream[:length]


def map_to_curve(suite: Suite[F], u: F) -> tuple[F, F] | None:
    """Return a point of the curve for a field element; not yet one of the group."""
    zu2 = suite.z * u * u
    sum_ = zu2 * zu2 + zu2
    if sum_:
        # x1 = (-B / A) * (1 + 1 / sum), over one denominator
        x = -suite.b * (sum_ + _one(suite)) * (suite.a * sum_).inverse()
    else:
        x = suite.b * (suite.z * suite.a).inverse()
    y = _right_side(suite, x).sqrt()
    if y is None:
        # One of the two always has a root: that is the theorem behind the method.
        x = zu2 * x
        y = _right_side(suite, x).sqrt()
        assert y is not None  # noqa: S101
    if u.sgn0() != y.sgn0():
        y = -y
    return carry_over(suite.to_curve, (x, y))


def carry_over(to_curve: Isogeny[F], p: tuple[F, F]) -> tuple[F, F] | None:
    """Return the point of E that belongs to a point of E'; infinity where a denominator is 0."""
    x, y = p
    x_den, y_den = _at(to_curve.x_den, x), _at(to_curve.y_den, x)
    if not (x_den and y_den):
        return None
    return (
        _at(to_curve.x_num, x) * x_den.inverse(),
        y * _at(to_curve.y_num, x) * y_den.inverse(),
    )


def _one(suite: Suite[F]) -> F:
    return suite.element([1, *[0] * (suite.m - 1)])


def _right_side(suite: Suite[F], x: F) -> F:
    return (x * x + suite.a) * x + suite.b


def _at(polynomial: tuple[F, ...], x: F) -> F:
    total = polynomial[-1]
    for coefficient in reversed(polynomial[:-1]):
        total = total * x + coefficient
    return total


G1_SUITE: Final = Suite[Fp](
    m=1,
    element=lambda numbers: Fp(numbers[0]),
    a=Fp(
        int(
            "144698a3b8e9433d693a02c96d4982b0ea985383ee66a8d8"
            "e8981aefd881ac98936f8da0e0f97f5cf428082d584c1d",
            16,
        )
    ),
    b=Fp(
        int(
            "12e2908d11688030018b12e8753eee3b2016c1f0f24f4070"
            "a0b9c14fcef35ef55a23215a316ceaa5d1cc48e98e172be0",
            16,
        )
    ),
    z=Fp(11),
    to_curve=isogeny.TO_G1,
    h_eff=0xD201000000010001,
)
G2_SUITE: Final = Suite[Fp2](
    m=2,
    element=lambda numbers: Fp2(numbers[0], numbers[1]),
    a=Fp2(0, 240),
    b=Fp2(1012, 1012),
    z=Fp2(-2, -1),
    to_curve=isogeny.TO_G2,
    h_eff=int(
        "bc69f08f2ee75b3584c6a0ea91b352888e2a8e9145ad7689986ff031508ffe1329c2f178731db956"
        "d82bf015d1212b02ec0ec69d7477c1ae954cbc06689f6a359894c0adebbf6b4e8020005aaa95551",
        16,
    ),
)
