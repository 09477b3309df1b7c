"""What a file is, by its own bytes; never by its name, and never opened.

The browser's hand: `ui/static/js/seal/files.js`, `typeOf`. What neither knows is not taken.
"""

import re
from typing import Final

_BEGINS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
)
# The kind that a file of boxes says it is, behind `ftyp`.
_BRANDS: Final = (
    (re.compile(rb"hei[cxms]|hev[cx]|m[is]f1"), "image/heic"),
    (re.compile(rb"M4[AB] "), "audio/mp4"),
    (re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|3gp[4-7]"), "video/mp4"),
    (re.compile(rb"qt  "), "video/quicktime"),
)
_CONTROL: Final = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
# Letters that a program would run, or a browser draw.
_NOT_WORDS: Final = re.compile(r"[\s\ufeff]*(?:<\?xml|<!doctype|<html|<svg|#!)", re.IGNORECASE)


def media_type(body: bytes) -> str | None:
    """Return the media type that the bytes show; None for what is not on the list."""
    for begin, kind in _BEGINS:
        if body.startswith(begin):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:8] == b"ftyp":
        brand = body[8:12]
        return next((kind for known, kind in _BRANDS if known.fullmatch(brand)), None)
    if body[:1] == b"\xff" and len(body) > 1 and body[1] & 0xE6 == 0xE2:
        return "audio/mpeg"
    return "text/plain" if _is_text(body) else None


def _is_text(body: bytes) -> bool:
    try:
        words = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(words) and not _NOT_WORDS.match(words)
