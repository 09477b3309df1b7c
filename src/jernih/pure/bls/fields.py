"""Arithmetic modulo p, and in the extension of it by u, where u² = -1.

Source: draft-irtf-cfrg-pairing-friendly-curves section 4.2.1 (p); RFC 9380 section 4.1 (sgn0);
Adj, Rodríguez-Henríquez, "Square root computation over even extension fields", algorithm 9.
"""

from __future__ import annotations

from typing import Final, TypeVar

P: Final = int(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf"
    "6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
    16,
)
_HALF: Final = (P - 1) // 2


class Fp:
    """A number modulo p."""

    __slots__ = ("n",)

    def __init__(self, n: int) -> None:
        self.n = n % P

    def __repr__(self) -> str:
        return f"Fp({self.n:#x})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fp) and self.n == other.n

    def __hash__(self) -> int:
        return hash(self.n)

    def __bool__(self) -> bool:
        return self.n != 0

    def __add__(self, other: Fp) -> Fp:
        return Fp(self.n + other.n)

    def __sub__(self, other: Fp) -> Fp:
        return Fp(self.n - other.n)

    def __neg__(self) -> Fp:
        return Fp(-self.n)

    def __mul__(self, other: Fp) -> Fp:
        return Fp(self.n * other.n)

    def times(self, small: int) -> Fp:
        """Multiply by a whole number."""
        return Fp(self.n * small)

    def inverse(self) -> Fp:
        """Find what gives 1 when multiplied with this. Raises ValueError for zero."""
        return Fp(pow(self.n, -1, P))

    def sqrt(self) -> Fp | None:
        """Find one of the two roots, or None where there is none."""
        root = Fp(pow(self.n, (P + 1) // 4, P))
        return root if root * root == self else None

    def sgn0(self) -> int:
        """Tell the two roots apart as RFC 9380 does: 0 or 1."""
        return self.n & 1

    def is_upper(self) -> bool:
        """Tell the two roots apart as compressed points do: is this the larger?"""
        return self.n > _HALF


class Fp2:
    """A number re + im * u, both parts modulo p."""

    __slots__ = ("im", "re")

    def __init__(self, re: int, im: int) -> None:
        self.re = re % P
        self.im = im % P

    def __repr__(self) -> str:
        return f"Fp2({self.re:#x}, {self.im:#x})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fp2) and self.re == other.re and self.im == other.im

    def __hash__(self) -> int:
        return hash((self.re, self.im))

    def __bool__(self) -> bool:
        return self.re != 0 or self.im != 0

    def __add__(self, other: Fp2) -> Fp2:
        return Fp2(self.re + other.re, self.im + other.im)

    def __sub__(self, other: Fp2) -> Fp2:
        return Fp2(self.re - other.re, self.im - other.im)

    def __neg__(self) -> Fp2:
        return Fp2(-self.re, -self.im)

    def __mul__(self, other: Fp2) -> Fp2:
        return Fp2(
            self.re * other.re - self.im * other.im,
            self.re * other.im + self.im * other.re,
        )

    def __pow__(self, exponent: int) -> Fp2:
        total = Fp2(1, 0)
        for bit in f"{exponent:b}":
            total = total * total
            if bit == "1":
                total = total * self
        return total

    def times(self, small: int) -> Fp2:
        """Multiply by a whole number."""
        return Fp2(self.re * small, self.im * small)

    def conjugate(self) -> Fp2:
        """Turn u into -u, which is also what raising to the power p does."""
        return Fp2(self.re, -self.im)

    def inverse(self) -> Fp2:
        """Find what gives 1 when multiplied with this. Raises ValueError for zero."""
        norm = pow(self.re * self.re + self.im * self.im, -1, P)
        return Fp2(self.re * norm, -self.im * norm)

    def sqrt(self) -> Fp2 | None:
        """Find one of the two roots, or None where there is none."""
        part = self ** ((P - 3) // 4)
        root = part * self
        alpha = part * root
        minus_one = Fp2(-1, 0)
        turn = Fp2(0, 1) if alpha == minus_one else (alpha - minus_one) ** _HALF
        root = root * turn
        return root if root * root == self else None

    def sgn0(self) -> int:
        """Tell the two roots apart as RFC 9380 does: 0 or 1."""
        return self.re & 1 if self.re else self.im & 1

    def is_upper(self) -> bool:
        """Tell the two roots apart as compressed points do: is this the larger?"""
        return self.im > _HALF if self.im else self.re > _HALF


F = TypeVar("F", Fp, Fp2)
