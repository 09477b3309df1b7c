"""Compare the result of a draw as bytes: what is right has one spelling, so it can be written.

A line that differs is not judged here; audit_draw_result.py reads it and finds the words.
"""

from collections.abc import Sequence
from typing import Final

from jernih.pure.allocation import Seating
from jernih.pure.audit_draw_book import DrawBatch
from jernih.pure.canonical import MAX_BYTES
from jernih.pure.spelling import BadSpelling, read_moment

_FORM: Final = (
    '{"at":"%s","batch":"%s","first":%d,"kind":"draw.seats-drawn","office":"%s",'
    '"rows":[%s],"v":1}\n'
)
# Where the moment stands on the line.
_AT: Final = slice(7, 27)


class ResultLines:
    """The lines of one batch's result, of which the list was read at once."""

    def __init__(self, batch: DrawBatch, result: list[Seating]) -> None:
        """Expect this result."""
        self._batch = batch
        self.result = result
        self._names = _Names(batch.said.series)
        self._days = {room.day: f'"{room.day.isoformat()}"' for room in batch.rooms()}

    def take(self, line: bytes) -> Sequence[Seating]:
        """Return the rows that a line tells, and keep them in the batch, if they are those due.

        Empty if they are not, or not surely.
        """
        batch = self._batch
        due = self.result[batch.rows : batch.rows + line.count(b'"ref":"')]
        if not due or line != self._written(line[_AT], due) or len(line) > MAX_BYTES:
            return ()
        self._keep(due)
        return due

    def _written(self, at: bytes, due: Sequence[Seating]) -> bytes:
        """Return the line that tells this. at: as the line has it; b"" for no such moment."""
        moment = at.decode("latin-1")
        try:
            read_moment(moment)
        except BadSpelling:
            return b""
        plan, first = self._batch.plan, self._batch.rows + 1
        rows = ",".join(map(self._row, due))
        return (_FORM % (moment, plan.batch, first, plan.office, rows)).encode("ascii")

    def _row(self, seating: Seating) -> str:
        ref, day, numbers = seating
        if day is None:
            return f'{{"day":"","numbers":[],"ref":"{ref}"}}'
        if len(numbers) == 1:
            named = self._names[numbers[0]]
        else:
            named = ",".join([self._names[number] for number in numbers])
        return f'{{"day":{self._days[day]},"numbers":[{named}],"ref":"{ref}"}}'

    def _keep(self, due: Sequence[Seating]) -> None:
        batch, given = self._batch, self._batch.given
        for number, (ref, day, numbers) in enumerate(due, batch.rows + 1):
            if day is None:
                batch.unseated.append((number, ref))
            else:
                given[day].update(numbers)
        batch.rows += len(due)


class _Names(dict[int, str]):
    """The numbers of a series as a line has them, made when first asked for."""

    def __init__(self, series: str) -> None:
        super().__init__()
        self._series = series

    def __missing__(self, number: int) -> str:
        self[number] = f'"{self._series}-{number:03d}"'
        return self[number]
