"""Correct letters of a name at a counter, the document seen; the person stays the same."""

from datetime import datetime
from hmac import compare_digest
from secrets import token_bytes

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change
from jernih.apps.booking.actions.applying import person_commitment
from jernih.apps.booking.actions.refusals import (
    AlreadyCorrected,
    BadPeople,
    OtherPerson,
    TooManyEdits,
)
from jernih.apps.booking.models import Applicant, Application
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.people import Person, check_people, edits, tidy
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import LIVE_APPLICATION, ApplicationState, IllegalMove
from jernih.pure.workdays import business_date


@transaction.atomic(durable=True)
def correct_name(*, applicant_id: int, nik: str, name: str, actor: Actor, now: datetime) -> None:
    """Put right at most two letters of a name, and say on the record that it was done.

    nik: read from the document, so that the corrected commitment binds the same person.
    Raises OtherPerson, TooManyEdits, AlreadyCorrected, BadPeople, IllegalMove, Refused.
    """
    require(actor, Permission.APPLICATION_CORRECT)
    found = Applicant.objects.select_related("application").get(pk=applicant_id)
    application = change.lock_application(found.application.ref)
    require(actor, Permission.APPLICATION_CORRECT, office=application.office.slug)
    applicant = Applicant.objects.select_related("seat").get(pk=applicant_id)
    if application.state not in LIVE_APPLICATION or applicant.seat is None:
        stands = ApplicationState(application.state)
        raise IllegalMove(f"{stands} is not corrected any more", stands=stands)
    if applicant.birth_date is None:
        raise IllegalMove("somebody erased is not corrected any more")
    person = tidy(Person(nik=nik, name=name, birth_date=applicant.birth_date))
    _check(applicant, person, application, now)

    applicant.name, applicant.salt = person.name, token_bytes(32)
    applicant.commitment = person_commitment(person, salt=bytes(applicant.salt))
    applicant.corrections += 1
    applicant.save(update_fields=["name", "salt", "commitment", "corrections"])
    ledger.append(
        events.Corrected(
            office=application.office.slug,
            at=now,
            ref=application.ref,
            number=applicant.seat.number,
            times=applicant.corrections,
            officer=actor.ref,
            commitment=applicant.commitment,
        )
    )


def _check(applicant: Applicant, person: Person, application: Application, now: datetime) -> None:
    today = business_date(now, zone=application.office.zone)
    if not compare_digest(queries.nik_index(person.nik), applicant.nik_index):
        raise OtherPerson
    problems = check_people([person], today=today)
    if any(not problem.is_warning for problem in problems):
        raise BadPeople(problems)
    if edits(applicant.name, person.name) > queries.number("name_edits_max", on=today):
        raise TooManyEdits
    if applicant.corrections >= queries.number("name_corrections_max", on=today):
        raise AlreadyCorrected
