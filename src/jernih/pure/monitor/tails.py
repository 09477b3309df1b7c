"""Chances of a chi-square and of a Kolmogorov-Smirnov distance, and lists of many chances.

Source: Abramowitz and Stegun 6.5.29, 26.4; Stephens 1970 (small samples); Benjamini and Hochberg
1995. Vectors: tests/pure/monitor/test_tails.py.
"""

from collections.abc import Sequence
from math import exp, lgamma, log, sqrt
from typing import Final

_TERMS: Final = 500
_SMALL: Final = 1e-15
_TINIEST: Final = 1e-300


def chi_square_chance(value: float, *, freedom: int) -> float:
    """Return the chance of a chi-square at least this large."""
    if value <= 0 or freedom <= 0:
        return 1.0
    a, x = freedom / 2, value / 2
    front = exp(-x + a * log(x) - lgamma(a))
    if x < a + 1:
        return max(0.0, 1.0 - front * _series(a, x))
    return min(1.0, front * _fraction(a, x))


def uniform_chance(values: Sequence[float]) -> float:
    """Return the chance that even values in 0-1 lie at least as unevenly (Kolmogorov-Smirnov)."""
    n = len(values)
    if n == 0:
        return 1.0
    distance = max(
        max((at + 1) / n - value, value - at / n) for at, value in enumerate(sorted(values))
    )
    return _kolmogorov((sqrt(n) + 0.12 + 0.11 / sqrt(n)) * distance)


def kept_by_list(chances: Sequence[float], *, share: float) -> set[int]:
    """Return the places of those in a list that stand out, of which at most `share` by chance.

    share: 0-1. The largest i with chances[i-th smallest] <= share * i / n, and all below it.
    """
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    last = 0
    for place, at in enumerate(order, 1):
        if chances[at] <= share * place / len(order):
            last = place
    return set(order[:last])


def _kolmogorov(distance: float) -> float:
    if distance < 0.2:
        return 1.0
    terms = [(1.0 if j % 2 else -1.0) * exp(-2 * (j * distance) ** 2) for j in range(1, 101)]
    return min(1.0, max(0.0, 2 * sum(terms)))


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for step in range(1, _TERMS):
        term *= x / (a + step)
        total += term
        if term < total * _SMALL:
            break
    return total


def _fraction(a: float, x: float) -> float:
    # The continued fraction of the upper part, by Lentz's way.
    b = x + 1 - a
    c, d = 1 / _TINIEST, 1 / b
    value = d
    for step in range(1, _TERMS):
        by = -step * (step - a)
        b += 2
        d = 1 / (by * d + b or _TINIEST)
        c = b + by / c or _TINIEST
        value *= d * c
        if abs(d * c - 1) < _SMALL:
            break
    return value
