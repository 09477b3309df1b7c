"""Read a worksheet that somebody filled in on her own machine: strictly, and within limits.

Nothing is saved here. Formulas, macros, links to other files and bombs are refused in words.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from jernih.apps.integrity.forms.pages import words_of
from jernih.apps.integrity.models import NOTE_SIGNS
from jernih.apps.integrity.queries.export import FIRST_ROW, PLACES, TITLE
from jernih.pure import zone
from jernih.pure.zone import Answer, BadAnswer, Column
from jernih.pure.zone_sheet import Item, Worksheet

# Our own file is 60 kB; people add formats, pictures, a signature.
FILE_MOST: Final = 5_000_000
INSIDE_MOST: Final = 30_000_000
PARTS_MOST: Final = 300
ROWS_MOST: Final = 1_000
SAID_MOST: Final = 10


class BadWorkbook(ValueError):
    """A file that is no filled worksheet. lines: why, in the reader's words."""

    def __init__(self, *lines: str | Promise) -> None:
        """Keep the lines."""
        super().__init__("; ".join(map(str, lines)))
        self.lines = [str(line) for line in lines]


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What stands in the row of an item. answer: None if its cells are empty."""

    answer: Answer | None
    note: str


def read_workbook(body: bytes, *, sheet: Worksheet, column: Column) -> dict[str, Filled]:
    """Return what one column of a filled worksheet says, by item; empty rows left out.

    Raises BadWorkbook.
    """
    _look_inside(body)
    found: dict[str, Filled] = {}
    wrong: list[str] = []
    seen: set[str] = set()
    for row, cells in _rows(body):
        no = str(cells[0].value or "").strip()
        if no not in sheet.by_no:
            continue
        if no in seen:
            raise BadWorkbook(_("Item %(no)s stands there twice.") % {"no": no})
        seen.add(no)
        try:
            filled = _filled(sheet.item(no), cells, PLACES[column])
        except BadAnswer as problem:
            wrong.append(_("Row %(row)s, item %(no)s:") % {"row": row, "no": no} + f" {problem}")
            continue
        if filled.answer is not None or filled.note:
            found[no] = filled
    if wrong:
        raise BadWorkbook(*wrong[:SAID_MOST])
    if not seen:
        raise BadWorkbook(_("No item of the worksheet was found. Use the file from here."))
    return found


def _look_inside(body: bytes) -> None:
    if len(body) > FILE_MOST:
        raise BadWorkbook(_("The file is too large. Up to 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
            # Before anything is unpacked: what is written there bounds what can come out.
            if len(parts) > PARTS_MOST or sum(one.file_size for one in parts) > INSIDE_MOST:
                raise BadWorkbook(_("Unpacked, the file would be far too large."))
            if any("vbaproject" in one.filename.lower() for one in parts):
                raise BadWorkbook(_("The file has macros. Save it as XLSX without macros."))
            if any(_is_tricky(packed.read(one)) for one in parts if _is_xml(one.filename)):
                raise BadWorkbook(_NO_XLSX())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise BadWorkbook(_NO_XLSX()) from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _is_tricky(part: bytes) -> bool:
    # Entities can grow without end; a spreadsheet needs none. In other encodings, too.
    plain = part.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _NO_XLSX() -> str:  # noqa: N802 - reads as the sentence it is
    return _("This is no XLSX file that we can read.")


def _rows(body: bytes) -> Iterator[tuple[int, tuple[Any, ...]]]:
    try:
        with warnings.catch_warnings():
            # It warns of pictures and rules that it leaves out; we leave them out as well.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, keep_links=False)
            try:
                yield from _rows_of(book)
            finally:
                book.close()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
        if isinstance(problem, (BadWorkbook, BadAnswer)):
            raise
        raise BadWorkbook(_NO_XLSX()) from None
    except (InvalidFileException, ParseError, zipfile.BadZipFile, OSError, OverflowError):
        raise BadWorkbook(_NO_XLSX()) from None


def _rows_of(book: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    if TITLE not in book.sheetnames:
        raise BadWorkbook(_("The file has no sheet named %(name)s.") % {"name": TITLE})
    rows = book[TITLE].iter_rows(min_row=FIRST_ROW, max_col=WIDTH)
    for row, cells in enumerate(rows, FIRST_ROW):
        if row > ROWS_MOST:
            raise BadWorkbook(_("The sheet has too many rows. The worksheet has about 180."))
        if len(cells) == WIDTH:
            yield row, cells


WIDTH: Final = 1 + max(max(places.values()) for places in PLACES.values())


def _filled(item: Item, cells: tuple[Any, ...], places: Mapping[str, int]) -> Filled:
    said = {name: _text(cells[at]) for name, at in places.items()}
    note = said["note"][:NOTE_SIGNS]
    if item.kind.letters:
        if not said["letter"]:
            return Filled(answer=None, note=note)
        answer = Answer(letter=said["letter"][:1].upper() if len(said["letter"]) == 1 else "?")
    else:
        if not said["figures"]:
            return Filled(answer=None, note=note)
        answer = Answer(figures=_figures(item, said["figures"]))
    try:
        zone.check(item, answer)
    except BadAnswer:
        raise BadAnswer(str(words_of(item))) from None
    return Filled(answer=answer, note=note)


def _text(cell: Any) -> str:
    if cell.data_type == "f":
        words = _("Cell %(cell)s has a formula. Write the value itself.")
        raise BadWorkbook(words % {"cell": cell.coordinate})
    value = cell.value
    if value is None:
        return ""
    # A spreadsheet makes 3600 of 3600.0 when it feels like it.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _figures(item: Item, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(";")]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 7 for part in parts):
        raise BadAnswer(str(words_of(item)))
    return tuple(map(int, parts))
