"""Check that what was given back in time is offered anew.

A number that was given back, and that nobody can take again, may have gone to a friend.
Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_returned.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_booking import Book, SeatKey
from jernih.pure.events import Event
from jernih.pure.reasons import ReleaseMode
from jernih.pure.rulebook import NoRule, Rules, in_force
from jernih.pure.states import SeatState

# The record does not say in which zone an office lies: in time is what is so in all of them.
_EAST: Final = timezone(timedelta(hours=9))
# A fact from just before a window may come to the public just after it began.
_PUBLISHED: Final = timedelta(hours=1)


class ReturnedCheck(Check):
    """A number that was given back in time is offered anew before its window begins."""

    rule: ClassVar[str] = "booking.returned"

    def __init__(self, book: Book, rules: Rules) -> None:
        """Read this book. rules: those of rulebook/quotas.toml."""
        self._book = book
        self._rules = rules
        self._drawn: set[SeatKey] = set()
        self._returned: dict[SeatKey, int] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what is given back; of drawn days draw.standby does it."""
        return {
            events.SupplyReleased: self._released,
            events_draw.LeftoverOffered: self._offered,
            events.Moved: self._given_back,
            events.Withdrawn: self._given_back,
        }

    def _released(self, _index: int, event: Any) -> Iterable[Violation]:
        if event.mode is ReleaseMode.DRAW:
            self._drawn.add((event.office, event.day, event.series))
        return ()

    def _offered(self, _index: int, event: Any) -> Iterable[Violation]:
        for number in event.numbers:
            self._drawn.discard((event.office, event.day, number[0]))
        return ()

    def _given_back(self, index: int, event: Any) -> Iterable[Violation]:
        if event.at >= self._evening(event.day):
            return ()
        for number in event.numbers:
            if (event.office, event.day, number[0]) not in self._drawn:
                self._returned[event.office, event.day, number] = index
        return ()

    def _evening(self, day: date) -> datetime:
        try:
            hour = in_force(self._rules, "returned_evening_hour", on=day)
        except NoRule:
            return datetime.min.replace(tzinfo=_EAST)
        return datetime.combine(day - timedelta(days=1), time(hour), _EAST)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find numbers whose window has begun, and that nobody was offered again."""
        for key, index in self._returned.items():
            seat = self._book.seats.get(key)
            if seat is None or seat.replaced or seat.state is not SeatState.RETURNED:
                continue
            if last_at is not None and seat.starts_at + _PUBLISHED <= last_at:
                office, day, number = key
                words = f"{number} of {day} in {office} was given back in time"
                yield self.wrong(f"{words}, and was never offered again.", index)
