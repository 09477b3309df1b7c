"""Open a batch to applicants, and close it: then the list is frozen and published."""

from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking.actions.draw.refusals import NotYet
from jernih.apps.booking.actions.draw.steps import applications_of, entries_of, locked_batch
from jernih.apps.booking.models import Batch
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.draw_list import list_root
from jernih.pure.draw_source import drawn_round
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BATCH, BatchState


@transaction.atomic(durable=True)
def open_batch(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Take applications for an announced batch. Raises Refused, IllegalMove, NotYet."""
    require(actor, Permission.BATCH_RUN)
    batch = locked_batch(batch_id)
    BATCH.check(BatchState(batch.state), BatchState.OPEN)
    if now < batch.opens_at:
        raise NotYet(batch.opens_at)
    batch.state, batch.opened_at = BatchState.OPEN, now
    batch.save(update_fields=["state", "opened_at"])
    ledger.append(events_draw.BatchOpened(office=batch.office.slug, at=now, batch=batch.ref))
    return batch


@transaction.atomic(durable=True)
def close_batch(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Stop applications, and fix in public the list that will be drawn.

    Closed late, the batch waits for a round some days on: nobody gains by delay, for nobody knows
    any round to come. Raises Refused, IllegalMove, NotYet.
    """
    require(actor, Permission.BATCH_RUN)
    # Whoever joins holds a weaker lock of this row until she is done: from here on nobody can.
    batch = locked_batch(batch_id)
    BATCH.check(BatchState(batch.state), BatchState.CLOSED)
    if now < batch.closes_at:
        raise NotYet(batch.closes_at)

    entries = entries_of(batch, applications_of(batch))
    batch.state, batch.closed_at, batch.source_since = BatchState.CLOSED, now, now
    batch.list_root = list_root(entries).hex()
    batch.round = drawn_round(
        batch.round, closed_at=now, freeze=timedelta(minutes=batch.freeze_minutes)
    )
    batch.save(update_fields=["state", "closed_at", "source_since", "list_root", "round"])
    ledger.append(
        events_draw.BatchClosed(
            office=batch.office.slug,
            at=now,
            batch=batch.ref,
            applications=len(entries),
            people=sum(entry.people for entry in entries),
            list_root=batch.list_root,
            round=batch.round,
        )
    )
    return batch
