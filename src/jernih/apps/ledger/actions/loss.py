"""Go on in public after facts were lost for good: under another name, with what is left.

The old name cannot go on: its key signed a tree that nobody can show any more, and another tree
under it would be a fork. Source: docs/runbooks/restore-a-backup.md.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from jernih.apps.ledger import queries
from jernih.apps.ledger.actions.append import append
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries.keys import office_of_record
from jernih.pure.events_record import LossAccepted
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.note import Checkpoint, parse_checkpoint, parse_note


class NothingLost(Exception):
    """There is no loss to accept, or not yet a new name to go on under."""


@transaction.atomic(durable=True)
def accept_loss(*, note: bytes, actor: Actor, now: datetime) -> LossAccepted:
    """Append what was lost, by the largest checkpoint that is known; once.

    Raises Refused, BadNote for no checkpoint, NothingLost where this database has all of it, or
    where the record still has its old name.
    """
    require(actor, Permission.LOSS_ACCEPT)
    head = parse_checkpoint(parse_note(note).text)
    last, office = queries.last_checkpoint(), office_of_record()
    if head.origin == settings.LOG_ORIGIN:
        raise NothingLost(
            f"First give the record another name: JERNIH_LOG_ORIGIN is {head.origin}."
        )
    if last is None or office is None or head.size <= last.size:
        raise NothingLost("This database has everything that the checkpoint speaks of.")
    fact = _fact(head, office=office, kept_size=last.size, now=now)
    if not _is_told(fact):
        append(fact)
    return fact


def set_aside(*, size: int, actor: Actor) -> Path | None:
    """Move the old published files away, and return where they are; None if there are none.

    They are the only copy of what was lost, and evidence: nobody deletes them.
    """
    require(actor, Permission.LOSS_ACCEPT)
    folder = Path(settings.LOG_DIR)
    shown = queries.published_checkpoint()
    if not folder.exists() or (shown is not None and shown.origin == settings.LOG_ORIGIN):
        return None
    aside = folder.with_name(f"{folder.name}.lost-{size}")
    folder.rename(aside)
    return aside


def _fact(head: Checkpoint, *, office: str, kept_size: int, now: datetime) -> LossAccepted:
    return LossAccepted(
        office=office,
        at=now,
        lost_origin=head.origin,
        lost_size=head.size,
        lost_root=head.root.hex(),
        kept_size=kept_size,
    )


def _is_told(fact: LossAccepted) -> bool:
    root = f'"lost_root":"{fact.lost_root}"'.encode()
    return any(root in bytes(row.body) for row in Entry.objects.filter(kind=fact.kind))
