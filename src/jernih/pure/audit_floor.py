"""Keep what a stranger knows of each hall while reading the record: days, counters, tickets.

The checks of audit_hall.py read and write this floor; where the record breaks a rule the floor
follows the record, so that one wrong fact is said once and not again by all that follow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from jernih.pure import calling
from jernih.pure.audit_line import WaitingLine
from jernih.pure.calling import CallingPolicy, CounterNow, Waiting
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, TicketState


@dataclass(kw_only=True)
class Seat:
    """A counter on one day, and who sits there."""

    state: CounterState
    index: int
    officer: str = ""
    services: frozenset[str] = frozenset()
    # As the calling rule sees it; made once for all calls.
    now: CounterNow | None = None


@dataclass(kw_only=True)
class Ticket:
    """A number in the hall. row: as the calling rule sees it; counter: where it was called last."""

    row: Waiting
    index: int
    state: TicketState = TicketState.WAITING
    counter: int = 0
    recalls: int = 0
    last_call_at: datetime | None = None
    re_entries: int = 0
    was_missed: bool = False


@dataclass(kw_only=True)
class Day:
    """One office's day in the hall.

    since_priority: the count of the calling rule. standing: the counter of each number at one.
    """

    policy: CallingPolicy
    caps: dict[str, int]
    step: int
    at: datetime
    index: int
    since_priority: int
    seats: dict[int, Seat] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    line: WaitingLine = field(default_factory=WaitingLine)
    standing: dict[str, int] = field(default_factory=dict)
    walked_in: dict[str, int] = field(default_factory=dict)
    exceptions: int = 0
    is_closed: bool = False

    def counter_now(self, number: int, officer: str) -> CounterNow:
        """Return a counter as the calling rule sees it; one nobody opened does no service."""
        seat = self.seats.get(number)
        if seat is not None and seat.now is not None and seat.now.officer == officer:
            return seat.now
        services = seat.services if seat else frozenset[str]()
        now = CounterNow(number=number, officer=officer, services=services)
        if seat is not None:
            seat.now = now
        return now

    def at_counter(self, counter: int) -> list[str]:
        """Return the numbers that are called to a counter or served there, as they came."""
        if counter not in self.standing.values():
            return []
        return [number for number in self.tickets if self.standing.get(number) == counter]

    def enter(self, row: Waiting, *, index: int) -> None:
        """Let a new number wait."""
        self.tickets[row.number] = Ticket(row=row, index=index)
        self.standing.pop(row.number, None)
        self.line.join(row)

    def move(
        self,
        ticket: Ticket,
        then: TicketState,
        *,
        index: int,
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        """Bring a number to a state; changes: fields of its row that change with it."""
        if changes:
            ticket.row = replace(ticket.row, **changes)
        number = ticket.row.number
        ticket.state, ticket.index = then, index
        if then is TicketState.WAITING:
            self.line.join(ticket.row)
        else:
            self.line.leave(number)
        if then in AT_COUNTER_TICKET:
            self.standing[number] = ticket.counter
        else:
            self.standing.pop(number, None)


@dataclass
class Floor:
    """All days of all offices on the record, and what was said of numbers before they came.

    windows: start, end and service of each released number. helpers: who helped an application.
    """

    days: dict[tuple[str, date], Day] = field(default_factory=dict)
    windows: dict[tuple[str, date, str], tuple[datetime, datetime, str]] = field(
        default_factory=dict
    )
    helpers: dict[str, str] = field(default_factory=dict)

    def day_of(self, event: Any) -> Day | None:
        """Return the day a fact of the hall belongs to, None before it was opened."""
        return self.days.get((event.office, event.day))

    def begin(self, event: Any, *, index: int) -> Day:
        """Begin a day under the rule that its first fact names."""
        policy = CallingPolicy(
            version=event.rule_version,
            priority_every=event.priority_every,
            early_minutes=event.early_minutes,
            late_minutes=event.late_minutes,
            recall_max=event.recall_max,
            recall_gap_seconds=event.recall_gap_seconds,
        )
        day = Day(
            policy=policy,
            caps={"P": event.priority_cap, "S": event.standby_cap},
            step=0,
            at=event.at,
            index=index,
            since_priority=calling.count_at_opening(policy),
        )
        self.days[event.office, event.day] = day
        return day
