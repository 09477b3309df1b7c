"""Give an application other numbers; the old ones are closed for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions import change, seats, words
from jernih.apps.booking.actions.refusals import AlreadyMoved, TooLate
from jernih.apps.booking.models import Applicant, Application
from jernih.apps.ledger import actions as ledger
from jernih.pure import events
from jernih.pure.people import Preference
from jernih.pure.reasons import MoveReason
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import APPLICATION, SEATED_APPLICATION, ApplicationState, IllegalMove

PERMISSIONS = {
    MoveReason.CITIZEN: Permission.APPLICATION_CHANGE,
    MoveReason.OFFICE_FAULT: Permission.APPLICATION_EXCUSE,
}


@dataclass(frozen=True, kw_only=True)
class _MoveWanted:
    """Where an application wants to go, and why."""

    preferences: tuple[Preference, ...]
    any_after: date | None
    reason: MoveReason


def move_numbers(
    *,
    ref: str,
    preferences: tuple[Preference, ...] = (),
    any_after: date | None = None,
    reason: MoveReason = MoveReason.CITIZEN,
    actor: Actor,
    now: datetime,
) -> None:
    """Give an application numbers of another day or window.

    A citizen moves once, at latest the day before; for the office's own fault a supervisor moves
    it any time before the visit.
    Raises AlreadyMoved, TooLate, Full, NotOffered, IllegalMove, Refused.
    """
    require(actor, PERMISSIONS[reason])
    wanted = _MoveWanted(preferences=preferences, any_after=any_after, reason=reason)
    seats.with_patience(lambda p: _move(ref=ref, wanted=wanted, actor=actor, patience=p, now=now))


@transaction.atomic(durable=True)
def _move(
    *, ref: str, wanted: _MoveWanted, actor: Actor, patience: seats.Patience, now: datetime
) -> None:
    waited = _wait_for_seats(ref, patience, now)
    application = change.lock_application(ref)
    require(actor, PERMISSIONS[wanted.reason], office=application.office.slug)
    _check_may_move(application, wanted.reason, now)
    people = change.people_of(application)
    wish, claimed = waited or _claim(application, wanted, len(people), patience, now)

    from_day = change.day_of(application)
    numbers = seats.give_back(people, now=now)
    _sit_down(people, claimed)
    _note(application, wish.offer.day, wanted.reason, now)

    ledger.append(
        events.Moved(
            office=application.office.slug,
            at=now,
            ref=ref,
            day=from_day,
            numbers=numbers,
            to_day=wish.offer.day,
            to_numbers=tuple(seat.number for seat in claimed),
            reason=wanted.reason,
        )
    )
    _tell(application, claimed, now)


def _wait_for_seats(
    ref: str, patience: seats.Patience, now: datetime
) -> tuple[seats.Wish, list[seats.ClaimedSeat]] | None:
    # Who waits for a seat must not hold the application meanwhile: note 1 in `seats`.
    if patience.wish is None:
        return None
    people = Applicant.objects.filter(application__ref=ref).count()
    return seats.claim([], people=people, patience=patience, now=now)


def _claim(
    application: Application,
    wanted: _MoveWanted,
    people: int,
    patience: seats.Patience,
    now: datetime,
) -> tuple[seats.Wish, list[seats.ClaimedSeat]]:
    offered = queries.offered(
        application.service_id,
        days=[preference.day for preference in wanted.preferences],
        any_after=wanted.any_after,
        now=now,
    )
    wishes = seats.wishes_of(
        offered.offers,
        preferences=wanted.preferences,
        any_after=wanted.any_after,
        people=people,
    )
    return seats.claim(wishes, people=people, patience=patience, now=now)


def _check_may_move(application: Application, reason: MoveReason, now: datetime) -> None:
    state = ApplicationState(application.state)
    if state not in SEATED_APPLICATION:
        raise IllegalMove(f"{state} cannot move", stands=state)
    if reason is MoveReason.OFFICE_FAULT:
        return
    day = change.day_of(application)
    if application.moves >= queries.number("moves_max", on=day):
        raise AlreadyMoved
    if not queries.may_move_on(application.office, day=day, now=now):
        raise TooLate


def _sit_down(people: Sequence[Applicant], claimed: Sequence[seats.ClaimedSeat]) -> None:
    for applicant, seat in zip(people, claimed, strict=True):
        applicant.seat_id = seat.id
    Applicant.objects.bulk_update(people, ["seat"])


def _note(application: Application, day: date, reason: MoveReason, now: datetime) -> None:
    if application.state == ApplicationState.CONFIRMED:
        APPLICATION.check(ApplicationState.CONFIRMED, ApplicationState.GRANTED)
    application.state, application.day, application.granted_at = ApplicationState.GRANTED, day, now
    # The question of the day before is asked anew, for the new day.
    application.confirmed_at = application.reminded_at = None
    application.moves += reason is MoveReason.CITIZEN
    application.save(
        update_fields=["state", "day", "granted_at", "confirmed_at", "reminded_at", "moves"]
    )


def _tell(application: Application, claimed: Sequence[seats.ClaimedSeat], now: datetime) -> None:
    visit = words.Visit(
        day=change.day_of(application),
        numbers=[seat.number for seat in claimed],
        starts_at=claimed[0].starts_at,
    )
    words.send(
        application,
        words.moved(application, visit),
        purpose="moved",
        once_key=f"moved:{application.ref}:{claimed[0].id}",
        not_before=now + timedelta(seconds=1),
        now=now,
    )
