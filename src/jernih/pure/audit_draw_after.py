"""Check what becomes of drawn days afterwards: leftovers are offered to all, returns go to standby.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_after.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import (
    SETTLED,
    SHOWN,
    DrawBatch,
    DrawBook,
    number_of,
    numbers_text,
)
from jernih.pure.draw_list import Entry
from jernih.pure.draw_rule import DrawRule
from jernih.pure.events import Event
from jernih.pure.reasons import ReleaseMode

# A returned number that is so new may not have been seen by who seats those on standby.
JUST_NOW: Final = timedelta(minutes=2)

# Office, day, series.
DrawnDay = tuple[str, date, str]


class LeftoverCheck(Check):
    """Numbers of a drawn day can be taken only if nobody drew them, and after the rest."""

    rule: ClassVar[str] = "draw.leftover"

    def __init__(self, book: DrawBook, own: DrawRule) -> None:
        """Write into this book. own: the rule this program has with it."""
        self._book = book
        self._own = own
        self._opens: dict[DrawnDay, datetime | None] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at drawn days, at what is offered of them, and at who takes numbers."""
        return {
            events.SupplyReleased: self._released,
            events.SeatsFreed: self._freed,
            events.Taken: self._taken,
            events.Moved: self._moved,
            events_draw.LeftoverOffered: self._offered,
        }

    def _released(self, _index: int, event: Any) -> Iterable[Violation]:
        if event.mode is ReleaseMode.DRAW:
            self._opens[event.office, event.day, event.series] = None
        return ()

    def _offered(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        if batch is None or batch.over_at is None or batch.announced is None:
            yield self.wrong("Numbers were offered as leftover of a draw that is not over.", index)
            return
        series = batch.said.series
        left = batch.left.pop(event.day, [])
        if list(event.numbers) != [f"{series}-{n:03d}" for n in left]:
            words = f"{batch.name}: {', '.join(event.numbers[:5])} … of {event.day} were offered as"
            words = f"{words} leftover; nobody drew {numbers_text(series, left) or 'none'}."
            yield self.wrong(words, batch.index, index)
        hours = self._own.number("leftover_rest_hours", on=batch.plan.first_day) or 0
        if event.opens_at < event.at + timedelta(hours=hours):
            words = f"{batch.name}: what was left over of {event.day} was offered before {hours}"
            yield self.wrong(f"{words} hours of rest.", index)
        self._opens[event.office, event.day, series] = event.opens_at

    def _freed(self, index: int, event: Any) -> Iterable[Violation]:
        return self._in_time(index, event, event.day, event.numbers)

    def _taken(self, index: int, event: Any) -> Iterable[Violation]:
        return self._in_time(index, event, event.day, event.numbers) if self._opens else ()

    def _moved(self, index: int, event: Any) -> Iterable[Violation]:
        return self._in_time(index, event, event.to_day, event.to_numbers) if self._opens else ()

    def _in_time(
        self, index: int, event: Any, day: date, numbers: Iterable[str]
    ) -> Iterator[Violation]:
        for number in numbers:
            key = (event.office, day, number[0])
            if key not in self._opens:
                continue
            opens_at = self._opens[key]
            if opens_at is None:
                words = f"{number} of {day} is left to a draw, and could not be had another way."
                yield self.wrong(words, index)
            elif event.at < opens_at:
                words = f"{number} of {day} was taken before it was on offer"
                yield self.wrong(f"{words} ({opens_at:%Y-%m-%d %H:%M} UTC).", index)


@dataclass(frozen=True, kw_only=True)
class _Returned:
    """A number given back: when, and for which time it was; None if the record does not say."""

    at: datetime
    starts_at: datetime | None


class StandbyCheck(Check):
    """What is given back on a drawn day goes to the next in draw order who waits and wished it.

    Where fewer numbers are free than a family has people, it is passed over.
    """

    rule: ClassVar[str] = "draw.standby"

    def __init__(self, book: DrawBook, own: DrawRule) -> None:
        """Write into this book. own: the rule this program has with it."""
        self._book = book
        self._own = own
        self._starts: dict[DrawnDay, dict[int, datetime]] = {}
        self._returned: dict[DrawnDay, dict[str, _Returned]] = defaultdict(dict)
        self._added: dict[DrawnDay, dict[str, tuple[datetime, int]]] = defaultdict(dict)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at numbers of drawn days that are given back and come anew, and at who gets them."""
        return {
            events.SupplyReleased: self._released,
            events.Withdrawn: self._given_back,
            events.Moved: self._given_back,
            events.SeatAdded: self._came_anew,
            events_draw.LeftoverOffered: self._opened,
            events_draw.StandbySeated: self._seated,
            events_draw.WaitingEnded: self._ended,
        }

    def _released(self, _index: int, event: Any) -> Iterable[Violation]:
        if event.mode is ReleaseMode.DRAW:
            self._starts[event.office, event.day, event.series] = {
                n: window.starts_at
                for window in event.windows
                for n in range(window.first, window.last + 1)
            }
        return ()

    def _opened(self, _index: int, event: Any) -> Iterable[Violation]:
        # From here on the day is as any other: what is given back comes anew after its rest.
        for number in event.numbers[:1]:
            self._starts.pop((event.office, event.day, number[0]), None)
        return ()

    def _given_back(self, _index: int, event: Any) -> Iterable[Violation]:
        for number in event.numbers if self._starts else ():
            key = (event.office, event.day, number[0])
            if key in self._starts:
                starts_at = self._starts[key].get(number_of(number))
                self._returned[key][number] = _Returned(at=event.at, starts_at=starts_at)
        return ()

    def _came_anew(self, index: int, event: Any) -> Iterable[Violation]:
        key = (event.office, event.day, event.number[0])
        if key in self._starts:
            self._starts[key][number_of(event.number)] = event.starts_at
            self._returned[key].pop(event.replaces, None)
            self._added[key][event.number] = (event.at, index)
        return ()

    def _seated(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        mine = batch.waiting.pop(event.ref, None) if batch else None
        self._book.losers.pop(event.ref, None)
        if batch is None or mine is None:
            words = f"Application {event.ref[:SHOWN]} got {', '.join(event.numbers)} of"
            yield self.wrong(f"{words} {event.day}, but was not on standby for it.", index)
            return
        number, entry = mine
        who = f"{batch.name}: draw number {number}"
        if not wishes(entry, event.day) or len(event.numbers) != entry.people:
            words = f"{who}, {entry.people} people, got {', '.join(event.numbers)} of {event.day}"
            yield self.wrong(f"{words}, which is not what was wished.", index)
        yield from self._numbers(index, who, event)
        yield from self._passed_over(index, batch, event, number=number)

    def _numbers(self, index: int, who: str, event: Any) -> Iterator[Violation]:
        if not self._book.is_whole:
            return
        for number in event.numbers:
            added = self._added[event.office, event.day, number[0]].pop(number, None)
            if added is None:
                words = f"{who} got {number} of {event.day}, which had not come anew for standby."
                yield self.wrong(words, index)

    def _passed_over(
        self, index: int, batch: DrawBatch, event: Any, *, number: int
    ) -> Iterator[Violation]:
        free = len(event.numbers) + self._free(batch, event)
        for ref, (other, entry) in batch.waiting.items():
            if other < number and entry.people <= free and wishes(entry, event.day):
                words = f"{batch.name}: draw number {number} got {', '.join(event.numbers)} of"
                words = f"{words} {event.day}; draw number {other} ({ref[:SHOWN]}) waits for it,"
                yield self.wrong(f"{words} and comes first.", index)
                return

    def _free(self, batch: DrawBatch, event: Any) -> int:
        """Count the numbers of the day that were surely there to give besides."""
        series = batch.said.series
        minutes = self._own.number("standby_notice_minutes", on=event.day)
        if minutes is None:
            return 0
        soonest = event.at + timedelta(minutes=minutes)
        returned = self._returned.get((event.office, event.day, series), {}).values()
        return sum(
            one.at + JUST_NOW <= event.at and one.starts_at is not None and one.starts_at >= soonest
            for one in returned
        )

    def _ended(self, index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.of(event)
        # Whoever got nothing is told so at the end, on standby or not; twice: booking.application.
        if batch is not None and event.ref in self._book.losers:
            batch.waiting.pop(event.ref, None)
            return ()
        words = f"Application {event.ref[:SHOWN]} ended a wait for a draw that it had not lost."
        return (self.wrong(words, index),)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find numbers of drawn days that came anew for nobody on standby."""
        for (_, day, _), added in self._added.items():
            for number, (at, index) in added.items():
                if last_at is not None and at + SETTLED <= last_at:
                    words = f"{number} of {day} came anew on a day left to the draw, but went to"
                    yield self.wrong(f"{words} nobody on standby.", index)


def wishes(entry: Entry, day: date) -> bool:
    """Tell whether an application wished a day, by name or by any day after."""
    is_later = entry.any_after is not None and entry.any_after <= day
    return is_later or any(wish.day == day for wish in entry.wishes)
