"""Steps for the hall: who came, and how a day ended. They run in the hall's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jernih.apps.booking.actions import change
from jernih.apps.booking.actions.refusals import TooEarly
from jernih.apps.booking.models import Applicant, Application, NoShow, Seat, Supply
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices.models import Office
from jernih.pure import events
from jernih.pure.reasons import EndReason
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import (
    APPLICATION,
    SEAT,
    SEATED_APPLICATION,
    ApplicationState,
    SeatState,
)
from jernih.pure.workdays import business_date


@dataclass(frozen=True, kw_only=True)
class DaySettled:
    """What became of a day's seats."""

    used: int
    missed: int
    unused: int


def record_presence(applicants: Sequence[Applicant], *, now: datetime) -> None:
    """Note that these people came: their seats are used, their application is present.

    applicants: of locked applications, with their seats; who came before stays noted.
    Raises IllegalMove for a number that was given back or an application that has ended.
    """
    for application in {a.application_id: a.application for a in applicants}.values():
        if application.state != ApplicationState.PRESENT:
            APPLICATION.check(ApplicationState(application.state), ApplicationState.PRESENT)
            application.state, application.present_at = ApplicationState.PRESENT, now
            application.save(update_fields=["state", "present_at"])
    came = [a.seat for a in applicants if a.seat and a.seat.state != SeatState.USED]
    for seat in came:
        SEAT.check(SeatState(seat.state), SeatState.USED)
        seat.state = SeatState.USED
    Seat.objects.bulk_update(came, ["state"])


def settle_day(office: Office, *, day: date, now: datetime) -> DaySettled:
    """End a day's supply: seats nobody used are unused, who did not come is noted.

    Done before, nothing more happens. The caller holds the office's hall day, if there is one.
    """
    # Nothing can be taken from here on, and whoever was just taking has finished: so the
    # applications that follow are all there will be. Note 1 in `seats`.
    never_taken = _end_unused(office, day, (SeatState.FREE, SeatState.HELD))
    applications = list(
        Application.objects.select_for_update(of=("self",))
        .filter(office=office, day=day, ended_at__isnull=True)
        .order_by("pk")
    )
    absent = list(
        Applicant.objects.filter(
            application__in=applications, seat__state=SeatState.TAKEN, is_live=True
        )
        .select_related("seat")
        .order_by("application_id", "position")
    )
    _note_absent(office, applications, absent, now)
    _end_unused(office, day, (SeatState.TAKEN,))
    Applicant.objects.filter(application__in=applications).update(is_live=False)
    Supply.objects.filter(office=office, day=day, closed_at__isnull=True).update(closed_at=now)
    used = Seat.objects.filter(office=office, day=day, state=SeatState.USED).count()
    return DaySettled(used=used, missed=len(absent), unused=never_taken)


@transaction.atomic(durable=True)
def close_past_day(*, office_id: int, day: date, actor: Actor, now: datetime) -> DaySettled:
    """Settle a day that no hall closed, once it is over.

    If nobody at all came, the office itself was shut: the absences are excused at once.
    Raises Refused, TooEarly while the day lasts.
    """
    require(actor, Permission.APPLICATION_EXPIRE)
    office = Office.objects.get(pk=office_id)
    if business_date(now, zone=office.zone) <= day:
        raise TooEarly(now)
    settled = settle_day(office, day=day, now=now)
    if not settled.used:
        NoShow.objects.filter(office=office, day=day, excused_at=None).update(excused_at=now)
    return settled


def _end_unused(office: Office, day: date, states: Sequence[SeatState]) -> int:
    seats = list(
        Seat.objects.select_for_update(of=("self",))
        .filter(office=office, day=day, state__in=states)
        .order_by("slot__starts_at", "n")
    )
    for seat in seats:
        SEAT.check(SeatState(seat.state), SeatState.UNUSED)
        seat.state = SeatState.UNUSED
    Seat.objects.bulk_update(seats, ["state"])
    return len(seats)


def _note_absent(
    office: Office, applications: Sequence[Application], absent: Sequence[Applicant], now: datetime
) -> None:
    missing: dict[int, list[Applicant]] = {}
    for applicant in absent:
        missing.setdefault(applicant.application_id, []).append(applicant)
    for application in applications:
        people = missing.get(application.pk, [])
        if application.state in SEATED_APPLICATION:
            APPLICATION.check(ApplicationState(application.state), ApplicationState.EXPIRED)
            application.state = ApplicationState.EXPIRED
            application.ended_at, application.end_reason = now, EndReason.NO_SHOW
            application.save(update_fields=["state", "ended_at", "end_reason"])
        if people:
            _say_absent(office, application, people, now)


def _say_absent(
    office: Office, application: Application, people: Sequence[Applicant], now: datetime
) -> None:
    day = change.day_of(application)
    numbers = [applicant.seat.number for applicant in people if applicant.seat]
    NoShow.objects.bulk_create(
        NoShow(
            nik_index=applicant.nik_index,
            day=day,
            number=number,
            office=office,
            ref=application.ref,
        )
        for applicant, number in zip(people, numbers, strict=True)
    )
    ledger.append(
        events.MissedDay(
            office=office.slug,
            at=now,
            ref=application.ref,
            day=day,
            numbers=tuple(numbers),
        )
    )
