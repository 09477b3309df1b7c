"""The witness's signing key: one line in a file of mode 0600, made on the first start."""

import os
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import COSIGNATURE, BadNote, Key, Sign, Verify, parse_skey, parse_vkey

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
    """The key is missing, open to others, or another one than it should be."""


@dataclass(frozen=True, kw_only=True)
class WitnessKey:
    """The key as the world knows it, and the function that signs with it."""

    key: Key
    sign: Sign


def load_or_make(path: Path, *, name: str) -> WitnessKey:
    """Return the key in this file; make it first if there is none.

    Raises BadKey for a file that others may read, or that holds another witness's key.
    """
    parse_name(name)
    if not path.exists():
        _make(path, name)
    if path.stat().st_mode & 0o077:
        raise BadKey(f"{path} is open to others. `chmod 600 {path}`.")
    try:
        found, seed = parse_skey(path.read_text("utf-8").strip(), kind=COSIGNATURE)
    except (BadNote, UnicodeDecodeError) as reason:
        raise BadKey(f"{path} holds no key of a witness: {reason}.") from None
    if found != name:
        raise BadKey(f"{path} is the key of {found}, not of {name}. A new name needs a new folder.")
    return WitnessKey(key=_public(name, seed), sign=signer(seed))


def parse_name(name: str) -> str:
    """Return a name that a key may have. Raises BadKey for any other."""
    if not name or not name.isprintable() or set(name) & {" ", "+"} or len(name) > 200:
        raise BadKey(f"{name!r} is no name for a witness: one word without +, as in example.org/w1")
    return name


def signer(seed: bytes) -> Sign:
    """Return what signs: by the library where there is one, else slowly by ourselves."""
    if HAS_LIBRARY:
        return Ed25519PrivateKey.from_private_bytes(seed).sign
    return lambda message: ed25519.sign(seed, message)


def checker() -> Verify:
    """Return what checks signatures, by the same choice."""
    return _library_says if HAS_LIBRARY else ed25519.verify


def parse_log_keys(lines: list[str], *, parse: Callable[[str], Key] = parse_vkey) -> list[Key]:
    """Read the keys of the logs to watch; a log may have several, while it changes its key.

    Raises BadKey for what is no log's key, or a key given twice.
    """
    try:
        keys = [parse(line.strip()) for line in lines]
    except BadNote as reason:
        raise BadKey(f"This is no log's public key: {reason}.") from None
    if any(key.kind == COSIGNATURE for key in keys):
        raise BadKey("This is a witness's key. Take the one the office shows at /log/vkey.")
    if len({key.public for key in keys}) != len(keys):
        raise BadKey("One key is given twice.")
    return keys


def _library_says(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path, name: str) -> None:
    seed = secrets.token_bytes(32)
    key = _public(name, seed)
    blob = b64encode(bytes([COSIGNATURE]) + seed).decode()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_MODE), "w") as out:
        out.write(f"PRIVATE+KEY+{key.name}+{key.key_id.hex()}+{blob}\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        # Linked, not renamed: of two that start at once, the first one's key stays.
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink()


def _public(name: str, seed: bytes) -> Key:
    return Key(name=name, public=ed25519.public_key(seed), kind=COSIGNATURE)
