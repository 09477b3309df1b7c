"""Judge what is about the office and nobody in it: estimates, draws, the funnel of counters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from jernih.pure.monitor import exact
from jernih.pure.monitor.finding import Finding, one_in, permille
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.monitor.officers import Looked
from jernih.pure.monitor.uniform import Evenness
from jernih.pure.reasons import AlarmKind

SURE: Final = 0.01
# Spiegelhalter 2005: 95 % and 99.8 % of counters that differ by chance alone lie between.
TAILS: Final = (0.001, 0.025, 0.975, 0.999)
POINTS: Final = 60


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Counters by how much they called and what share was out of turn, and where chance ends.

    dots: (calls, permille). lines: for each of the four tails, points (calls, permille).
    outside: how many dots lie beyond the outer lines.
    """

    mean_permille: int
    dots: tuple[tuple[int, float], ...]
    lines: tuple[tuple[tuple[int, float], ...], ...]
    outside: int


def look_at_estimates(kept: int, *, of: int, numbers: Numbers) -> Looked:
    """Ask whether as many were served before the longest wait we named as we say.

    An alarm needs both: further from the aim than is allowed, and chance hardly explains it.
    """
    aim, slack = numbers.estimate_permille, numbers.estimate_slack_permille
    share = permille(kept, of)
    if of < numbers.estimate_least or abs(share - aim) <= slack:
        return Looked(found=())
    few = exact.chance_of_at_most(kept, of=of, at=aim / 1000)
    many = exact.chance_of_at_least(kept, of=of, at=aim / 1000)
    chance = min(1.0, 2 * min(few, many))
    if chance > SURE:
        return Looked(found=())
    figures = {
        "kept": kept,
        "people": of,
        "permille": share,
        "aim_permille": aim,
        "slack_permille": slack,
        "days": numbers.figure_days,
        "one_in": one_in(chance),
    }
    return Looked(found=(Finding(kind=AlarmKind.ESTIMATES, figures=figures),))


def look_at_draw(tests: Sequence[Evenness], *, batch: str, numbers: Numbers) -> Looked:
    """Return the tests of one draw that may stand out: the program would be at fault."""
    return Looked(
        found=tuple(
            Finding(
                kind=AlarmKind.UNEVEN_DRAW,
                detail=f"{batch[:8]} {test.what} {test.which}".strip(),
                figures={"applications": test.n, "one_in": one_in(test.chance)},
                chance=test.chance,
            )
            for test in tests
            # Ten times stricter than the list: nobody chose these tests before looking.
            if test.chance < numbers.list_percent / 1000
        ),
        tested=len(tests),
    )


def funnel(counts: Iterable[tuple[int, int]]) -> Funnel:
    """Return the picture of counters. counts: calls and calls out of turn of each."""
    kept = [(calls, skips) for calls, skips in counts if calls > 0]
    total = sum(calls for calls, _ in kept)
    mean = sum(skips for _, skips in kept) / total if total else 0.0
    most = max((calls for calls, _ in kept), default=0)
    steps = (
        sorted({max(1, round(most * at / POINTS)) for at in range(1, POINTS + 1)}) if most else []
    )
    outer = [
        (
            exact.funnel_limit(calls, at=mean, tail=TAILS[0]),
            exact.funnel_limit(calls, at=mean, tail=TAILS[-1]),
        )
        for calls, _ in kept
    ]
    return Funnel(
        mean_permille=round(1000 * mean),
        dots=tuple((calls, 1000 * skips / calls) for calls, skips in kept),
        lines=tuple(
            tuple((of, 1000 * exact.funnel_limit(of, at=mean, tail=tail)) for of in steps)
            for tail in TAILS
        ),
        outside=sum(
            not low <= skips / calls <= high
            for (calls, skips), (low, high) in zip(kept, outer, strict=True)
        ),
    )
