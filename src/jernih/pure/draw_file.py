"""Read the public file of one draw, and draw it again: what a stranger needs and nothing else.

The file holds the facts of one batch as they stand on the record, a line each, in its order, with
the fact that publishes the key and those that publish the days. Source: docs/draw.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.allocation import Seating
from jernih.pure.audit import Audit, Check, Handler, Violation
from jernih.pure.audit_draw import draw_checks
from jernih.pure.audit_draw_book import SHOWN, DrawBatch, DrawBook
from jernih.pure.audit_draw_result import result_of
from jernih.pure.draw_rows import Rows
from jernih.pure.draw_rule import DrawRule
from jernih.pure.events import BadEvent, Event, parse_event
from jernih.pure.events_draw import DrawnRow
from jernih.pure.reasons import ReleaseMode
from jernih.pure.rulebook import Rules
from jernih.pure.states import BatchState

_AROUND: Final = (events.SupplyReleased, events_draw.KeyPublished)


class BadDrawFile(ValueError):
    """Said of a file that is not the whole file of one draw; in words for whoever loaded it."""


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a file tells and what is wrong with it.

    rows: in draw order, empty before there is a seed; is_ours: they were drawn here, the office
    has published none. later: what an application got on standby, by ref.
    """

    batch: DrawBatch
    rows: Rows
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
    reader = FileReader()
    for line in lines:
        yield reader.read(line)
    reader.end()


class FileReader:
    """Read the lines of one draw's file one after the other. at: how many were read."""

    def __init__(self) -> None:
        """Begin at the first line."""
        self.at = 0
        self._batch = self._office = ""

    def read(self, line: bytes) -> Event:
        """Return the fact of the next line, with its end. Raises BadDrawFile."""
        self.at += 1
        fact = self._fact(line)
        self._office = self._office or fact.office
        if fact.office != self._office:
            words = f"two offices are in one file: {self._office} and, in line {self.at}, another"
            raise BadDrawFile(words)
        if not isinstance(fact, _AROUND):
            ref = getattr(fact, "batch", "")
            self._batch = self._batch or ref
            if not ref:
                raise BadDrawFile(f"line {self.at} ({fact.kind}) is not part of a draw")
            if ref != self._batch:
                words = f"two draws are in one file: {self._batch[:SHOWN]} and, in line {self.at},"
                raise BadDrawFile(f"{words} {ref[:SHOWN]}")
        return fact

    def end(self) -> None:
        """Raise BadDrawFile if there was no draw in it."""
        if not self._batch:
            raise BadDrawFile("no draw is in it")

    def _fact(self, line: bytes) -> Event:
        if not line.endswith(b"\n"):
            words = f"line {self.at} is cut off: the file was not saved whole; load it again"
            raise BadDrawFile(words)
        try:
            return parse_event(line[:-1])
        except BadEvent as bad:
            words = f"line {self.at} is not a fact in its one spelling: {bad}"
            raise BadDrawFile(words) from None


def check_file(lines: Iterable[bytes], *, quotas: Rules, own: DrawRule, now: datetime) -> Checked:
    """Draw the batch of a file again, and say what does not follow; lines count from 0.

    lines: each with its end, as an open file yields them. quotas: the rules of
    rulebook/quotas.toml. own: the rule this program has with it. now: what is not in the file by
    then is withheld. Raises BadDrawFile.
    """
    run = FileCheck(quotas=quotas, own=own)
    for line in lines:
        run.see(line)
    return run.finish(now)


class FileCheck:
    """One pass over the file of a draw, line by line."""

    def __init__(self, *, quotas: Rules, own: DrawRule) -> None:
        """Take the rules that check_file takes."""
        self.book = DrawBook(is_whole=False)
        self.teller = Teller(self.book)
        self.checks = [self.teller, *draw_checks(quotas, own=own, book=self.book)]
        self.reader = FileReader()
        self._audit = Audit(self.checks)

    @property
    def batch(self) -> DrawBatch | None:
        """Return the batch of the file, None before it is planned."""
        return next(iter(self.book.batches.values()), None)

    def see(self, line: bytes) -> None:
        """Read the next line, with its end, and hold it to every rule. Raises BadDrawFile."""
        index = self.reader.at
        self._audit.show(index, self.reader.read(line))

    def skip(self, lines: int, *, unread: int = 0) -> None:
        """Count lines that others have held to every rule; unread: of them, for DrawBook."""
        self.reader.at += lines
        self.book.unread += unread

    def finish(self, now: datetime) -> Checked:
        """Return what was found, after the last line. Raises BadDrawFile."""
        self.reader.end()
        batch = self.batch
        if batch is None:
            raise BadDrawFile("its beginning is missing: the batch is never planned")
        if batch.rows and batch.state is not BatchState.DRAWN:
            raise BadDrawFile("it ends inside the result: it was not saved whole; load it again")
        found = [
            *self._audit.violations,
            *(one for check in self.checks for one in check.finish(now)),
        ]
        rows = self.teller.rows
        is_ours = not rows and batch.state is BatchState.SEEDED
        if is_ours:
            self.teller.tell(batch, 1, result_of(batch))
        return Checked(
            batch=batch,
            rows=rows,
            later=self.teller.later,
            is_ours=is_ours,
            violations=tuple(sorted(found, key=lambda one: one.indexes[:1])),
            notes=tuple(note for check in self.checks for note in check.notes()),
        )


class Teller(Check):
    """Keep the result as the file tells it. It looks first: the others forget the list."""

    rule: ClassVar[str] = "draw.file"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book
        self.rows = Rows()
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
            self.tell(batch, event.first, event.rows)
        return ()

    def tell(self, batch: DrawBatch, first: int, rows: Sequence[DrawnRow | Seating]) -> None:
        """Keep rows that are numbered from `first`."""
        series = batch.announced.series if batch.announced else ""
        self.rows.add(first, rows, series=series, entries=batch.entries)

    def _seated(self, _index: int, event: Any) -> Iterable[Violation]:
        self.later[event.ref] = f"{', '.join(event.numbers)} on {event.day}"
        return ()
