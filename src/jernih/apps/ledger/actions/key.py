"""The log's signing key: one line in a file of mode 0600, outside the database.

The line is the `PRIVATE+KEY+name+id+base64` of signed notes, so other tools can read it too.
"""

import os
from base64 import b64encode
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jernih.apps.ledger import queries
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.note import BadNote, Key, Sign, parse_skey

_PRIVATE_MODE = 0o600


class BadLogKey(Exception):
    """The signing key is missing, open to others, or another one than before."""


@dataclass(frozen=True, kw_only=True)
class LogKey:
    """The key as strangers know it, and the function that signs with it."""

    key: Key
    sign: Sign


def make_key(*, actor: Actor) -> Key:
    """Make the signing key if there is none yet, and return its public half.

    Raises Refused, or BadLogKey when the record was already signed by a key that is now gone.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    path = settings.LOG_KEY_FILE
    if path.exists():
        return load_key().key
    # A new key would silently start a second record under the first one's name.
    if queries.last_checkpoint() is not None:
        raise BadLogKey(f"The record is signed, but its key {path} is gone. Bring it back.")
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    key = _public(settings.LOG_ORIGIN, seed)
    blob = b64encode(b"\x01" + seed).decode()
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
        return load_key().key
    finally:
        part.unlink()
    return key


def load_key() -> LogKey:
    """Return the signing key. Raises BadLogKey when it is missing, open to others, misnamed."""
    path = settings.LOG_KEY_FILE
    try:
        mode, line = path.stat().st_mode, path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise BadLogKey(f"No signing key in {path}. `manage.py logkey` makes one.") from None
    if mode & 0o077:
        raise BadLogKey(f"{path} is open to others. `chmod 600 {path}`.")
    try:
        name, seed = parse_skey(line)
    except BadNote as reason:
        raise BadLogKey(f"{path} holds no signing key: {reason}.") from None
    key = _public(name, seed)
    if f"+{key.key_id.hex()}+" not in line or name != settings.LOG_ORIGIN:
        raise BadLogKey(f"The key in {path} is not that of {settings.LOG_ORIGIN}.")
    return LogKey(key=key, sign=Ed25519PrivateKey.from_private_bytes(seed).sign)


def _public(name: str, seed: bytes) -> Key:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return Key(name=name, public=public)
