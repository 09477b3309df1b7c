"""Read one office's day from its public facts: calls, services, absences, and counters at rest.

Anybody who has the record can make the same. Facts may come in any state of disorder: what does not
fit is left out, for whether the rules were kept is the verifier's question.
Vectors: tests/pure/monitor/test_day.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jernih.pure import events
from jernih.pure.events import HallEvent
from jernih.pure.monitor.idle import Desk, QueueClocks
from jernih.pure.reasons import ExceptionReason


@dataclass(frozen=True, kw_only=True)
class Call:
    """A number was called. place: what its line is ordered by; nth: its place among all calls.

    reason: why out of turn, None in turn. is_back: it had missed an earlier call of missed_by.
    """

    number: str
    officer: str
    counter: int
    at: datetime
    service: str
    lane: str
    place: datetime
    helper: str
    nth: int
    reason: ExceptionReason | None = None
    second: str = ""
    missed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Service:
    """A number was served at a counter, or sent on from it; seconds from start to end."""

    number: str
    officer: str
    counter: int
    service: str
    began_at: datetime
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Absence:
    """A called number was marked absent. seconds: since its first call, since its last one."""

    number: str
    officer: str
    counter: int
    at: datetime
    since_first: float
    since_last: float
    recalls: int


@dataclass(frozen=True, kw_only=True)
class Rest:
    """A counter called nobody, though somebody waited for it: so many seconds of the time."""

    officer: str
    counter: int
    began_at: datetime
    ended_at: datetime
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A priority number was given at the desk by a helper."""

    number: str
    helper: str
    is_priority: bool


@dataclass(frozen=True, kw_only=True)
class Day:
    """What the monitor knows of a day; every list in the order of the facts."""

    office: str
    day: date
    calls: tuple[Call, ...]
    services: tuple[Service, ...]
    absences: tuple[Absence, ...]
    rests: tuple[Rest, ...]
    grants: tuple[Grant, ...]
    came: tuple[str, ...]
    desks: int
    recall_gap_seconds: int
    closed_at: datetime | None


@dataclass(kw_only=True)
class _Ticket:
    """A number while it is in the hall."""

    service: str
    lane: str
    place: datetime
    helper: str
    counter: int = 0
    first_call: datetime | None = None
    last_call: datetime | None = None
    recalls: int = 0
    began_at: datetime | None = None
    missed_by: str = ""


@dataclass(kw_only=True)
class _Seat:
    """A counter while it is open. rests_since: when it let someone go, and what its clock said."""

    officer: str
    services: frozenset[str]
    rests_since: tuple[datetime, float] | None = None


def read_day(facts: Iterable[HallEvent], *, office: str, day: date) -> Day:
    """Return what happened on a day; facts of other offices and days are left out."""
    reader = _Reader([fact for fact in facts if fact.office == office and fact.day == day])
    reader.read()
    return Day(
        office=office,
        day=day,
        calls=tuple(reader.calls),
        services=tuple(reader.services),
        absences=tuple(reader.absences),
        rests=tuple(reader.rests),
        grants=tuple(reader.grants),
        came=tuple(reader.tickets),
        desks=len(reader.counters),
        recall_gap_seconds=reader.gap,
        closed_at=reader.closed_at,
    )


