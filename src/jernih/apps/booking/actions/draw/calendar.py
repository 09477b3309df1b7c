"""Put batches into the calendar, and name who else adds a secret; nothing is fixed yet."""

import re
from datetime import date, datetime
from secrets import token_hex

from django.db import IntegrityError, transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.draw.refusals import (
    AlreadyPlanned,
    BadContributor,
    BadTimes,
    BatchTooLate,
    NotDrawn,
)
from jernih.apps.booking.actions.draw.steps import locked_batch
from jernih.apps.booking.models import Batch, BatchContributor
from jernih.apps.booking.queries.draw import BatchTimes
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices.models import Service
from jernih.pure import contribution, events_draw
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import BatchState, IllegalMove

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")


@transaction.atomic(durable=True)
def plan_batch(
    *,
    service_id: int,
    first_day: date,
    times: BatchTimes | None = None,
    actor: Actor,
    now: datetime,
) -> Batch:
    """Put the week from this Monday into the calendar of a service whose numbers are drawn.

    times: when the office wants others than the rulebook's, for a week of holidays, say.
    Raises Refused, NotDrawn, AlreadyPlanned, BatchTooLate when it should be open by now, BadTimes.
    """
    require(actor, Permission.BATCH_PLAN)
    service = Service.objects.select_related("office").get(pk=service_id)
    office = service.office
    require(actor, Permission.BATCH_PLAN, office=office.slug)
    if not service.is_drawn:
        raise NotDrawn(service.code)
    times = times or queries.draw.batch_times(office, first_day=first_day)
    if not times.is_possible(freeze=queries.draw.freeze(on=first_day), zone=office.zone):
        raise BadTimes(first_day)
    if times.opens_at <= now:
        raise BatchTooLate(first_day)
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                office=office,
                service=service,
                ref=token_hex(16),
                first_day=times.first_day,
                last_day=times.last_day,
                opens_at=times.opens_at,
                closes_at=times.closes_at,
                draws_at=times.draws_at,
                planned_at=now,
            )
    except IntegrityError:
        raise AlreadyPlanned(first_day) from None
    ledger.append(
        events_draw.BatchPlanned(
            office=office.slug,
            at=now,
            batch=batch.ref,
            service=service.code,
            first_day=batch.first_day,
            last_day=batch.last_day,
            opens_at=batch.opens_at,
            closes_at=batch.closes_at,
            draws_at=batch.draws_at,
        )
    )
    return batch


@transaction.atomic(durable=True)
def name_contributor(
    *, batch_id: int, name: str, commitment: str, actor: Actor, now: datetime
) -> BatchContributor:
    """Note who will add a secret to a planned batch, and the hash of it; again replaces it.

    It is published when the batch is announced. Raises Refused, BadContributor, IllegalMove.
    """
    require(actor, Permission.BATCH_PLAN)
    batch = locked_batch(batch_id)
    require(actor, Permission.BATCH_PLAN, office=batch.office.slug)
    if batch.state != BatchState.PLANNED or now >= batch.opens_at:
        raise IllegalMove(f"{batch.state} takes no more contributors")
    # Published later by the clock, where a name that the record cannot spell would be in the way.
    if not NAME.fullmatch(name):
        raise BadContributor("a name is a small letter, then small letters, digits and hyphens")
    others = batch.contributors.exclude(name=name).values_list("commitment", flat=True)
    try:
        contribution.check_commitments([commitment, *others])
    except contribution.BadContribution as refused:
        raise BadContributor(str(refused)) from None
    row, _is_new = BatchContributor.objects.update_or_create(
        batch=batch, name=name, defaults={"commitment": commitment}
    )
    return row
