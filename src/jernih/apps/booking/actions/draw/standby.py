"""After the draw: numbers given back go to who waits at short notice, in draw order, and no other.

Nobody can hand a number to a buyer this way: who comes next stood fixed before it was given back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change, words
from jernih.apps.booking.actions.draw.refusals import NotYet
from jernih.apps.booking.actions.release_supply import replace_seat
from jernih.apps.booking.models import Applicant, Application, Seat, Supply
from jernih.apps.ledger import actions as ledger
from jernih.pure import events_draw
from jernih.pure.reasons import EndReason, ReleaseMode
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, SEAT, ApplicationState, IllegalMove, SeatState


@transaction.atomic(durable=True)
def seat_standby(*, supply_id: int, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Give what was given back on a drawn day to those on standby; return their refs.

    Each in draw order whose people all find room; a family that does not fit is passed over.
    Raises Refused.
    """
    require(actor, Permission.BATCH_RUN)
    supply = (
        Supply.objects.select_for_update(of=("self",), no_key=True)
        .select_related("office", "service", "batch")
        .get(pk=supply_id)
    )
    if supply.mode != ReleaseMode.DRAW or supply.closed_at or supply.batch is None:
        return ()
    seats = list(queries.draw.returned_seats(supply, now=now))
    seated = []
    for application in queries.draw.on_standby(supply).select_for_update(of=("self",)):
        people = list(application.applicants.order_by("position"))
        if not seats or len(people) > len(seats) or not _wishes(application, supply):
            continue
        taken, seats = seats[: len(people)], seats[len(people) :]
        _seat(application, people, supply, taken, now)
        seated.append(application.ref)
    supply.save(update_fields=["last_n"])
    return tuple(seated)


@transaction.atomic(durable=True)
def leave_standby(*, ref: str, actor: Actor, now: datetime) -> None:
    """Wait no longer; the people are free for the next draw. Raises Refused, IllegalMove."""
    require(actor, Permission.APPLICATION_CHANGE)
    application = change.lock_application(ref)
    _end_waiting(application, ApplicationState.WITHDRAWN, EndReason.CITIZEN, now)


@transaction.atomic(durable=True)
def end_standby(*, ref: str, actor: Actor, now: datetime) -> None:
    """End the waiting of someone whose batch has no day left.

    Raises Refused, IllegalMove, NotYet while a day is to come.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    application = change.lock_application(ref)
    over_at = queries.draw.standby_over_at(application)
    if now < over_at:
        raise NotYet(over_at)
    _end_waiting(application, ApplicationState.EXPIRED, EndReason.DAYS_OVER, now)


def _wishes(application: Application, supply: Supply) -> bool:
    if application.any_after and application.any_after <= supply.day:
        return True
    return supply.day.isoformat() in [day for day, _ in application.preferences]


def _seat(
    application: Application,
    people: Sequence[Applicant],
    supply: Supply,
    returned: Sequence[Seat],
    now: datetime,
) -> None:
    APPLICATION.check(ApplicationState(application.state), ApplicationState.GRANTED)
    seats = [replace_seat(supply, seat, now) for seat in returned]
    for person, seat in zip(people, seats, strict=True):
        SEAT.check(SeatState(seat.state), SeatState.TAKEN)
        seat.state, person.seat = SeatState.TAKEN, seat
    Seat.objects.bulk_update(seats, ["state"])
    Applicant.objects.bulk_update(people, ["seat"])
    application.state, application.day = ApplicationState.GRANTED, supply.day
    application.granted_at = now
    application.save(update_fields=["state", "day", "granted_at"])
    numbers = tuple(seat.number for seat in seats)
    ledger.append(
        events_draw.StandbySeated(
            office=supply.office.slug,
            at=now,
            batch=application.batch.ref if application.batch else "",
            ref=application.ref,
            day=supply.day,
            numbers=numbers,
        )
    )
    words.send(
        application,
        words.seated_late(
            application,
            words.Visit(day=supply.day, numbers=numbers, starts_at=seats[0].slot.starts_at),
        ),
        purpose="standby",
        once_key=f"standby:{application.ref}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )


def _end_waiting(
    application: Application, then: ApplicationState, reason: EndReason, now: datetime
) -> None:
    state = ApplicationState(application.state)
    if state is not ApplicationState.UNSEATED or application.batch is None:
        raise IllegalMove(f"{state} does not wait on standby")
    APPLICATION.check(state, then)
    application.state, application.ended_at = then, now
    application.end_reason = reason
    application.save(update_fields=["state", "ended_at", "end_reason"])
    application.applicants.update(is_live=False)
    ledger.append(
        events_draw.WaitingEnded(
            office=application.office.slug,
            at=now,
            batch=application.batch.ref,
            ref=application.ref,
        )
    )
