"""Let another key sign the record: made first, vouched for on the record, then in use.

Each step leaves what the next run needs: a file, a fact, a checkpoint signed by both keys.
Source: docs/log-format.md, "Another key"; docs/runbooks/rotate-the-key.md.
"""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jernih.apps.ledger.actions import key as keys
from jernih.apps.ledger.actions.append import append
from jernih.apps.ledger.actions.key import BadLogKey, LogKey
from jernih.apps.ledger.queries import witnesses
from jernih.apps.ledger.queries.keys import Rotation, office_of_record, rotations
from jernih.pure import key_rotation
from jernih.pure.events_record import KeyRotated
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.note import Key, write_vkey
from jernih.pure.tlog.policy import parse_policy


def prepare_key(*, actor: Actor) -> Key:
    """Make the next key beside the one in use, once, and return its public half.

    Raises Refused, or BadLogKey: also for a key that is kept elsewhere than in its file.
    """
    require(actor, Permission.KEY_ROTATE)
    if not keys.is_in_file():
        raise BadLogKey("The key is not kept in a file. Bring both keys to a file first.")
    keys.load_key()
    return keys.make_file(_next_file())


@transaction.atomic(durable=True)
def rotate_key(*, actor: Actor, now: datetime) -> KeyRotated | None:
    """Append that the prepared key signs from now on; None if the record says so already.

    Raises Refused, or BadLogKey: without a prepared key, and while the policy of witnesses does
    not name it, for then nobody could follow.
    """
    require(actor, Permission.KEY_ROTATE)
    office, old, new = office_of_record(), keys.load_key(), keys.load_file(_next_file())
    if office is None:
        raise BadLogKey("Nothing stands on the record yet: exchange the file.")
    text = witnesses.policy_text()
    logs = [log.key for log in parse_policy(text).logs] if text else []
    if old.key in logs and new.key not in logs:
        line = f"log {write_vkey(new.key)}"
        raise BadLogKey(f"{settings.POLICY_FILE} does not name the new key. Add: {line}")
    known = rotations(settings.LOG_ORIGIN)
    if known and known[-1].new == new.key:
        return None
    if known and known[-1].new != old.key:
        raise BadLogKey("Another change of the key is under way.")
    fact = key_rotation.rotation(
        office=office, old=(old.key, old.sign), new=(new.key, new.sign), at=now
    )
    append(fact)
    return fact


def signers(*, size: int, last_size: int) -> list[LogKey]:
    """Return who signs a tree of this size: two where it is the first that names a new key.

    last_size: of the tree that was signed before. Raises BadLogKey.
    """
    newest = _in_force(size)
    if newest is None or newest.index is None:
        return [keys.load_key()]
    current = keys.load_key()
    new = current if current.key == newest.new else keys.load_file(_next_file())
    if new.key != newest.new:
        raise BadLogKey("The record says that another key signs. Bring that one.")
    if last_size > newest.index:
        return [new]
    if current.key != newest.old:
        raise BadLogKey("The first tree that names a new key is signed by the old one, too.")
    return [current, new]


def settle_key(*, size: int) -> list[Key]:
    """Put the new key in the old one's place once a tree that names it is signed.

    size: of that tree. Returns all keys up to now, the first one first. Raises BadLogKey.
    """
    known = [one for one in rotations(settings.LOG_ORIGIN) if _is_below(one, size)]
    waiting = keys.is_in_file() and _next_file().exists()
    if known and waiting and keys.load_file(_next_file()).key == known[-1].new:
        # A crash here, before or after: the same file is the key, under one of two names.
        _next_file().replace(settings.LOG_KEY_FILE)
        _flush(settings.LOG_KEY_FILE.parent)
    if not known:
        return [keys.load_key().key]
    return [known[0].old, *(one.new for one in known)]


def _in_force(size: int) -> Rotation | None:
    known = [one for one in rotations(settings.LOG_ORIGIN) if _is_below(one, size)]
    return known[-1] if known else None


def _is_below(one: Rotation, size: int) -> bool:
    return one.index is not None and one.index < size


def _next_file() -> Path:
    path: Path = settings.LOG_KEY_FILE
    return path.with_name(f"{path.name}.next")


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
