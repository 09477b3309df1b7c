"""Pictures with the tags that phones write into them: where, with what, by whom."""

import struct
import zlib

from tests.pictures import chunk, part

CAMERA = b"JernihPhone 7"
PLACE = b"KANTOR-TARAKAN-GPS"


def exif() -> bytes:
    """TIFF with a camera's name, and a block of GPS with a latitude and a place's name."""
    entries = [
        (0x010F, 2, len(CAMERA) + 1, 38),
        (0x8825, 4, 1, 64),
    ]
    first = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    first += b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    first = first.ljust(38, b"\0") + CAMERA + b"\0"
    gps = struct.pack("<H", 2)
    gps += struct.pack("<HHI", 0x0001, 2, 2) + b"N\0\0\0"
    gps += struct.pack("<HHII", 0x001C, 7, len(PLACE), 96) + bytes(4)
    return (first.ljust(64, b"\0") + gps).ljust(96, b"\0") + PLACE


def xmp() -> bytes:
    """What editing programs and telephones write beside it, in words."""
    return b'<x:xmpmeta><rdf:li GPSLatitude="3.3" Model="%b"/>%b</x:xmpmeta>' % (CAMERA, PLACE)


def enormous(side: int = 30_000) -> bytes:
    """A PNG of a hundred thousand bytes that would be billions of bytes of colour."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    row, packed = bytes(1 + side // 8), zlib.compressobj(9)
    data = b"".join(packed.compress(row) for _ in range(side)) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tagged(kind: str, plain: bytes) -> bytes:
    """The same picture with its tags, as this kind of file holds them."""
    return {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[kind](plain)


def _jpeg(plain: bytes) -> bytes:
    body = b"Exif\0\0" + exif()
    comment = b"\xff\xfe" + struct.pack(">H", len(CAMERA) + 2) + CAMERA
    tags = [b"http://ns.adobe.com/xap/1.0/\0" + xmp(), body]
    segments = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in tags)
    iptc = b"Photoshop 3.0\x008BIM" + PLACE
    segments += b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc
    # Behind the picture a telephone keeps the film of its last second.
    film = b"\0\0\0\x18ftypmp42" + CAMERA + PLACE
    return plain[:2] + segments + comment + plain[2:] + film


def _png(plain: bytes) -> bytes:
    # Behind the signature and the first chunk, which is always 25 bytes.
    words = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp())
    tags = chunk(b"eXIf", exif()) + chunk(b"tEXt", b"Make\0" + CAMERA) + words
    return plain[:33] + tags + plain[33:]


def _webp(plain: bytes) -> bytes:
    if plain[12:16] != b"VP8X":
        # A key frame: its sides stand behind the chunk's head, three bytes and a start code.
        width, height = (int.from_bytes(plain[at : at + 2], "little") & 0x3FFF for at in (26, 28))
        sides = b"".join((side - 1).to_bytes(3, "little") for side in (width, height))
        plain = plain[:12] + part(b"VP8X", bytes(4) + sides) + plain[12:]
    tags = part(b"EXIF", exif()) + part(b"XMP ", xmp())
    whole = plain[8:20] + bytes([plain[20] | 12]) + plain[21:] + tags
    return b"RIFF" + struct.pack("<I", len(whole)) + whole
