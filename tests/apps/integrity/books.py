"""Spreadsheets that people might bring: filled, wrong, and meant badly."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl

from jernih.apps.integrity.queries import export
from jernih.pure.zone import Column


def changed(body: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a workbook after a person changed something in it."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(no: str, *, column: Column = Column.UNIT, **cells: Any) -> Callable[[Any], None]:
    """Return a change that writes cells of an item's row by their names."""

    def change(book: Any) -> None:
        page = book[export.TITLE]
        [row] = [one for one in page.iter_rows() if one[0].value == no]
        for name, value in cells.items():
            row[export.PLACES[column][name]].value = value

    return change


def with_part(body: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with one more file inside."""
    out = io.BytesIO(body)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def long_one(rows: int) -> bytes:
    """Return a workbook of so many rows, written as thriftily as can be."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet(export.TITLE)
    for at in range(rows):
        page.append([at])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def named(name: str) -> bytes:
    """Return a workbook whose only sheet has this name."""
    book = openpyxl.Workbook()
    book.active.title = name
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
