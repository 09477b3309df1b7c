"""The accountability board of a quarter: a row for each report, that only its reporter can find.

Source: docs/accountability.md, docs/sealing.md. Vectors: tests/pure/test_accountability.py.
"""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

VERSION: Final = "jernih-board/v1"
HEADER: Final = "handle,stage,in_time"
HANDLE_BYTES: Final = 16
_MARK: Final = b"jernih-segel/v1/board\0"
_FIRST: Final = re.compile(
    rf"{VERSION},(?P<office>[a-z][a-z0-9-]{{0,39}}),(?P<period>2[0-9]{{3}}-Q[1-4])"
)
_ROW: Final = re.compile(
    r"(?P<handle>[0-9a-f]{32}),(?P<stage>RECEIVED|READ|CLOSED),(?P<in_time>yes|no)"
)


class BadBoard(ValueError):
    """Said of a file that is no board in its one spelling."""


class Stage(StrEnum):
    """How far a report was on the last day of a quarter; no more is told of it."""

    RECEIVED = "RECEIVED"
    READ = "READ"
    CLOSED = "CLOSED"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Row:
    """One report. handle: hex, another each quarter. is_in_time: no clock ever rang for it."""

    handle: str
    stage: Stage
    is_in_time: bool


@dataclass(frozen=True, kw_only=True)
class Board:
    """All reports of an office that were open in a quarter, by handle."""

    office: str
    period: str
    rows: tuple[Row, ...]

    def count(self, stage: Stage) -> int:
        """Return how many reports were so far."""
        return sum(row.stage is stage for row in self.rows)

    @property
    def late(self) -> int:
        """Return for how many a clock rang."""
        return sum(not row.is_in_time for row in self.rows)

    def find(self, handle: str) -> Row | None:
        """Return the row of this handle, if there is one."""
        return next((row for row in self.rows if row.handle == handle), None)


def handle_of(salt: bytes, period: str) -> str:
    """Return the name of a report's row in a quarter, in hex.

    salt: the one in the report's commitment, so that no two reports can be shown one row.
    Nobody without it can tell that rows of two quarters are of one report.
    """
    digest = hmac.new(salt, _MARK + period.encode("ascii"), sha256).digest()
    return digest[:HANDLE_BYTES].hex()


def make_board(office: str, period: str, rows: Iterable[Row]) -> Board:
    """Return a board by handle, which tells nothing. Raises BadBoard for one given twice."""
    ordered = tuple(sorted(rows))
    if len({row.handle for row in ordered}) != len(ordered):
        raise BadBoard("a handle stands twice")
    return Board(office=office, period=period, rows=ordered)


def write_board(board: Board) -> bytes:
    """Return the file, as it is hashed for the record: CSV, a line a row."""
    lines = [f"{VERSION},{board.office},{board.period}", HEADER]
    lines += [f"{row.handle},{row.stage},{'yes' if row.is_in_time else 'no'}" for row in board.rows]
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def board_hash(raw: bytes) -> str:
    """Return the hash that stands on the record, in hex."""
    return sha256(raw).hexdigest()


def parse_board(raw: bytes) -> Board:
    """Read a board. Raises BadBoard for any other spelling, order, or a handle given twice."""
    lines = raw.decode("latin-1").split("\n")
    first = _FIRST.fullmatch(lines[0])
    if first is None or lines[1:2] != [HEADER] or lines[-1]:
        raise BadBoard("not the lines of a board")
    rows = tuple(map(_row, lines[2:-1]))
    board = make_board(first["office"], first["period"], rows)
    if board.rows != rows:
        raise BadBoard("the rows are not in order")
    return board


def _row(line: str) -> Row:
    found = _ROW.fullmatch(line)
    if found is None:
        raise BadBoard(f"not a row: {line[:60]!r}")
    return Row(
        handle=found["handle"],
        stage=Stage(found["stage"]),
        is_in_time=found["in_time"] == "yes",
    )
