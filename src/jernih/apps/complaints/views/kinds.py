"""What a file is, by its first bytes; never by its name, and never opened."""

from typing import Final

OTHER: Final = "application/octet-stream"
_BEGINS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"GIF8", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_FTYP: Final = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic"}


def media_type(body: bytes) -> str:
    """Return the media type that a file's own bytes show; octets for what we do not know."""
    for begin, kind in _BEGINS:
        if body.startswith(begin):
            return kind
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "image/webp"
    if body[4:8] == b"ftyp":
        return _FTYP.get(body[8:12], "video/mp4")
    return OTHER