class _Reader:
    """Follows the facts of one day, one by one."""

    def __init__(self, facts: list[HallEvent]) -> None:
        self.calls: list[Call] = []
        self.services: list[Service] = []
        self.absences: list[Absence] = []
        self.rests: list[Rest] = []
        self.grants: list[Grant] = []
        self.tickets: dict[str, _Ticket] = {}
        self.counters: set[int] = set()
        self.gap = 0
        self.closed_at: datetime | None = None
        self._facts = facts
        self._seats: dict[int, _Seat] = {}
        self._line = QueueClocks()
        self._helpers = {getattr(fact, "helper", "") for fact in facts} - {""}

    def read(self) -> None:
        """Read all of it."""
        steps: Mapping[type, Any] = {
            events.DayOpened: self._opened,
            events.DayClosed: self._closed,
            events.CounterOpened: self._sat,
            events.CounterClosed: self._stood,
            events.BreakStarted: self._paused,
            events.BreakEnded: self._freed,
            events.CheckedIn: self._came,
            events.WalkedIn: self._walked_in,
            events.Called: self._called,
            events.CalledByException: self._called,
            events.Recalled: self._recalled,
            events.Missed: self._missed,
            events.ReEntered: self._back,
            events.CallReturned: self._returned,
            events.ServiceStarted: self._started,
            events.Served: self._ended,
            events.Transferred: self._sent_on,
            events.Parked: self._parked,
            events.Unparked: self._back,
            events.LeftLine: self._gone,
            events.TicketExpired: self._gone,
        }
        for fact in self._facts:
            if step := steps.get(type(fact)):
                step(fact)

    # ---- the day and its counters

    def _opened(self, fact: Any) -> None:
        self.gap = fact.recall_gap_seconds

    def _closed(self, fact: Any) -> None:
        for counter in list(self._seats):
            self._busy(counter, fact.at)
        self.closed_at = fact.at

    def _sat(self, fact: Any) -> None:
        self._busy(fact.counter, fact.at)
        self.counters.add(fact.counter)
        self._seats[fact.counter] = _Seat(officer=fact.officer, services=frozenset(fact.services))
        self._free(fact.counter, fact.at)

    def _stood(self, fact: Any) -> None:
        self._busy(fact.counter, fact.at)
        self._seats.pop(fact.counter, None)

    def _paused(self, fact: Any) -> None:
        self._busy(fact.counter, fact.at)

    def _freed(self, fact: Any) -> None:
        self._free(fact.counter, fact.at)

    def _free(self, counter: int, at: datetime) -> None:
        """Let a counter rest from now on."""
        if seat := self._seats.get(counter):
            seat.rests_since = (at, self._line.shown(self._desk(seat), at=at))

    def _busy(self, counter: int, at: datetime) -> None:
        """Let a counter rest no more."""
        seat = self._seats.get(counter)
        if seat is None or seat.rests_since is None:
            return
        began_at, shown = seat.rests_since
        seat.rests_since = None
        seconds = self._line.shown(self._desk(seat), at=at) - shown
        if seconds > 0:
            self.rests.append(
                Rest(
                    officer=seat.officer,
                    counter=counter,
                    began_at=began_at,
                    ended_at=at,
                    seconds=seconds,
                )
            )

    def _desk(self, seat: _Seat) -> Desk:
        return seat.services, seat.officer if seat.officer in self._helpers else ""

    def _officer(self, counter: int) -> str:
        seat = self._seats.get(counter)
        return seat.officer if seat else ""

    # ---- numbers on their way

    def _came(self, fact: Any) -> None:
        self._enter(fact, lane="BOOKED", place=fact.place_at, helper=fact.helper)

    def _walked_in(self, fact: Any) -> None:
        is_priority = fact.lane == "P"
        lane = "PRIORITY" if is_priority else "STANDBY"
        self._enter(fact, lane=lane, place=fact.at, helper="")
        if fact.granted_by:
            grant = Grant(number=fact.number, helper=fact.granted_by, is_priority=is_priority)
            self.grants.append(grant)

    def _enter(self, fact: Any, *, lane: str, place: datetime, helper: str) -> None:
        ticket = _Ticket(service=fact.service, lane=lane, place=place, helper=helper)
        self.tickets[fact.number] = ticket
        self._wait(fact)

    def _wait(self, fact: Any) -> None:
        if ticket := self.tickets.get(fact.number):
            self._line.join(fact.number, service=ticket.service, helper=ticket.helper, at=fact.at)

    def _called(self, fact: Any) -> None:
        ticket = self.tickets.get(fact.number)
        if ticket is None:
            return
        self._busy(fact.counter, fact.at)
        self._line.leave(fact.number, at=fact.at)
        self.calls.append(
            Call(
                number=fact.number,
                officer=fact.officer,
                counter=fact.counter,
                at=fact.at,
                service=ticket.service,
                lane=ticket.lane,
                place=ticket.place,
                helper=ticket.helper,
                nth=len(self.calls),
                reason=getattr(fact, "reason", None),
                second=getattr(fact, "second_officer", ""),
                missed_by=ticket.missed_by,
            )
        )
        ticket.counter, ticket.recalls, ticket.missed_by = fact.counter, 0, ""
        ticket.first_call = ticket.last_call = fact.at
        ticket.began_at = None

    def _recalled(self, fact: Any) -> None:
        if ticket := self.tickets.get(fact.number):
            ticket.last_call, ticket.recalls = fact.at, ticket.recalls + 1

    def _missed(self, fact: Any) -> None:
        ticket = self.tickets.get(fact.number)
        if ticket and ticket.first_call and ticket.last_call:
            ticket.missed_by = self._officer(fact.counter)
            self.absences.append(
                Absence(
                    number=fact.number,
                    officer=ticket.missed_by,
                    counter=fact.counter,
                    at=fact.at,
                    since_first=(fact.at - ticket.first_call).total_seconds(),
                    since_last=(fact.at - ticket.last_call).total_seconds(),
                    recalls=ticket.recalls,
                )
            )
        self._free(fact.counter, fact.at)

    def _back(self, fact: Any) -> None:
        if ticket := self.tickets.get(fact.number):
            ticket.place = getattr(fact, "place_at", ticket.place)
        self._wait(fact)

    def _returned(self, fact: Any) -> None:
        self._wait(fact)
        self._free(fact.counter, fact.at)

    def _started(self, fact: Any) -> None:
        if ticket := self.tickets.get(fact.number):
            ticket.began_at = fact.at

    def _ended(self, fact: Any) -> None:
        ticket = self.tickets.get(fact.number)
        if ticket and ticket.began_at:
            self.services.append(
                Service(
                    number=fact.number,
                    officer=self._officer(fact.counter),
                    counter=fact.counter,
                    service=ticket.service,
                    began_at=ticket.began_at,
                    seconds=(fact.at - ticket.began_at).total_seconds(),
                )
            )
        self._free(fact.counter, fact.at)

    def _sent_on(self, fact: Any) -> None:
        self._ended(fact)
        if ticket := self.tickets.get(fact.number):
            ticket.service, ticket.began_at = fact.service, None
        self._wait(fact)

    def _parked(self, fact: Any) -> None:
        self._free(fact.counter, fact.at)

    def _gone(self, fact: Any) -> None:
        self._line.leave(fact.number, at=fact.at)
