"""Read the ministry's list of processed files of one day into a count for each service.

The export's exact shape is not published; column names are taken as people write them, what
stands below them must be right to the letter. Source: docs/reconciliation.md.
Vectors: tests/pure/test_processed.py.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

# A page takes a million bytes, with what the browser wraps around the file.
MAX_BYTES: Final = 500_000
MAX_COUNT: Final = 100_000
# A whole page of the same mistake helps nobody.
MAX_FAULTS: Final = 20

# A bare "No" is a running number in most lists, and names no file.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "service": (
        "layanan",
        "jenis layanan",
        "jenis permohonan",
        "jenis",
        "permohonan",
        "service",
        "application type",
    ),
    "day": ("tanggal", "tgl", "tanggal proses", "tanggal selesai", "date", "day", "processed on"),
    "file": (
        "nomor permohonan",
        "no permohonan",
        "nomor berkas",
        "no berkas",
        "id permohonan",
        "file number",
        "application number",
    ),
    "count": ("jumlah", "jumlah berkas", "total", "banyaknya", "count", "files"),
}


class FileFault(StrEnum):
    """What is wrong with a file, or with one line of it."""

    TOO_LARGE = "TOO_LARGE"
    NOT_TEXT = "NOT_TEXT"
    EMPTY = "EMPTY"
    NO_SERVICE_COLUMN = "NO_SERVICE_COLUMN"
    COLUMN_TWICE = "COLUMN_TWICE"
    CELLS = "CELLS"
    SERVICE_EMPTY = "SERVICE_EMPTY"
    SERVICE_UNKNOWN = "SERVICE_UNKNOWN"
    DAY_UNREADABLE = "DAY_UNREADABLE"
    DAY_OTHER = "DAY_OTHER"
    COUNT_UNREADABLE = "COUNT_UNREADABLE"
    FILE_TWICE = "FILE_TWICE"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing to put right. line: as a text editor counts, 0 for the file as a whole."""

    line: int
    fault: FileFault
    word: str = ""


class BadFile(ValueError):
    """Said of a file that cannot be counted; `faults` in the order of its lines."""

    def __init__(self, *faults: Fault) -> None:
        """Keep what is wrong."""
        super().__init__(", ".join(f"{one.line}: {one.fault}" for one in faults))
        self.faults = faults


@dataclass
class _Reading:
    """What has been read so far. seen: the line of each file number."""

    day: date
    services: Mapping[str, str]
    counts: Counter[str] = field(default_factory=Counter)
    seen: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, line: int, fault: FileFault, word: str = "") -> None:
        """Note something wrong."""
        self.faults.append(Fault(line=line, fault=fault, word=word[:60]))


def count_files(content: bytes, *, day: date, services: Mapping[str, str]) -> dict[str, int]:
    """Return how many files stand under each service code that occurs.

    services: the code of every name a service goes by, in any case. A line is one file, or as
    many as its column of counts says. Raises BadFile with all that is wrong, nothing is guessed.
    """
    rows = _rows(_text(content))
    _, head = next(rows, (0, None))
    if head is None:
        # Nothing but separators.
        raise BadFile(Fault(line=0, fault=FileFault.EMPTY))
    places = _places(head)
    reading = _Reading(day=day, services={_plain(name): services[name] for name in services})
    for line, cells in rows:
        _read_line(reading, line, cells, places=places, width=len(head))
        if len(reading.faults) >= MAX_FAULTS:
            break
    if reading.faults:
        raise BadFile(*reading.faults)
    return dict(reading.counts)


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise BadFile(Fault(line=0, fault=FileFault.TOO_LARGE))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile(Fault(line=0, fault=FileFault.NOT_TEXT)) from None
    if "\0" in text:
        raise BadFile(Fault(line=0, fault=FileFault.NOT_TEXT))
    if not text.strip():
        raise BadFile(Fault(line=0, fault=FileFault.EMPTY))
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line that is not empty with its number; the first says the separator."""
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            raise BadFile(Fault(line=before + 1, fault=FileFault.CELLS)) from None
        if cells is None:
            return
        line, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _places(head: list[str]) -> dict[str, int]:
    """Return where each known column stands; others are not looked at."""
    places: dict[str, int] = {}
    for place, title in enumerate(head):
        for column, names in COLUMNS.items():
            if _plain(title) not in names:
                continue
            if column in places:
                raise BadFile(Fault(line=1, fault=FileFault.COLUMN_TWICE, word=title))
            places[column] = place
    if "service" not in places:
        raise BadFile(Fault(line=1, fault=FileFault.NO_SERVICE_COLUMN))
    return places


def _read_line(
    reading: _Reading, line: int, cells: list[str], *, places: Mapping[str, int], width: int
) -> None:
    if len(cells) != width:
        reading.blame(line, FileFault.CELLS)
        return
    asked = {column: cells[place] for column, place in places.items()}
    code = _service(reading, line, asked["service"])
    is_day = _is_day(reading, line, asked)
    count = _count(reading, line, asked)
    is_new = _is_new(reading, line, asked)
    if code and is_day and is_new and count is not None:
        reading.counts[code] += count


def _service(reading: _Reading, line: int, cell: str) -> str:
    code = reading.services.get(_plain(cell), "")
    if not cell:
        reading.blame(line, FileFault.SERVICE_EMPTY)
    elif not code:
        reading.blame(line, FileFault.SERVICE_UNKNOWN, cell)
    return code


def _is_day(reading: _Reading, line: int, asked: Mapping[str, str]) -> bool:
    if "day" not in asked:
        return True
    said = read_day(asked["day"])
    if said is None:
        reading.blame(line, FileFault.DAY_UNREADABLE, asked["day"])
    elif said != reading.day:
        reading.blame(line, FileFault.DAY_OTHER, asked["day"])
    return said == reading.day


def _count(reading: _Reading, line: int, asked: Mapping[str, str]) -> int | None:
    cell = asked.get("count", "1")
    if re.fullmatch(r"[0-9]{1,6}", cell) and int(cell) <= MAX_COUNT:
        return int(cell)
    reading.blame(line, FileFault.COUNT_UNREADABLE, cell)
    return None


def _is_new(reading: _Reading, line: int, asked: Mapping[str, str]) -> bool:
    file = asked.get("file", "")
    if not file:
        return True
    before = reading.seen.setdefault(_plain(file), line)
    if before != line:
        reading.blame(line, FileFault.FILE_TWICE, str(before))
    return before == line


def read_day(text: str) -> date | None:
    """Return the day that a cell names, 2026-11-25, 25/11/2026 or 25-11-2026, a time after it."""
    found = re.fullmatch(
        r"(?:([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})|([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}))"
        r"(?:[ T][0-9:.+Z ]*)?",
        text,
    )
    if found is None:
        return None
    year, month, day = (
        (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    )
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return a name without what does not count: case, dots, dashes, doubled spaces."""
    return " ".join(re.sub(r"[._\-:]+", " ", text.casefold()).split())
