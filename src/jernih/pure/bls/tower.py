"""Arithmetic in the field of the pairing's values: six Fp2 coefficients of w, where w⁶ = 1 + u.

Source: draft-irtf-cfrg-pairing-friendly-curves section 2.5 and 4.2.1 (the tower, written flat).
"""

from __future__ import annotations

from typing import Final

from jernih.pure.bls.fields import Fp2, P

XI: Final = Fp2(1, 1)
_NIL: Final = Fp2(0, 0)
_DEGREE: Final = 6


class Fp12:
    """A number c[0] + c[1] w + … + c[5] w⁵."""

    __slots__ = ("c",)

    def __init__(self, c: tuple[Fp2, ...]) -> None:
        self.c = c

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fp12) and self.c == other.c

    def __hash__(self) -> int:
        return hash(self.c)

    def __mul__(self, other: Fp12) -> Fp12:
        # Whole numbers are summed first and reduced once: the slow part is the remainder.
        re, im = [0] * 11, [0] * 11
        right = [(j, b.re, b.im) for j, b in enumerate(other.c) if b]
        for i, a in enumerate(self.c):
            a_re, a_im = a.re, a.im
            for j, b_re, b_im in right:
                re[i + j] += a_re * b_re - a_im * b_im
                im[i + j] += a_re * b_im + a_im * b_re
        for k in range(5):
            re[k] += re[k + 6] - im[k + 6]
            im[k] += re[k + 6] + im[k + 6]
        return Fp12(tuple(Fp2(re[k], im[k]) for k in range(_DEGREE)))

    def conjugate(self) -> Fp12:
        """Turn w into -w, which is also what raising to the power p⁶ does."""
        return Fp12(tuple(-c if k % 2 else c for k, c in enumerate(self.c)))

    def frobenius(self) -> Fp12:
        """Raise to the power p."""
        return Fp12(tuple(c.conjugate() * g for c, g in zip(self.c, _FROBENIUS, strict=True)))

    def inverse(self) -> Fp12:
        """Find what gives 1 when multiplied with this. Raises ValueError for zero."""
        mirrored = self.conjugate()
        # The product with the mirror image has even powers of w alone: a cubic in w².
        a, _, b, _, c, _ = (self * mirrored).c
        x, y, z = a * a - XI * b * c, XI * c * c - a * b, b * b - a * c
        whole = (a * x + XI * (c * y + b * z)).inverse()
        return mirrored * Fp12((x * whole, _NIL, y * whole, _NIL, z * whole, _NIL))


ONE: Final = Fp12((Fp2(1, 0), _NIL, _NIL, _NIL, _NIL, _NIL))
_FROBENIUS: Final = tuple(XI ** (k * (P - 1) // 6) for k in range(_DEGREE))
