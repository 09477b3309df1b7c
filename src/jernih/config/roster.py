"""The overseer's own tool, off line: make her key, sign a roster, look at one.

jernih roster key FILE --origin ORIGIN            a new key, for her alone to read
jernih roster write DESCRIPTION --key FILE        sign what a TOML or JSON file describes
jernih roster show FILE --key KEY                 check a signed roster, and print it
What stands in a description: docs/sealing.md, 2, each field by its own name.
"""

import argparse
import json
import os
import sys
import tomllib
from base64 import b64encode
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.config import env
from jernih.pure import canonical
from jernih.pure.seal import holders, roster
from jernih.pure.tlog import note

_PRIVATE_MODE: Final = 0o600
_SUFFIX: Final = "/roster"


def run(arguments: Sequence[str]) -> int:
    """Do what the line asks. Raises env.Plain, in words for who typed it."""
    options = _options(arguments)
    said: str = options.do(options)
    sys.stdout.write(said)
    return 0


def make_key(options: argparse.Namespace) -> str:
    """Make a key in a new file, and say how people know it."""
    private = Ed25519PrivateKey.generate()
    key = roster.roster_key(private.public_key().public_bytes_raw(), origin=options.origin)
    blob = b64encode(bytes([note.ED25519]) + private.private_bytes_raw()).decode()
    line = f"PRIVATE+KEY+{key.name}+{key.key_id.hex()}+{blob}\n"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(options.file, flags, _PRIVATE_MODE), "w") as out:
            out.write(line)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError:
        raise env.Plain(f"{options.file} is there already; a key is never written over.") from None
    except OSError as reason:
        raise env.Plain(f"{options.file} could not be made: {reason}.") from None
    return _known_by(key)


def write(options: argparse.Namespace) -> str:
    """Return the signed roster that a file describes."""
    key, private = _private(options.key)
    try:
        text = _described(options.description)
        found = roster.parse_text(text)
        # Said now, to her, and not to a reporter later.
        holders.check_ready(found)
    except (roster.BadRoster, holders.CannotHold) as reason:
        raise env.Plain(f"{options.description}: {reason}.") from None
    return roster.write_roster(found, key=key, sign=private.sign)


def show(options: argparse.Namespace) -> str:
    """Return what a roster says, once its signature and its days are right."""
    key = _public(options.key, origin=options.origin)
    day = options.day or datetime.now().astimezone().date()
    try:
        found = roster.open_roster(_bytes(options.file), key=key, today=day, least=options.least)
    except roster.BadRoster as reason:
        raise env.Plain(f"{options.file}: {reason}.") from None
    people = [
        f"  {one.ref}  {one.role:<8}  {one.section:<12}  {one.name}, {one.post}"
        for one in found.people
    ]
    trustees = [f"  {one.label}" for one in found.escrow]
    head = f"Roster {found.serial} of {found.office}, {found.starts_on} to {found.ends_on}"
    lines = [head, *people, "Shares of every report, two of three:", *trustees]
    return "\n".join([*lines, _readiness(found), ""]) + _known_by(key)


def _readiness(found: roster.Roster) -> str:
    try:
        holders.check_ready(found)
    except holders.CannotHold as reason:
        return f"NOT READY: {reason}."
    return "Ready: every report finds two who may hold it."


def _known_by(key: note.Key) -> str:
    words = " ".join(roster.words(key.public))
    return f"Words: {words}\nKey: {note.write_vkey(key)}\nROSTER_KEY={key.public.hex()}\n"


def _private(path: Path) -> tuple[note.Key, Ed25519PrivateKey]:
    line = _bytes(path).decode("ascii", "replace").strip()
    if path.stat().st_mode & 0o077:
        raise env.Plain(f"{path} is open to others. Do: chmod 600 {path}")
    try:
        name, seed = note.parse_skey(line)
        private = Ed25519PrivateKey.from_private_bytes(seed)
        key = note.Key(name=name, public=private.public_key().public_bytes_raw())
        # Also checks the id, which says whether the line is whole.
        if line.split("+")[3] != key.key_id.hex() or not name.endswith(_SUFFIX):
            raise note.BadNote("the key's name or id does not fit")
    except note.BadNote as reason:
        raise env.Plain(f"{path} is not a roster's key: {reason}.") from None
    return key, private


def _public(given: str, *, origin: str) -> note.Key:
    """Return the key that was given: its line, or 64 hex digits and the record's origin."""
    try:
        if "+" in given:
            return note.parse_log_key(given)
        public = bytes.fromhex(given)
    except ValueError as reason:
        raise env.Plain(f"The key cannot be read: {reason}.") from None
    if len(public) != 32 or not origin:
        raise env.Plain("A key in hex is 64 digits, and wants --origin.")
    return roster.roster_key(public, origin=origin)


def _described(path: Path) -> str:
    """Return the three lines of a roster that a file describes. Raises BadRoster."""
    raw = _bytes(path)
    try:
        text = raw.decode()
        value = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        body = canonical.encode(_plain(value)).decode("ascii")
        return f"{roster.VERSION}\n{value.get('serial')}\n{body}\n"
    except (ValueError, AttributeError) as reason:
        raise roster.BadRoster(f"not a description: {reason}") from None


def _plain(value: Any) -> Any:
    """Return a description with its days as texts."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as reason:
        raise env.Plain(f"{path} cannot be read: {reason}.") from None


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="jernih roster", description=(__doc__ or "")[:76])
    parts = parser.add_subparsers(required=True, metavar="key|write|show")
    key = parts.add_parser("key", help="make the overseer's key")
    key.add_argument("file", type=Path)
    key.add_argument("--origin", required=True, help="of the record, as in its checkpoints")
    key.set_defaults(do=make_key)
    signed = parts.add_parser("write", help="sign a roster; it is printed")
    signed.add_argument("description", type=Path, help="a file of TOML, or of JSON (.json)")
    signed.add_argument("--key", type=Path, required=True, help="the file that `key` made")
    signed.set_defaults(do=write)
    looked = parts.add_parser("show", help="check a signed roster, and print what it says")
    looked.add_argument("file", type=Path)
    looked.add_argument("--key", required=True, help="its line, or 64 hex digits")
    looked.add_argument("--origin", default="", help="of the record, where the key is in hex")
    looked.add_argument("--least", type=int, default=0, help="the highest serial seen before")
    looked.add_argument("--day", type=date.fromisoformat, help="as on this day; else today")
    looked.set_defaults(do=show)
    return parser.parse_args(arguments)
