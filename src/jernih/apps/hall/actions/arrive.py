"""Arrive with a booked number and join the line."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from jernih.apps.booking import actions as booking
from jernih.apps.booking.models import Applicant, Application, Seat
from jernih.apps.hall.actions import floor, issue, opening, refusals
from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries import codes
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import calling, events, reasons
from jernih.pure.calling import Lane
from jernih.pure.events_office import IdentitySeen
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.states import LIVE_APPLICATION


@transaction.atomic(durable=True)
def check_in(
    *,
    office_id: int,
    code: str,
    positions: Collection[int] = (),
    actor: Actor,
    now: datetime,
) -> list[Ticket]:
    """Let the holders of numbers join the line; who has joined before stays where she is.

    code: of an application or of a ticket, typed or scanned. positions: who is here, none for all.
    Raises UnknownCode, ForeignOffice, NotBooked, NotPresent, WrongDay, TooEarly or DayIsClosed.
    """
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.TICKET_CHECK_IN, office=office.slug)
    if ticket := codes.ticket_by_code(code):
        return [_known(ticket, office, now=now)]
    application = codes.application_by_code(code)
    if application is None:
        raise refusals.UnknownCode
    if application.office_id != office.pk:
        raise refusals.ForeignOffice
    _must_be_for(offices.today(office, now), application)
    return _let_in(office, application, set(positions), actor=actor, now=now)


@transaction.atomic(durable=True)
def check_in_by_number(
    *, office_id: int, number: str, birth_date: date, actor: Actor, now: datetime
) -> Ticket:
    """Let someone join who has lost her code, known by her number and her birth date.

    Only at the desk, where a member of staff sees the document and stands for it by name on the
    record. Raises UnknownNumber for a number of today that nobody has, or somebody else; else as
    `check_in`.
    """
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.TICKET_CHECK_IN, office=office.slug)
    if not actor.ref:
        raise Refused("a machine does not see documents")
    series, n = floor.read_number(number)
    person = (
        Applicant.objects.select_related("application")
        .filter(
            seat__office=office,
            seat__day=offices.today(office, now),
            seat__series=series,
            seat__n=n,
            birth_date=birth_date,
        )
        .first()
    )
    if person is None:
        raise refusals.UnknownNumber(number)
    [ticket] = _let_in(
        office, person.application, {person.position}, seen_by=actor.ref, actor=actor, now=now
    )
    return ticket


def _let_in(
    office: Office,
    application: Application,
    positions: set[int],
    *,
    seen_by: str = "",
    actor: Actor,
    now: datetime,
) -> list[Ticket]:
    hall_day_id = opening.begin_day(office, now=now)
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=Permission.TICKET_CHECK_IN, now=now
    ) as hall:
        return _join(
            hall, application.ref, positions, seen_by=seen_by, channel=issue.channel_of(actor)
        )


def _known(ticket: Ticket, office: Office, *, now: datetime) -> Ticket:
    if ticket.hall_day.office_id != office.pk:
        raise refusals.ForeignOffice
    if ticket.hall_day.day != offices.today(office, now):
        raise refusals.WrongDay(ticket.hall_day.day)
    return ticket


def _must_be_for(today: date, application: Application) -> None:
    """Raise unless the application has numbers, and they are for today."""
    if application.state not in LIVE_APPLICATION:
        raise refusals.NotBooked
    days = application.applicants.filter(seat__isnull=False).values_list("seat__day", flat=True)
    day = days.first()
    if day is None:
        raise refusals.NoNumberYet
    if day != today:
        raise refusals.WrongDay(day)


def _join(
    hall: Hall, ref: str, positions: set[int], *, seen_by: str, channel: reasons.Channel
) -> list[Ticket]:
    # Locked after the day, as everywhere; it may have been given back while we waited.
    application = booking.lock_application(ref)
    _must_be_for(hall.day.day, application)
    seats = list(
        Seat.objects.filter(applicant__application=application)
        .select_related("slot", "applicant__service", "applicant__application", "ticket__service")
        .order_by("applicant__position")
    )
    if not positions <= {seat.applicant.position for seat in seats}:
        raise refusals.NotPresent
    here = [seat for seat in seats if not positions or seat.applicant.position in positions]
    new = [seat for seat in here if not hasattr(seat, "ticket")]
    if new:
        hall.must_go_on()
        _must_be_in_time(hall, new)
        booking.record_presence([seat.applicant for seat in new], now=hall.at)
    made = {seat.pk: _give_ticket(hall, seat, seen_by=seen_by, channel=channel) for seat in new}
    return [made.get(seat.pk) or seat.ticket for seat in here]


def _must_be_in_time(hall: Hall, seats: list[Seat]) -> None:
    for seat in seats:
        starts_at = seat.slot.starts_at
        if not calling.may_check_in(starts_at, arrived_at=hall.at, policy=hall.policy):
            raise refusals.TooEarly(calling.opens_at(starts_at, policy=hall.policy))


def _give_ticket(hall: Hall, seat: Seat, *, seen_by: str, channel: reasons.Channel) -> Ticket:
    slot, person = seat.slot, seat.applicant
    if seen_by:
        hall.tell(IdentitySeen, number=seat.number, officer=seen_by)
    application = person.application
    place_at = calling.place_of(
        slot.starts_at, slot.ends_at, arrived_at=hall.at, policy=hall.policy
    )
    ticket = issue.issue(
        hall,
        Ticket(
            series=seat.series,
            n=seat.n,
            seat=seat,
            applicant=person,
            service=person.service,
            lane=Lane.BOOKED,
            helper=application.helper,
            place_at=place_at,
        ),
    )
    hall.tell(
        events.CheckedIn,
        ref=application.ref,
        number=ticket.number,
        service=person.service.code,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place_at=place_at,
        helper=application.helper,
        channel=channel,
    )
    return ticket
