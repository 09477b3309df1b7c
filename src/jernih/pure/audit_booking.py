"""Check the numbers of a day: released without gaps, taken once, ended once, never used again.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_booking.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from jernih.pure import events, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.reasons import HoldReason
from jernih.pure.spelling import BadSpelling, read_day
from jernih.pure.states import (
    APPLICATION,
    LIVE_APPLICATION,
    SEAT,
    ApplicationState,
    IllegalMove,
    SeatState,
)

# By then a day is over in every time zone, and the clock has told what became of its numbers.
DAY_IS_OVER = timedelta(days=2)

SeatKey = tuple[str, date, str]


@dataclass(kw_only=True, slots=True)
class Seat:
    """One number of one day, as the record tells it so far."""

    state: SeatState
    index: int
    service: str
    starts_at: datetime
    ends_at: datetime
    ref: str = ""
    replaced: bool = False


@dataclass
class Book:
    """All numbers of all days. last: the highest number released in an office's series that day."""

    seats: dict[SeatKey, Seat] = field(default_factory=dict)
    last: dict[SeatKey, int] = field(default_factory=dict)

    def add(self, key: SeatKey, seat: Seat) -> None:
        """Enter a released number."""
        office, day, number = key
        self.seats[key] = seat
        series, _, n = number.partition("-")
        self.last[office, day, series] = int(n)


def booking_checks(book: Book) -> list[Check]:
    """Return the checks of booking; they write into one book of numbers."""
    return [SupplyCheck(book), SeatCheck(book), FateCheck(book), ApplicationCheck()]


def number_text(series: str, n: int) -> str:
    """Return a number as it is shown, A-017."""
    return f"{series}-{n:03}"


