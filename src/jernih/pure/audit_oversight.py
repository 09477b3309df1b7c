"""Check that inspections of the monitor cannot be buried: the counts of the nights add up.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_oversight.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import events
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_oversight import InspectionsCounted

# The clock counts at night; a machine that was off for a weekend has not buried anything yet.
GRACE: Final = timedelta(days=3)


def oversight_checks() -> list[Check]:
    """Return these checks."""
    return [CountsCheck()]


@dataclass(kw_only=True)
class _Books:
    """What the counts of one office say so far. waits: closed days that nobody judged yet."""

    day: date
    index: int
    open: int
    judged: set[date] = field(default_factory=set)
    waits: dict[date, int] = field(default_factory=dict)


class CountsCheck(Check):
    """Every day of the hall is judged, and every inspection is open or has an outcome."""

    rule: ClassVar[str] = "oversight.counts"

    def __init__(self) -> None:
        """Start with no office."""
        self._books: dict[str, _Books] = {}
        self._closed: dict[str, dict[date, int]] = defaultdict(dict)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at days that end, and at every count."""
        return {events.DayClosed: self._day_closed, InspectionsCounted: self._counted}

    def _day_closed(self, index: int, event: Any) -> Iterable[Violation]:
        # An office that never counted has no monitor yet: days before its first count are its own.
        books = self._books.get(event.office)
        if books is not None and event.day not in books.judged:
            books.waits[event.day] = index
        self._closed[event.office][event.day] = index
        return ()

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        yield from self._shape(index, event, place)
        books = self._books.get(event.office)
        if books is None:
            self._books[event.office] = books = _Books(day=event.day, index=index, open=0)
        else:
            if event.day <= books.day:
                yield self.wrong(f"{place}: inspections were counted twice.", books.index, index)
            if event.day - books.day > GRACE:
                words = f"{place}: no inspections were counted since {books.day}."
                yield self.wrong(words, books.index, index)
        raised, closed = (sum(row.count for row in rows) for rows in (event.raised, event.closed))
        expected = books.open + raised - closed + event.reopened
        if event.open != expected:
            words = f"{place}: {event.open} inspections are said to be open; {expected} should be."
            yield self.wrong(words, books.index, index)
        yield from self._judged(index, event, books, place)
        books.day, books.index, books.open = event.day, index, event.open

    def _shape(self, index: int, event: Any, place: str) -> Iterator[Violation]:
        kinds = [row.kind for row in event.raised]
        outcomes = [row.outcome for row in event.closed]
        if any(len(set(names)) < len(names) for names in (kinds, outcomes)):
            yield self.wrong(f"{place}: a count of inspections stands twice.", index)
        if event.overdue > event.open:
            yield self.wrong(f"{place}: more inspections are overdue than open.", index)

    def _judged(self, index: int, event: Any, books: _Books, place: str) -> Iterator[Violation]:
        for day in event.judged:
            if day in books.judged:
                yield self.wrong(f"{place}: {day} is said to be judged twice.", index)
            if day not in self._closed[event.office]:
                yield self.wrong(f"{place}: {day} was judged before it was closed.", index)
            books.judged.add(day)
            books.waits.pop(day, None)
        yield from self._waiting(books, event.office, event.day)

    def _waiting(self, books: _Books, office: str, today: date) -> Iterator[Violation]:
        late = [day for day in books.waits if today - day > GRACE]
        for day in late:
            words = f"{office}: the monitor did not look at {day}."
            yield self.wrong(words, books.waits.pop(day))

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Say where the counts stopped though the office went on."""
        if last_at is None:
            return
        for office, books in self._books.items():
            last_closed = max(self._closed[office], default=books.day)
            if last_closed - books.day > GRACE:
                words = f"{office}: no inspections were counted since {books.day}."
                yield self.wrong(words, books.index)
