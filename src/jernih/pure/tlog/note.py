"""Write and read the signed text that says how large the log is and what its root is.

Source: C2SP signed-note v1.0.0, tlog-checkpoint v1.0.0 and tlog-cosignature v1.0.1.
Vectors: tests/vectors/note.json and cosignature.json.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.tree import HASH_BYTES

Sign = Callable[[bytes], bytes]
Verify = Callable[[bytes, bytes, bytes], bool]

# Kinds of keys: of a log, and of a witness, who says the time with what she signs.
ED25519: Final = 1
COSIGNATURE: Final = 4
KINDS: Final = (ED25519, COSIGNATURE)
TIME_BYTES: Final = 8
KEY_ID_BYTES: Final = 4
MAX_NOTE: Final = 100_000
MAX_SIGNATURES: Final = 64
# Beyond it no calendar of ours reaches: the last second of the year 9999.
MAX_SECONDS: Final = 253_402_300_799

_DASH: Final = "\u2014 "
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,17}")


class BadNote(ValueError):
    """This is not a well-formed note, or nobody known signed it."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """What a stranger needs to check a signature: a name, 32 public bytes, and how it signs."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that go before each signature of this key."""
        text = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(text).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    blob: bytes


@dataclass(frozen=True, kw_only=True)
class Note:
    """A text that ends with a line feed, and who signed it."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """How large a log is and what its root is; `extensions` are lines we do not use."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def write_vkey(key: Key) -> str:
    """Return the one-line text of a public key."""
    blob = b64encode(bytes([key.kind]) + key.public).decode()
    return f"{key.name}+{key.key_id.hex()}+{blob}"


def parse_vkey(text: str) -> Key:
    """Return the key in a one-line text: a log's or a witness's, as its kind says.

    Raises BadNote for any other kind or spelling.
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not _is_name(parts[0]):
        raise BadNote("a key is name+id+base64")
    blob = parse_base64(parts[2])
    if len(blob) != 1 + ed25519.KEY_BYTES or blob[0] not in KINDS:
        raise BadNote("not an Ed25519 key")
    key = Key(name=parts[0], public=blob[1:], kind=blob[0])
    if key.key_id.hex() != parts[1]:
        raise BadNote("the key's id does not fit its bytes")
    return key


def parse_log_key(text: str) -> Key:
    """Return the key of a log. Raises BadNote also for a witness's: she signs something else."""
    key = parse_vkey(text)
    if key.kind != ED25519:
        raise BadNote("this is the key of a witness, not of a log")
    return key


def parse_skey(text: str, *, kind: int = ED25519) -> tuple[str, bytes]:
    """Return the name and the 32-byte seed in a private key's line. Raises BadNote.

    The line is PRIVATE+KEY+name+id+base64; whoever holds the seed checks the id.
    """
    parts = text.split("+", 4)
    if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"] or not _is_name(parts[2]):
        raise BadNote("a private key is PRIVATE+KEY+name+id+base64")
    blob = parse_base64(parts[4])
    if len(blob) != 1 + ed25519.KEY_BYTES or blob[0] != kind:
        raise BadNote("not an Ed25519 key")
    return parts[2], blob[1:]


def sign_note(text: str, *, key: Key, sign: Sign) -> str:
    """Return the text with a log's signature under it. Raises BadNote for an improper text."""
    _check_text(text)
    if key.kind != ED25519:
        raise BadNote("a witness signs under a log, never alone")
    line = Signature(name=key.name, key_id=key.key_id, blob=sign(text.encode()))
    return f"{text}\n{write_signature(line)}"


def write_signature(line: Signature) -> str:
    """Return the line as it stands under a note, with its line feed."""
    return f"{_DASH}{line.name} {b64encode(line.key_id + line.blob).decode()}\n"


