"""Say honestly how long someone will wait: a range from playing the real rule forward.

Every run plays the hall on with the rule itself (`calling.choose`), the counters that work now,
and service times drawn from the office's own; the range is what half and nine tenths of the runs
stay under.
The draws are made from a seed by hashing, so the same hall always gives the same range.
Source: docs/calling.md for the rule. Vectors: tests/pure/test_waiting.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from math import exp
from statistics import NormalDist
from typing import TypeAlias

from jernih.pure import calling
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting

RUNS = 32
LEAST_HISTORY = 30
KEPT_HISTORY = 200
# Service times at counters scatter about so (log scale) where an office has no history yet.
SCATTER = 0.5
QUANTILES = 20


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A counter that will call: from when it is free, and when it rests (from, until)."""

    counter: CounterNow
    free_at: datetime
    rests: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hall:
    """All that the future of the line depends on.

    seconds: for each service the times a counter is busy with one ticket, in any order, not empty;
        see `service_seconds`.
    coming: tickets not here yet; `arrived_at` says when they are expected.
    show_permille: how many of 1,000 of those come.
    """

    waiting: tuple[Waiting, ...]
    desks: tuple[Desk, ...]
    policy: CallingPolicy
    since_priority: int
    seconds: Mapping[str, Sequence[int]]
    coming: tuple[Waiting, ...] = ()
    show_permille: int = 1000


