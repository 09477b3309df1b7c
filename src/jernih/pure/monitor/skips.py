"""Whether someone is called out of turn more often than is allowed: a bet against the officer.

The bet starts at 1 and is paid for every call out of turn; while the officer keeps to the allowed
share it passes 1,000 with a chance of at most 1 in 1,000, however long and at whatever moment one
looks. It is spread evenly over shares 2, 4, 8, 16 and 32 times the allowed one.
Source: Ville 1939; Wald 1945 (the ratio); Robbins 1970 (mixtures); Johari et al. 2022 (looking at
any time). Vectors: tests/pure/monitor/test_skips.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, log, log1p
from typing import Final

TIMES: Final = (2, 4, 8, 16, 32)
# A share near 1 would win on the first call out of turn and lose all on the first in turn.
LARGEST: Final = 0.9
MOST: Final = 10**9


@dataclass(frozen=True, kw_only=True)
class Bet:
    """Where the bet stands. evidence: its value; crossed_at: at which call it passed, 0 if not."""

    calls: int
    skips: int
    evidence: float
    highest: float
    crossed_at: int


def bet(
    calls: Iterable[bool], *, allowed: float, threshold: float, before: tuple[int, int] = (0, 0)
) -> Bet:
    """Return where the bet stands after these calls, in order; True is a call out of turn.

    allowed: share, 0-1. before: calls and skips of the same month before these.
    """
    steps = [(log(share / allowed), log1p(-share) - log1p(-allowed)) for share in _shares(allowed)]
    calls_n, skips_n = before
    sums = [skips_n * won + (calls_n - skips_n) * lost for won, lost in steps]
    highest, crossed = evidence_of(sums), 0
    for is_skip in calls:
        calls_n, skips_n = calls_n + 1, skips_n + is_skip
        sums = [total + step[not is_skip] for total, step in zip(sums, steps, strict=True)]
        # Only a call out of turn can raise it.
        if is_skip:
            highest = max(highest, now := evidence_of(sums))
            if not crossed and now >= threshold:
                crossed = calls_n
    return Bet(
        calls=calls_n,
        skips=skips_n,
        evidence=evidence_of(sums),
        highest=highest,
        crossed_at=crossed,
    )


def evidence_of(sums: Iterable[float]) -> float:
    """Return the value of the bet from the logarithms of its parts, at most 10^9."""
    parts = list(sums)
    top = max(parts)
    value = log(sum(exp(part - top) for part in parts) / len(parts)) + top
    return MOST if value >= log(MOST) else exp(value)


def _shares(allowed: float) -> list[float]:
    shares = [times * allowed for times in TIMES if times * allowed < LARGEST]
    return shares or [(1 + allowed) / 2]
