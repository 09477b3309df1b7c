"""Play each hall's day again from the record: every call is made again, every counter looked at.

Source: docs/calling.md and docs/states. Vectors: tests/pure/test_audit_hall.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from jernih.pure import calling, events
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_arrival import ArrivalCheck
from jernih.pure.audit_day import CloseCheck, StepCheck
from jernih.pure.audit_floor import Day, Floor, Seat
from jernih.pure.audit_ticket import AT_COUNTER, CALLS, TicketCheck
from jernih.pure.calling import CounterNow
from jernih.pure.events import Event
from jernih.pure.reasons import ExceptionReason
from jernih.pure.states import COUNTER, CounterState, IllegalMove

_C = CounterState


def hall_checks(floor: Floor | None = None) -> list[Check]:
    """Return the checks of the hall; they share one floor, and their order matters.

    What a fact must fit is looked at before the fact changes the floor.
    floor: an empty one, for whoever wants to look at it afterwards.
    """
    floor = floor or Floor()
    return [
        StepCheck(floor),
        ArrivalCheck(floor),
        CallCheck(floor),
        CounterCheck(floor),
        TicketCheck(floor),
        CloseCheck(floor),
    ]


class CallCheck(Check):
    """Every call is the rule's choice, made again from the record; all others have a reason."""

    rule: ClassVar[str] = "hall.call"

    def __init__(self, floor: Floor) -> None:
        """Read this floor, and keep its count of calls."""
        self._floor = floor

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at calls, and at calls that were taken back."""
        return {
            events.Called: self._called,
            events.CalledByException: self._excepted,
            events.CallReturned: self._returned,
        }

    def _called(self, index: int, event: Any) -> Iterable[Violation]:
        day = self._floor.days.get((event.office, event.day))
        if day is None:
            return ()
        counter = day.counter_now(event.counter, event.officer)
        choice = self._choice(event, day, counter)
        ticket = day.tickets.get(event.number)
        found: Iterable[Violation] = ()
        # A rule's choice is a number that the counter may call.
        if choice is None or choice.number != event.number or choice.rule != event.rule:
            found = [*self._may(index, event, day), *self._differs(index, event, choice)]
        if ticket is not None:
            day.since_priority = calling.after_call(day.since_priority, ticket.row.lane)
        return found

    def _differs(
        self, index: int, event: Any, choice: calling.Choice | None
    ) -> Iterator[Violation]:
        said = f"Counter {event.counter} called {event.number} on {event.day} by {event.rule}"
        if choice is None or choice.number != event.number:
            right = f"{choice.number} ({choice.rule})" if choice else "nobody"
            yield self.wrong(f"{said}; the rule's choice was {right}.", index)
        elif choice.rule != event.rule:
            yield self.wrong(f"{said}; it was {choice.rule}.", index)

    def _excepted(self, index: int, event: Any) -> Iterator[Violation]:
        day = self._floor.day_of(event)
        if day is None:
            return
        yield from self._may(index, event, day)
        choice = self._choice(event, day, day.counter_now(event.counter, event.officer))
        said = f"Counter {event.counter} called {event.number} on {event.day} by exception"
        if choice is None or choice.number != event.instead_of:
            right = choice.number if choice else "nobody"
            words = f"{said} in place of {event.instead_of or 'nobody'}; next was {right}"
            yield self.wrong(f"{words}.", index)
        elif choice.number == event.number:
            yield self.wrong(f"{said}, though it was next.", index)
        if event.second_officer == event.officer or (
            event.reason == ExceptionReason.OTHER and not event.second_officer
        ):
            yield self.wrong(f"{said}; no second officer vouched for it.", index)
        day.exceptions += 1
        ticket = day.tickets.get(event.number)
        if ticket is not None:
            day.since_priority = calling.after_call(day.since_priority, ticket.row.lane)

    def _returned(self, _index: int, event: Any) -> Iterator[Violation]:
        day = self._floor.day_of(event)
        ticket = day.tickets.get(event.number) if day else None
        if day is not None and ticket is not None:
            day.since_priority = calling.after_return(
                day.since_priority, ticket.row.lane, policy=day.policy
            )
        yield from ()

    def _choice(self, event: Any, day: Day, counter: CounterNow) -> calling.Choice | None:
        return calling.next_ticket(
            day.line.heads(counter),
            counter=counter,
            policy=day.policy,
            since_priority=day.since_priority,
            now=event.at,
        )

    def _may(self, index: int, event: Any, day: Day) -> Iterator[Violation]:
        ticket = day.tickets.get(event.number)
        if ticket is None:
            return
        said = f"Counter {event.counter} called {event.number} on {event.day}"
        if ticket.row.helper == event.officer:
            yield self.wrong(
                f"{said}; its officer {event.officer} had registered it himself.",
                ticket.index,
                index,
            )
        if ticket.row.service not in day.counter_now(event.counter, event.officer).services:
            yield self.wrong(f"{said}, but does not do {ticket.row.service}.", index)


class CounterCheck(Check):
    """A counter works only while it is open, with one officer, who sits at one counter."""

    rule: ClassVar[str] = "hall.counter"

    def __init__(self, floor: Floor) -> None:
        """Read and write this floor."""
        self._floor = floor
        # Where an officer sits on a day: the office, and the fact that tells.
        self._sits: dict[tuple[date, str], tuple[str, int]] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at everything that happens at a counter."""
        return {
            events.CounterOpened: self._opened,
            events.CounterClosed: self._turned(_C.CLOSED),
            events.BreakStarted: self._turned(_C.BREAK),
            events.BreakEnded: self._turned(_C.OPEN),
            **dict.fromkeys((*CALLS, *AT_COUNTER), self._worked),
        }

    def _opened(self, index: int, event: Any) -> Iterator[Violation]:
        day = self._floor.day_of(event)
        if day is None:
            return
        seat = day.seats.get(event.counter)
        if seat is not None and seat.state is not _C.CLOSED:
            yield self.wrong(f"Counter {event.counter} was opened twice.", seat.index, index)
        for number, other in day.seats.items():
            sits = other.officer == event.officer and other.state is not _C.CLOSED
            if sits and number != event.counter:
                words = f"{event.officer} sat at counters {number} and {event.counter} at once."
                yield self.wrong(words, other.index, index)
        office, before = self._sits.get((event.day, event.officer), (event.office, index))
        if office != event.office:
            words = f"{event.officer} sat in {office} and in {event.office} at once."
            yield self.wrong(words, before, index)
        self._sits[event.day, event.officer] = (event.office, index)
        day.seats[event.counter] = Seat(
            state=_C.OPEN,
            index=index,
            officer=event.officer,
            services=frozenset(event.services),
        )

    def _turned(self, then: CounterState) -> Handler:
        def turn(index: int, event: Any) -> Iterator[Violation]:
            day = self._floor.day_of(event)
            if day is None:
                return
            seat = day.seats.setdefault(event.counter, Seat(state=_C.CLOSED, index=index))
            try:
                COUNTER.check(seat.state, then)
            except IllegalMove:
                words = f"Counter {event.counter} went from {seat.state} to {then}."
                yield self.wrong(words, seat.index, index)
            if getattr(event, "officer", seat.officer) != seat.officer:
                words = f"Counter {event.counter} was closed for {event.officer}"
                yield self.wrong(f"{words}; {seat.officer or 'nobody'} sat there.", index)
            for number in day.at_counter(event.counter):
                words = f"Counter {event.counter} became {then} while {number} stood there."
                yield self.wrong(words, index)
            seat.state, seat.index = then, index
            if then is _C.CLOSED:
                self._sits.pop((event.day, seat.officer), None)

        return turn

    def _worked(self, index: int, event: Any) -> Iterable[Violation]:
        day = self._floor.days.get((event.office, event.day))
        if day is None:
            return ()
        seat = day.seats.get(event.counter)
        if seat is None or seat.state is not _C.OPEN:
            state = seat.state if seat else _C.CLOSED
            words = f"Counter {event.counter} dealt with {event.number} when it was {state}."
            return (self.wrong(words, index),)
        if getattr(event, "officer", seat.officer) != seat.officer:
            words = f"{event.officer} called {event.number} at counter {event.counter}"
            return (self.wrong(f"{words}, where {seat.officer} sat.", seat.index, index),)
        return ()


def exceptions_by_counter(
    facts: Iterable[Event],
) -> dict[tuple[str, date, int], Counter[ExceptionReason]]:
    """Return for each office, day and counter how often it called out of turn, by reason."""
    found: dict[tuple[str, date, int], Counter[ExceptionReason]] = {}
    for fact in facts:
        if isinstance(fact, events.CalledByException):
            key = (fact.office, fact.day, fact.counter)
            found.setdefault(key, Counter())[fact.reason] += 1
    return found
