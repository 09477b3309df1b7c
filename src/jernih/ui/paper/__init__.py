"""Paper: a typst layout and its data become a tagged PDF, without any system library."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

HERE = Path(__file__).parent


def pdf(layout: Path, *, content: dict[str, Any], made_at: datetime) -> bytes:
    """Return a PDF/UA document. `content` is plain JSON values; nothing in it can be markup."""
    return bytes(
        typst.compile(
            layout,
            root=layout.parent,
            font_paths=[HERE],
            ignore_system_fonts=True,
            sys_inputs={"content": json.dumps(content)},
            pdf_standards="ua-1",
            timestamp=made_at.replace(microsecond=0),
        )
    )


def qr_svg(content: str) -> str:
    """Return a QR code as an SVG picture for a layout."""
    picture = io.BytesIO()
    segno.make(content, micro=False, error="m").save(
        picture, kind="svg", border=4, light="#fff", xmldecl=False
    )
    return picture.getvalue().decode()
