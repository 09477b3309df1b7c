"""Tell what a file is by its first bytes, never by its name.

Source: the formats' own signatures (ISO 32000, PNG, JFIF, RIFF/WebP, ECMA-376, ISO 26300).
Vectors: tests/pure/test_filekinds.py.
"""

import io
import zipfile
from enum import StrEnum
from typing import Final

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class FileKind(StrEnum):
    """A kind of file that evidence may be; its value is the media type."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    XLSX = _SHEET
    DOCX = _TEXT


_STARTS: Final = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)
_INSIDE: Final = (("xl/workbook.xml", FileKind.XLSX), ("word/document.xml", FileKind.DOCX))


def kind_of(body: bytes) -> FileKind | None:
    """Return what a file is, None for any other kind, and for documents with macros."""
    for start, kind in _STARTS:
        if body.startswith(start):
            return kind
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return FileKind.WEBP
    if body.startswith(b"PK\x03\x04"):
        return _document(body)
    return None


def _document(body: bytes) -> FileKind | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for name, kind in _INSIDE if name in names), None)
