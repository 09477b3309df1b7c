"""Judge the counters of a day: calls out of turn, rest while others wait, pace, absences.

Each function looks at every officer and returns what may stand out, and how many it looked at.
Source: research f.3; docs/monitor.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TypeVar

from jernih.pure.monitor import exact, pace, skips
from jernih.pure.monitor.day import Absence, Call, Day, Rest, Service
from jernih.pure.monitor.finding import Finding, one_in, permille
from jernih.pure.monitor.numbers import Numbers
from jernih.pure.monitor.pace import Logs, Usual
from jernih.pure.reasons import AlarmKind, ExceptionReason

T = TypeVar("T", Call, Absence, Rest, Service)
# A share of none among few colleagues is no promise: it is read as at least one of a hundred.
LEAST_SHARE = 0.01


@dataclass(frozen=True, kw_only=True)
class Month:
    """What an officer did in the month before this day. skips: by reason."""

    calls: int = 0
    skips: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What may stand out, and how many were looked at."""

    found: tuple[Finding, ...]
    tested: int = 0


def by_officer(rows: Iterable[T]) -> dict[str, list[T]]:
    """Return rows by pseudonym, in their order; those of nobody are left out."""
    found: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        if row.officer:
            found[row.officer].append(row)
    return dict(found)


def look_at_skips(day: Day, *, before: Mapping[str, Month], numbers: Numbers) -> Looked:
    """Bet against every officer: for all calls out of turn, and for each reason alone."""
    found = []
    for officer, calls in sorted(by_officer(day.calls).items()):
        month = before.get(officer, Month())
        for reason in ("", *ExceptionReason):
            if one := _bet(officer, calls, reason, month, numbers):
                found.append(one)
    return Looked(found=tuple(found))


def _bet(
    officer: str, calls: Sequence[Call], reason: str, month: Month, numbers: Numbers
) -> Finding | None:
    mine = [call for call in calls if call.reason and reason in ("", call.reason)]
    if not mine:
        return None
    allowed = numbers.reason_permille if reason else numbers.skip_permille
    earlier = month.skips.get(reason, 0) if reason else sum(month.skips.values())
    done = skips.bet(
        [bool(call.reason) and reason in ("", call.reason) for call in calls],
        allowed=allowed / 1000,
        threshold=numbers.skip_threshold,
        before=(month.calls, earlier),
    )
    if done.highest < numbers.skip_threshold:
        return None
    return Finding(
        kind=AlarmKind.SKIP_REASON if reason else AlarmKind.SKIPS,
        subject=officer,
        counter=mine[-1].counter,
        detail=reason,
        figures={
            "calls": done.calls,
            "skips": done.skips,
            "today": len(mine),
            "permille": permille(done.skips, done.calls),
            "allowed_permille": allowed,
            "one_in": int(done.highest),
        },
        involved=frozenset(call.second for call in mine) - {""},
    )


