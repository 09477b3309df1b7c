"""Give up a batch while nothing of its draw can be known yet."""

from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking.actions import words
from jernih.apps.booking.actions.draw.leftover import offer_leftover
from jernih.apps.booking.actions.draw.steps import applications_of, locked_batch
from jernih.apps.booking.models import Application, Batch
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.reasons import EndReason
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, BATCH, ApplicationState, BatchState


@transaction.atomic(durable=True)
def cancel_batch(
    *, batch_id: int, reason: events_draw.CancelReason, actor: Actor, now: datetime
) -> Batch:
    """Give up a batch before its list is frozen; its people hear of it, and may apply again.

    Its numbers, if they were announced, can be taken at once by anybody, after the rest.
    Raises Refused, IllegalMove once it is closed: a second try would be a second draw.
    """
    require(actor, Permission.BATCH_PLAN)
    batch = locked_batch(batch_id)
    require(actor, Permission.BATCH_PLAN, office=batch.office.slug)
    BATCH.check(BatchState(batch.state), BatchState.CANCELLED)
    batch.state, batch.cancelled_at = BatchState.CANCELLED, now
    batch.save(update_fields=["state", "cancelled_at"])
    ledger.append(
        events_draw.BatchCancelled(office=batch.office.slug, at=now, batch=batch.ref, reason=reason)
    )
    offer_leftover(batch, now)
    for application in applications_of(batch):
        _end(application, batch, now)
    return batch


def _end(application: Application, batch: Batch, now: datetime) -> None:
    # The cancelling says it for all of them; no fact of their own is needed.
    APPLICATION.check(ApplicationState(application.state), ApplicationState.WITHDRAWN)
    application.office = batch.office
    application.state, application.ended_at = ApplicationState.WITHDRAWN, now
    application.end_reason = EndReason.BATCH_CANCELLED
    application.save(update_fields=["state", "ended_at", "end_reason"])
    application.applicants.update(is_live=False)
    words.send(
        application,
        words.batch_cancelled(application),
        purpose="cancelled",
        once_key=f"cancelled:{application.ref}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )
