"""Look at a sealed file from outside: its shape, to how many it is sealed, how much is in it.

Nobody without a key can say more. What is cut off at the very end of a chunk still has a shape:
only opening it tells; the size class tells it for files that are filled up (padding.py).
Source: age-encryption.org/v1 (C2SP age). One stanza more, of a type that ends in `-grease` and
opens nothing, is what the Rust library puts in to keep readers open-minded; it is not counted.
Vectors: tests/vectors/seal.json.
"""

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Final

from jernih.pure.seal import padding, x25519

VERSION: Final = b"age-encryption.org/v1"
KIND: Final = b"X25519"
GREASE: Final = b"-grease"
CHUNK: Final = 64 * 2**10
TAG: Final = 16
NONCE: Final = 16
# Sixteen stanzas have 1,560 bytes; grease a few hundred.
MAX_HEADER: Final = 8 * 2**10
MAX_STANZAS: Final = 32

_ARMOUR: Final = b"-----BEGIN AGE"
_COLUMNS: Final = 64
_PART: Final = re.compile(rb"[!-~]+")
_KEY: Final = 32


class BadAge(ValueError):
    """Said of a file that is not an age file as we seal them."""


@dataclass(frozen=True, kw_only=True)
class Stanza:
    """One way to open a file. parts: its first line, without the arrow; body: what is wrapped."""

    parts: tuple[bytes, ...]
    body: bytes

    @property
    def is_grease(self) -> bool:
        """Tell whether it opens nothing."""
        return self.parts[0].endswith(GREASE)


@dataclass(frozen=True, kw_only=True)
class AgeFile:
    """What the outside of a file says. header: its bytes up to the payload; plain: what is in it.

    stanzas: in their order, grease among them. mac: 32 bytes.
    """

    stanzas: tuple[Stanza, ...]
    mac: bytes
    header: int
    plain: int

    @property
    def recipients(self) -> int:
        """Return to how many it is sealed, whoever they are."""
        return sum(not stanza.is_grease for stanza in self.stanzas)

    @property
    def is_padded(self) -> bool:
        """Tell whether what is in it fills a size class exactly."""
        return self.plain in padding.CLASSES


def parse_age(raw: bytes) -> AgeFile:
    """Read the outside of a sealed file. Raises BadAge, in words, for anything else."""
    head = raw[:MAX_HEADER]
    if head.startswith(_ARMOUR):
        raise BadAge("armoured text; the file itself is wanted, not its spelling for letters")
    lines = head.split(b"\n")
    if lines[0] != VERSION:
        raise BadAge(f"the first line is not {VERSION.decode()}")
    stanzas, at = _read_stanzas(lines)
    mac = _read_mac(lines[at])
    header = sum(len(line) + 1 for line in lines[: at + 1])
    if header > len(head):
        raise BadAge("cut off in the header")
    return AgeFile(stanzas=stanzas, mac=mac, header=header, plain=_plain_size(len(raw) - header))


def write_header(stanzas: tuple[Stanza, ...], *, mac: bytes) -> bytes:
    """Return the header of a file, up to the payload."""
    lines = [VERSION]
    for stanza in stanzas:
        body = _spell(stanza.body)
        lines.append(b" ".join((b"->", *stanza.parts)))
        # The last line is shorter than a full one, if need be empty: so the body's end is known.
        lines += [body[n : n + _COLUMNS] for n in range(0, len(body) + 1, _COLUMNS)]
    return b"\n".join((*lines, b"--- " + _spell(mac), b""))


def sealed_size(plain: int) -> int:
    """Return the size of the payload, which follows the header, of so many bytes."""
    return NONCE + plain + TAG * max(1, -(-plain // CHUNK))


def _read_stanzas(lines: list[bytes]) -> tuple[tuple[Stanza, ...], int]:
    """Return the stanzas, and the number of the line behind them."""
    stanzas: list[Stanza] = []
    at = 1
    while at < len(lines) and lines[at].startswith(b"-> "):
        stanza, at = _read_stanza(lines, at)
        stanzas.append(stanza)
    if at >= len(lines):
        raise BadAge("cut off in the header, or a header that is too long")
    known = [stanza for stanza in stanzas if not stanza.is_grease]
    if not known:
        raise BadAge("sealed to nobody")
    if len(known) > MAX_STANZAS or len(stanzas) - len(known) > 1:
        raise BadAge(f"{len(stanzas)} stanzas, too many")
    return tuple(stanzas), at


def _read_stanza(lines: list[bytes], at: int) -> tuple[Stanza, int]:
    parts = tuple(lines[at][3:].split(b" "))
    if not all(_PART.fullmatch(part) for part in parts):
        raise BadAge("a stanza's line is not of words, one space between them")
    end = at + 1
    while end < len(lines) and len(lines[end]) == _COLUMNS:
        end += 1
    if end >= len(lines) or len(lines[end]) > _COLUMNS:
        raise BadAge("a stanza without an end")
    stanza = Stanza(parts=parts, body=_read_base64(b"".join(lines[at + 1 : end + 1])))
    _check(stanza)
    return stanza, end + 1


def _check(stanza: Stanza) -> None:
    if stanza.is_grease:
        return
    kind, *rest = stanza.parts
    if kind != KIND:
        raise BadAge(f"sealed by {kind[:20].decode()}; only {KIND.decode()} is taken here")
    share = _read_base64(rest[0]) if len(rest) == 1 else b""
    if len(share) != _KEY:
        raise BadAge(f"a stanza's share is not {_KEY} bytes")
    if x25519.is_weak(share):
        raise BadAge("a stanza that everybody could open")
    if len(stanza.body) != _KEY:
        raise BadAge(f"a stanza wraps {len(stanza.body)} bytes, not {_KEY}")


def _read_mac(line: bytes) -> bytes:
    if not line.startswith(b"--- "):
        raise BadAge("neither a stanza nor the end of the header")
    mac = _read_base64(line[4:])
    if len(mac) != _KEY:
        raise BadAge(f"the header's check is not {_KEY} bytes")
    return mac


def _plain_size(payload: int) -> int:
    """Return how many bytes a payload of this size carries."""
    sealed = payload - NONCE
    if sealed < TAG:
        raise BadAge("cut off before the first chunk")
    chunks = -(-sealed // (CHUNK + TAG))
    last = sealed - (chunks - 1) * (CHUNK + TAG)
    # Only a file of nothing has an empty chunk.
    if last < TAG or (last == TAG and chunks > 1):
        raise BadAge("cut off in the last chunk")
    return sealed - chunks * TAG


def _read_base64(text: bytes) -> bytes:
    try:
        blob = b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise BadAge("not base64") from None
    if _spell(blob) != text:
        raise BadAge("another spelling of base64 is the right one")
    return blob


def _spell(blob: bytes) -> bytes:
    return b64encode(blob).rstrip(b"=")
