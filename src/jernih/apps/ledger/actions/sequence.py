"""Two steps of the sequencer that write rows: number what waits, sign what was written."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from jernih.apps.ledger import queries
from jernih.apps.ledger.actions.files import RecordDiffers
from jernih.apps.ledger.actions.rotate import signers
from jernih.apps.ledger.models import Checkpoint
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.note import Checkpoint as Head
from jernih.pure.tlog.note import sign_note, write_checkpoint

# So many at most in one round: keeps the transaction short after a long standstill.
MAX_ROUND: Final = 5_000

_NUMBER: Final = """
UPDATE ledger_entry AS entry SET index = numbered.index
FROM (
  SELECT id, row_number() OVER (ORDER BY id) - 1
    + (SELECT coalesce(max(index) + 1, 0) FROM ledger_entry) AS index
  FROM (SELECT id FROM ledger_entry WHERE index IS NULL ORDER BY id LIMIT %s) AS waiting
) AS numbered
WHERE entry.id = numbered.id
"""


@transaction.atomic(durable=True)
def number_waiting(*, actor: Actor) -> int:
    """Give the entries that wait the next indexes, oldest id first, and say how many got one.

    The ids of one office's day are taken under that day's lock, so its facts keep their order.
    A crash before the commit leaves all of them waiting.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER, [MAX_ROUND])
        return int(cursor.rowcount)


@transaction.atomic(durable=True)
def sign_checkpoint(*, edge: Edge, actor: Actor, now: datetime) -> Checkpoint:
    """Sign the size and root of a log whose files are all written, and keep what was signed.

    Raises Refused, BadLogKey, or RecordDiffers for a tree smaller than the last one signed.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    last = queries.last_checkpoint()
    if last is not None and last.size >= edge.size:
        if last.size > edge.size or bytes(last.root) != edge.root():
            raise RecordDiffers(f"A tree of {last.size} is signed; {edge.size} cannot follow.")
        return last
    first, *others = signers(size=edge.size, last_size=last.size if last else 0)
    head = Head(origin=first.key.name, size=edge.size, root=edge.root())
    note = sign_note(write_checkpoint(head), key=first.key, sign=first.sign)
    for other in others:
        line = sign_note(write_checkpoint(head), key=other.key, sign=other.sign)
        note += line.rpartition("\n\n")[2]
    # Stored before it is shown: a root that anyone has seen is in the database.
    return Checkpoint.objects.create(size=head.size, root=head.root, note=note, signed_at=now)
