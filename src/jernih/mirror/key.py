"""The mirror's signing key and the overseer's token: files of mode 0600, made once."""

import os
import secrets
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import ED25519, BadNote, Key, Sign, Verify, parse_log_key, parse_skey

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )
except ImportError:
    HAS_LIBRARY = False
else:
    HAS_LIBRARY = True

_PRIVATE_MODE: Final = 0o600


class BadKey(Exception):
    """A key or token is missing, open to others, or another one than it should be."""


@dataclass(frozen=True, kw_only=True)
class MirrorKey:
    """The key as the world knows it, and the function that signs with it."""

    key: Key
    sign: Sign


def load_or_make(path: Path, *, name: str) -> MirrorKey:
    """Return the key in this file; make it first if there is none. Raises BadKey."""
    if not name or not name.isprintable() or set(name) & {" ", "+"} or len(name) > 200:
        raise BadKey(f"{name!r} is no name for a mirror: one word without +, as in example.org/m1")
    line = _text(path, made=lambda: _new_key(name))
    try:
        found, seed = parse_skey(line)
    except BadNote as reason:
        raise BadKey(f"{path} holds no key of a mirror: {reason}.") from None
    if found != name:
        raise BadKey(f"{path} is the key of {found}, not of {name}. A new name needs a new folder.")
    return MirrorKey(key=_public(name, seed), sign=_signer(seed))


def load_or_make_token(path: Path) -> str:
    """Return the overseer's token; make it first if there is none. Raises BadKey."""
    token = _text(path, made=lambda: secrets.token_hex(16))
    if len(token) < 16:
        raise BadKey(f"{path} holds a token that is too short.")
    return token


def office_keys(lines: Sequence[str]) -> list[Key]:
    """Read the record keys of the office, one a line. Raises BadKey.

    lines: public keys, or the names of files that hold one.
    """
    try:
        texts = [Path(one).read_text("utf-8") if Path(one).is_file() else one for one in lines]
        keys = [parse_log_key(text.strip()) for text in texts]
    except (BadNote, OSError) as reason:
        raise BadKey(f"This is no public key of an office: {reason}.") from None
    if len({key.name for key in keys}) != 1:
        raise BadKey("One mirror watches one office: give keys of one name.")
    return keys


def checker() -> Verify:
    """Return what checks signatures: the library where there is one, else our own."""
    return _library_says if HAS_LIBRARY else ed25519.verify


def _signer(seed: bytes) -> Sign:
    if HAS_LIBRARY:
        return Ed25519PrivateKey.from_private_bytes(seed).sign
    return lambda message: ed25519.sign(seed, message)


def _library_says(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(name: str, seed: bytes) -> Key:
    return Key(name=name, public=ed25519.public_key(seed))


def _new_key(name: str) -> str:
    seed = secrets.token_bytes(32)
    blob = b64encode(bytes([ED25519]) + seed).decode()
    return f"PRIVATE+KEY+{name}+{_public(name, seed).key_id.hex()}+{blob}"


def _text(path: Path, *, made: Callable[[], str]) -> str:
    if not path.exists():
        _write(path, made())
    if path.stat().st_mode & 0o077:
        raise BadKey(f"{path} is open to others. `chmod 600 {path}`.")
    try:
        return path.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise BadKey(f"{path} is not a text.") from None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_MODE), "w") as out:
        out.write(f"{text}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        # Linked, not renamed: of two that start at once, the first one's stays.
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink()
