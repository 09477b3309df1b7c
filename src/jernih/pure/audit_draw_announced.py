"""Check what was fixed before a batch opened: its seats, its rule, its round, its key.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_life.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Final

from jernih.pure import beacon, contribution, events, events_draw, vrf, vrf_key
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import DrawBatch, DrawBook, blame, is_round
from jernih.pure.draw_rule import DrawRule
from jernih.pure.events import Event
from jernih.pure.events_draw import BatchWindow, Source
from jernih.pure.reasons import ReleaseMode
from jernih.pure.states import BatchState

# Numbers have at most five digits.
LAST_NUMBER: Final = 99_999
LONGEST: Final = 100_000
CAPACITY: Final = "draw.capacity"


class AnnouncedCheck(Check):
    """The seats announced are those published for the draw, and the rule is the one in force."""

    rule: ClassVar[str] = "draw.announced"

    def __init__(self, book: DrawBook, own: DrawRule) -> None:
        """Write into this book. own: the rule this program has with it."""
        self._book = book
        self._own = own
        self._others = 0

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what is published for draws, and at what batches make of it."""
        return {
            events.SupplyReleased: self._released,
            events_draw.BatchAnnounced: self._announced,
        }

    def _released(self, _index: int, event: Any) -> Iterable[Violation]:
        if event.mode is ReleaseMode.DRAW:
            self._book.supplies[event.office, event.service][event.day] = event
        return ()

    def _announced(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        if batch is None:
            return
        if self._book.moved(event) is None:
            yield from self._again(index, batch, event)
            return
        if not _is_possible(event):
            words = f"{batch.name} was announced with seats, times or sources that cannot be."
            yield self.wrong(words, index)
            # Nothing can be judged by it, so it counts as not announced.
            batch.state, batch.fact = BatchState.PLANNED, None
            return
        batch.announced, batch.round = event, event.round
        yield from self._seats(index, batch, event)
        yield from self._kept(index, batch, event)
        yield from self._round(index, batch, event)
        if self._own.hash not in ("", event.rule):
            self._others += 1
        elif self._own.hash:
            yield from self._by_rule(index, batch, event)

    def _again(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        """Say what a second announcement takes away; that there is one, LifeCheck says."""
        if batch.announced is not None and _count(event) < _count(batch.announced):
            words = f"{batch.name} had {_count(batch.announced)} seats when it was announced"
            yield blame(CAPACITY, f"{words}, and later {_count(event)}.", batch.index, index)

    def _seats(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        plan = batch.plan
        supplies = self._book.supplies[event.office, event.service]
        days = [day for day in sorted(supplies) if plan.first_day <= day <= plan.last_day]
        released = tuple(row for day in days for row in _drawn_windows(supplies[day]))
        if event.service != plan.service:
            yield self.wrong(f"{batch.name} was announced for another service.", index)
        elif event.windows != released:
            words = f"{batch.name} was announced with {_count(event)} seats; for these days"
            seats = sum(row.last - row.first + 1 for row in released)
            words = f"{words} {seats} were published for the draw, or at other times."
            yield blame(CAPACITY if _count(event) < seats else self.rule, words, index)
        elif {supplies[day].series for day in days} - {event.series}:
            yield self.wrong(f"{batch.name} was announced in another series.", index)

    def _kept(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        seats = {room.day: room.seats for room in batch.rooms()}
        days = [row.day for row in event.kept]
        if _repeats(days):
            yield self.wrong(f"{batch.name}: seats of one day are kept twice.", index)
        for row in event.kept:
            if row.priority + row.long_waiting > seats.get(row.day, 0):
                yield self.wrong(f"{batch.name} keeps more seats of {row.day} than it has.", index)

    def _round(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        if event.round != beacon.round_at_or_after(beacon.QUICKNET, batch.plan.draws_at):
            words = f"{batch.name} waits for round {event.round}, which is not the first one after"
            yield self.wrong(f"{words} the time in the calendar.", index)
        names = [row.name for row in event.contributors]
        try:
            contribution.check_commitments(row.commitment for row in event.contributors)
        except contribution.BadContribution as bad:
            yield self.wrong(f"{batch.name}: {bad}.", index)
        if _repeats(names):
            yield self.wrong(f"{batch.name}: a contributor is named twice.", index)

    def _by_rule(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        """Hold the numbers announced against the rulebook that the hash names."""
        on = batch.plan.first_day
        for name in ("long_after", "freeze_minutes", "reveal_minutes", "fallback_hours"):
            said, ruled = getattr(event, name), self._own.number(name, on=on)
            if ruled is not None and said != ruled:
                words = f"{batch.name} was announced with {name} {said}; the rule is {ruled}."
                yield self.wrong(words, index)
        kept = {row.day: row.priority for row in event.kept}
        for room in batch.rooms():
            percent = self._own.number("priority_percent", on=room.day) or 0
            if kept.get(room.day, 0) != room.seats * percent // 100:
                words = f"{batch.name} keeps {kept.get(room.day, 0)} of {room.seats} seats of"
                yield self.wrong(f"{words} {room.day}; the rule is {percent} in 100.", index)

    def notes(self) -> Iterator[str]:
        """Say which rule the batches were recomputed by."""
        if self._others:
            yield (
                f"{self._others} batches were announced under another version of the rule of the "
                "draw; they were recomputed by the rule of this program."
            )
        if not self._own.hash and self._book.batches:
            yield "This program cannot tell its own version of the rule of the draw."


class KeyCheck(Check):
    """The key of the nullifiers is on the record before a batch, and gives one value a person."""

    rule: ClassVar[str] = "draw.key"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at keys, and at batches that name one."""
        return {
            events_draw.KeyPublished: self._published,
            events_draw.BatchAnnounced: self._announced,
        }

    def _published(self, index: int, event: Any) -> Iterator[Violation]:
        self._book.keys.add((event.office, event.key))
        fault = _fault(event.key, event.modulus, event.roots)
        if fault:
            yield self.wrong(f"The key for nullifiers of {event.office} is not fit: {fault}", index)

    def _announced(self, index: int, event: Any) -> Iterator[Violation]:
        if (event.office, event.key) not in self._book.keys:
            words = "A batch was announced under a key for nullifiers that was not published."
            yield self.wrong(words, index)


# Offices of one house may publish one key, and it takes as long as hundreds of other facts.
@lru_cache(maxsize=8)
def _fault(name: str, modulus: str, roots: tuple[str, ...]) -> str:
    """Return what is wrong with a key, "" if nothing."""
    try:
        key = vrf_key.read_key(modulus)
        vrf_key.verify_permutation(key, roots=[bytes.fromhex(root) for root in roots])
    except ValueError as bad:  # of the key, or of a root that is no bytes
        return f"{bad}."
    return "" if vrf.key_ref(key) == name else "it has the name of another."


def _count(event: Any) -> int:
    return sum(row.last - row.first + 1 for row in event.windows)


def _is_possible(event: Any) -> bool:
    """Tell whether the numbers announced can be reckoned with at all."""
    windows = all(1 <= row.first <= row.last <= LAST_NUMBER for row in event.windows)
    spans = (event.freeze_minutes, event.reveal_minutes, event.fallback_hours)
    sources = event.sources[:1] == (Source.QUICKNET,) and not _repeats(event.sources)
    return windows and sources and all(map(_is_span, spans)) and is_round(event.round)


def _is_span(span: int) -> bool:
    return 0 < span <= LONGEST


def _repeats(values: Sequence[object]) -> bool:
    return len(set(values)) < len(values)


def _drawn_windows(supply: Any) -> Iterator[BatchWindow]:
    for window in supply.windows:
        if window.last - window.held >= window.first:
            yield BatchWindow(
                day=supply.day,
                starts_at=window.starts_at,
                first=window.first,
                last=window.last - window.held,
            )
