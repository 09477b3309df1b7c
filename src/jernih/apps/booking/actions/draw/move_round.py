"""Let a later round count where witnesses had not signed the frozen list in time."""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.draw.refusals import NotYet, RoundStands
from jernih.apps.booking.actions.draw.steps import locked_batch
from jernih.apps.booking.models import Batch
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.events_draw import Source
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BatchState, IllegalMove


@transaction.atomic(durable=True)
def move_round(*, batch_id: int, actor: Actor, now: datetime) -> Batch:
    """Wait for the same time of the next day on which witnesses can have signed in time.

    Which round that is follows from what was announced: nobody chooses, and nobody knows it yet.
    Raises Refused, IllegalMove, NotYet, RoundStands where the round waited for counts.
    """
    require(actor, Permission.BATCH_RUN)
    batch = locked_batch(batch_id)
    if batch.state != BatchState.CLOSED or batch.source != Source.QUICKNET:
        raise IllegalMove(f"{batch.state} waits for no round of the beacon")
    at = queries.draw_frozen.moves_at(batch)
    if now < at:
        raise NotYet(at)
    if not queries.draw_frozen.must_wait(batch, now=now):
        raise RoundStands(batch.round)
    batch.round = queries.draw_frozen.next_round(batch, now=now)
    batch.save(update_fields=["round"])
    ledger.append(
        events_draw.RoundMoved(office=batch.office.slug, at=now, batch=batch.ref, round=batch.round)
    )
    return batch
