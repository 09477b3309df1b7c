"""Say honestly how long someone will wait: a range from playing the real rule forward.

Every run plays the hall on with `calling.next_ticket`, the counters that work now, and service
times drawn from the office's own; the range is what half and nine tenths of the runs stay under.
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

from jernih.pure import calling
from jernih.pure.calling import CallingPolicy, CounterNow, Waiting

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
    lines, times, absent = _lines(hall), _times(hall, seed=seed), _absent(hall, seed=seed)
    runs = [_Run(hall, lines, now=now, time_of=times[n]).play(absent[n]) for n in range(RUNS)]
    return {
        ticket.number: _range([run[ticket.number] for run in runs])
        for ticket in hall.waiting
        if ticket.number in runs[0]
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


def _times(hall: Hall, *, seed: str) -> list[dict[str, timedelta]]:
    """Return for each run the service time of each number."""
    samples = {service: sorted(seconds) for service, seconds in hall.seconds.items()}
    runs: list[dict[str, timedelta]] = [{} for _ in range(RUNS)]
    for ticket in (*hall.waiting, *hall.coming):
        sample = samples[ticket.service]
        for run, rank in zip(runs, _ranks(seed, "time", ticket.number), strict=True):
            at = (2 * rank + 1) * len(sample) // (2 * RUNS)
            run[ticket.number] = timedelta(seconds=sample[at])
    return runs


def _absent(hall: Hall, *, seed: str) -> list[frozenset[str]]:
    """Return for each run the numbers that do not come."""
    runs: list[set[str]] = [set() for _ in range(RUNS)]
    for ticket in hall.coming:
        for run, rank in zip(runs, _ranks(seed, "show", ticket.number), strict=True):
            if 1000 * (2 * rank + 1) > hall.show_permille * 2 * RUNS:
                run.add(ticket.number)
    return [frozenset(run) for run in runs]


def _range(waits: list[tuple[timedelta, int]]) -> WaitRange:
    ordered = sorted(waits)
    half, most = ordered[(RUNS - 1) // 2], ordered[-(-RUNS * 9 // 10) - 1]
    return WaitRange(p50_minutes=_minutes(half[0]), p90_minutes=_minutes(most[0]), ahead=half[1])


def _minutes(wait: timedelta) -> int:
    return -(-wait // timedelta(minutes=1))


# ---- one run


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """The hall sorted once for all runs.

    groups: tickets in their order; the first stands for its group, as `calling.heads` shows.
    of_desk: for each desk the groups it may call from.
    """

    groups: list[list[Waiting]]
    of_desk: list[list[int]]


def _lines(hall: Hall) -> _Lines:
    # Tickets that the very same desks may call stand in one group: few groups, quick runs.
    groups: dict[tuple[str | int, tuple[int, ...]], list[Waiting]] = {}
    for ticket in (*hall.waiting, *hall.coming):
        desks = tuple(
            n for n, desk in enumerate(hall.desks) if calling.may_call(ticket, counter=desk.counter)
        )
        groups.setdefault((ticket.lane, desks), []).append(ticket)
        if ticket.returned_at is not None:
            home = tuple(n for n in desks if hall.desks[n].counter.number == ticket.home_counter)
            groups.setdefault((ticket.home_counter, home), []).append(ticket)
    for (kind, _), tickets in groups.items():
        tickets.sort(key=calling.home_place if isinstance(kind, int) else calling.line_place)
    return _Lines(
        groups=list(groups.values()),
        of_desk=[
            [at for at, (_, desks) in enumerate(groups) if n in desks]
            for n in range(len(hall.desks))
        ],
    )


class _Run:
    """The hall played on once, until everybody who waits now was called."""

    def __init__(
        self, hall: Hall, lines: _Lines, *, now: datetime, time_of: Mapping[str, timedelta]
    ) -> None:
        self.hall, self.lines, self.now, self.time_of = hall, lines, now, time_of
        self.since = hall.since_priority
        self.taken: set[str] = set()
        self.arrives: dict[str, datetime] = {}
        self.start = [0] * len(lines.groups)
        self.calls: dict[str, tuple[timedelta, int]] = {}

    def play(self, absent: frozenset[str]) -> dict[str, tuple[timedelta, int]]:
        """Return the wait of each number called, and the calls before it."""
        self.taken |= absent
        self.arrives = {t.number: t.arrived_at for t in self.hall.coming}
        left = {ticket.number for ticket in self.hall.waiting}
        free = [(max(desk.free_at, self.now), n) for n, desk in enumerate(self.hall.desks)]
        heapify(free)
        while free and left:
            at, n = heappop(free)
            works = _after_rests(self.hall.desks[n], at)
            then = works if works > at else self._call(n, at) or self._next_arrival(at)
            if then is not None:
                heappush(free, (then, n))
            left -= self.taken
        return self.calls

    def _call(self, n: int, at: datetime) -> datetime | None:
        """Let a free desk call the next; return when it is free again, None if nobody is there."""
        heads = [head for group in self.lines.of_desk[n] if (head := self._head(group, at))]
        choice = calling.next_ticket(
            heads,
            counter=self.hall.desks[n].counter,
            policy=self.hall.policy,
            since_priority=self.since,
            now=at,
        )
        if choice is None:
            return None
        lane = next(head.lane for head in heads if head.number == choice.number)
        self.calls[choice.number] = (at - self.now, len(self.calls))
        self.since = calling.after_call(self.since, lane)
        self.taken.add(choice.number)
        return at + self.time_of[choice.number]

    def _head(self, group: int, at: datetime) -> Waiting | None:
        tickets = self.lines.groups[group]
        while self.start[group] < len(tickets) and tickets[self.start[group]].number in self.taken:
            self.start[group] += 1
        for ticket in tickets[self.start[group] :]:
            if ticket.number not in self.taken and self.arrives.get(ticket.number, at) <= at:
                return ticket
        return None

    def _next_arrival(self, at: datetime) -> datetime | None:
        ahead = (t for n, t in self.arrives.items() if n not in self.taken and t > at)
        return min(ahead, default=None)


def _after_rests(desk: Desk, at: datetime) -> datetime:
    for begins, ends in sorted(desk.rests):
        if begins <= at < ends:
            at = ends
    return at
