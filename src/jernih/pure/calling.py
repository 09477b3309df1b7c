"""Say who is called next at a counter, by the short public rule.

Source: docs/calling.md (rule v1). Vectors: tests/pure/test_calling.py.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, TypeVar

# A place in a line, compared from left to right, smallest first. It ends in the ticket number
# (series, then n), unique on its day, so the order in which rows arrive never matters.
Place: TypeAlias = tuple[datetime, datetime, str, int, str]
T = TypeVar("T")


class Lane(StrEnum):
    """The three lines in the hall."""

    BOOKED = "BOOKED"
    PRIORITY = "PRIORITY"
    STANDBY = "STANDBY"


class CallRule(StrEnum):
    """Which sentence of the public rule chose the ticket."""

    HOME = "HOME"
    PRIORITY = "PRIORITY"
    BOOKED = "BOOKED"
    STANDBY = "STANDBY"
    EARLY = "EARLY"


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """One ticket that waits in the hall, checked in and not parked.

    number: as on the board (`A-017`), unique on its day.
    place_at: what the line is ordered by. Booked: `place_of` (start of the window). Priority and
        standby: the moment of check-in. A missed ticket that comes back: that moment.
    home_counter: the counter that parked the ticket, 0 for none.
    returned_at: when a parked ticket came back, else None.
    helper: staff ref of who registered it, "" when the citizen did.
    All moments are aware, in whole seconds (the record knows no finer ones).
    """

    number: str
    service: str
    lane: Lane
    place_at: datetime
    arrived_at: datetime
    home_counter: int = 0
    returned_at: datetime | None = None
    helper: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterNow:
    """A counter as it stands when it calls: number (1..), ref of its officer, services it does."""

    number: int
    officer: str
    services: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CallingPolicy:
    """The published numbers of the rule (rulebook/lanes.toml).

    priority_every: calls of other lanes between two priority calls when both lines stand.
    early_minutes: check-in opens so long before the window starts.
    late_minutes: a place is kept so long after the window ends.
    recall_max, recall_gap_seconds: how often and how far apart a called ticket is called again.
    """

    version: int
    priority_every: int
    early_minutes: int
    late_minutes: int
    recall_max: int
    recall_gap_seconds: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The ticket to call and the rule that chose it."""

    number: str
    rule: CallRule


def next_ticket(
    waiting: Iterable[Waiting],
    *,
    counter: CounterNow,
    policy: CallingPolicy,
    since_priority: int,
    now: datetime,
) -> Choice | None:
    """Return the ticket this counter must call now, or None when nothing waits for it.

    waiting: all that wait in the office today in any order, or any part that holds their `heads`.
    since_priority: calls of other lanes since the last priority call in this office today
        (`count_at_opening`, then `after_call`).
    """
    home, first = _firsts(waiting, counter=counter)
    booked = first.get(Lane.BOOKED)
    chosen = choose(
        home=home,
        priority=first.get(Lane.PRIORITY),
        booked=booked,
        standby=first.get(Lane.STANDBY),
        is_priority_due=since_priority >= policy.priority_every,
        is_booked_due=booked is not None and booked.place_at <= now,
    )
    return Choice(number=chosen[0].number, rule=chosen[1]) if chosen else None


def choose(
    *,
    home: T | None,
    priority: T | None,
    booked: T | None,
    standby: T | None,
    is_priority_due: bool,
    is_booked_due: bool,
) -> tuple[T, CallRule] | None:
    """Return whom the rule calls of those who stand first, and by which of its sentences.

    is_booked_due: the window of the first booked one has begun. Whatever names a ticket will do.
    """
    if home is not None:
        return home, CallRule.HOME
    if priority is not None and is_priority_due:
        return priority, CallRule.PRIORITY
    if booked is not None and is_booked_due:
        return booked, CallRule.BOOKED
    for ticket, rule in (
        (priority, CallRule.PRIORITY),
        (standby, CallRule.STANDBY),
        (booked, CallRule.EARLY),
    ):
        if ticket is not None:
            return ticket, rule
    return None


def may_call(ticket: Waiting, *, counter: CounterNow) -> bool:
    """Tell whether this counter does the service and its officer is not the ticket's helper."""
    return ticket.service in counter.services and not (
        ticket.helper and ticket.helper == counter.officer
    )


def line_place(ticket: Waiting) -> Place:
    """Return what a lane is ordered by. SQL: ORDER BY place_at, arrived_at, series, n."""
    return ticket.place_at, ticket.arrived_at, *_number_place(ticket.number)


def home_place(ticket: Waiting) -> Place:
    """Return what tickets back at their home counter are ordered by (those that did come back).

    SQL: WHERE returned_at IS NOT NULL ORDER BY returned_at, arrived_at, series, n.
    """
    came = ticket.returned_at or ticket.arrived_at
    return came, ticket.arrived_at, *_number_place(ticket.number)


