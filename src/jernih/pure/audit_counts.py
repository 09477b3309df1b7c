"""Count each day of an office from the record alone, in the words of the daily figures."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, cast

from jernih.pure import events
from jernih.pure.events import Event

Counts = Iterator[tuple[str, int]]

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


def counts_of(event: Event) -> Counts:
    """Yield what this fact adds to the figures of its day."""
    counter = _COUNTERS.get(type(event))
    if counter is not None:
        yield from counter(event)


def _supply(event: Event) -> Counts:
    supply = cast("events.SupplyReleased", event)
    yield "planned", sum(window.last - window.first + 1 for window in supply.windows)
    yield "held back", sum(window.held for window in supply.windows)


def _freed(event: Event) -> Counts:
    yield "held back", -len(cast("events.SeatsFreed", event).numbers)


def _numbers(word: str) -> Callable[[Event], Counts]:
    def count(event: Event) -> Counts:
        yield word, len(cast("events.Taken", event).numbers)

    return count


def _one(word: str) -> Callable[[Event], Counts]:
    def count(_event: Event) -> Counts:
        yield word, 1

    return count


_COUNTERS: Final[Mapping[type[Event], Callable[[Event], Counts]]] = {
    events.SupplyReleased: _supply,
    events.SeatsFreed: _freed,
    events.SeatAdded: _one("planned"),
    events.Taken: _numbers("taken"),
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