def look_at_rest(day: Day, *, numbers: Numbers) -> Looked:
    """Add up how long each counter called nobody while somebody waited for it."""
    found = []
    rests: dict[tuple[str, int], list[Rest]] = defaultdict(list)
    for rest in day.rests:
        rests[rest.officer, rest.counter].append(rest)
    for (officer, counter), rows in sorted(rests.items()):
        over = [rest.seconds - numbers.idle_grace_seconds for rest in rows]
        long = [seconds for seconds in over if seconds > 0]
        minutes = int(sum(long) // 60)
        if officer and minutes >= numbers.idle_minutes:
            figures = {
                "minutes": minutes,
                "limit": numbers.idle_minutes,
                "grace_seconds": numbers.idle_grace_seconds,
                "times": len(long),
                "longest_minutes": int((max(long) + numbers.idle_grace_seconds) // 60),
            }
            found.append(
                Finding(kind=AlarmKind.IDLE, subject=officer, counter=counter, figures=figures)
            )
    return Looked(found=tuple(found))


def scores_of(
    day: Day, *, usual: Mapping[tuple[str, int], Usual], zone: tzinfo, numbers: Numbers
) -> dict[str, list[float]]:
    """Return z of every service of every officer, in order; those without a usual are left out.

    usual: of the days before; where these are too few, of the colleagues of this day.
    """
    rows = by_officer(day.services)
    own = {officer: _logs_of(services) for officer, services in rows.items()}
    everybody = _added(own.values())
    scores: dict[str, list[float]] = {}
    for officer, services in rows.items():
        found = []
        for one in services:
            hour = one.began_at.astimezone(zone).hour
            known = pace.pick(usual, one.service, hour, least=numbers.slow_least)
            if not known.n:
                logs, mine = everybody[one.service], own[officer][one.service]
                known = (logs - mine).usual(least=numbers.slow_least)
            if (z := pace.score(one.seconds, known)) is not None:
                found.append(z)
        scores[officer] = found
    return scores


def _logs_of(services: Iterable[Service]) -> dict[str, Logs]:
    found: dict[str, Logs] = defaultdict(Logs)
    for one in services:
        found[one.service] += Logs.of(one.seconds)
    return found


def _added(rows: Iterable[Mapping[str, Logs]]) -> dict[str, Logs]:
    found: dict[str, Logs] = defaultdict(Logs)
    for row in rows:
        for service, logs in row.items():
            found[service] += logs
    return found


def look_at_pace(day: Day, *, scores: Mapping[str, Sequence[float]], numbers: Numbers) -> Looked:
    """Follow each officer's sum of slowness through the day."""
    slack, limit = numbers.slow_slack / 100, numbers.slow_limit / 100
    counters = {service.officer: service.counter for service in day.services}
    tested = sum(bool(zs) for zs in scores.values())
    found = []
    for officer, zs in sorted(scores.items()):
        sum_ = pace.slowness(zs, slack=slack)
        if sum_.highest < limit:
            continue
        chance = pace.chance_of_sum(sum_.highest, n=sum_.n, slack=slack)
        figures = {
            "people": sum_.n,
            "after": sum_.at,
            "sum_hundredths": round(100 * sum_.highest),
            "limit_hundredths": numbers.slow_limit,
            "mean_hundredths": round(100 * sum(zs) / len(zs)),
            "one_in": one_in(chance),
        }
        found.append(
            Finding(
                kind=AlarmKind.SLOW,
                subject=officer,
                counter=counters.get(officer, 0),
                figures=figures,
                chance=chance,
            )
        )
    return Looked(found=tuple(found), tested=tested)


def look_at_absences(day: Day, *, numbers: Numbers) -> Looked:
    """Compare each officer's absent ones with those of colleagues on the same day."""
    calls = Counter(call.officer for call in day.calls)
    rows = by_officer(day.absences)
    quick = {
        officer: sum(one.since_first < numbers.miss_quick_seconds for one in found)
        for officer, found in rows.items()
    }
    all_ = {officer: len(found) for officer, found in rows.items()}
    found = [
        *_compared(AlarmKind.ABSENT, all_, calls, numbers),
        *_compared(AlarmKind.ABSENT_QUICK, quick, calls, numbers),
        *_same_again(day),
        *_too_soon(day, rows),
    ]
    # Three questions were asked about everybody who called.
    return Looked(found=tuple(found), tested=3 * len(calls))


def _compared(
    kind: AlarmKind, counts: Mapping[str, int], calls: Counter[str], numbers: Numbers
) -> Iterable[Finding]:
    for officer, count in sorted(counts.items()):
        others = calls.total() - calls[officer]
        if not count or others < numbers.compare_least:
            continue
        theirs = sum(counts.values()) - count
        share = max(theirs / others, LEAST_SHARE)
        chance = exact.chance_of_at_least(count, of=max(calls[officer], count), at=share)
        yield Finding(
            kind=kind,
            subject=officer,
            figures={
                "absent": count,
                "calls": calls[officer],
                "permille": permille(count, calls[officer]),
                "others_permille": permille(theirs, others),
                "seconds": numbers.miss_quick_seconds,
                "one_in": one_in(chance),
            },
            chance=chance,
        )


def _same_again(day: Day) -> Iterable[Finding]:
    """Count who called again those whom she herself had marked absent."""
    again = [call for call in day.calls if call.missed_by]
    if day.desks < 2:
        return
    for officer in sorted({call.officer for call in again} - {""}):
        asked = [call for call in again if call.missed_by == officer]
        own = sum(call.officer == officer for call in asked)
        if not own:
            continue
        chance = exact.chance_of_at_least(own, of=len(asked), at=1 / day.desks)
        figures = {
            "back": len(asked),
            "own": own,
            "desks": day.desks,
            "one_in": one_in(chance),
        }
        yield Finding(kind=AlarmKind.ABSENT_SAME, subject=officer, figures=figures, chance=chance)


def _too_soon(day: Day, rows: Mapping[str, Sequence[Absence]]) -> Iterable[Finding]:
    for officer, absences in sorted(rows.items()):
        soon = [one for one in absences if one.since_last < day.recall_gap_seconds]
        if soon:
            figures = {
                "absent": len(soon),
                "gap_seconds": day.recall_gap_seconds,
                "shortest_seconds": max(0, int(min(one.since_last for one in soon))),
            }
            yield Finding(
                kind=AlarmKind.ABSENT_TOO_SOON,
                subject=officer,
                counter=soon[-1].counter,
                figures=figures,
            )
