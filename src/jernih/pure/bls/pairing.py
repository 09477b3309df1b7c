"""The pairing of a point of G1 with a point of G2, and whether several of them cancel out.

Source: Vercauteren, "Optimal pairings" (the loop runs over the bits of the curve's x); Hayashida,
Hayasaka, Teruya, "Efficient final exponentiation via cyclotomic structure" (the last power).
"""

from collections.abc import Iterable
from typing import Final

from jernih.pure.bls.curve import slope, third
from jernih.pure.bls.fields import Fp, Fp2
from jernih.pure.bls.tower import ONE, Fp12

# The number that the whole curve is made from; it is minus this.
X: Final = 0xD201000000010000
_NIL: Final = Fp2(0, 0)

Pair = tuple[tuple[Fp, Fp] | None, tuple[Fp2, Fp2] | None]


def pairings_cancel(pairs: Iterable[Pair]) -> bool:
    """Say whether the product of the pairings is one.

    Every point must be in its group. A pair with infinity counts as one.
    """
    product = ONE
    for p, q in pairs:
        if p is not None and q is not None:
            product = product * miller_loop(p, q)
    return final_power(product) == ONE


def miller_loop(p: tuple[Fp, Fp], q: tuple[Fp2, Fp2]) -> Fp12:
    """Return the pairing before its last power: the lines through the multiples of q, at p."""
    total, here = ONE, q
    for bit in f"{X:b}"[1:]:
        line, here = _step(here, here, p)
        total = total * total * line
        if bit == "1":
            line, here = _step(here, q, p)
            total = total * line
    return total.conjugate()


def _step(
    here: tuple[Fp2, Fp2], q: tuple[Fp2, Fp2], p: tuple[Fp, Fp]
) -> tuple[Fp12, tuple[Fp2, Fp2]]:
    # The line is y - y0 = m (x - x0) with x0 / w², y0 / w³ and m / w on the untwisted curve,
    # and the whole times w³, which the last power takes to one.
    m = slope(here, q)
    line = (m * here[0] - here[1], _NIL, m.times(-p[0].n), Fp2(p[1].n, 0), _NIL, _NIL)
    return Fp12(line), third(here, q, m)


def final_power(f: Fp12) -> Fp12:
    """Raise to 3 (p¹² - 1) / r, so that one value is left for each class.

    The 3 makes the exponent short to write in x, and loses nothing, as r is prime.
    """
    f = f.conjugate() * f.inverse()
    f = f.frobenius().frobenius() * f
    # From here on the conjugate is the inverse, so that powers of a negative x are cheap.
    t = _power_x(f) * f.conjugate()
    t = _power_x(t) * t.conjugate()
    t = _power_x(t) * t.frobenius()
    t = _power_x(_power_x(t)) * t.frobenius().frobenius() * t.conjugate()
    return t * f * f * f


def _power_x(f: Fp12) -> Fp12:
    total = f
    for bit in f"{X:b}"[1:]:
        total = total * total
        if bit == "1":
            total = total * f
    return total.conjugate()
