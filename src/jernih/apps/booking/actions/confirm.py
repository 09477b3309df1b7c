"""The day before: ask whether somebody will come, and take her answer."""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change, words
from jernih.apps.booking.actions.refusals import TooEarly, TooLate
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, ApplicationState


@transaction.atomic(durable=True)
def confirm(*, ref: str, actor: Actor, now: datetime) -> None:
    """Note that somebody will come; said twice, nothing happens.

    Raises Refused, IllegalMove (ended, or there already), TooEarly, TooLate.
    """
    require(actor, Permission.APPLICATION_CHANGE)
    application = change.lock_application(ref)
    if application.state == ApplicationState.CONFIRMED:
        return
    APPLICATION.check(ApplicationState(application.state), ApplicationState.CONFIRMED)
    times = queries.confirm_times(application.office, day=change.day_of(application))
    if now < times.opens_at:
        raise TooEarly(times.opens_at)
    if now >= times.until:
        raise TooLate

    application.state, application.confirmed_at = ApplicationState.CONFIRMED, now
    application.save(update_fields=["state", "confirmed_at"])
    ledger.append(events.Confirmed(office=application.office.slug, at=now, ref=ref))


@transaction.atomic(durable=True)
def remind(*, ref: str, actor: Actor, now: datetime) -> bool:
    """Post the question of the day before, once; tell whether it was posted now.

    Raises Refused, TooEarly before its hour.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    application = change.lock_application(ref)
    is_asked = application.reminded_at is not None or not application.contact
    if application.state != ApplicationState.GRANTED or is_asked:
        return False
    day = change.day_of(application)
    times = queries.confirm_times(application.office, day=day)
    if now < times.opens_at:
        raise TooEarly(times.opens_at)
    # Too late to answer is too late to ask; and who was not asked loses nothing.
    if now >= times.until:
        return False

    application.reminded_at = now
    application.save(update_fields=["reminded_at"])
    people = change.people_of(application)
    seats = [applicant.seat for applicant in people if applicant.seat]
    visit = words.Visit(
        day=day,
        numbers=[seat.number for seat in seats],
        starts_at=min(seat.slot.starts_at for seat in seats),
    )
    words.send(
        application,
        words.reminder(application, visit, until=times.until),
        purpose="reminder",
        once_key=f"reminder:{ref}:{day}",
        not_before=now,
        now=now,
    )
    return True
