"""Tell that another key signs the record from now on, so that the old key vouches for the new one.

Source: docs/log-format.md, "Another key". Vectors: tests/pure/test_key_rotation.py.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from jernih.pure import canonical
from jernih.pure.events_record import KeyRotated
from jernih.pure.spelling import time_text
from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import BadNote, Key, Sign, Verify, parse_log_key, write_vkey

# The zero byte stands in no note, so this signature can never be one under a checkpoint.
LABEL: Final = b"jernih/key-rotated/v1\0"


class BadRotation(ValueError):
    """Nobody may take this key for the one that signs from now on."""


def statement(*, office: str, old: str, new: str, at: datetime) -> bytes:
    """Return what both keys sign. old, new: the public keys in one line each."""
    said = {"at": time_text(at), "new": new, "office": office, "old": old}
    return LABEL + canonical.encode(said)


def rotation(
    *, office: str, old: tuple[Key, Sign], new: tuple[Key, Sign], at: datetime
) -> KeyRotated:
    """Return the fact, signed by both keys. Raises BadRotation for keys of two logs, or of one."""
    (old_key, sign_old), (new_key, sign_new) = old, new
    if old_key.name != new_key.name or old_key.public == new_key.public:
        raise BadRotation("the new key is another one, of the same log")
    names = {"office": office, "old": write_vkey(old_key), "new": write_vkey(new_key)}
    said = statement(at=at, **names)
    return KeyRotated(
        at=at, old_signature=sign_old(said).hex(), new_signature=sign_new(said).hex(), **names
    )


def keys_of(fact: KeyRotated, *, verify: Verify = ed25519.verify) -> tuple[Key, Key]:
    """Return the key before and the key after. Raises BadRotation unless both signed it."""
    try:
        old, new = parse_log_key(fact.old), parse_log_key(fact.new)
    except BadNote as reason:
        raise BadRotation(str(reason)) from None
    if old.name != new.name or old.public == new.public:
        raise BadRotation("the new key is another one, of the same log")
    said = statement(office=fact.office, old=fact.old, new=fact.new, at=fact.at)
    if not verify(old.public, bytes.fromhex(fact.old_signature), said):
        raise BadRotation("the key before did not sign it")
    if not verify(new.public, bytes.fromhex(fact.new_signature), said):
        raise BadRotation("the new key did not sign it")
    return old, new


def write_vkeys(keys: Iterable[Key]) -> str:
    """Return the file of all keys, one a line, the first one first."""
    return "".join(f"{write_vkey(key)}\n" for key in keys)


def parse_vkeys(raw: bytes) -> tuple[Key, ...]:
    """Read the file of all keys; it is a hint, the facts are the proof. Raises BadNote."""
    try:
        text = raw.decode("ascii")
    except UnicodeDecodeError:
        raise BadNote("not ASCII") from None
    if not text.endswith("\n"):
        raise BadNote("no line feed at the end")
    return tuple(parse_log_key(line) for line in text[:-1].split("\n"))
