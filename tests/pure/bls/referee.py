"""Our values as those of py_ecc, and points made on purpose."""

from hypothesis import strategies as st
from py_ecc.optimized_bls12_381 import FQ, FQ2, FQ12, normalize

from jernih.pure.bls.curve import G1, G2, ORDER, is_in_group, multiply
from jernih.pure.bls.fields import Fp, Fp2, P
from jernih.pure.bls.hashing import G1_SUITE, G2_SUITE, map_to_curve
from jernih.pure.bls.tower import Fp12

GROUPS = {"g1": (G1, G1_SUITE), "g2": (G2, G2_SUITE)}

numbers = st.integers(0, P - 1)
fp = numbers.map(Fp)
fp2 = st.builds(Fp2, numbers, numbers)
fp12 = st.tuples(*[fp2] * 6).map(Fp12)
scalars = st.integers(1, ORDER - 1)


def theirs(value):
    """Return a field element, a point or a value of the pairing as py_ecc has it."""
    if isinstance(value, Fp):
        return FQ(value.n)
    if isinstance(value, Fp2):
        return FQ2([value.re, value.im])
    if isinstance(value, Fp12):
        # py_ecc writes u as w⁶ - 1.
        return FQ12([c.re - c.im for c in value.c] + [c.im for c in value.c])
    x, y = value
    return theirs(x), theirs(y), FQ.one() if isinstance(x, Fp) else FQ2.one()


def ours(point):
    """Return a point of py_ecc as a pair of ours."""
    return tuple(
        Fp(int(c.n)) if isinstance(c, FQ) else Fp2(*map(int, c.coeffs)) for c in normalize(point)
    )


def compress(point) -> bytes:
    """Return the compressed bytes of a point, in the group or not."""
    x, y = point
    parts = [x.n] if isinstance(x, Fp) else [x.im, x.re]
    body = b"".join(part.to_bytes(48, "big") for part in parts)
    return bytes([body[0] | 0x80 | (0x20 if y.is_upper() else 0)]) + body[1:]


def outside_group(name: str):
    """Return a point of the curve that is not in the group of prime order."""
    point = map_to_curve(GROUPS[name][1], GROUPS[name][1].z)
    assert not is_in_group(point)
    return point


def some_point(name: str, scalar: int):
    return multiply(scalar, GROUPS[name][0].generator)
