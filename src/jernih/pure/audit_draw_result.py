"""Draw again every batch that was drawn, and compare the result row by row.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_result.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.allocation import Seating, allocate
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import (
    SETTLED,
    SHOWN,
    DrawBatch,
    DrawBook,
    blame,
    number_of,
    numbers_text,
)
from jernih.pure.audit_draw_life import SECOND
from jernih.pure.draw import draw_order
from jernih.pure.draw_rows import spelled
from jernih.pure.events import Event
from jernih.pure.reasons import ReleaseMode
from jernih.pure.spelling import BadSpelling, read_day
from jernih.pure.states import BatchState

ORDER: Final = "draw.order"


def result_of(batch: DrawBatch) -> list[Seating]:
    """Return what everyone gets by the rule, in draw order, of a batch that has its seed."""
    if batch.ahead and batch.ahead.seed == batch.seed.seed:
        return batch.ahead.result
    order = draw_order(batch.entries, key=bytes.fromhex(batch.seed.seed))
    return allocate([batch.entries[ref] for ref in order], batch.rooms())


class ResultCheck(Check):
    """Order and seats are those that follow from the frozen list, the seed and the rule."""

    rule: ClassVar[str] = "draw.seats"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at results."""
        return {
            events_draw.SeatsDrawn: self._rows,
            events_draw.BatchDrawn: self._drawn,
            events_draw.BatchCancelled: self._cancelled,
        }

    def _rows(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        if batch is not None and batch.state is BatchState.DRAWN:
            words = f"{batch.name} was drawn before; another result is a second draw."
            yield blame(SECOND, words, index)
            return
        if batch is None or batch.state is not BatchState.SEEDED:
            yield blame(ORDER, "A result was told of a draw that has no seed.", index)
            return
        if batch.expected is None:
            batch.expected = result_of(batch)
        if event.first != batch.rows + 1:
            words = f"{batch.name}: after draw number {batch.rows} came {event.first}."
            yield blame(ORDER, words, index)
        yield from self._compare(index, batch, event)
        self._note(batch, event)

    def _compare(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        expected = batch.expected or []
        due = expected[batch.rows : batch.rows + len(event.rows)]
        series = batch.said.series
        given = [(row.ref, row.day, row.numbers) for row in event.rows]
        # Before rows are made to speak of: most are right, and a million may be compared.
        if given == [spelled(series, seating) for seating in due]:
            return
        refs = [seating.ref for seating in due]
        moved = [at for at, row in enumerate(event.rows) if refs[at : at + 1] != [row.ref]]
        if moved:
            at, more = moved[0], len(moved) - 1
            true = f"it is {refs[at][:SHOWN]}" if at < len(refs) else "there is no such number"
            words = f"{batch.name}: draw number {batch.rows + at + 1} went to application"
            words = f"{words} {event.rows[at].ref[:SHOWN]}; by the seed {true}"
            yield blame(ORDER, f"{words}{_more(more)}.", index)
        rows = {row.ref: self._due(batch, row) for row in event.rows}
        other = [row for row in event.rows if rows[row.ref] not in (None, row)]
        if other:
            words = f"{batch.name}: application {other[0].ref[:SHOWN]} got {_seats(other[0])}; by"
            true = _seats(rows[other[0].ref] or other[0])
            yield self.wrong(f"{words} the rule it is {true}{_more(len(other) - 1)}.", index)

    def _due(self, batch: DrawBatch, row: events_draw.DrawnRow) -> events_draw.DrawnRow | None:
        """Return what an application should have got; None if it is not in the draw."""
        # Made once: where the whole order is another, every fact asks.
        if batch.by_ref is None:
            batch.by_ref = {seating.ref: seating for seating in batch.expected or []}
        seating = batch.by_ref.get(row.ref)
        if seating is None:
            return None
        ref, day, numbers = spelled(batch.said.series, seating)
        return events_draw.DrawnRow(ref=ref, day=day, numbers=numbers)

    def _note(self, batch: DrawBatch, event: Any) -> None:
        """Keep what the record says, true or not."""
        for number, row in enumerate(event.rows, batch.rows + 1):
            if not row.day:
                batch.unseated.append((number, row.ref))
                continue
            try:
                batch.given[read_day(row.day)].update(map(number_of, row.numbers))
            except BadSpelling:
                continue  # no such day: it differs from the rule, which was said
        batch.rows += len(event.rows)

    def _drawn(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.moved(event)
        if batch is None:
            return
        numbers = sum(map(len, batch.given.values()))
        true = (batch.rows, batch.rows - len(batch.unseated), numbers)
        said = (event.applications, event.seated, event.numbers)
        if batch.rows != len(batch.entries):
            words = f"{batch.name}: {batch.rows} of {len(batch.entries)} applications have a"
            yield blame(ORDER, f"{words} draw number.", index)
        elif said != true:
            words = f"{batch.name} was said to seat {said[1]} of {said[0]} applications with"
            words = f"{words} {said[2]} numbers; its rows say {true[1]} of {true[0]} with {true[2]}"
            yield self.wrong(f"{words}.", index)
        self._settle(batch, event)

    def _settle(self, batch: DrawBatch, event: Any) -> None:
        """Keep what outlives the draw: who lost, who waits, and the numbers left."""
        for number, ref in batch.unseated:
            self._book.losers[ref] = (event.office, batch.plan.service)
            if ref in batch.standby and ref in batch.entries:
                batch.waiting[ref] = (number, batch.entries[ref])
        batch.settle(event.at)

    def _cancelled(self, _index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.moved(event)
        if batch is not None:
            batch.settle(event.at)
        return ()


class CapacityCheck(Check):
    """Every number of a drawn week is in its draw; every one announced is drawn, or offered."""

    rule: ClassVar[str] = "draw.capacity"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what is published."""
        return {events.SupplyReleased: self._released}

    def _released(self, index: int, event: Any) -> Iterator[Violation]:
        for batch in self._book.batches.values():
            plan = batch.plan
            is_its = (event.office, event.service) == (plan.office, plan.service)
            if not is_its or not plan.first_day <= event.day <= plan.last_day:
                continue
            if batch.state is BatchState.CANCELLED:
                continue
            if event.mode is ReleaseMode.OPEN:
                words = f"{batch.name}: {event.day} was published to be taken at once."
                yield self.wrong(words, batch.index, index)
            elif batch.state is not BatchState.PLANNED:
                words = f"{batch.name}: numbers of {event.day} were published for it when it was"
                yield self.wrong(f"{words} {batch.state}, so they are in no draw.", index)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find numbers that went nowhere."""
        for batch in self._book.batches.values():
            if batch.over_at is None or last_at is None or batch.over_at + SETTLED > last_at:
                continue
            for day, left in batch.left.items():
                numbers = numbers_text(batch.said.series, left)
                words = f"{batch.name}: {numbers} of {day} were announced, but neither drawn nor"
                yield self.wrong(f"{words} offered.", batch.index)


def _more(count: int) -> str:
    return f", and {count} more differ" if count else ""


def _seats(row: events_draw.DrawnRow) -> str:
    return f"{', '.join(row.numbers)} on {row.day}" if row.day else "nothing"
