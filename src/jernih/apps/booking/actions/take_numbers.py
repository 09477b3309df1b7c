"""Take numbers from open supply: a citizen for herself, or a helper for someone who cannot.

How it stays right with thousands at once: see note 1 in `seats`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from secrets import token_bytes, token_hex

from django.db import IntegrityError, transaction
from django.db.models import F

from jernih.apps.booking import queries
from jernih.apps.booking.actions import seats, words
from jernih.apps.booking.actions.refusals import (
    AlreadyHolding,
    BadPeople,
    BookingRefusal,
    Paused,
    TooManyPeople,
)
from jernih.apps.booking.actions.write_application import write_application
from jernih.apps.booking.models import Applicant, Application, ContactProof
from jernih.apps.booking.queries import Contact
from jernih.apps.ledger import actions as ledger
from jernih.pure import canonical, events
from jernih.pure.absence import paused_until
from jernih.pure.people import Person, Preference, check_people, tidy
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import ApplicationState
from jernih.pure.workdays import business_date

ONE_LIVE = "one_live_application_a_person"


@dataclass(frozen=True, kw_only=True)
class NumbersWanted:
    """What somebody asks for. once_key: 32 hex, made with the form; the same again is no second.

    preferences: tried in order, then `any_after`: the first day from then on.
    standby: of a draw that gave nothing, she can come at short notice.
    session_key: of the visit that proved `contact`; a helper gives neither, or a contact alone.
    """

    service_id: int
    people: tuple[Person, ...] = field(repr=False)
    preferences: tuple[Preference, ...] = ()
    any_after: date | None = None
    standby: bool = False
    once_key: str
    contact: Contact | None = None
    session_key: str = ""
    language: str = "id"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The application that now holds numbers. code: 20 characters, for its holder only."""

    ref: str
    code: str = field(repr=False)
    is_repeat: bool = False


@dataclass(frozen=True, kw_only=True)
class Door:
    """How the applicant came in, and who helped."""

    channel: Channel
    actor: Actor
    permission: Permission


