"""Read the public file of one draw, and draw it again: what a stranger needs and nothing else.

The file holds the facts of one batch as they stand on the record, a line each, in its order, with
the fact that publishes the key and those that publish the days. Source: docs/draw.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.audit import Audit, Check, Handler, Violation
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_draw_book import SHOWN, DrawBatch, DrawBook
from jernih.pure.audit_draw_result import result_of
from jernih.pure.draw_rule import DrawRule
from jernih.pure.events import BadEvent, Event, parse_event
from jernih.pure.reasons import ReleaseMode
from jernih.pure.rulebook import Rules
from jernih.pure.states import BatchState

_AROUND: Final = (events.SupplyReleased, events_draw.KeyPublished)


class BadDrawFile(ValueError):
    """Said of a file that is not the whole file of one draw; in words for whoever loaded it."""


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """What one application got. number: in the draw, from 1; day: "" and no numbers if nothing."""

    number: int
    ref: str
    group: str
    people: int
    day: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a file tells and what is wrong with it.

    rows: in draw order, empty before there is a seed; is_ours: they were drawn here, the office
    has published none. later: what an application got on standby, by ref.
    """

    batch: DrawBatch
    rows: tuple[ResultRow, ...]
    later: Mapping[str, str]
    is_ours: bool
    violations: tuple[Violation, ...]
    notes: tuple[str, ...]


def lines_of(entries: Iterable[bytes], *, batch: str) -> list[bytes]:
    """Return the lines of one batch's file, out of all entries of a record, in their order."""
    facts = [(entry, fact) for entry in entries if (fact := _read(entry)) is not None]
    plan = next(
        (f for _, f in facts if isinstance(f, events_draw.BatchPlanned) and f.batch == batch), None
    )
    key = next(
        (f.key for _, f in facts if isinstance(f, events_draw.BatchAnnounced) and f.batch == batch),
        "",
    )
    return [entry for entry, fact in facts if plan and _belongs(fact, plan, key)]


def _read(entry: bytes) -> Any:
    """Return a fact that may belong to a file, None for all others and for what is no fact."""
    if b'"kind":"draw.' not in entry and b'"kind":"booking.supply-released"' not in entry:
        return None
    try:
        return parse_event(entry)
    except BadEvent:
        return None


def _belongs(fact: Any, plan: events_draw.BatchPlanned, key: str) -> bool:
    if fact.office != plan.office:
        return False
    if isinstance(fact, events_draw.KeyPublished):
        return fact.key == key
    if isinstance(fact, events.SupplyReleased):
        is_drawn = fact.mode is ReleaseMode.DRAW and fact.service == plan.service
        return is_drawn and plan.first_day <= fact.day <= plan.last_day
    return bool(fact.batch == plan.batch)


def read_facts(lines: Iterable[bytes]) -> Iterator[Event]:
    """Yield the facts of a file of one draw. lines: each with its end, as a file yields them.

    Raises BadDrawFile for anything else.
    """
    batch = office = ""
    for at, line in enumerate(lines, 1):
        fact = _fact(at, line)
        office = office or fact.office
        if fact.office != office:
            raise BadDrawFile(f"two offices are in one file: {office} and, in line {at}, another")
        if not isinstance(fact, _AROUND):
            ref = getattr(fact, "batch", "")
            batch = batch or ref
            if not ref:
                raise BadDrawFile(f"line {at} ({fact.kind}) is not part of a draw")
            if ref != batch:
                words = f"two draws are in one file: {batch[:SHOWN]} and, in line {at},"
                raise BadDrawFile(f"{words} {ref[:SHOWN]}")
        yield fact
    if not batch:
        raise BadDrawFile("no draw is in it")


def _fact(at: int, line: bytes) -> Event:
    if not line.endswith(b"\n"):
        raise BadDrawFile(f"line {at} is cut off: the file was not saved whole; load it again")
    try:
        return parse_event(line[:-1])
    except BadEvent as bad:
        raise BadDrawFile(f"line {at} is not a fact in its one spelling: {bad}") from None


def check_file(lines: Iterable[bytes], *, quotas: Rules, own: DrawRule, now: datetime) -> Checked:
    """Draw the batch of a file again, and say what does not follow; lines count from 0.

    lines: each with its end, as an open file yields them. quotas: the rules of
    rulebook/quotas.toml. own: the rule this program has with it. now: what is not in the file by
    then is withheld. Raises BadDrawFile.
    """
    book = DrawBook(is_whole=False)
    teller = _Teller(book)
    checks = [teller, *draw_checks(quotas, own=own, book=book)]
    audit = Audit(checks)
    for at, fact in enumerate(read_facts(lines)):
        audit.show(at, fact)
    if not book.batches:
        raise BadDrawFile("its beginning is missing: the batch is never planned")
    (batch,) = book.batches.values()
    if batch.rows and batch.state is not BatchState.DRAWN:
        raise BadDrawFile("it ends inside the result: it was not saved whole; load it again")
    found = [*audit.violations, *(one for check in checks for one in check.finish(now))]
    is_ours = not teller.rows and batch.state is BatchState.SEEDED
    return Checked(
        batch=batch,
        rows=tuple(_drawn_here(batch) if is_ours else teller.rows),
        later=teller.later,
        is_ours=is_ours,
        violations=tuple(sorted(found, key=lambda one: one.indexes[:1])),
        notes=tuple(note for check in checks for note in check.notes()),
    )


class _Teller(Check):
    """Keep the result as the file tells it. It looks first: the others forget the list."""

    rule: ClassVar[str] = "draw.file"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book
        self.rows: list[ResultRow] = []
        self.later: dict[str, str] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at results."""
        return {
            events_draw.SeatsDrawn: self._drawn,
            events_draw.StandbySeated: self._seated,
        }

    def _drawn(self, _index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.of(event)
        # A second result is told as a violation; the table keeps the first.
        if batch is not None and batch.state is not BatchState.DRAWN:
            for number, row in enumerate(event.rows, event.first):
                self.rows.append(_row(number, row.ref, batch, day=row.day, numbers=row.numbers))
        return ()

    def _seated(self, _index: int, event: Any) -> Iterable[Violation]:
        self.later[event.ref] = f"{', '.join(event.numbers)} on {event.day}"
        return ()


def _drawn_here(batch: DrawBatch) -> Iterator[ResultRow]:
    """Yield what everyone gets, of a batch whose result is not in the file."""
    series = batch.said.series
    for number, seating in enumerate(result_of(batch), 1):
        day = seating.day.isoformat() if seating.day else ""
        numbers = tuple(f"{series}-{n:03d}" for n in seating.numbers)
        yield _row(number, seating.ref, batch, day=day, numbers=numbers)


def _row(
    number: int, ref: str, batch: DrawBatch, *, day: str, numbers: tuple[str, ...]
) -> ResultRow:
    entry = batch.entries.get(ref)
    return ResultRow(
        number=number,
        ref=ref,
        group=entry.group.value if entry else "?",
        people=entry.people if entry else 0,
        day=day,
        numbers=numbers,
    )
