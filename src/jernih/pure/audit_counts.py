"""Count each day of an office from the record alone, in the words of the daily figures."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final, cast

from jernih.pure import events, events_draw
from jernih.pure.events import Event
from jernih.pure.spelling import BadSpelling, read_day

# Adds one fact to the figures of its day.
Adder = Callable[[Event, Counter[str]], None]

# The order in which a report says them.
WORDS: Final = (
    "planned",
    "held back",
    "taken",
    "given back",
    "moved away",
    "did not come",
    "checked in",
    "walked in",
    "called",
    "called by exception",
    "missed their call",
    "served",
    "left the line",
    "expired",
)


def adder_of(kind: type[Event]) -> Adder | None:
    """Return what adds a fact of this kind to the figures of its day; None if it changes none."""
    return _ADDERS.get(kind)


def drawn_by_day(event: Any) -> Iterator[tuple[date, int]]:
    """Yield how many numbers of each day a result gives: that fact is of no one day."""
    for row in event.rows:
        # A day that no calendar has is said by the checks.
        with suppress(BadSpelling):
            if row.day:
                yield read_day(row.day), len(row.numbers)


def _supply(event: Event, figures: Counter[str]) -> None:
    supply = cast("events.SupplyReleased", event)
    figures["planned"] += sum(window.last - window.first + 1 for window in supply.windows)
    figures["held back"] += sum(window.held for window in supply.windows)


def _freed(event: Event, figures: Counter[str]) -> None:
    figures["held back"] -= len(cast("events.SeatsFreed", event).numbers)


def _numbers(word: str) -> Adder:
    def add(event: Event, figures: Counter[str]) -> None:
        figures[word] += len(cast("events.Taken", event).numbers)

    return add


def _one(word: str) -> Adder:
    def add(_event: Event, figures: Counter[str]) -> None:
        figures[word] += 1

    return add


_ADDERS: Final[Mapping[type[Event], Adder]] = {
    events.SupplyReleased: _supply,
    events.SeatsFreed: _freed,
    events.SeatAdded: _one("planned"),
    events.Taken: _numbers("taken"),
    events_draw.StandbySeated: _numbers("taken"),
    events.Moved: _numbers("moved away"),
    events.Withdrawn: _numbers("given back"),
    events.MissedDay: _numbers("did not come"),
    events.CheckedIn: _one("checked in"),
    events.WalkedIn: _one("walked in"),
    events.Called: _one("called"),
    events.CalledByException: _one("called by exception"),
    events.Missed: _one("missed their call"),
    events.Served: _one("served"),
    events.LeftLine: _one("left the line"),
    events.TicketExpired: _one("expired"),
}
