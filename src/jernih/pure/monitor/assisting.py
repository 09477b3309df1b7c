"""Judge those who register other people: how many, how fast, when, and what became of them.

A helper cannot influence the draw, nor call her own clients: what is left is whom she lets in.
Source: research f.3, "assisted registration"; Bertrand et al. 2007 (all bribes for driving
licences in Delhi went through agents).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from jernih.pure.monitor import exact
from jernih.pure.monitor.favour import Gain, favour
from jernih.pure.monitor.finding import Finding, one_in, permille
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.monitor.officers import LEAST_SHARE, Looked
from jernih.pure.reasons import AlarmKind

FEW = 5


@dataclass(frozen=True, kw_only=True)
class Typed:
    """One application that a helper made; day: at the office; is_outside: of its hours."""

    helper: str
    at: datetime
    day: date
    people: int
    is_outside: bool


@dataclass(frozen=True, kw_only=True)
class Clients:
    """People over the days of figures: all, with priority, with a day that is over, absent then."""

    people: int = 0
    priority: int = 0
    over: int = 0
    absent: int = 0

    def __sub__(self, other: "Clients") -> "Clients":
        """Return those who are not the other's."""
        return Clients(
            people=self.people - other.people,
            priority=self.priority - other.priority,
            over=self.over - other.over,
            absent=self.absent - other.absent,
        )


def look_at_typing(typed: Iterable[Typed], *, numbers: Numbers) -> Looked:
    """Count people, applications that followed too fast, and those outside opening hours."""
    rows: dict[tuple[str, date], list[Typed]] = {}
    for one in sorted(typed, key=lambda one: one.at):
        rows.setdefault((one.helper, one.day), []).append(one)
    found: list[Finding] = []
    for (helper, day), mine in sorted(rows.items()):
        gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(mine)]
        fast = [gap for gap in gaps if gap < numbers.helper_seconds]
        people = sum(one.people for one in mine)
        outside = sum(one.is_outside for one in mine)
        base = {"applications": len(mine), "people": people}
        allowed = numbers.helper_allowed
        for kind, count, limit, more in (
            (AlarmKind.HELPER_MANY, people, numbers.helper_clients, {}),
            (AlarmKind.HELPER_FAST, len(fast), allowed, {"seconds": numbers.helper_seconds}),
            (AlarmKind.HELPER_HOURS, outside, allowed, {}),
        ):
            if count > limit:
                figures = {**base, "count": count, "limit": limit, **more}
                when = day.isoformat()
                found.append(Finding(kind=kind, subject=helper, detail=when, figures=figures))
    return Looked(found=tuple(found))


def look_at_clients(
    clients: Mapping[str, Clients], *, everybody: Clients, numbers: Numbers
) -> Looked:
    """Compare each helper's clients with everybody else's: priority claimed, and not coming."""
    found = []
    for helper, mine in sorted(clients.items()):
        others = everybody - mine
        for kind, count, of, theirs, of_theirs in (
            (AlarmKind.HELPER_PRIORITY, mine.priority, mine.people, others.priority, others.people),
            (AlarmKind.HELPER_ABSENT, mine.absent, mine.over, others.absent, others.over),
        ):
            if not count or of < FEW or of_theirs < numbers.compare_least:
                continue
            share = max(theirs / of_theirs, LEAST_SHARE)
            chance = exact.chance_of_at_least(count, of=of, at=share)
            figures = {
                "count": count,
                "people": of,
                "permille": permille(count, of),
                "others_permille": permille(theirs, of_theirs),
                "days": numbers.figure_days,
                "one_in": one_in(chance),
            }
            found.append(Finding(kind=kind, subject=helper, figures=figures, chance=chance))
    return Looked(found=tuple(found), tested=2 * len(clients))


def look_at_favour(gains: Sequence[Gain], *, seed: str) -> Looked:
    """Ask of each helper's clients in the hall whether they were called before their turn."""
    found, helpers = [], sorted({gain.helper for gain in gains} - {""})
    for helper in helpers:
        mine = {gain.number for gain in gains if gain.helper == helper}
        if len(mine) < FEW:
            continue
        test = favour(gains, mine, seed=f"{seed}|{helper}")
        if test.mean <= test.others:
            continue
        figures = {
            "people": test.n,
            "gain_hundredths": round(100 * test.mean),
            "others_hundredths": round(100 * test.others),
            "one_in": one_in(test.chance),
        }
        found.append(
            Finding(kind=AlarmKind.FAVOUR, subject=helper, figures=figures, chance=test.chance)
        )
    return Looked(found=tuple(found), tested=len(helpers))
