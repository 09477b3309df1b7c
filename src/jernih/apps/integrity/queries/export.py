"""The worksheet as a spreadsheet and on paper, in the official order."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import openpyxl
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.writer.excel import save_workbook

from jernih.apps.integrity.models import ItemAnswer, Sheet
from jernih.apps.integrity.queries import sheets
from jernih.pure import zone
from jernih.pure.zone import Column, EvidenceKind, Predicate
from jernih.pure.zone_sheet import Item, Said
from jernih.ui.labels import label_of

TITLE: Final = "LKE"
FIRST_ROW: Final = 5
# Where each column's answer stands; the reader of filled files goes by the same.
PLACES: Final[Mapping[Column, Mapping[str, int]]] = {
    Column.UNIT: {"letter": 4, "figures": 5, "note": 7},
    Column.TPI: {"letter": 8, "figures": 9, "note": 11},
}
WIDTHS: Final = (11, 52, 8, 46, 9, 12, 9, 36, 9, 12, 9, 36, 8, 48)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the worksheet. level: 0 a half of an area, 1 a part, 2 an item."""

    level: int
    no: str
    words: str
    weight: float
    offered: str = ""
    unit: ItemAnswer | None = None
    tpi: ItemAnswer | None = None
    unit_points: float = 0.0
    tpi_points: float = 0.0
    evidence: tuple[str, ...] = ()


def lines(sheet: Sheet) -> Iterator[Line]:
    """Yield the whole worksheet, top down."""
    unit, tpi = (row.scores for row in sheets.columns(sheet))
    shown: dict[str, list[str]] = {}
    for piece in sheets.evidence_of(sheet):
        if not piece.is_removed:
            shown.setdefault(piece.item, []).append(_evidence(piece))
    for area in sheets.areas(sheet, unit, tpi):
        yield Line(
            level=0,
            no=area.no,
            words=_said(area.words),
            weight=float(area.weight),
            unit_points=_points(area.unit),
            tpi_points=_points(area.tpi),
        )
        for part in sheets.parts_of(sheet, area.no, unit, tpi):
            yield Line(
                level=1,
                no=part.part.no,
                words=_said(part.part.words),
                weight=float(part.part.weight),
                unit_points=_points(part.unit),
                tpi_points=_points(part.tpi),
            )
            for row in part.items:
                yield Line(
                    level=2,
                    no=row.item.no,
                    words=_said(row.item.words),
                    weight=_points(part.part.weight / len(part.items)),
                    offered=offered(row.item),
                    unit=row.unit,
                    tpi=row.tpi,
                    unit_points=_points(row.unit_points),
                    tpi_points=_points(row.tpi_points),
                    evidence=tuple(shown.get(row.item.no, ())),
                )


def offered(item: Item) -> str:
    """Return the answers of an item in one line."""
    words = [_said(one) for one in item.answers]
    if not item.kind.letters:
        return "; ".join(words)
    return "  ".join(f"{k}. {v}" for k, v in zip(item.kind.letters, words, strict=True))


