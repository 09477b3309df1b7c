"""Check that complaints about service are neither lost, nor late in silence, nor given more days.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_grievances.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.events import Event
from jernih.pure.events_complaints import (
    GrievancesCounted,
    GrievancesOverdue,
    GrievancesReclassified,
)
from jernih.pure.grievance import DUTIES

# The clock tells at night; a machine that was off for a weekend has not buried anything yet.
GRACE: Final = timedelta(days=3)
# Three working days never take longer, whatever leave is joined to whatever feast.
UNREAD: Final = timedelta(days=28)


def grievance_checks() -> list[Check]:
    """Return these checks."""
    return [GrievancesCheck(), GrievanceClockCheck(), ReclassifiedCheck()]


@dataclass(kw_only=True)
class _Books:
    """What the counts of one office say so far: in all, since the first day."""

    last: Any = None
    index: int = 0
    assigned: int = 0
    answered: int = 0
    reopened: int = 0
    closed: int = 0
    sealed: int = 0
    erased: int = 0


class GrievancesCheck(Check):
    """Every day is counted; each complaint waits, is answered, ended or sealed, none is lost."""

    rule: ClassVar[str] = "complaints.grievances"

    def __init__(self) -> None:
        """Start with no office."""
        self._books: dict[str, _Books] = defaultdict(_Books)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every count."""
        return {GrievancesCounted: self._counted}

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        place, books = f"{event.office} on {event.day}", self._books[event.office]
        for words in (*self._sums(event, books), *self._moves(event, books)):
            yield self.wrong(f"{place}: {words}", *((books.index,) if books.last else ()), index)
        books.last, books.index = event, index

    def _sums(self, event: Any, books: _Books) -> Iterator[str]:
        last = books.last
        if last and event.day != last.day + timedelta(days=1):
            yield f"the count before it is of {last.day}, not of the day before."
        total = (last.total if last else 0) + event.received
        if event.total != total:
            yield f"{event.total} complaints are said to have come ever; {total} should be."
        is_open = (last.open if last else 0) + event.received + event.reopened
        is_open -= event.answered + event.answered_late + event.sealed
        if event.open != is_open:
            yield f"{event.open} complaints are said to wait; {is_open} should."
        if event.overdue > event.open:
            yield "more complaints are overdue than wait."

    def _moves(self, event: Any, books: _Books) -> Iterator[str]:
        books.assigned += event.assigned
        books.answered += event.answered + event.answered_late
        books.reopened += event.reopened
        books.closed += event.closed
        books.sealed += event.sealed
        books.erased += event.erased
        if books.assigned > event.total:
            yield "more complaints were taken up than came."
        if books.answered > books.assigned + books.reopened:
            yield "more complaints were answered than taken up."
        if books.reopened + books.closed > books.answered:
            yield "more complaints were ended or taken up again than answered."
        if books.erased > books.closed:
            yield "words of complaints that have not ended were wiped."

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Say where the counts stopped though the record went on."""
        for office, books in self._books.items():
            last = books.last
            if last and last_at and last_at.date() - last.day > GRACE:
                words = f"{office}: no complaints were counted since {last.day}."
                yield self.wrong(words, books.index)


@dataclass(kw_only=True)
class _Rung:
    """What one office's clock said so far. overdue: in the last count; told: since then."""

    overdue: int = 0
    told: int = 0
    late: int = 0
    taken: int = 0
    rung: Counter[ClockKind] = field(default_factory=Counter)
    received: list[tuple[date, int]] = field(default_factory=list)
    is_blamed: bool = False


class GrievanceClockCheck(Check):
    """What is overdue or was answered late was said by the clock when it became so."""

    rule: ClassVar[str] = "complaints.grievances-overdue"

    def __init__(self) -> None:
        """Start with no office."""
        self._offices: dict[str, _Rung] = defaultdict(_Rung)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what the clock says, and at every count."""
        return {GrievancesOverdue: self._rang, GrievancesCounted: self._counted}

    def _rang(self, index: int, event: Any) -> Iterator[Violation]:
        rung = self._offices[event.office]
        rung.told += event.count
        rung.rung[event.clock] += event.count
        if not event.count or event.clock not in DUTIES:
            yield self.wrong(f"{event.office} on {event.day}: a clock rang for nothing.", index)

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        place, rung = f"{event.office} on {event.day}", self._offices[event.office]
        if event.overdue > rung.overdue + rung.told:
            words = f"{place}: {event.overdue} complaints are overdue, and no clock rang for all."
            yield self.wrong(words, index)
        rung.late += event.answered_late
        if rung.late > rung.rung[ClockKind.RESOLVE]:
            words = f"{place}: complaints were answered late, and no clock rang for all."
            yield self.wrong(words, index)
        yield from self._unread(index, event, rung, place)
        rung.overdue, rung.told = event.overdue, 0

    def _unread(self, index: int, event: Any, rung: _Rung, place: str) -> Iterator[Violation]:
        rung.received.append((event.day, event.received))
        rung.taken += event.assigned + event.sealed
        old = sum(count for day, count in rung.received if day < event.day - UNREAD)
        silent = old - rung.taken - rung.rung[ClockKind.ACKNOWLEDGE]
        if silent > 0 and not rung.is_blamed:
            rung.is_blamed = True
            words = f"{place}: {silent} complaints waited for weeks, untouched, and no clock rang."
            yield self.wrong(words, index)


class ReclassifiedCheck(Check):
    """No complaint gets more days by being put into another class."""

    rule: ClassVar[str] = "complaints.reclassified"

    def __init__(self) -> None:
        """Start with what is to be counted on no day."""
        self._sealed: Counter[str] = Counter()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at changes of class, and at the counts that they must explain."""
        return {GrievancesReclassified: self._changed, GrievancesCounted: self._counted}

    def _changed(self, index: int, event: Any) -> Iterable[Violation]:
        place = f"{event.office} on {event.day}"
        if event.after == CaseClass.SUPERVISORY:
            self._sealed[event.office] += event.count
        if not event.count:
            yield self.wrong(f"{place}: complaints changed their class, and none did.", index)
        if event.days_after > event.days_before:
            words = f"{place}: complaints had {event.days_before} days and got {event.days_after}."
            yield self.wrong(words, index)

    def _counted(self, index: int, event: Any) -> Iterator[Violation]:
        self._sealed[event.office] -= event.sealed
        if self._sealed[event.office] < 0:
            self._sealed[event.office] = 0
            words = f"{event.office} on {event.day}: complaints became reports, and nobody said so."
            yield self.wrong(words, index)