def heads(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Return the rows that suffice for every counter: with only these each choice stays the same.

    That is the first by `line_place` of each (lane, service, helper), and of the tickets that came
    back the first by `home_place` of each (home counter, service, helper). In no set order.
    """
    groups: dict[tuple[str | int, str, str], Waiting] = {}
    for ticket in waiting:
        _keep(groups, (ticket.lane, ticket.service, ticket.helper), ticket, line_place)
        if ticket.returned_at is not None:
            _keep(groups, (ticket.home_counter, ticket.service, ticket.helper), ticket, home_place)
    return list({ticket.number: ticket for ticket in groups.values()}.values())


def heads_for(waiting: Iterable[Waiting], *, counter: CounterNow) -> list[Waiting]:
    """Return the at most four rows that suffice for this counter.

    That is the first it may call by `line_place` of each lane, and the first by `home_place` of
    those that came back to it: four `LIMIT 1` reads over an index.
    """
    home, first = _firsts(waiting, counter=counter)
    rows = [*first.values(), *([home] if home else [])]
    return list({ticket.number: ticket for ticket in rows}.values())


def after_call(since_priority: int, lane: Lane) -> int:
    """Return the count after a call, also after one by exception; recalls do not count."""
    return 0 if lane is Lane.PRIORITY else since_priority + 1


def after_return(since_priority: int, lane: Lane, *, policy: CallingPolicy) -> int:
    """Return the count after a called ticket got its place back: as if it had not been called.

    The head of the priority line is then due again at once, as it was before the call.
    """
    return policy.priority_every if lane is Lane.PRIORITY else max(since_priority - 1, 0)


def count_at_opening(policy: CallingPolicy) -> int:
    """Return the count a day starts with: full, so its first priority ticket waits for nobody."""
    return policy.priority_every


def opens_at(window_start: datetime, *, policy: CallingPolicy) -> datetime:
    """Return the first moment at which the holder of a seat in this window may check in."""
    return window_start - timedelta(minutes=policy.early_minutes)


def may_check_in(window_start: datetime, *, arrived_at: datetime, policy: CallingPolicy) -> bool:
    """Tell whether check-in is open for this window."""
    return arrived_at >= opens_at(window_start, policy=policy)


def place_of(
    window_start: datetime, window_end: datetime, *, arrived_at: datetime, policy: CallingPolicy
) -> datetime:
    """Return the place of a booked ticket at check-in: the start of its window when in time.

    Later than `late_minutes` after the window: the end of the window that follows it, but never
    before the arrival itself, so coming late never gains a place.
    """
    if arrived_at <= window_end + timedelta(minutes=policy.late_minutes):
        return window_start
    return max(window_end + (window_end - window_start), arrived_at)


def place_again(place_at: datetime, *, now: datetime) -> datetime:
    """Return the place of a missed ticket that comes back: that moment.

    Never before its old place, so that someone called early gains nothing by not coming.
    """
    return max(place_at, now)


def may_recall(
    recalls: int, *, last_call_at: datetime, policy: CallingPolicy, now: datetime
) -> bool:
    """Tell whether a called ticket may be called once more. recalls: how often it already was."""
    return recalls < policy.recall_max and _gap_is_over(last_call_at, policy=policy, now=now)


def may_miss(*, last_call_at: datetime, policy: CallingPolicy, now: datetime) -> bool:
    """Tell whether a called ticket may be marked missed: it had its time to come."""
    return _gap_is_over(last_call_at, policy=policy, now=now)


def may_re_enter(re_entries: int) -> bool:
    """Tell whether a missed ticket may come back into the line: once. re_entries: so far."""
    return re_entries == 0


def _gap_is_over(last_call_at: datetime, *, policy: CallingPolicy, now: datetime) -> bool:
    return now - last_call_at >= timedelta(seconds=policy.recall_gap_seconds)


def _number_place(number: str) -> tuple[str, int, str]:
    # As the pair (series, n) would be ordered: among equal letters a longer number is a larger one.
    return number[:1], len(number), number


def _firsts(
    waiting: Iterable[Waiting], *, counter: CounterNow
) -> tuple[Waiting | None, dict[Lane, Waiting]]:
    home: Waiting | None = None
    first: dict[Lane, Waiting] = {}
    for ticket in _callable(waiting, counter=counter):
        best = first.get(ticket.lane)
        # The short comparison first: of thousands of rows nearly all lose on place_at alone.
        if best is None or (
            ticket.place_at <= best.place_at and line_place(ticket) < line_place(best)
        ):
            first[ticket.lane] = ticket
        if ticket.returned_at is not None and ticket.home_counter == counter.number:
            home = ticket if home is None else min(home, ticket, key=home_place)
    return home, first


def _callable(waiting: Iterable[Waiting], *, counter: CounterNow) -> Iterator[Waiting]:
    return (ticket for ticket in waiting if may_call(ticket, counter=counter))


def _keep(
    groups: dict[tuple[str | int, str, str], Waiting],
    group: tuple[str | int, str, str],
    ticket: Waiting,
    place: Callable[[Waiting], Place],
) -> None:
    best = groups.get(group)
    groups[group] = ticket if best is None else min(best, ticket, key=place)
