"""Check that a declared gift cannot vanish: the counts of the nights add up.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_conduct.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_conduct import GiftsCounted

# A machine that was off for a weekend has not buried anything yet.
GRACE: Final = timedelta(days=3)


@dataclass(kw_only=True)
class _Books:
    """What the counts of one office say so far. accepted: declared and not refused."""

    day: date
    index: int
    open: int = 0
    accepted: int = 0
    forwarded: int = 0
    decided: int = 0


class GiftsCheck(Check):
    """Every declared gift is open or closed; none is forwarded or decided out of nothing."""

    rule: ClassVar[str] = "conduct.counts"

    def __init__(self) -> None:
        """Start with no office."""
        self._books: dict[str, _Books] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every count."""
        return {GiftsCounted: self._counted}

    def _counted(self, index: int, event: Any) -> Iterable[Violation]:
        books = self._books.get(event.office)
        found: list[Violation] = []
        if books is None:
            books = self._books[event.office] = _Books(day=event.day, index=index)
        else:
            found += self._in_time(index, event, books)
        found += self._adds_up(index, event, books)
        books.accepted += event.declared - event.refused
        books.forwarded += event.forwarded
        books.decided += event.decided
        found += self._in_order(index, event, books)
        books.day, books.index, books.open = event.day, index, event.open
        return found

    def _in_time(self, index: int, event: Any, books: _Books) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        if event.day <= books.day:
            yield self.wrong(f"{place}: gifts were counted twice.", books.index, index)
        if event.day - books.day > GRACE:
            words = f"{place}: no gifts were counted since {books.day}."
            yield self.wrong(words, books.index, index)

    def _adds_up(self, index: int, event: Any, books: _Books) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        expected = books.open + event.declared - event.closed
        if event.open != expected:
            words = f"{place}: {event.open} gifts are said to be open; {expected} should be."
            yield self.wrong(words, books.index, index)
        if event.refused > event.declared or event.overdue > event.open:
            yield self.wrong(f"{place}: a part of the gifts is more than all of them.", index)

    def _in_order(self, index: int, event: Any, books: _Books) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        if books.forwarded > books.accepted or books.decided > books.forwarded:
            words = f"{place}: more gifts are decided than forwarded, or forwarded than accepted."
            yield self.wrong(words, books.index, index)