def as_workbook(sheet: Sheet) -> bytes:
    """Return the worksheet as XLSX. Nothing in it is a formula, whatever people wrote."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(TITLE)
    page.freeze_panes = f"C{FIRST_ROW}"
    for at, width in enumerate(WIDTHS):
        page.column_dimensions[chr(ord("A") + at)].width = width
    page.append(_cells(page, [_("Integrity zone worksheet (LKE)")], bold=True))
    page.append(_cells(page, [sheet.office.name, "", "", str(sheet.year)]))
    page.append([])
    page.append(_cells(page, _heads(), bold=True, fill="D9E4F2"))
    for line in lines(sheet):
        fill = {0: "D9E4F2", 1: "EEF3F9"}.get(line.level, "")
        page.append(_cells(page, _values(line), bold=line.level < 2, fill=fill))
    _add_verdict(book, sheet)
    out = io.BytesIO()
    save_workbook(book, out)
    return out.getvalue()


def as_paper(sheet: Sheet, *, now: datetime) -> dict[str, Any]:
    """Return the worksheet for a layout: plain JSON values."""
    return {
        "title": _("Integrity zone worksheet (LKE)"),
        "office": sheet.office.name,
        "language": get_language() or "id",
        "year": str(sheet.year),
        "heads": [_("No."), _("Item"), _("Weight"), _("Office"), _("TPI"), _("Evidence")],
        "evidence_words": _("Evidence"),
        "made": _("Printed on %(day)s") % {"day": now.date().isoformat()},
        "verdict": [[name, value] for name, value in verdict_lines(sheet)],
        "lines": [
            {
                "level": line.level,
                "no": line.no,
                "words": line.words,
                "weight": shown(line.weight),
                "unit": _answer(line.unit, line.unit_points, level=line.level),
                "tpi": _answer(line.tpi, line.tpi_points, level=line.level),
                "evidence": str(len(line.evidence)) if line.level == 2 else "",
            }
            for line in lines(sheet)
        ],
    }


def verdict_lines(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield what both columns come to, and what is missing, as label and words."""
    for row in sheets.columns(sheet):
        name = str(label_of(row.column))
        yield f"{name}: {_('all points, of 100')}", shown(_points(row.scores.total))
        yield f"{name}: {_('levers, of 60')}", shown(_points(row.scores.lever))
        yield f"{name}: {_('results, of 40')}", shown(_points(row.scores.result))
        yield name, str(label_of(row.verdict.predicate))
        for wanted in (Predicate.WBK, Predicate.WBBM):
            for test in row.verdict.missing(wanted):
                what = f"{name}: {wanted} – {label_of(test.measure)} {test.group}".strip()
                gap = zone.hundredths_up(test.gap) / 100
                yield (
                    what,
                    _("%(gap)s missing of %(least)s")
                    % {
                        "gap": shown(gap),
                        "least": shown(_points(test.least)),
                    },
                )


def shown(points: float) -> str:
    """Return points with two decimals, as the reader's language writes them."""
    text = f"{points:.2f}"
    return text if (get_language() or "id").startswith("en") else text.replace(".", ",")


def _add_verdict(book: openpyxl.Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_("Verdict"))
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 60, 40
    for name, value in verdict_lines(sheet):
        page.append(_cells(page, [name, value]))


def _heads() -> list[str]:
    unit, tpi = _("Office"), _("TPI")
    inside = [_("answer"), _("figures"), _("points"), _("note")]
    return [
        _("No."),
        _("Item"),
        _("Weight"),
        _("Answers"),
        *(f"{unit}: {one}" for one in inside),
        *(f"{tpi}: {one}" for one in inside),
        _("Evidence"),
        _("What it is"),
    ]


def _values(line: Line) -> list[Any]:
    told: list[Any] = [line.no, line.words, line.weight, line.offered]
    for row, points in ((line.unit, line.unit_points), (line.tpi, line.tpi_points)):
        figures = ";".join(map(str, row.figures)) if row else ""
        told += [row.letter if row else "", figures, points, row.note if row else ""]
    if line.level == 2:
        told += [len(line.evidence), "\n".join(line.evidence)]
    return told


def _cells(page: Any, values: list[Any], *, bold: bool = False, fill: str = "") -> list[Any]:
    made = []
    for value in values:
        is_text = isinstance(value, str)
        cell = WriteOnlyCell(page, value=_harmless(value) if is_text else value)
        if is_text:
            # A text that begins with = would be a formula by itself.
            cell.data_type = "s"
        cell.alignment = _TOP
        if bold:
            cell.font = _BOLD
        if fill:
            cell.fill = _FILLS[fill]
        made.append(cell)
    return made


_TOP, _BOLD = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
_FILLS = {name: PatternFill("solid", fgColor=name) for name in ("D9E4F2", "EEF3F9")}


def _harmless(text: str) -> str:
    # Signs that no spreadsheet may hold; people paste them.
    return "".join(one for one in text if one in "\n\t" or one >= " ")


def _answer(row: ItemAnswer | None, points: float, *, level: int) -> str:
    if level < 2:
        return shown(points)
    if row is None or not (row.letter or row.figures):
        return "–"
    said = row.letter or " ; ".join(map(str, row.figures))
    return f"{said} · {shown(points)}"


def _evidence(piece: sheets.EvidenceRow) -> str:
    if piece.kind is EvidenceKind.FIGURES:
        return ", ".join(f"{label_of(name)}: {value}" for name, value in piece.figures)
    return f"{piece.name} {piece.link}".strip()


def _points(points: Any) -> float:
    return zone.hundredths(points) / 100


def _said(words: Said) -> str:
    return words.in_language(get_language() or "id")
