"""Check that reports cannot be buried: every one is told once, and every night's count adds up.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_complaints.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar, Final

from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_board import BoardCheck
from jernih.pure.case_clock import DUTIES
from jernih.pure.casework import ClockKind
from jernih.pure.events import Event
from jernih.pure.events_complaints import (
    ReportFilesErased,
    ReportsCounted,
    ReportsFiled,
    ReportsOverdue,
    ReportsStepped,
    RosterDeclared,
)

# The clock tells at night; a machine that was off for a weekend has not buried anything yet.
GRACE: Final = timedelta(days=3)
# Three working days never take longer, whatever leave is joined to whatever feast.
UNREAD: Final = timedelta(days=28)


def complaint_checks() -> list[Check]:
    """Return these checks."""
    return [CommitmentsCheck(), CountsCheck(), OverdueCheck(), RosterCheck(), BoardCheck()]


class CommitmentsCheck(Check):
    """A commitment stands once, in an order that tells nothing, a few days after its day."""

    rule: ClassVar[str] = "complaints.commitments"

    def __init__(self) -> None:
        """Start with nothing told."""
        self._told: dict[str, int] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at reports and at lines of them."""
        return {ReportsFiled: self._look, ReportsStepped: self._look}

    def _look(self, index: int, event: Any) -> Iterator[Violation]:
        place, told = f"{event.office} on {event.day}", event.commitments
        if not told or any(one >= other for one, other in pairwise(told)):
            yield self.wrong(f"{place}: commitments are not each once, in order.", index)
        if event.day > event.at.date() + timedelta(days=1):
            yield self.wrong(f"{place}: reports are told of a day that is yet to come.", index)
        for one in told:
            if self._told.setdefault(one, index) != index:
                words = f"{place}: commitment {one[:16]}… was told before."
                yield self.wrong(words, self._told[one], index)


@dataclass(kw_only=True)
class _Books:
    """What the counts of one office say so far. waits: reports told, in no count yet."""

    last: Any = None
    index: int = 0
    waits: int = 0
    unread: int = 0
    erased: int = 0


class CountsCheck(Check):
    """Every day is counted, every report that came is open or closed, and none is lost."""

    rule: ClassVar[str] = "complaints.counts"

    def __init__(self) -> None:
        """Start with no office."""
        self._books: dict[str, _Books] = defaultdict(_Books)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what came in, what was erased, and at every count."""
        return {
            ReportsFiled: self._filed,
            ReportsCounted: self._counted,
            ReportFilesErased: self._erased,
        }

    def _filed(self, _index: int, event: Any) -> Iterable[Violation]:
        self._books[event.office].waits += len(event.commitments)
        return ()

    def _erased(self, index: int, event: Any) -> Iterator[Violation]:
        books = self._books[event.office]
        books.erased += event.reports
        ended = books.last.total - books.last.open if books.last else 0
        if books.erased > ended:
            words = f"{event.office} on {event.day}: files of reports that are open were destroyed."
            yield self.wrong(words, index)

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        place, books = f"{event.office} on {event.day}", self._books[event.office]
        for words in self._sums(event, books):
            yield self.wrong(f"{place}: {words}", *((books.index,) if books.last else ()), index)
        books.last, books.index, books.waits = event, index, 0

    def _sums(self, event: Any, books: _Books) -> Iterator[str]:
        last = books.last
        if last and event.day != last.day + timedelta(days=1):
            yield f"the count before it is of {last.day}, not of the day before."
        if event.received != books.waits:
            yield f"{event.received} reports are said to have come; {books.waits} were told."
        total = (last.total if last else 0) + event.received
        if event.total != total:
            yield f"{event.total} reports are said to have come ever; {total} should be."
        is_open = (last.open if last else 0) + event.received - event.closed + event.reopened
        if event.open != is_open:
            yield f"{event.open} reports are said to be open; {is_open} should be."
        if event.overdue > event.open:
            yield "more reports are overdue than open."
        books.unread += event.received - event.acknowledged - event.acknowledged_late
        if books.unread < 0:
            yield "more reports were acknowledged than came."

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Say where the counts stopped though the record went on."""
        for office, books in self._books.items():
            last = books.last
            if last and last_at and last_at.date() - last.day > GRACE:
                words = f"{office}: no reports were counted since {last.day}."
                yield self.wrong(words, books.index)


@dataclass(kw_only=True)
class _Rung:
    """What one office's clock said so far. overdue: in the last count; told: since then."""

    overdue: int = 0
    told: int = 0
    late: int = 0
    in_time: int = 0
    rung: Counter[ClockKind] = field(default_factory=Counter)
    received: list[tuple[date, int]] = field(default_factory=list)
    is_blamed: bool = False


class OverdueCheck(Check):
    """What is overdue was said when it became so, by the clock and not by the office."""

    rule: ClassVar[str] = "complaints.overdue"

    def __init__(self) -> None:
        """Start with no office."""
        self._offices: dict[str, _Rung] = defaultdict(_Rung)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what the clock says, and at every count."""
        return {ReportsOverdue: self._rang, ReportsCounted: self._counted}

    def _rang(self, index: int, event: Any) -> Iterator[Violation]:
        rung = self._offices[event.office]
        rung.told += event.count
        rung.rung[event.clock] += event.count
        if not event.count or event.clock not in DUTIES:
            yield self.wrong(f"{event.office} on {event.day}: a clock rang for nothing.", index)

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        place, rung = f"{event.office} on {event.day}", self._offices[event.office]
        if event.overdue > rung.overdue + rung.told:
            words = f"{place}: {event.overdue} reports are overdue, and no clock rang for all."
            yield self.wrong(words, index)
        rung.late += event.acknowledged_late
        rung.in_time += event.acknowledged
        if rung.late > rung.rung[ClockKind.ACKNOWLEDGE]:
            words = f"{place}: reports were acknowledged late, and no clock rang for all."
            yield self.wrong(words, index)
        yield from self._unread(index, event, rung, place)
        rung.overdue, rung.told = event.overdue, 0

    def _unread(self, index: int, event: Any, rung: _Rung, place: str) -> Iterator[Violation]:
        rung.received.append((event.day, event.received))
        old = sum(count for day, count in rung.received if day < event.day - UNREAD)
        silent = old - rung.in_time - rung.rung[ClockKind.ACKNOWLEDGE]
        if silent > 0 and not rung.is_blamed:
            rung.is_blamed = True
            words = f"{place}: {silent} reports waited for weeks, unread, and no clock rang."
            yield self.wrong(words, index)


class RosterCheck(Check):
    """A roster follows an older one, and stands on the record before reports are sealed to it."""

    rule: ClassVar[str] = "complaints.roster"

    def __init__(self) -> None:
        """Start with no roster."""
        self._serials: dict[str, tuple[int, int]] = {}
        self._bare: set[str] = set()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at rosters, and at reports that come."""
        return {RosterDeclared: self._declared, ReportsFiled: self._filed}

    def _declared(self, index: int, event: Any) -> Iterator[Violation]:
        serial, before = self._serials.get(event.office, (0, index))
        if event.serial <= serial:
            words = f"{event.office} on {event.day}: roster {event.serial} after {serial}."
            yield self.wrong(words, before, index)
        self._serials[event.office] = (max(serial, event.serial), index)

    def _filed(self, index: int, event: Any) -> Iterator[Violation]:
        if event.office not in self._serials and event.office not in self._bare:
            self._bare.add(event.office)
            words = f"{event.office} on {event.day}: reports came before any roster was declared."
            yield self.wrong(words, index)