def take_numbers(*, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Give a citizen numbers, all of them together or none; asking twice gives the same.

    Raises BadPeople, TooManyPeople, AlreadyHolding, Paused, Full, NotOffered, Unproven, Refused.
    """
    door = Door(channel=Channel.WEB, actor=actor, permission=Permission.APPLICATION_MAKE)
    return _take_or_repeat(wanted, door, now)


def assist_numbers(*, wanted: NumbersWanted, actor: Actor, now: datetime) -> Taken:
    """Give numbers to somebody whom a helper registers; the helper is named on the record.

    No one-time code is asked for. Raises the same as `take_numbers`, except Unproven.
    """
    door = Door(channel=Channel.ASSISTED, actor=actor, permission=Permission.APPLICATION_ASSIST)
    return _take_or_repeat(wanted, door, now)


def _take_or_repeat(wanted: NumbersWanted, door: Door, now: datetime) -> Taken:
    require(door.actor, door.permission)
    wanted_ = tidied(wanted)
    try:
        return seats.with_patience(lambda p: _take(wanted=wanted_, door=door, patience=p, now=now))
    except (BookingRefusal, IntegrityError) as refusal:
        # A reply got lost, or a button was pressed twice: the first try stands.
        first = Application.objects.filter(once_key=wanted.once_key).first()
        if first:
            return Taken(ref=first.ref, code=queries.code_of(first.ref), is_repeat=True)
        if isinstance(refusal, IntegrityError) and ONE_LIVE in str(refusal):
            count_try(wanted=wanted_)
            raise AlreadyHolding(who_holds(wanted_)) from None
        raise


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
    application = _application(wanted, door, wish, now)
    people = _applicants(application, wanted.people, indexes, claimed)
    write_application(
        application,
        people,
        session_key=wanted.session_key if door.channel is Channel.WEB else None,
        now=now,
    )

    ledger.append_all([_fact(application, wish, people, claimed, now)])
    _tell(application, wish, claimed, now)
    return Taken(ref=application.ref, code=queries.code_of(application.ref))


def tidied(wanted: NumbersWanted) -> NumbersWanted:
    """Return the same with people as they are written. Raises TooManyPeople."""
    at_most = queries.number("family_max", on=date.max)
    if not 1 <= len(wanted.people) <= at_most:
        raise TooManyPeople(at_most)
    fields = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    return NumbersWanted(**fields | {"people": tuple(tidy(p) for p in wanted.people)})


def check_identities(people: Sequence[Person], today: date) -> None:
    """Raise BadPeople for what cannot be a person."""
    problems = check_people(people, today=today)
    if any(not problem.is_warning for problem in problems):
        raise BadPeople(problems)


def check_absences(
    indexes: Sequence[str], absences: Mapping[str, Sequence[date]], today: date
) -> None:
    """Raise Paused for somebody who stayed away too often. absences: days by blind index."""
    for person, index in enumerate(indexes):
        until = paused_until(
            absences.get(index, ()),
            limit=queries.number("no_show_limit", on=today),
            pause_days=queries.number("no_show_pause_days", on=today),
        )
        if until and today < until:
            raise Paused(person, until)


def _application(wanted: NumbersWanted, door: Door, wish: seats.Wish, now: datetime) -> Application:
    ref = token_hex(16)
    return Application(
        ref=ref,
        code_index=queries.code_index(queries.code_of(ref)),
        office=wish.offer.office,
        service_id=wish.offer.service_id,
        state=ApplicationState.GRANTED,
        day=wish.offer.day,
        channel=door.channel,
        helper=door.actor.ref if door.channel is Channel.ASSISTED else "",
        contact=wanted.contact.address if wanted.contact else "",
        contact_kind=wanted.contact.kind if wanted.contact else "",
        language=wanted.language,
        preferences=[
            [p.day.isoformat(), p.starts_at.isoformat() if p.starts_at else ""]
            for p in wanted.preferences
        ],
        once_key=wanted.once_key,
        applied_at=now,
        granted_at=now,
    )


def _applicants(
    application: Application,
    people: Sequence[Person],
    indexes: Sequence[str],
    claimed: Sequence[seats.ClaimedSeat],
) -> list[Applicant]:
    rows = []
    for position, (person, index, seat) in enumerate(zip(people, indexes, claimed, strict=True)):
        salt = token_bytes(32)
        rows.append(
            Applicant(
                application=application,
                service_id=application.service_id,
                position=position,
                name=person.name,
                birth_date=person.birth_date,
                nik_index=index,
                nik_last4=person.nik[-4:],
                priority=person.priority,
                salt=salt,
                commitment=person_commitment(person, salt=salt),
                seat_id=seat.id,
            )
        )
    return rows


def person_commitment(person: Person, *, salt: bytes) -> str:
    """Return the hash that binds a person's identity to the record without showing it."""
    fields = {
        "nik": person.nik,
        "name": person.name,
        "birth_date": person.birth_date.isoformat(),
    }
    return canonical.commitment("applicant", salt=salt, fields=fields)


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


@transaction.atomic(durable=True)
def count_try(*, wanted: NumbersWanted) -> None:
    """Let one try count against the proof of a contact."""
    # Who holds a number is nobody's business: asking about one person after the other uses up
    # the proof like wrong codes do.
    if wanted.contact:
        ContactProof.objects.filter(
            contact=wanted.contact.address, session_key=wanted.session_key, used_at__isnull=True
        ).update(tries=F("tries") + 1)


def who_holds(wanted: NumbersWanted) -> tuple[int, ...]:
    """Return which of the people hold a number of the service, by position."""
    indexes = [queries.nik_index(person.nik) for person in wanted.people]
    held = queries.live_on(set(indexes), service_id=wanted.service_id)
    return tuple(n for n, index in enumerate(indexes) if index in held)
