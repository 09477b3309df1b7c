"""End an application before its day: the citizen gives it back, or nobody confirmed it."""

from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change, seats, words
from jernih.apps.booking.actions.refusals import TooEarly
from jernih.apps.booking.models import Application
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.reasons import EndReason
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, ApplicationState, IllegalMove


@transaction.atomic(durable=True)
def withdraw(*, ref: str, actor: Actor, now: datetime) -> None:
    """Give the numbers back; their seats cannot be taken at once by anybody.

    Raises Refused, or IllegalMove if they are used or ended already.
    """
    require(actor, Permission.APPLICATION_CHANGE)
    application = change.lock_application(ref)
    numbers = _end(application, ApplicationState.WITHDRAWN, EndReason.CITIZEN, now)
    words.send(
        application,
        words.withdrawn(application, numbers),
        purpose="withdrawn",
        once_key=f"withdrawn:{ref}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )


@transaction.atomic(durable=True)
def give_up_unconfirmed(*, ref: str, actor: Actor, now: datetime) -> None:
    """Give the numbers of someone who was asked to confirm, and did not, to others.

    Raises Refused, IllegalMove if she has answered since, TooEarly before the hour of the rulebook.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    application = change.lock_application(ref)
    stands = ApplicationState(application.state)
    if stands != ApplicationState.GRANTED:
        raise IllegalMove(f"{stands} is not waiting for an answer", stands=stands)
    until = queries.confirm_times(application.office, day=change.day_of(application)).until
    if now < until:
        raise TooEarly(until)
    numbers = _end(application, ApplicationState.EXPIRED, EndReason.UNCONFIRMED, now)
    words.send(
        application,
        words.given_up(application, numbers),
        purpose="given-up",
        once_key=f"given-up:{ref}:{application.day}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )


def _end(
    application: Application, state: ApplicationState, reason: EndReason, now: datetime
) -> tuple[str, ...]:
    APPLICATION.check(ApplicationState(application.state), state)
    people = change.people_of(application)
    numbers = seats.give_back(people, now=now)
    application.state, application.ended_at, application.end_reason = state, now, reason
    application.save(update_fields=["state", "ended_at", "end_reason"])
    application.applicants.update(is_live=False)

    ledger.append(
        events.Withdrawn(
            office=application.office.slug,
            at=now,
            ref=application.ref,
            day=change.day_of(application),
            numbers=numbers,
            reason=reason,
        )
    )
    return numbers
