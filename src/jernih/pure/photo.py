"""Take a photo's tags away: place, device, author, hidden pictures; the picture itself stays.

Which way is up is kept, and nothing else. Source: ITU T.81 annex B and Exif 2.3 (JPEG), PNG
section 11, RFC 9649 (WebP). Vectors: tests/pure/test_photo.py.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"

_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
)
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_SOI, _EOI, _SOS, _APP0, _APP1, _APP14, _APP15, _COM = (
    0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xEE, 0xEF, 0xFE,
)  # fmt: skip
_ORIENTATION: Final = 0x0112


class BadPhoto(ValueError):
    """Said of bytes that are no JPEG, PNG or WebP picture."""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture without tags. kind: its media type."""

    kind: str
    data: bytes


def clean(data: bytes) -> Photo:
    """Return the same picture without anything that tells where, when and with what.

    What stands behind the picture's end is dropped too. Raises BadPhoto.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return Photo(kind=JPEG, data=_jpeg(data))
    if data.startswith(_PNG_START):
        return Photo(kind=PNG, data=_png(data))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Photo(kind=WEBP, data=_webp(data))
    raise BadPhoto("not a JPEG, PNG or WebP picture")


# ---- JPEG


def _jpeg(data: bytes) -> bytes:
    kept, turned, has_frame, has_scan = [b"\xff\xd8"], 1, False, False
    for marker, body, scan in _segments(data):
        if marker == _APP1 and body.startswith(b"Exif\0\0"):
            turned = _turned(body[6:])
        if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 12:
            kept.append(_segment(_APP0, body[:12] + b"\0\0"))
        elif marker == _APP14 or not (_APP0 <= marker <= _APP15 or marker == _COM):
            kept.append(_segment(marker, body) + scan)
        has_frame |= 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        has_scan |= marker == _SOS
    if not (has_frame and has_scan):
        raise BadPhoto("a JPEG without a picture in it")
    if turned != 1:
        kept.insert(1, _segment(_APP1, _exif_of(turned)))
    return b"".join(kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield marker, body, and for a scan the coded picture behind it, up to the end."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 2 or data[at] != 0xFF:
            raise BadPhoto("a JPEG that breaks off")
        marker = data[at + 1]
        if marker == _EOI:
            return
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if marker in (0x00, _SOI) or length < 2 or end > len(data):
            raise BadPhoto("a JPEG with a broken segment")
        after = _scan_end(data, end) if marker == _SOS else end
        yield marker, data[at + 4 : end], data[end:after]
        at = after


def _scan_end(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise BadPhoto("a JPEG that breaks off")
        # A stuffed zero and restart markers belong to the scan.
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _turned(tiff: bytes) -> int:
    """Return which way is up, 1 to 8; 1 where it is not said or badly said."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], order)  # type: ignore[arg-type]

    start = number(4, 4)
    for n in range(min(number(start, 2), 200)):
        entry = start + 2 + 12 * n
        if number(entry, 2) == _ORIENTATION:
            return found if 1 <= (found := number(entry + 8, 2)) <= 8 else 1
    return 1


def _exif_of(turned: int) -> bytes:
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01" + turned.to_bytes(2, "big") + b"\0\0"
    return b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"


# ---- PNG and WebP


def _png(data: bytes) -> bytes:
    kept, at, seen = [_PNG_START], len(_PNG_START), set()
    while True:
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise BadPhoto("a PNG that breaks off")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise BadPhoto("a PNG with a broken part")
        if kind in _PNG_KEPT:
            kept.append(data[at:end])
            seen.add(kind)
        if kind == b"IEND":
            break
        at = end
    if not {b"IHDR", b"IDAT"} <= seen:
        raise BadPhoto("a PNG without a picture in it")
    return b"".join(kept)


def _webp(data: bytes) -> bytes:
    kept, at, end = b"", 12, 8 + int.from_bytes(data[4:8], "little")
    has_picture = False
    if end > len(data):
        raise BadPhoto("a WebP that breaks off")
    while at < end:
        kind, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        then = at + 8 + size + size % 2
        if len(kind) < 4 or then > end:
            raise BadPhoto("a WebP that breaks off")
        part = data[at:then]
        if kind == b"VP8X" and size >= 10:
            # Only "has alpha" stays true: no profile, no tags, no moving pictures.
            part = part[:8] + bytes((part[8] & 0x10,)) + part[9:]
        if kind == b"VP8X" or kind in _WEBP_KEPT:
            kept += part
        has_picture |= kind in (b"VP8 ", b"VP8L")
        at = then
    if not has_picture:
        raise BadPhoto("a WebP without a still picture in it")
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept
