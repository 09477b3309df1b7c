"""Small pictures with tags of place and device in them, made byte by byte."""

import struct
import zlib

CANARY = b"GPS 3.3 117.6 Canary-Phone"


def exif(turned: int = 6) -> bytes:
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    return b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01" + entry + b"\0\0\0\0" + CANARY


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def jpeg(*, turned: int = 6, tail: bytes = CANARY) -> bytes:
    frame = segment(0xC0, bytes((8, 0, 8, 0, 8, 1, 1, 0x11, 0)))
    scan = segment(0xDA, bytes((1, 1, 0, 0, 63, 0))) + b"\x12\xff\x00\x34\xff\xd0\x56"
    tagged = (
        segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + CANARY)
        + segment(0xE1, exif(turned))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY)
        + segment(0xE2, b"MPF\0" + CANARY)
        + segment(0xFE, CANARY)
    )
    return b"\xff\xd8" + tagged + frame + scan + b"\xff\xd9" + tail


def chunk(kind: bytes, body: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + crc


def png() -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    tags = chunk(b"tEXt", b"Comment\0" + CANARY) + chunk(b"eXIf", exif()[6:])
    data = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + head + tags + data + chunk(b"IEND", b"") + CANARY


def part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp() -> bytes:
    body = b"WEBP" + part(b"VP8X", b"\x3c" + bytes(9)) + part(b"VP8 ", b"picture")
    body += part(b"EXIF", exif()[6:]) + part(b"XMP ", CANARY)
    return b"RIFF" + struct.pack("<I", len(body)) + body + CANARY