def parse_signatures(text: str) -> tuple[Signature, ...]:
    """Read lines of signatures, each with its line feed. Raises BadNote for anything else."""
    if not text.endswith("\n"):
        raise BadNote("no line feed at the end")
    lines = text[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote("too many signatures")
    return tuple(_parse_signature(line) for line in lines)


def cosigned_text(text: str, *, seconds: int) -> bytes:
    """Return what a witness signs under a checkpoint at this second of Unix time."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def cosigned_seconds(line: Signature) -> int:
    """Return the Unix time in a witness's signature. Raises BadNote for one of another length."""
    if len(line.blob) != TIME_BYTES + ed25519.SIGNATURE_BYTES:
        raise BadNote(f"the cosignature of {line.name} is not 72 bytes")
    seconds = int.from_bytes(line.blob[:TIME_BYTES])
    if not 0 < seconds <= MAX_SECONDS:
        raise BadNote(f"the cosignature of {line.name} has no time")
    return seconds


def parse_note(raw: bytes) -> Note:
    """Split a note into text and signatures. Raises BadNote unless it is well-formed."""
    if len(raw) > MAX_NOTE:
        raise BadNote("longer than any checkpoint")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise BadNote("not UTF-8") from None
    # The text may hold empty lines itself: the last one splits.
    text, split, tail = whole.rpartition("\n\n")
    if not split:
        raise BadNote("no empty line")
    _check_text(text + "\n")
    return Note(text=text + "\n", signatures=parse_signatures(tail))


def open_note(raw: bytes, *, keys: Sequence[Key], verify: Verify = ed25519.verify) -> Note:
    """Return a note of which only the signatures by known keys are left, each one checked.

    Raises BadNote when a known key's signature is wrong, or when no known key signed.
    """
    note = parse_note(raw)
    known = {(key.name, key.key_id): key for key in keys}
    good: dict[tuple[str, bytes], Signature] = {}
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None:
            continue
        if not _is_good(line, key=key, text=note.text, verify=verify):
            raise BadNote(f"the signature of {line.name} is wrong")
        good.setdefault((line.name, line.key_id), line)
    if not good:
        raise BadNote("not signed by the key given")
    return Note(text=note.text, signatures=tuple(good.values()))


def write_checkpoint(checkpoint: Checkpoint) -> str:
    """Return the text that gets signed."""
    root = b64encode(checkpoint.root).decode()
    lines = [checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions]
    return "".join(line + "\n" for line in lines)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint. Raises BadNote for any other spelling."""
    if not text.endswith("\n"):
        raise BadNote("a checkpoint ends with a line feed")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        raise BadNote("a checkpoint is origin, size, root, one a line")
    if not _SIZE.fullmatch(lines[1]):
        raise BadNote("the size is not a plain number")
    root = parse_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise BadNote(f"the root is not {HASH_BYTES} bytes")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, extensions=tuple(lines[3:]))


def parse_base64(text: str) -> bytes:
    """Read standard base64 in its one spelling. Raises BadNote."""
    try:
        blob = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("not base64") from None
    if b64encode(blob).decode() != text:
        raise BadNote("another spelling of base64")
    return blob


def _is_good(line: Signature, *, key: Key, text: str, verify: Verify) -> bool:
    if key.kind == ED25519:
        return verify(key.public, line.blob, text.encode())
    said = cosigned_text(text, seconds=cosigned_seconds(line))
    return verify(key.public, line.blob[TIME_BYTES:], said)


def _parse_signature(line: str) -> Signature:
    name, space, blob = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise BadNote("a signature line is dash, name, base64")
    signed = parse_base64(blob)
    if len(signed) <= KEY_ID_BYTES:
        raise BadNote("a signature is too short")
    return Signature(name=name, key_id=signed[:KEY_ID_BYTES], blob=signed[KEY_ID_BYTES:])


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise BadNote("a note's text ends with a line feed")
    if any(char < " " and char != "\n" for char in text):
        raise BadNote("a control character in the text")


def _is_name(name: str) -> bool:
    # Half a character (from a command line that is no UTF-8) could not be hashed into the id.
    return bool(name) and not any(
        char == "+" or char.isspace() or "\ud800" <= char <= "\udfff" for char in name
    )
