"""Exact chances of counts: binomial tails and limits.

Source: Clopper and Pearson 1934 (limits); Spiegelhalter 2005, appendix A.1.1 (funnel limits).
Vectors: tests/pure/monitor/test_exact.py.
"""

from math import exp, lgamma, log, log1p
from typing import Final

_TINY: Final = 1e-17
_HALVINGS: Final = 60


def chance_of_at_least(k: int, *, of: int, at: float) -> float:
    """Return P(X >= k) for X of `of` tries with chance `at` (0-1) each."""
    if k <= 0:
        return 1.0
    if k > of or at <= 0:
        return 0.0
    if at >= 1:
        return 1.0
    # The smaller tail is summed, so that nothing is lost to a difference.
    if k > of * at:
        return min(1.0, _sum_up(k, of, at))
    return max(0.0, 1.0 - _sum_up(of - k + 1, of, 1 - at))


def chance_of_at_most(k: int, *, of: int, at: float) -> float:
    """Return P(X <= k)."""
    return chance_of_at_least(of - k, of=of, at=1 - at)


def upper_limit(k: int, *, of: int, confidence: float = 0.95) -> float:
    """Return the share (0-1) above which `k` or fewer of `of` would be rarer than 1-confidence."""
    if k >= of:
        return 1.0
    low, high = k / of, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if chance_of_at_most(k, of=of, at=middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def funnel_limit(of: int, *, at: float, tail: float) -> float:
    """Return the share below which a part `tail` of all counts of `of` tries lies.

    Between two counts it is interpolated, as Spiegelhalter does, so that the curve is smooth.
    """
    if of <= 0 or not 0 < at < 1:
        return at
    below, count = 0.0, -1
    chance = exp(of * log1p(-at))
    until = chance
    while until <= tail and count < of - 1:
        count += 1
        below = until
        chance *= (of - count) / (count + 1) * at / (1 - at)
        until += chance
    share_over = (until - tail) / (until - below) if until > below else 0.0
    return min(1.0, max(0.0, (count + 1 - share_over) / of))


def _sum_up(k: int, of: int, at: float) -> float:
    """Return P(X >= k) term by term upwards; for k above the mean they fall."""
    term = exp(
        lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(at) + (of - k) * log1p(-at)
    )
    total = term
    for count in range(k, of):
        term *= (of - count) / (count + 1) * at / (1 - at)
        total += term
        if term < total * _TINY:
            break
    return total
