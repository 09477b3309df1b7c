"""Check how a day in the hall runs: opened once, step by step, closed with every fate told.

Source: docs/log-format.md. Vectors: tests/pure/test_audit_hall.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from jernih.pure import events
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_booking import DAY_IS_OVER
from jernih.pure.audit_floor import Day, Floor
from jernih.pure.events import Event, HallEvent
from jernih.pure.states import TICKET, CounterState, TicketState


class StepCheck(Check):
    """A day opens once, its facts are numbered 1, 2, 3 … in the order of time, and it closes."""

    rule: ClassVar[str] = "hall.steps"

    def __init__(self, floor: Floor) -> None:
        """Open days on this floor."""
        self._floor = floor
        self._unopened: set[tuple[str, date]] = set()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact of the hall."""
        return {kind: self._step for kind in events.KINDS.values() if issubclass(kind, HallEvent)}

    def _step(self, index: int, event: Any) -> Iterable[Violation]:
        day = self._floor.days.get((event.office, event.day))
        if day is None or day.is_closed or event.step != day.step + 1 or event.at < day.at:
            return self._look(index, event, day)
        if type(event) is events.DayOpened:
            return self._look(index, event, day)
        day.step, day.index, day.at = event.step, index, event.at
        return ()

    def _look(self, index: int, event: Any, day: Day | None) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        if isinstance(event, events.DayOpened):
            if day is not None:
                yield self.wrong(f"{place} was opened twice.", day.index, index)
                return
            day = self._floor.begin(event, index=index)
        if day is None:
            if (event.office, event.day) not in self._unopened:
                self._unopened.add((event.office, event.day))
                yield self.wrong(f"{place}: something happened before the day opened.", index)
            return
        yield from self._in_order(index, event, day)
        day.step, day.index, day.at = event.step, index, max(day.at, event.at)

    def _in_order(self, index: int, event: Any, day: Day) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        if event.step != day.step + 1:
            words = f"{place}: after step {day.step} came step {event.step}"
            yield self.wrong(f"{words}; a fact is missing or out of order.", day.index, index)
        if event.at < day.at:
            yield self.wrong(f"{place}: step {event.step} goes back in time.", day.index, index)
        if day.is_closed:
            yield self.wrong(f"{place}: something happened after the day was closed.", index)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find days that are over and were never closed."""
        for (office, on), day in self._floor.days.items():
            over = datetime.combine(on, time(), UTC) + DAY_IS_OVER
            if not day.is_closed and last_at is not None and over <= last_at:
                yield self.wrong(f"{office} on {on} was never closed.", day.index)


class CloseCheck(Check):
    """A day ends with every counter closed, every number with one fate, and true counts."""

    rule: ClassVar[str] = "hall.close"

    def __init__(self, floor: Floor) -> None:
        """Read this floor."""
        self._floor = floor

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at the last fact of a day."""
        return {events.DayClosed: self._closed}

    def _closed(self, index: int, event: Any) -> Iterator[Violation]:
        day = self._floor.day_of(event)
        if day is None:
            return
        place = f"{event.office} on {event.day}"
        for number, ticket in day.tickets.items():
            if ticket.state not in TICKET.ends:
                words = f"{place} closed while {number} was {ticket.state}; it has no fate."
                yield self.wrong(words, ticket.index, index)
        for counter, seat in day.seats.items():
            if seat.state is not CounterState.CLOSED:
                words = f"{place} closed while counter {counter} was {seat.state}."
                yield self.wrong(words, seat.index, index)
        for word, count in _counts(day).items():
            if getattr(event, word) != count:
                words = f"{place}: the day's figure for {word} is {getattr(event, word)}"
                yield self.wrong(f"{words}, the record shows {count}.", index)
        day.is_closed = True


def _counts(day: Day) -> dict[str, int]:
    states = Counter(ticket.state for ticket in day.tickets.values())
    missed = sum(t.was_missed and t.state is TicketState.EXPIRED for t in day.tickets.values())
    return {
        "served": states[TicketState.SERVED],
        "missed": missed,
        "left": states[TicketState.LEFT],
        "expired": states[TicketState.EXPIRED] - missed,
        "exceptions": day.exceptions,
    }
