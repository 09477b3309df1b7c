"""A file is what its first bytes say, never what it is called."""

import io
import zipfile

import pytest

from jernih.pure.filekinds import FileKind, kind_of


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 ...", FileKind.PDF),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\n...", FileKind.PNG),
        (b"RIFF....WEBPVP8 ", FileKind.WEBP),
        (packed("xl/workbook.xml"), FileKind.XLSX),
        (packed("word/document.xml"), FileKind.DOCX),
        (packed("word/document.xml", "word/vbaProject.bin"), None),
        (packed("other.txt"), None),
        (b"PK\x03\x04 broken", None),
        (b"RIFF....AVI ", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_bytes(body, kind):
    assert kind_of(body) is kind
