"""Read the QR codes on a page of a PDF by somebody else's program: zbarimg."""

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

PACKAGES = "zbar-tools"
needed = pytest.mark.skipif(not shutil.which("zbarimg"), reason="zbarimg is not here")


def is_here() -> bool:
    """Tell whether it can be run on this machine."""
    return bool(shutil.which("zbarimg"))


def codes_on(pdf: bytes, folder: Path) -> list[str]:
    """Return what the codes on the first page say, as a phone would read it from paper."""
    document = pypdfium2.PdfDocument(pdf)
    seen = document[0].render(scale=2, grayscale=True)
    rows = bytes(seen.buffer)
    lines = [rows[y * seen.stride : y * seen.stride + seen.width] for y in range(seen.height)]
    picture = folder / "page.pgm"
    picture.write_bytes(f"P5 {seen.width} {seen.height} 255\n".encode() + b"".join(lines))
    document.close()
    done = subprocess.run(
        ["zbarimg", "-q", "--raw", picture], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def words_on(pdf: bytes) -> str:
    """Return the words of all pages, each run of spaces as one."""
    document = pypdfium2.PdfDocument(pdf)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(said.split())
