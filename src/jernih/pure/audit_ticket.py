"""Check that each number goes only the ways drawn in docs/states, at the counter that called it.

Source: docs/calling.md and docs/states/ticket.md. Vectors: tests/pure/test_audit_ticket.py.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, ClassVar

from jernih.pure import calling, events
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_floor import Day, Floor, Ticket
from jernih.pure.events import Event
from jernih.pure.states import TicketState

_T = TicketState

# From where a number may come, and where it is after the fact.
MOVES: Mapping[type[Event], tuple[frozenset[TicketState], TicketState]] = {
    events.Called: (frozenset({_T.WAITING}), _T.CALLED),
    events.CalledByException: (frozenset({_T.WAITING}), _T.CALLED),
    events.Missed: (frozenset({_T.CALLED}), _T.MISSED),
    events.ReEntered: (frozenset({_T.MISSED}), _T.WAITING),
    events.CallReturned: (frozenset({_T.CALLED}), _T.WAITING),
    events.ServiceStarted: (frozenset({_T.CALLED}), _T.SERVING),
    events.Served: (frozenset({_T.SERVING}), _T.SERVED),
    events.Parked: (frozenset({_T.SERVING}), _T.PARKED),
    events.Unparked: (frozenset({_T.PARKED}), _T.WAITING),
    events.Transferred: (frozenset({_T.SERVING}), _T.WAITING),
    events.LeftLine: (frozenset({_T.WAITING, _T.PARKED}), _T.LEFT),
    events.TicketExpired: (frozenset({_T.WAITING, _T.PARKED, _T.MISSED}), _T.EXPIRED),
}
CALLS = (events.Called, events.CalledByException)
# What happens at a counter to the number that stands there.
AT_COUNTER = (
    events.Recalled,
    events.Missed,
    events.CallReturned,
    events.ServiceStarted,
    events.Served,
    events.Parked,
    events.Transferred,
)
# Their place or their time has a rule of its own.
LOOK_CLOSELY = frozenset({events.Missed, events.ReEntered, events.Transferred})


class TicketCheck(Check):
    """A number goes only the ways drawn in docs/states, at the counter that called it."""

    rule: ClassVar[str] = "hall.number"

    def __init__(self, floor: Floor) -> None:
        """Read and write this floor."""
        self._floor = floor

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at everything that happens to a number after it came."""
        return {**{kind: self._mover(kind) for kind in MOVES}, events.Recalled: self._recalled}

    def _mover(self, kind: type[Event]) -> Handler:
        """Return the handler of one kind, with all that is known of it at hand."""
        since, then = MOVES[kind]
        is_call, is_at_counter = kind in CALLS, kind in AT_COUNTER
        is_closely, changes = kind in LOOK_CLOSELY, _CHANGES.get(kind)
        days = self._floor.days

        def move(index: int, event: Any) -> Iterable[Violation]:
            day = days.get((event.office, event.day))
            if day is None:
                return ()
            ticket = day.tickets.get(event.number)
            if ticket is None:
                return (self._unknown(index, event),)
            is_wrong = is_closely or ticket.state not in since
            if is_call:
                is_wrong = is_wrong or event.counter in day.standing.values()
            elif is_at_counter:
                is_wrong = is_wrong or event.counter != ticket.counter
            # Looked at before anything changes; and closely only where something may be wrong.
            found = list(self._state(index, event, day, ticket)) if is_wrong else ()
            if is_call:
                ticket.counter, ticket.recalls, ticket.last_call_at = event.counter, 0, event.at
            ticket.was_missed = ticket.state is _T.MISSED
            ticket.re_entries += kind is events.ReEntered
            day.move(ticket, then, index=index, changes=changes(event) if changes else None)
            return found

        return move

    def _state(self, index: int, event: Any, day: Day, ticket: Ticket) -> Iterator[Violation]:
        since, then = MOVES[type(event)]
        if ticket.state not in since:
            words = f"{event.number} of {event.day} became {then} when it was {ticket.state}."
            yield self.wrong(words, ticket.index, index)
        yield from self._look(index, event, day, ticket)

    def _look(self, index: int, event: Any, day: Day, ticket: Ticket) -> Iterator[Violation]:
        yield from self._place(index, event, day, ticket)
        yield from self._times(index, event, day, ticket)

    def _recalled(self, index: int, event: Any) -> Iterator[Violation]:
        day, ticket = self._find(event)
        if day is None:
            return
        if ticket is None:
            yield self._unknown(index, event)
            return
        if ticket.state is not _T.CALLED:
            words = f"{event.number} of {event.day} was recalled when it was {ticket.state}."
            yield self.wrong(words, ticket.index, index)
        yield from self._look(index, event, day, ticket)
        ticket.recalls, ticket.last_call_at, ticket.index = event.times, event.at, index

    def _find(self, event: Any) -> tuple[Day | None, Ticket | None]:
        day = self._floor.day_of(event)
        return day, day.tickets.get(event.number) if day else None

    def _unknown(self, index: int, event: Any) -> Violation:
        words = f"{event.number} of {event.day} is dealt with, but never came"
        return self.wrong(f"{words}: a ghost number.", index)

    def _place(self, index: int, event: Any, day: Day, ticket: Ticket) -> Iterator[Violation]:
        if isinstance(event, CALLS):
            for number in day.at_counter(event.counter):
                words = f"Counter {event.counter} called {event.number} while {number} stood there."
                yield self.wrong(words, day.tickets[number].index, index)
        elif isinstance(event, AT_COUNTER) and event.counter != ticket.counter:
            words = f"{event.number} of {event.day} was called to counter {ticket.counter}"
            yield self.wrong(f"{words}, and dealt with at {event.counter}.", ticket.index, index)
        if isinstance(event, events.Transferred) and (
            event.from_service != ticket.row.service or event.service == ticket.row.service
        ):
            words = f"{event.number} of {event.day} waited for {ticket.row.service}"
            yield self.wrong(
                f"{words}; it was sent from {event.from_service} to {event.service}.", index
            )

    def _times(self, index: int, event: Any, day: Day, ticket: Ticket) -> Iterator[Violation]:
        last = ticket.last_call_at or event.at
        if isinstance(event, events.Recalled):
            if event.times != ticket.recalls + 1 or not calling.may_recall(
                ticket.recalls, last_call_at=last, policy=day.policy, now=event.at
            ):
                words = f"{event.number} of {event.day}: recall {event.times} came too soon"
                yield self.wrong(f"{words}, or once too often.", ticket.index, index)
        elif isinstance(event, events.Missed):
            if not calling.may_miss(last_call_at=last, policy=day.policy, now=event.at):
                words = f"{event.number} of {event.day} was marked missed too soon after its call."
                yield self.wrong(words, ticket.index, index)
        elif isinstance(event, events.ReEntered):
            if not calling.may_re_enter(ticket.re_entries):
                words = f"{event.number} of {event.day} came back into the line once too often."
                yield self.wrong(words, ticket.index, index)
            if event.place_at != calling.place_again(ticket.row.place_at, now=event.at):
                words = f"{event.number} of {event.day} came back to a place that is not its own."
                yield self.wrong(words, ticket.index, index)


# What a fact changes in the row that the calling rule sees.
_CHANGES: Mapping[type[Event], Callable[[Any], dict[str, Any]]] = {
    events.Parked: lambda event: {"home_counter": event.counter, "returned_at": None},
    events.Unparked: lambda event: {"returned_at": event.at},
    events.Transferred: lambda event: {
        "service": event.service,
        "home_counter": 0,
        "returned_at": None,
    },
    events.ReEntered: lambda event: {
        "place_at": event.place_at,
        "home_counter": 0,
        "returned_at": None,
    },
}
