"""Take numbers from open supply: a citizen for herself, or a helper for someone who cannot.

How it stays right with thousands at once: see note 1 in `seats`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import seats, words
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
from jernih.apps.booking.actions.write_application import write_application
from jernih.apps.booking.models import Applicant, Application
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.roles import Actor, require
from jernih.pure.states import ApplicationState
from jernih.pure.workdays import business_date


def take_numbers(*, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Give a citizen numbers, all of them together or none; asking twice gives the same.

    Raises BadPeople, TooManyPeople, AlreadyHolding, Paused, Full, NotOffered, Unproven, Refused.
    """
    return _take_patiently(wanted, own_door(actor), now)


def assist_numbers(*, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Give numbers to somebody whom a helper registers; the helper is named on the record.

    No one-time code is asked for. Raises the same as `take_numbers`, except Unproven.
    """
    return _take_patiently(wanted, helpers_door(actor), now)


def _take_patiently(wanted: NumbersWanted, door: Door, now: datetime) -> Taken:
    def attempt(tidied: NumbersWanted) -> Taken:
        return seats.with_patience(lambda p: _take(wanted=tidied, door=door, patience=p, now=now))

    return once(wanted, door, attempt)


@transaction.atomic(durable=True)
def _take(*, wanted: NumbersWanted, door: Door, patience: seats.Patience, now: datetime) -> Taken:
    indexes = [queries.nik_index(person.nik) for person in wanted.people]
    offered = queries.offered(
        wanted.service_id,
        days=[preference.day for preference in wanted.preferences],
        any_after=wanted.any_after,
        people=indexes,
        now=now,
    )
    wishes = seats.wishes_of(
        offered.offers,
        preferences=wanted.preferences,
        any_after=wanted.any_after,
        people=len(wanted.people),
    )
    office = wishes[0].offer.office
    require(door.actor, door.permission, office=office.slug)
    today = business_date(now, zone=office.zone)
    check_identities(wanted.people, today)
    check_absences(indexes, offered.absences, today)

    wish, claimed = seats.claim(wishes, people=len(wanted.people), patience=patience, now=now)
    application = new_application(
        wanted,
        door,
        office=office,
        service_id=wish.offer.service_id,
        state=ApplicationState.GRANTED,
        day=wish.offer.day,
        granted_at=now,
        now=now,
    )
    people = new_applicants(application, wanted.people, indexes)
    for person, seat in zip(people, claimed, strict=True):
        person.seat_id = seat.id
    write_application(
        application,
        people,
        session_key=wanted.session_key if door.channel is Channel.WEB else None,
        now=now,
    )

    ledger.append_all([_fact(application, wish, people, claimed, now)])
    _tell(application, wish, claimed, now)
    return Taken(ref=application.ref, code=queries.code_of(application.ref))


def _fact(
    application: Application,
    wish: seats.Wish,
    people: Sequence[Applicant],
    claimed: Sequence[seats.ClaimedSeat],
    now: datetime,
) -> events.Taken:
    return events.Taken(
        office=wish.offer.office.slug,
        at=now,
        ref=application.ref,
        service=wish.offer.service_code,
        day=wish.offer.day,
        numbers=tuple(seat.number for seat in claimed),
        classes=tuple(PriorityClass(person.priority) for person in people),
        channel=Channel(application.channel),
        helper=application.helper,
        commitments=tuple(person.commitment for person in people),
    )


def _tell(
    application: Application,
    wish: seats.Wish,
    claimed: Sequence[seats.ClaimedSeat],
    now: datetime,
) -> None:
    visit = words.Visit(
        day=wish.offer.day,
        numbers=[seat.number for seat in claimed],
        starts_at=claimed[0].starts_at,
    )
    words.send(
        application,
        words.received(application, visit),
        purpose="received",
        once_key=f"received:{application.ref}",
        # The next tick of the clock sends it; starting a job of its own would cost one more
        # statement here, where thousands may come in one minute.
        not_before=now + timedelta(seconds=1),
        now=now,
    )
