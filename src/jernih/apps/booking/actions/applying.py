"""What everybody does who asks for numbers, at once or in a draw: say who, once, and be checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from secrets import token_bytes, token_hex

from django.db import IntegrityError, transaction
from django.db.models import F

from jernih.apps.booking import queries
from jernih.apps.booking.actions.refusals import (
    AlreadyHolding,
    BadPeople,
    BookingRefusal,
    Paused,
    TooManyPeople,
)
from jernih.apps.booking.models import Applicant, Application, ContactProof
from jernih.apps.booking.queries import Contact
from jernih.pure import canonical
from jernih.pure.absence import paused_until
from jernih.pure.people import Person, Preference, check_people, tidy
from jernih.pure.reasons import Channel
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.spelling import time_text

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


def own_door(actor: Actor) -> Door:
    """Return the door of a citizen who applies for herself."""
    return Door(channel=Channel.WEB, actor=actor, permission=Permission.APPLICATION_MAKE)


def helpers_door(actor: Actor) -> Door:
    """Return the door of a helper who registers somebody."""
    return Door(channel=Channel.ASSISTED, actor=actor, permission=Permission.APPLICATION_ASSIST)


def once(wanted: NumbersWanted, door: Door, attempt: Callable[[NumbersWanted], Taken]) -> Taken:
    """Let somebody apply, and give the same answer to the same form sent twice.

    Raises Refused, TooManyPeople, AlreadyHolding, and what the attempt refuses.
    """
    require(door.actor, door.permission)
    wanted = _tidied(wanted)
    try:
        return attempt(wanted)
    except (BookingRefusal, IntegrityError) as refusal:
        # A reply got lost, or a button was pressed twice: the first try stands.
        first = Application.objects.filter(once_key=wanted.once_key).first()
        if first:
            return Taken(ref=first.ref, code=queries.code_of(first.ref), is_repeat=True)
        if isinstance(refusal, IntegrityError) and ONE_LIVE in str(refusal):
            _count_try(wanted=wanted)
            raise AlreadyHolding(_who_holds(wanted)) from None
        raise


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


def new_application(
    wanted: NumbersWanted, door: Door, *, now: datetime, **fields: object
) -> Application:
    """Return an application as everybody's begins, not yet written. fields: what else is known."""
    ref = token_hex(16)
    return Application(
        ref=ref,
        code_index=queries.code_index(queries.code_of(ref)),
        channel=door.channel,
        helper=door.actor.ref if door.channel is Channel.ASSISTED else "",
        contact=wanted.contact.address if wanted.contact else "",
        contact_kind=wanted.contact.kind if wanted.contact else "",
        language=wanted.language,
        preferences=[
            [p.day.isoformat(), time_text(p.starts_at) if p.starts_at else ""]
            for p in wanted.preferences
        ],
        once_key=wanted.once_key,
        applied_at=now,
        **fields,
    )


def new_applicants(
    application: Application, people: Sequence[Person], indexes: Sequence[str]
) -> list[Applicant]:
    """Return a row a person, not yet written, each with a salt and a commitment of its own."""
    rows = []
    for position, (person, index) in enumerate(zip(people, indexes, strict=True)):
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


def _tidied(wanted: NumbersWanted) -> NumbersWanted:
    at_most = queries.number("family_max", on=date.max)
    if not 1 <= len(wanted.people) <= at_most:
        raise TooManyPeople(at_most)
    fields = {name: getattr(wanted, name) for name in wanted.__dataclass_fields__}
    return NumbersWanted(**fields | {"people": tuple(tidy(p) for p in wanted.people)})


@transaction.atomic(durable=True)
def _count_try(*, wanted: NumbersWanted) -> None:
    # Who holds a number is nobody's business: asking about one person after the other uses up
    # the proof like wrong codes do.
    if wanted.contact:
        ContactProof.objects.filter(
            contact=wanted.contact.address, session_key=wanted.session_key, used_at__isnull=True
        ).update(tries=F("tries") + 1)


def _who_holds(wanted: NumbersWanted) -> tuple[int, ...]:
    indexes = [queries.nik_index(person.nik) for person in wanted.people]
    held = queries.live_on(set(indexes), service_id=wanted.service_id)
    return tuple(n for n, index in enumerate(indexes) if index in held)
