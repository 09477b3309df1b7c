"""The log's signing key: outside the database, in one of four places.

A file of mode 0600, a text in the environment, a credential that systemd hands over, or a program
that signs for us (a token, an agent), so that the key is not on this machine at all. As a text it
is the `PRIVATE+KEY+name+id+base64` of signed notes, so other tools can read it too.
"""

import os
import shlex
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from jernih.apps.ledger import queries
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.note import (
    BadNote,
    Key,
    Sign,
    parse_checkpoint,
    parse_log_key,
    parse_note,
    parse_skey,
)

_PRIVATE_MODE: Final = 0o600
# A person who must touch a token needs some of it; the record waits for so long.
SIGNER_SECONDS: Final = 30
# The name of the credential in systemd's LoadCredential=.
CREDENTIAL: Final = "jernih-log-key"


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
    if not is_in_file() or settings.LOG_KEY_FILE.exists():
        return load_key().key
    last = queries.last_checkpoint()
    # A new key would silently start a second record under the first one's name.
    if last is not None and _origin(last.note) == settings.LOG_ORIGIN:
        path = settings.LOG_KEY_FILE
        raise BadLogKey(f"The record is signed, but its key {path} is gone. Bring it back.")
    return make_file(settings.LOG_KEY_FILE)


def make_file(path: Path) -> Key:
    """Make a new key in a file, or return the one that is there. Raises BadLogKey."""
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
        return load_file(path).key
    finally:
        part.unlink()
    return key


def is_in_file() -> bool:
    """Tell whether the key is kept in the file of the settings, and nowhere else."""
    return not (settings.LOG_SIGNER or settings.LOG_KEY or _credential())


def load_key() -> LogKey:
    """Return the signing key, from wherever it is kept.

    Raises BadLogKey when it is missing, open to others, or of another log.
    """
    if settings.LOG_SIGNER:
        return _outside(shlex.split(settings.LOG_SIGNER))
    if settings.LOG_KEY:
        return _read(settings.LOG_KEY, place="JERNIH_LOG_KEY")
    return load_file(_credential() or settings.LOG_KEY_FILE)


def load_file(path: Path) -> LogKey:
    """Return the key in a file. Raises BadLogKey."""
    try:
        mode, line = path.stat().st_mode, path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        raise BadLogKey(f"No signing key in {path}. `manage.py logkey` makes one.") from None
    except OSError as reason:
        raise BadLogKey(f"{path} cannot be read: {reason}.") from None
    if mode & 0o077 and path != _credential():
        raise BadLogKey(f"{path} is open to others. `chmod 600 {path}`.")
    # What systemd hands over may be readable by our group: it is a mount for us alone.
    if mode & 0o007:
        raise BadLogKey(f"{path} is open to others.")
    return _read(line, place=str(path))


def _read(line: str, *, place: str) -> LogKey:
    try:
        name, seed = parse_skey(line.strip())
    except BadNote as reason:
        raise BadLogKey(f"{place} holds no signing key: {reason}.") from None
    key = _public(name, seed)
    if f"+{key.key_id.hex()}+" not in line or name != settings.LOG_ORIGIN:
        raise BadLogKey(f"The key in {place} is not that of {settings.LOG_ORIGIN}.")
    return LogKey(key=key, sign=Ed25519PrivateKey.from_private_bytes(seed).sign)


def _outside(command: Sequence[str]) -> LogKey:
    try:
        key = parse_log_key(settings.LOG_VKEY.strip())
    except BadNote as reason:
        raise BadLogKey(f"JERNIH_LOG_VKEY is no public key: {reason}.") from None
    if key.name != settings.LOG_ORIGIN:
        raise BadLogKey(f"The key in JERNIH_LOG_VKEY is not that of {settings.LOG_ORIGIN}.")
    return LogKey(key=key, sign=lambda text: _signed_by(command, text, key=key))


def _signed_by(command: Sequence[str], text: bytes, *, key: Key) -> bytes:
    """Hand the text to the program, and check what it gave back before anybody sees it."""
    try:
        done = subprocess.run(  # noqa: S603 - the command is the office's own setting
            command, input=text, capture_output=True, check=True, timeout=SIGNER_SECONDS
        )
        Ed25519PublicKey.from_public_bytes(key.public).verify(done.stdout, text)
    except (OSError, subprocess.SubprocessError) as reason:
        raise BadLogKey(f"The program of JERNIH_LOG_SIGNER does not sign: {reason}.") from None
    except InvalidSignature:
        raise BadLogKey("JERNIH_LOG_SIGNER signs with another key than JERNIH_LOG_VKEY.") from None
    return done.stdout


def _credential() -> Path | None:
    folder = settings.CREDENTIALS_DIR
    path = folder / CREDENTIAL if folder else None
    return path if path and path.exists() else None


def _origin(note: str) -> str:
    return parse_checkpoint(parse_note(note.encode()).text).origin


def _public(name: str, seed: bytes) -> Key:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return Key(name=name, public=public)