class SupplyCheck(Check):
    """Numbers are released 1, 2, 3 … in the order of their windows; a returned one comes anew."""

    rule: ClassVar[str] = "booking.supply"

    def __init__(self, book: Book) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what was released."""
        return {
            events.SupplyReleased: self._released,
            events.SeatAdded: self._added,
            events.SeatsFreed: self._freed,
        }

    def _released(self, index: int, event: Any) -> Iterator[Violation]:
        place = f"{event.office} on {event.day}"
        held = sum(window.held for window in event.windows)
        planned = sum(window.last - window.first + 1 for window in event.windows)
        if planned != event.planned:
            words = f"{place}: {event.planned} numbers were planned, {planned} stand in windows."
            yield self.wrong(words, index)
        if bool(held) != (event.held_reason != HoldReason.NONE):
            yield self.wrong(
                f"{place}: numbers held back and the reason do not go together.", index
            )
        starts = [window.starts_at for window in event.windows]
        if starts != sorted(starts):
            yield self.wrong(f"{place}: the windows are not in the order of the day.", index)
        for window in event.windows:
            yield from self._window(index, event, window)

    def _window(self, index: int, event: Any, window: events.Window) -> Iterator[Violation]:
        last = self._book.last.get((event.office, event.day, event.series), 0)
        if window.first != last + 1 or window.last < window.first:
            words = (
                f"{event.office} on {event.day}: after {event.series} {last} came {window.first}"
            )
            yield self.wrong(f"{words} to {window.last}.", index)
        if window.held > window.last - window.first + 1 or window.starts_at >= window.ends_at:
            yield self.wrong(f"{event.office} on {event.day}: an impossible window.", index)
        office, day, series = event.office, event.day, event.series
        for n in range(window.first, window.last + 1):
            is_held = n > window.last - window.held
            self._book.seats[office, day, number_text(series, n)] = Seat(
                state=SeatState.HELD if is_held else SeatState.FREE,
                index=index,
                service=event.service,
                starts_at=window.starts_at,
                ends_at=window.ends_at,
            )
            self._book.last[office, day, series] = n

    def _added(self, index: int, event: Any) -> Iterator[Violation]:
        series = event.number.partition("-")[0]
        last = self._book.last.get((event.office, event.day, series), 0)
        if event.number != number_text(series, last + 1):
            yield self.wrong(f"{event.number} was added after {series} {last}.", index)
        old = self._book.seats.get((event.office, event.day, event.replaces))
        if old is None or old.state is not SeatState.RETURNED or old.replaced:
            words = f"{event.number} replaces {event.replaces}, which was not given back"
            yield self.wrong(f"{words}, or was replaced before.", index)
        else:
            old.replaced = True
            if (old.starts_at, old.ends_at) != (event.starts_at, event.ends_at):
                words = (
                    f"{event.number} is not for the time of {event.replaces}, which it replaces."
                )
                yield self.wrong(words, old.index, index)
        seat = Seat(
            state=SeatState.FREE,
            index=index,
            service=event.service,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
        )
        self._book.add((event.office, event.day, event.number), seat)

    def _freed(self, index: int, event: Any) -> Iterator[Violation]:
        for number in event.numbers:
            seat = self._book.seats.get((event.office, event.day, number))
            if seat is None or seat.state is not SeatState.HELD:
                yield self.wrong(f"{number} of {event.day} was freed, but not held back.", index)
            else:
                seat.state = SeatState.FREE


class SeatCheck(Check):
    """A number is taken once, by one application, and what becomes of it comes from that one."""

    rule: ClassVar[str] = "booking.number"

    def __init__(self, book: Book) -> None:
        """Read and write this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at everything that happens to a number before it is called."""
        return {
            events.Taken: self._taken,
            events.Moved: self._moved,
            events.Withdrawn: self._withdrawn,
            events.MissedDay: self._missed,
            events.CheckedIn: self._checked_in,
            events_draw.SeatsDrawn: self._drawn,
            events_draw.StandbySeated: self._seated,
        }

    def _taken(self, index: int, event: Any) -> Iterable[Violation]:
        taken = self._take(index, event, event.day, event.numbers, ref=event.ref)
        if len(event.numbers) == len(event.classes) == len(event.commitments):
            return taken
        words = "Numbers, classes and commitments are not equally many."
        return (self.wrong(words, index), *taken)

    def _drawn(self, index: int, event: Any) -> Iterator[Violation]:
        for row in event.rows:
            if row.day:
                try:
                    day = read_day(row.day)
                except BadSpelling as bad:
                    yield self.wrong(f"Numbers were drawn for {bad}.", index)
                    continue
                yield from self._take(index, event, day, row.numbers, ref=row.ref)

    def _seated(self, index: int, event: Any) -> Iterable[Violation]:
        return self._take(index, event, event.day, event.numbers, ref=event.ref)

    def _moved(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._move(index, event, event.day, event.numbers, SeatState.RETURNED)
        yield from self._take(index, event, event.to_day, event.to_numbers, ref=event.ref)

    def _withdrawn(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._move(index, event, event.day, event.numbers, SeatState.RETURNED)

    def _missed(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._move(index, event, event.day, event.numbers, SeatState.UNUSED)

    def _checked_in(self, index: int, event: Any) -> Iterable[Violation]:
        seat = self._book.seats.get((event.office, event.day, event.number))
        if seat is None or seat.state is not SeatState.TAKEN or seat.ref != event.ref:
            return self._move(index, event, event.day, (event.number,), SeatState.USED)
        seat.state, seat.index = SeatState.USED, index
        return ()

    def _take(
        self, index: int, event: Any, day: date, numbers: Sequence[str], *, ref: str
    ) -> list[Violation]:
        seats, office, found = self._book.seats, event.office, []
        for number in numbers:
            seat = seats.get((office, day, number))
            service = getattr(event, "service", seat.service if seat else "")
            if seat is None or seat.state is not SeatState.FREE or seat.service != service:
                found.append(self._not_free(index, day, number, seat))
            else:
                seat.state, seat.ref, seat.index = SeatState.TAKEN, ref, index
        return found

    def _not_free(self, index: int, day: date, number: str, seat: Seat | None) -> Violation:
        if seat is None:
            return self.wrong(f"{number} of {day} was taken, but never released.", index)
        if seat.state is not SeatState.FREE:
            words = f"{number} of {day} was taken when it was {seat.state}"
            return self.wrong(f"{words}; a number is taken once.", seat.index, index)
        return self.wrong(f"{number} of {day} was taken for another service.", index)

    def _move(
        self, index: int, event: Any, day: date, numbers: Sequence[str], then: SeatState
    ) -> Iterator[Violation]:
        for number in numbers:
            seat = self._book.seats.get((event.office, day, number))
            if seat is None or seat.ref != event.ref:
                words = f"{number} of {day} became {then}, but was not this application's."
                yield self.wrong(words, index)
                continue
            try:
                SEAT.check(seat.state, then)
            except IllegalMove:
                words = f"{number} of {day} became {then} when it was {seat.state}"
                yield self.wrong(f"{words}; a number ends once.", seat.index, index)
            else:
                seat.state, seat.index = then, index


class FateCheck(Check):
    """When a day is over, every number that was taken has come, or not come, or been given back."""

    rule: ClassVar[str] = "booking.fate"

    def __init__(self, book: Book) -> None:
        """Read this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at nothing before the end."""
        return {}

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find numbers without a fate on days that are over."""
        for (office, day, number), seat in self._book.seats.items():
            if seat.state is not SeatState.TAKEN or last_at is None:
                continue
            if datetime.combine(day, time(), UTC) + DAY_IS_OVER <= last_at:
                words = f"{number} of {day} in {office} was taken, and nothing became of it."
                yield self.wrong(words, seat.index)


