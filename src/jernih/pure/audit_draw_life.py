"""Check that a batch goes from its plan to its result, step by step, and only once.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_life.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any, ClassVar, Final

from jernih.pure import events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import DrawBatch, DrawBook, blame
from jernih.pure.events import Event
from jernih.pure.states import BATCH, BatchState

SECOND: Final = "draw.second-draw"
_S = BatchState
# What can no longer be told a second time without being another draw.
_FROZEN: Final = frozenset({_S.CLOSED, _S.SEEDED, _S.DRAWN})
_LIFE: Final = (_S.PLANNED, _S.ANNOUNCED, _S.OPEN, _S.CLOSED, _S.SEEDED, _S.DRAWN)
_WORDS: Final = {
    _S.PLANNED: "planned",
    _S.ANNOUNCED: "announced",
    _S.OPEN: "open",
    _S.CLOSED: "closed",
    _S.SEEDED: "given its seed",
    _S.DRAWN: "drawn",
    _S.CANCELLED: "given up",
}


class LifeCheck(Check):
    """A batch is planned, announced, open, closed, seeded and drawn, in this order, each once.

    It is the first of all: the others look at what it lets pass.
    """

    rule: ClassVar[str] = "draw.calendar"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every step of a batch."""
        return {
            events_draw.BatchPlanned: self._planned,
            events_draw.BatchAnnounced: self._moves_to(BatchState.ANNOUNCED),
            events_draw.BatchOpened: self._opened,
            events_draw.BatchCancelled: self._moves_to(BatchState.CANCELLED),
            events_draw.BatchClosed: self._moves_to(BatchState.CLOSED),
            events_draw.SeedFixed: self._moves_to(BatchState.SEEDED),
            events_draw.BatchDrawn: self._moves_to(BatchState.DRAWN),
        }

    def _planned(self, index: int, event: Any) -> Iterator[Violation]:
        before = self._book.of(event)
        if before is not None:
            rule = SECOND if before.state in _FROZEN else self.rule
            yield blame(rule, f"{before.name} was planned twice.", before.index, index)
            return
        batch = DrawBatch(plan=event, index=index, fact=event)
        yield from self._rivals(index, batch)
        yield from self._times(index, batch)
        self._book.batches[event.office, event.batch] = batch

    def _rivals(self, index: int, batch: DrawBatch) -> Iterator[Violation]:
        plan = batch.plan
        for other in self._book.batches.values():
            theirs = other.plan
            if (theirs.office, theirs.service) != (plan.office, plan.service):
                continue
            if theirs.last_day < plan.first_day or plan.last_day < theirs.first_day:
                continue
            if other.state in _FROZEN:
                words = f"{batch.name} was planned when {other.plan.batch[:8]} was already"
                words = f"{words} {_WORDS[other.state]} for the same days: a second draw."
                yield blame(SECOND, words, other.index, index)
            elif other.state is not BatchState.CANCELLED:
                words = f"{batch.name}: {other.plan.batch[:8]} stands in the calendar for the"
                yield self.wrong(f"{words} same days.", other.index, index)

    def _times(self, index: int, batch: DrawBatch) -> Iterator[Violation]:
        plan = batch.plan
        is_forward = plan.opens_at < plan.closes_at < plan.draws_at
        first = datetime.combine(plan.first_day, time(), UTC)
        if not is_forward or plan.draws_at >= first or plan.first_day > plan.last_day:
            yield self.wrong(f"{batch.name} cannot be kept: its times are not in order.", index)
        if plan.at >= plan.opens_at:
            yield self.wrong(f"{batch.name} came into the calendar after it should open.", index)

    def _opened(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._move(index, event, BatchState.OPEN)
        batch = self._book.moved(event)
        if batch is not None and event.at < batch.plan.opens_at:
            yield self.wrong(f"{batch.name} opened before its published time.", index)

    def _moves_to(self, then: BatchState) -> Handler:
        def move(index: int, event: Any) -> Iterable[Violation]:
            return self._move(index, event, then)

        return move

    def _move(self, index: int, event: Any, then: BatchState) -> Iterator[Violation]:
        batch = self._book.of(event)
        if batch is None:
            yield self.wrong("A draw went on that was never planned.", index)
            return
        now = batch.state
        if then not in BATCH.moves[now]:
            rule, words = self._fault(batch, then)
            yield blame(rule, words, batch.index, index)
            if not _is_ahead(batch, then):
                return
        batch.state, batch.index, batch.fact = then, index, event

    def _fault(self, batch: DrawBatch, then: BatchState) -> tuple[str, str]:
        words = f"{batch.name} was {_WORDS[then]} when it was {_WORDS[batch.state]}"
        if batch.state in _FROZEN and then is BatchState.CANCELLED:
            return SECOND, f"{words}: after its list was frozen, another try is a second draw."
        if batch.state in _FROZEN and not _is_ahead(batch, then):
            return SECOND, f"{words}: a batch is drawn once."
        return self.rule, f"{words}."


def _is_ahead(batch: DrawBatch, then: BatchState) -> bool:
    """Tell whether a step that came too early can be followed all the same."""
    if then not in _LIFE or batch.state not in _LIFE:
        return False
    # Without the announcement, or the frozen list, nothing later could be judged.
    known = batch.announced is not None or then is BatchState.ANNOUNCED
    frozen = batch.closed is not None or then not in (BatchState.SEEDED, BatchState.DRAWN)
    return known and frozen and _LIFE.index(then) > _LIFE.index(batch.state)
