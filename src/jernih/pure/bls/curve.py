"""Points of the two curves y² = x³ + b, and adding them up.

Points are pairs of coordinates; None is the point at infinity. A division at each step is slower
than the usual fractions, and much easier to compare with a school book.
Source: draft-irtf-cfrg-pairing-friendly-curves section 4.2.1 (order and generators).
"""

from dataclasses import dataclass
from typing import Final, Generic, TypeAlias

from jernih.pure.bls.fields import F, Fp, Fp2

Finite: TypeAlias = tuple[F, F]
Point: TypeAlias = tuple[F, F] | None

ORDER: Final = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001


@dataclass(frozen=True, kw_only=True)
class Curve(Generic[F]):
    """One of the two curves: its b, and the point that its group of prime order counts from."""

    b: F
    generator: tuple[F, F]


def slope(p: tuple[F, F], q: tuple[F, F]) -> F:
    """Give the slope of the line through both, or of the tangent where they are one.

    Raises ValueError where the line is upright, that is for p = -q.
    """
    if p == q:
        return (p[0] * p[0]).times(3) * p[1].times(2).inverse()
    return (q[1] - p[1]) * (q[0] - p[0]).inverse()


def third(p: tuple[F, F], q: tuple[F, F], m: F) -> tuple[F, F]:
    """Give the sum of two points, from the slope of their line."""
    x = m * m - p[0] - q[0]
    return x, m * (p[0] - x) - p[1]


def negate(p: tuple[F, F]) -> tuple[F, F]:
    """Give the point mirrored at the x axis."""
    return p[0], -p[1]


def add(p: tuple[F, F] | None, q: tuple[F, F] | None) -> tuple[F, F] | None:
    """Add two points of one curve."""
    if p is None or q is None:
        return q if p is None else p
    if p == negate(q):
        return None
    return third(p, q, slope(p, q))


def multiply(scalar: int, p: tuple[F, F] | None) -> tuple[F, F] | None:
    """Add a point to itself so many times. scalar: zero or more."""
    total: tuple[F, F] | None = None
    for bit in f"{scalar:b}":
        total = add(total, total)
        if bit == "1":
            total = add(total, p)
    return total


def is_on(curve: Curve[F], p: tuple[F, F]) -> bool:
    """Say whether the point satisfies the equation of the curve."""
    return p[1] * p[1] == p[0] * p[0] * p[0] + curve.b


def is_in_group(p: tuple[F, F] | None) -> bool:
    """Say whether a point of the curve is in its group of prime order."""
    return multiply(ORDER, p) is None


G1: Final = Curve[Fp](
    b=Fp(4),
    generator=(
        Fp(
            int(
                "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905"
                "a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
                16,
            )
        ),
        Fp(
            int(
                "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af6"
                "00db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1",
                16,
            )
        ),
    ),
)
G2: Final = Curve[Fp2](
    b=Fp2(4, 4),
    generator=(
        Fp2(
            int(
                "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02"
                "b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8",
                16,
            ),
            int(
                "13e02b6052719f607dacd3a088274f65596bd0d09920b61a"
                "b5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e",
                16,
            ),
        ),
        Fp2(
            int(
                "0ce5d527727d6e118cc9cdc6da2e351aadfd9baa8cbdd3a7"
                "6d429a695160d12c923ac9cc3baca289e193548608b82801",
                16,
            ),
            int(
                "0606c4a02ea734cc32acd2b02bc28b99cb3e287e85a763af"
                "267492ab572e99ab3f370d275cec1da1aaa9075ff05f79be",
                16,
            ),
        ),
    ),
)