class ApplicationCheck(Check):
    """An application goes only the ways that are drawn in docs/states."""

    rule: ClassVar[str] = "booking.application"

    def __init__(self) -> None:
        """Start with no application."""
        self._states: dict[str, tuple[ApplicationState, int]] = {}
        self._in_batch: dict[str, list[str]] = defaultdict(list)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at everything that moves an application."""
        a = ApplicationState
        return {
            events_draw.Applied: self._joined,
            events_draw.BatchClosed: self._closed,
            events_draw.BatchCancelled: self._cancelled,
            events.Taken: self._started,
            events.Moved: self._moved_to(a.GRANTED),
            events.Confirmed: self._moved_to(a.CONFIRMED),
            events.CheckedIn: self._moved_to(a.PRESENT),
            events.Withdrawn: self._moved_to(a.WITHDRAWN),
            events.MissedDay: self._moved_to(a.EXPIRED),
            events_draw.ApplicationWithdrawn: self._moved_to(a.WITHDRAWN),
            events_draw.SeatsDrawn: self._drawn,
            events_draw.StandbySeated: self._moved_to(a.GRANTED),
            # By herself or by the clock, the fact does not say; both are ends.
            events_draw.WaitingEnded: self._moved_to(a.EXPIRED),
            events.Corrected: self._corrected,
        }

    def _corrected(self, index: int, event: Any) -> Iterable[Violation]:
        now, before = self._states.get(event.ref, (None, index))
        if now in LIVE_APPLICATION:
            return ()
        words = f"A name was corrected in an application that was {now or 'never made'}."
        return (self.wrong(words, *dict.fromkeys((before, index))),)

    def _started(self, index: int, event: Any) -> Iterable[Violation]:
        known = self._states.get(event.ref)
        if known is not None:
            return (self.wrong("One application was made twice.", known[1], index),)
        self._states[event.ref] = (ApplicationState.GRANTED, index)
        return ()

    def _joined(self, index: int, event: Any) -> Iterable[Violation]:
        found = self._started(index, event)
        if not found:
            self._states[event.ref] = (ApplicationState.APPLIED, index)
            self._in_batch[event.batch].append(event.ref)
        return found

    def _closed(self, _index: int, event: Any) -> Iterable[Violation]:
        # From here on nobody can give the batch up.
        self._in_batch.pop(event.batch, None)
        return ()

    def _cancelled(self, index: int, event: Any) -> Iterable[Violation]:
        """End all who are still in a batch: no fact says it of each."""
        for ref in self._in_batch.pop(event.batch, ()):
            if self._states[ref][0] is ApplicationState.APPLIED:
                self._states[ref] = (ApplicationState.WITHDRAWN, index)
        return ()

    def _drawn(self, index: int, event: Any) -> Iterator[Violation]:
        seated = self._moved_to(ApplicationState.GRANTED)
        unseated = self._moved_to(ApplicationState.UNSEATED)
        for row in event.rows:
            yield from (seated if row.day else unseated)(index, row)

    def _moved_to(self, then: ApplicationState) -> Handler:
        def move(index: int, event: Any) -> Iterable[Violation]:
            known = self._states.get(event.ref)
            if known is None:
                words = f"An application became {then}, but was never made."
                return (self.wrong(words, index),)
            now, before = known
            # A family comes one by one, and some may stay away: who is there stays there.
            if now is ApplicationState.PRESENT and then in _AFTER_PRESENT:
                return ()
            if (now, then) not in _STAYS and then not in APPLICATION.moves[now]:
                words = f"An application went from {now} to {then}."
                return (self.wrong(words, before, index),)
            self._states[event.ref] = (then, index)
            return ()

        return move


_AFTER_PRESENT = frozenset({ApplicationState.PRESENT, ApplicationState.EXPIRED})
# A move to another day keeps an application where it is; a confirmed one is asked again.
_STAYS = frozenset(
    {
        (ApplicationState.GRANTED, ApplicationState.GRANTED),
        (ApplicationState.CONFIRMED, ApplicationState.GRANTED),
    }
)
