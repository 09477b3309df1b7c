"""The result of a draw as its file tells it, each row made when somebody looks at it."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import overload

from jernih.pure.allocation import Seating
from jernih.pure.draw_list import Entry
from jernih.pure.events_draw import DrawnRow


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """What one application got. number: in the draw, from 1; day: "" and no numbers if nothing."""

    number: int
    ref: str
    group: str
    people: int
    day: str
    numbers: tuple[str, ...]


def spelled(series: str, seating: Seating) -> tuple[str, str, tuple[str, ...]]:
    """Return the ref, the day and the numbers as the record spells them."""
    ref, day, numbers = seating
    return ref, day.isoformat() if day else "", tuple([f"{series}-{n:03d}" for n in numbers])


_Told = tuple[str, str, tuple[str, ...]]


class Rows(Sequence[ResultRow]):
    """Rows in the order in which they were told. A million of them, all made, would be too many."""

    def __init__(self) -> None:
        """Begin with none."""
        self._numbers = array("q")
        self._rows: list[_Told | Seating] = []
        self._series = ""
        self._entries: Mapping[str, Entry] = {}

    def add(
        self,
        first: int,
        rows: Sequence[DrawnRow | Seating],
        *,
        series: str,
        entries: Mapping[str, Entry],
    ) -> None:
        """Add rows numbered from `first`. entries: the list, by ref, of this one batch."""
        self._series, self._entries = series, entries
        self._numbers.extend(range(first, first + len(rows)))
        self._rows.extend(
            # The day is one of few, and not kept a million times.
            row if isinstance(row, Seating) else (row.ref, intern(row.day), row.numbers)
            for row in rows
        )

    def starting(self, ref: str) -> Iterator[ResultRow]:
        """Yield the rows of the applications whose ref begins so."""
        for at, row in enumerate(self._rows):
            if row[0].startswith(ref):
                yield self._row(at)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> ResultRow: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[ResultRow]: ...
    def __getitem__(self, at: int | slice) -> ResultRow | Sequence[ResultRow]:
        if isinstance(at, slice):
            return [self._row(one) for one in range(*at.indices(len(self)))]
        return self._row(at)

    def _row(self, at: int) -> ResultRow:
        row = self._rows[at]
        ref, day, numbers = spelled(self._series, row) if isinstance(row, Seating) else row
        entry = self._entries.get(ref)
        return ResultRow(
            number=self._numbers[at],
            ref=ref,
            group=entry.group.value if entry else "?",
            people=entry.people if entry else 0,
            day=day,
            numbers=numbers,
        )
