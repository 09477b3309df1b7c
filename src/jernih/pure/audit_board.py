"""Check the accountability board: one a quarter, in time, with a row for every report of it.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_complaints.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.events_complaints import BoardPublished, ReportsCounted
from jernih.pure.quarters import bounds_of, quarter_after, quarter_of

GRACE: Final = timedelta(days=14)


@dataclass(kw_only=True)
class _Quarters:
    """What the counts of one office say. rows: how many rows a quarter's board must have."""

    first: str = ""
    last: date = date.min
    open: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    boards: dict[str, int] = field(default_factory=dict)


class BoardCheck(Check):
    """Each quarter's board has a row for what was open before it, and for what came in it."""

    rule: ClassVar[str] = "complaints.board"

    def __init__(self) -> None:
        """Start with no office."""
        self._offices: dict[str, _Quarters] = defaultdict(_Quarters)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every count, and at every board."""
        return {ReportsCounted: self._counted, BoardPublished: self._published}

    def _counted(self, _index: int, event: Any) -> Iterable[Violation]:
        books, period = self._offices[event.office], quarter_of(event.day)
        books.first = books.first or period
        books.rows[period] = books.rows.get(period, books.open) + event.received
        books.open, books.last = event.open, event.day
        return ()

    def _published(self, index: int, event: Any) -> Iterator[Violation]:
        books, place = self._offices[event.office], f"{event.office}, board of {event.period}"
        if event.period in books.boards:
            yield self.wrong(f"{place}: published twice.", books.boards[event.period], index)
        books.boards.setdefault(event.period, index)
        if books.last < bounds_of(event.period)[1]:
            yield self.wrong(f"{place}: published before its last day was counted.", index)
        rows = books.rows.get(event.period, 0)
        if event.rows != rows:
            yield self.wrong(f"{place}: it has {event.rows} rows; {rows} should be.", index)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Say which board is missing though its quarter is long over."""
        for office, books in self._offices.items():
            period = books.first
            while period and last_at and last_at.date() - bounds_of(period)[1] > GRACE:
                if period not in books.boards:
                    yield self.wrong(f"{office}, board of {period}: it is missing.")
                period = quarter_after(period)
