"""Join a batch while it is open, or leave it again; when one comes does not matter."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from secrets import randbelow

from django.db import connection, transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change, words
from jernih.apps.booking.actions.applying import (
    Door,
    NumbersWanted,
    Taken,
    check_absences,
    check_identities,
    helpers_door,
    new_applicants,
    new_application,
    once,
    own_door,
)
from jernih.apps.booking.actions.draw.key import load_key
from jernih.apps.booking.actions.draw.refusals import BatchNotOpen
from jernih.apps.booking.actions.refusals import NotOffered, Unproven
from jernih.apps.booking.models import Applicant, Application, Batch, ContactProof
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw, vrf
from jernih.pure.reasons import Channel, EndReason, PriorityClass
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, ApplicationState, BatchState
from jernih.pure.workdays import business_date

# Weaker than what closing takes, so all may join at once and a closing waits for each of them.
HOLD_OPEN = "SELECT state FROM booking_batch WHERE id = %s FOR KEY SHARE"


def join_batch(*, batch_id: int, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Put a citizen's application into an open batch; sent twice, it is in it once.

    Raises BadPeople, TooManyPeople, AlreadyHolding, Paused, NotOffered, BatchNotOpen, Unproven,
    Refused.
    """
    door = own_door(actor)
    return once(wanted, door, lambda w: _join(batch_id=batch_id, wanted=w, door=door, now=now))


def assist_batch(*, batch_id: int, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Put in the application of somebody whom a helper registers, with the same odds as all.

    Raises the same as `join_batch`, except Unproven.
    """
    door = helpers_door(actor)
    return once(wanted, door, lambda w: _join(batch_id=batch_id, wanted=w, door=door, now=now))


@transaction.atomic(durable=True)
def leave_batch(*, ref: str, actor: Actor, now: datetime) -> None:
    """Take an application out of a batch that is still open; the people may apply again.

    Raises Refused, IllegalMove, BatchNotOpen once the list is frozen.
    """
    require(actor, Permission.APPLICATION_CHANGE)
    batch = Batch.objects.filter(applications__ref=ref).first()
    # The batch before the application, as whoever draws or cancels it: else two wait in a circle.
    is_open = batch is not None and _is_held_open(batch)
    application = change.lock_application(ref)
    APPLICATION.check(ApplicationState(application.state), ApplicationState.WITHDRAWN)
    if batch is None or not is_open or application.state != ApplicationState.APPLIED:
        raise BatchNotOpen
    application.state, application.ended_at = ApplicationState.WITHDRAWN, now
    application.end_reason = EndReason.CITIZEN
    application.save(update_fields=["state", "ended_at", "end_reason"])
    application.applicants.update(is_live=False)
    ledger.append(
        events_draw.ApplicationWithdrawn(
            office=application.office.slug, at=now, batch=batch.ref, ref=ref
        )
    )


@transaction.atomic(durable=True)
def _join(*, batch_id: int, wanted: NumbersWanted, door: Door, now: datetime) -> Taken:
    batch = Batch.objects.select_related("office", "service").get(pk=batch_id)
    office = batch.office
    require(door.actor, door.permission, office=office.slug)
    is_open = _is_held_open(batch) and now < batch.closes_at
    if not is_open or wanted.service_id != batch.service_id:
        raise BatchNotOpen
    today = business_date(now, zone=office.zone)
    indexes = [queries.nik_index(person.nik) for person in wanted.people]
    check_identities(wanted.people, today)
    check_absences(indexes, queries.absences_of(indexes), today)
    _check_wishes(batch, wanted)
    if door.channel is Channel.WEB:
        _use_proof(wanted, now)

    lost = queries.draw.lost_refs(indexes, service_id=batch.service_id) if batch.long_after else []
    application = new_application(
        wanted,
        door,
        office=office,
        service=batch.service,
        batch=batch,
        state=ApplicationState.APPLIED,
        any_after=wanted.any_after,
        standby=wanted.standby,
        lost=lost,
        now=now,
    )
    application.save(force_insert=True)
    people = new_applicants(application, wanted.people, indexes)
    _prove_single(people, batch, [person.nik for person in wanted.people])
    # In one order for everybody: families that share two people must not wait in a circle.
    Applicant.objects.bulk_create(sorted(people, key=lambda row: row.nik_index))
    ledger.append(_fact(batch, application, people, now))
    words.send(
        application,
        words.joined(application, batch),
        purpose="received",
        once_key=f"received:{application.ref}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )
    return Taken(ref=application.ref, code=queries.code_of(application.ref))


def _is_held_open(batch: Batch) -> bool:
    """Tell whether a batch is open; it stays so until our transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_OPEN, [batch.pk])
        return bool(cursor.fetchone() == (BatchState.OPEN,))


def _check_wishes(batch: Batch, wanted: NumbersWanted) -> None:
    days = set(batch.supplies.values_list("day", flat=True))
    wished = {preference.day for preference in wanted.preferences}
    is_later = wanted.any_after is not None and any(day >= wanted.any_after for day in days)
    if not wished <= days or not (wished or is_later):
        raise NotOffered


def _use_proof(wanted: NumbersWanted, now: datetime) -> None:
    on = now.date()
    after = now - timedelta(minutes=queries.number("contact_proof_minutes", on=on))
    used = wanted.contact and ContactProof.objects.filter(
        contact=wanted.contact.address,
        session_key=wanted.session_key,
        proven_at__gt=after,
        used_at=None,
        tries__lt=queries.number("one_time_code_tries", on=on),
    ).update(used_at=now)
    if not used:
        raise Unproven


def _prove_single(people: Sequence[Applicant], batch: Batch, niks: Sequence[str]) -> None:
    """Give each person the one value that she has in this batch, and what proves it."""
    key = load_key()
    for row, nik in zip(people, niks, strict=True):
        alpha = vrf.nullifier_alpha(nik, batch=batch.ref)
        row.nullifier_proof = vrf.prove(key, alpha=alpha, blind=2 + randbelow(2**256))
        row.nullifier = vrf.nullifier(row.nullifier_proof)


def _fact(
    batch: Batch, application: Application, people: Sequence[Applicant], now: datetime
) -> events_draw.Applied:
    return events_draw.Applied(
        office=batch.office.slug,
        at=now,
        batch=batch.ref,
        ref=application.ref,
        service=batch.service.code,
        classes=tuple(PriorityClass(person.priority) for person in people),
        wishes=tuple(
            events_draw.WishedDay(day=date.fromisoformat(day), starts_at=moment)
            for day, moment in application.preferences
        ),
        any_after=application.any_after.isoformat() if application.any_after else "",
        standby=application.standby,
        lost=tuple(application.lost),
        channel=Channel(application.channel),
        helper=application.helper,
        commitments=tuple(person.commitment for person in people),
        nullifiers=tuple(person.nullifier for person in people),
    )