@dataclass(frozen=True, kw_only=True)
class WaitRange:
    """What to tell one person: half of the runs wait at most p50 minutes, nine tenths p90.

    Minutes from now to the call, rounded up. ahead: calls before hers in the middle run.
    """

    p50_minutes: int
    p90_minutes: int
    ahead: int


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How honest ranges were: of 1,000, how many were called within the p50 and within the p90."""

    predictions: int
    within_p50_permille: int
    within_p90_permille: int


def predict(hall: Hall, *, now: datetime, seed: str) -> dict[str, WaitRange]:
    """Return the range of each waiting number; a number that no desk may call is left out."""
    lines, times, absent = _lines(hall, now=now), _times(hall, seed=seed), _absent(hall, seed=seed)
    runs = [_Run(hall, lines, times[n]).play(absent[n]) for n in range(RUNS)]
    at = {number: n for n, number in enumerate(lines.numbers)}
    return {
        ticket.number: _range([run[at[ticket.number]] for run in runs])
        for ticket in hall.waiting
        if at[ticket.number] in runs[0]
    }


def service_seconds(history: Sequence[int], *, minutes: int) -> tuple[int, ...]:
    """Return the service times to draw from: the latest of the history, or without one a spread.

    history: seconds, latest last. minutes: what the office expects of this service.
    """
    if len(history) >= LEAST_HISTORY:
        return tuple(sorted(history[-KEPT_HISTORY:]))
    bell = NormalDist()
    return tuple(
        round(60 * minutes * exp(SCATTER * bell.inv_cdf((n + 0.5) / QUANTILES) - SCATTER**2 / 2))
        for n in range(QUANTILES)
    )


def coverage(predictions: Iterable[tuple[int, int, int]]) -> Coverage:
    """Return how many waits stayed within what was said. predictions: (p50, p90, true) minutes."""
    rows = list(predictions)
    within_p50, within_p90 = (
        sum(row[2] <= row[which] for row in rows) * 1000 // max(len(rows), 1) for which in (0, 1)
    )
    return Coverage(
        predictions=len(rows), within_p50_permille=within_p50, within_p90_permille=within_p90
    )


# ---- the draws


def _ranks(seed: str, what: str, number: str) -> list[int]:
    """Return for each run a rank 0..RUNS-1, each once: every run gets another part of the scale."""
    digest = blake2b(f"{seed}/{what}/{number}".encode(), digest_size=RUNS).digest()
    ranks = [0] * RUNS
    for rank, run in enumerate(sorted(range(RUNS), key=digest.__getitem__)):
        ranks[run] = rank
    return ranks


def _times(hall: Hall, *, seed: str) -> list[dict[str, int]]:
    """Return for each run the service time of each number, in ticks."""
    samples = {
        service: [second * SECOND for second in sorted(seconds)]
        for service, seconds in hall.seconds.items()
    }
    runs: list[dict[str, int]] = [{} for _ in range(RUNS)]
    for ticket in (*hall.waiting, *hall.coming):
        sample = samples[ticket.service]
        for run, rank in zip(runs, _ranks(seed, "time", ticket.number), strict=True):
            run[ticket.number] = sample[(2 * rank + 1) * len(sample) // (2 * RUNS)]
    return runs


def _absent(hall: Hall, *, seed: str) -> list[frozenset[str]]:
    """Return for each run the numbers that do not come."""
    runs: list[set[str]] = [set() for _ in range(RUNS)]
    for ticket in hall.coming:
        for run, rank in zip(runs, _ranks(seed, "show", ticket.number), strict=True):
            if 1000 * (2 * rank + 1) > hall.show_permille * 2 * RUNS:
                run.add(ticket.number)
    return [frozenset(run) for run in runs]


def _range(waits: list[tuple[int, int]]) -> WaitRange:
    ordered = sorted(waits)
    half, most = ordered[(RUNS - 1) // 2], ordered[-(-RUNS * 9 // 10) - 1]
    return WaitRange(p50_minutes=_minutes(half[0]), p90_minutes=_minutes(most[0]), ahead=half[1])


def _minutes(wait: int) -> int:
    return -(-wait // (60 * SECOND))


# ---- one run; all its times are ticks from now, its tickets are places in `_Lines.numbers`

SECOND = 1_000_000
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Desk:
    """A counter in a run, with the groups it may call from: those of a lane, those back home."""

    free_at: int
    rests: tuple[tuple[int, int], ...]
    home: tuple[int, ...]
    lanes: Mapping[Lane, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lines:
    """The hall sorted once for all runs: a ticket is where it stands by `calling.line_place`.

    groups: tickets in their order; the first stands for its group, as `calling.heads` shows.
    arrives: when those come who are not here yet.
    """

    numbers: list[str]
    lanes: list[Lane]
    places: list[int]
    arrives: Mapping[int, int]
    groups: list[list[int]]
    desks: list[_Desk]


def _lines(hall: Hall, *, now: datetime) -> _Lines:
    tickets = sorted((*hall.waiting, *hall.coming), key=calling.line_place)
    coming = {ticket.number for ticket in hall.coming}
    groups = _groups(hall, tickets)
    return _Lines(
        numbers=[ticket.number for ticket in tickets],
        lanes=[ticket.lane for ticket in tickets],
        places=[_ticks(ticket.place_at, now) for ticket in tickets],
        arrives={
            n: _ticks(ticket.arrived_at, now)
            for n, ticket in enumerate(tickets)
            if ticket.number in coming
        },
        groups=list(groups.values()),
        desks=[_desk(desk, n, list(groups), now=now) for n, desk in enumerate(hall.desks)],
    )


# Tickets that the very same desks may call stand in one group: few groups, quick runs.
_Group: TypeAlias = tuple[Lane | int, tuple[int, ...]]


def _groups(hall: Hall, tickets: Sequence[Waiting]) -> dict[_Group, list[int]]:
    groups: dict[_Group, list[int]] = {}
    for at, ticket in enumerate(tickets):
        desks = tuple(
            n for n, desk in enumerate(hall.desks) if calling.may_call(ticket, counter=desk.counter)
        )
        groups.setdefault((ticket.lane, desks), []).append(at)
        if ticket.returned_at is not None:
            home = tuple(n for n in desks if hall.desks[n].counter.number == ticket.home_counter)
            groups.setdefault((ticket.home_counter, home), []).append(at)
    for (kind, _), members in groups.items():
        if isinstance(kind, int):
            members.sort(key=lambda at: calling.home_place(tickets[at]))
    return groups


def _desk(desk: Desk, n: int, groups: Sequence[_Group], *, now: datetime) -> _Desk:
    mine = [(at, kind) for at, (kind, desks) in enumerate(groups) if n in desks]
    return _Desk(
        free_at=max(_ticks(desk.free_at, now), 0),
        rests=tuple(
            (_ticks(begins, now), _ticks(ends, now)) for begins, ends in sorted(desk.rests)
        ),
        home=tuple(at for at, kind in mine if isinstance(kind, int)),
        lanes={lane: tuple(at for at, kind in mine if kind is lane) for lane in Lane},
    )


def _ticks(moment: datetime, now: datetime) -> int:
    return (moment - now) // _TICK


class _Run:
    """The hall played on once, until everybody who waits now was called."""

    def __init__(self, hall: Hall, lines: _Lines, time_of: Mapping[str, int]) -> None:
        self.lines = lines
        self.every, self.since = hall.policy.priority_every, hall.since_priority
        self.times = [time_of[number] for number in lines.numbers]
        self.left = len(hall.waiting)
        self.taken = bytearray(len(lines.numbers))
        self.start = [0] * len(lines.groups)
        self.calls: dict[int, tuple[int, int]] = {}

    def play(self, absent: frozenset[str]) -> dict[int, tuple[int, int]]:
        """Return the wait of each ticket called, and the calls before it."""
        for at in self.lines.arrives:
            self.taken[at] = self.lines.numbers[at] in absent
        free = [(desk.free_at, n) for n, desk in enumerate(self.lines.desks)]
        heapify(free)
        while free and self.left:
            at, n = heappop(free)
            works = _after_rests(self.lines.desks[n], at)
            then = works if works > at else self._call(self.lines.desks[n], at)
            if then is not None:
                heappush(free, (then, n))
        return self.calls

    def _call(self, desk: _Desk, at: int) -> int | None:
        """Let a free desk call the next; return when it is free again, or when someone comes."""
        booked = self._first(desk.lanes[Lane.BOOKED], at)
        chosen = calling.choose(
            home=self._first(desk.home, at),
            priority=self._first(desk.lanes[Lane.PRIORITY], at),
            booked=booked,
            standby=self._first(desk.lanes[Lane.STANDBY], at),
            is_priority_due=self.since >= self.every,
            is_booked_due=booked is not None and self.lines.places[booked] <= at,
        )
        if chosen is None:
            return self._next_arrival(at)
        ticket = chosen[0]
        self.calls[ticket] = (at, len(self.calls))
        self.since = calling.after_call(self.since, self.lines.lanes[ticket])
        self.taken[ticket] = 1
        self.left -= ticket not in self.lines.arrives
        return at + self.times[ticket]

    def _first(self, groups: tuple[int, ...], at: int) -> int | None:
        """Return who stands first of these groups: the order of a lane is that of the tickets."""
        best = None
        for group in groups:
            head = self._head(group, at)
            if head is not None and (best is None or head < best):
                best = head
        return best

    def _head(self, group: int, at: int) -> int | None:
        tickets, taken, arrives = self.lines.groups[group], self.taken, self.lines.arrives
        start = self.start[group]
        while start < len(tickets) and taken[tickets[start]]:
            start += 1
        self.start[group] = start
        if not arrives:
            return tickets[start] if start < len(tickets) else None
        for n in range(start, len(tickets)):
            ticket = tickets[n]
            if not taken[ticket] and arrives.get(ticket, at) <= at:
                return ticket
        return None

    def _next_arrival(self, at: int) -> int | None:
        ahead = (then for n, then in self.lines.arrives.items() if not self.taken[n] and then > at)
        return min(ahead, default=None)


def _after_rests(desk: _Desk, at: int) -> int:
    for begins, ends in desk.rests:
        if begins <= at < ends:
            at = ends
    return at
