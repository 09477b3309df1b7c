"""Check how numbers come into the hall: at the time, place and reserve that were published.

Source: docs/calling.md, "The place in the line". Vectors: tests/pure/test_audit_ticket.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from jernih.pure import calling, events, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_floor import Day, Floor
from jernih.pure.calling import Lane, Waiting
from jernih.pure.events import Event
from jernih.pure.reasons import PriorityClass

LANES = {PriorityClass.PRIORITY: Lane.PRIORITY, PriorityClass.GENERAL: Lane.STANDBY}
SERIES = {PriorityClass.PRIORITY: "P", PriorityClass.GENERAL: "S"}


class ArrivalCheck(Check):
    """Who comes gets the place that the rule says, for what was booked, and each number once."""

    rule: ClassVar[str] = "hall.arrival"

    def __init__(self, floor: Floor) -> None:
        """Write arrivals on this floor."""
        self._floor = floor

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at arrivals, and at what was said before of those numbers."""
        return {
            events.SupplyReleased: self._released,
            events.SeatAdded: self._added,
            events_draw.Applied: self._helped,
            events.Taken: self._helped,
            events.CheckedIn: self._checked_in,
            events.WalkedIn: self._walked_in,
        }

    def _released(self, _index: int, event: Any) -> Iterable[Violation]:
        for window in event.windows:
            said = (window.starts_at, window.ends_at, event.service)
            for n in range(window.first, window.last + 1):
                key = (event.office, event.day, f"{event.series}-{n:03}")
                self._floor.windows[key] = said
        return ()

    def _added(self, _index: int, event: Any) -> Iterable[Violation]:
        key = (event.office, event.day, event.number)
        self._floor.windows[key] = (event.starts_at, event.ends_at, event.service)
        return ()

    def _helped(self, _index: int, event: Any) -> Iterable[Violation]:
        self._floor.helpers[event.ref] = event.helper
        return ()

    def _checked_in(self, index: int, event: Any) -> Iterable[Violation]:
        day = self._floor.day_of(event)
        if day is None:
            return ()
        arrived = {"arrived_at": event.at, "policy": day.policy}
        found: list[Violation] = []
        if event.number in day.tickets:
            found += self._once(index, event, day)
        found += self._as_booked(index, event)
        if not calling.may_check_in(event.starts_at, **arrived):
            words = f"{event.number} of {event.day} came in before its time."
            found.append(self.wrong(words, index))
        place_at = calling.place_of(event.starts_at, event.ends_at, **arrived)
        if place_at != event.place_at:
            words = f"{event.number} of {event.day} got the place {event.place_at:%H:%M:%S}"
            words += f"; by the rule it is {place_at:%H:%M:%S} (UTC)."
            found.append(self.wrong(words, index))
        row = Waiting(
            number=event.number,
            service=event.service,
            lane=Lane.BOOKED,
            place_at=event.place_at,
            arrived_at=event.at,
            helper=event.helper,
        )
        day.enter(row, index=index)
        return found

    def _walked_in(self, index: int, event: Any) -> Iterator[Violation]:
        day = self._floor.day_of(event)
        if day is None:
            return
        yield from self._once(index, event, day)
        series = SERIES[event.lane]
        n = day.walked_in.get(series, 0) + 1
        day.walked_in[series] = n
        if event.number != f"{series}-{n:03}":
            words = f"{event.number} of {event.day} was given at the door"
            yield self.wrong(f"{words}; the next one was {series}-{n:03}.", index)
        if n > day.caps[series]:
            words = f"{event.number} of {event.day} is beyond the reserve of {day.caps[series]}."
            yield self.wrong(words, index)
        if event.evidence_seen and not event.granted_by:
            words = f"{event.number} of {event.day}: evidence was seen, but by nobody."
            yield self.wrong(words, index)
        row = Waiting(
            number=event.number,
            service=event.service,
            lane=LANES[event.lane],
            place_at=event.at,
            arrived_at=event.at,
            helper=event.granted_by,
        )
        day.enter(row, index=index)

    def _once(self, index: int, event: Any, day: Day) -> Iterator[Violation]:
        before = day.tickets.get(event.number)
        if before is not None:
            yield self.wrong(f"{event.number} of {event.day} came twice.", before.index, index)

    def _as_booked(self, index: int, event: Any) -> list[Violation]:
        """Compare with what the record said before; what it never said, audit_booking tells."""
        said = (event.starts_at, event.ends_at, event.service)
        key = (event.office, event.day, event.number)
        found = []
        if self._floor.windows.get(key, said) != said:
            words = f"{event.number} of {event.day} came in for another time or service"
            found.append(self.wrong(f"{words} than it was released for.", index))
        if self._floor.helpers.get(event.ref, event.helper) != event.helper:
            words = f"{event.number} of {event.day}: another helper stands at its arrival"
            found.append(self.wrong(f"{words} than at its booking.", index))
        return found
