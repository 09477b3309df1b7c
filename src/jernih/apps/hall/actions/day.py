"""Open the day in the hall, and close it."""

from datetime import datetime

from django.db import transaction

from jernih.apps.booking import actions as booking
from jernih.apps.hall.actions import floor, opening, refusals
from jernih.apps.hall.actions.desk import close_desk, return_to_line
from jernih.apps.hall.actions.floor import Desk, Hall
from jernih.apps.hall.models import CallException, CounterDay, HallDay, LegOutcome, Ticket
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import events, reasons
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import CounterState, TicketState


@transaction.atomic(durable=True)
def open_hall_day(*, office_id: int, actor: Actor, now: datetime) -> HallDay:
    """Open the office's day of `now` under the rule in force; if it is open, leave it so."""
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.HALL_OPEN, office=office.slug)
    return HallDay.objects.get(pk=opening.begin_day(office, now=now))


@transaction.atomic(durable=True)
def close_hall_day(*, hall_day_id: int, actor: Actor, now: datetime) -> HallDay:
    """End the day: counters closed, every number with its fate, the counts on the record.

    Raises StillServing, unless the office's date has changed since.
    """
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=Permission.FLOOR_RULE, now=now
    ) as hall:
        if hall.day.closed_at is None:
            _close(hall)
    return hall.day


def _close(hall: Hall) -> None:
    _let_go_of_served(hall)
    for row in _open_counters(hall):
        desk = Desk(day=hall.day, office=hall.office, at=hall.at, now=hall.now, row=row)
        if current := desk.current():
            return_to_line(desk, current, reason=reasons.ReturnReason.COUNTER_CLOSED)
        close_desk(desk)
    missed = _expire(hall)
    booking.settle_day(hall.office, day=hall.day.day, now=hall.at)
    _tell_counts(hall, missed=missed)
    hall.day.closed_at = hall.at


def _open_counters(hall: Hall) -> list[CounterDay]:
    found = CounterDay.objects.filter(hall_day=hall.day).exclude(state=CounterState.CLOSED)
    return list(found.select_related("counter").order_by("counter__number"))


def _let_go_of_served(hall: Hall) -> None:
    served = list(
        Ticket.objects.filter(hall_day=hall.day, state=TicketState.SERVING)
        .select_related("counter")
        .order_by("series", "n")
    )
    if served and offices.today(hall.office, hall.now) == hall.day.day:
        raise refusals.StillServing([ticket.number for ticket in served])
    # A new day began and nobody said how these ended: the record says just that.
    for ticket in served:
        number = ticket.counter.number if ticket.counter else 0
        floor.end_leg(ticket, LegOutcome.PARKED, at=hall.at)
        floor.move(ticket, TicketState.PARKED, home_counter=number, returned_at=None)
        hall.tell(
            events.Parked,
            number=ticket.number,
            counter=number,
            reason=reasons.ParkReason.DAY_ENDED,
        )


def _expire(hall: Hall) -> int:
    """Expire every remaining number; return how many of them had been missed."""
    ends = (TicketState.WAITING, TicketState.PARKED, TicketState.MISSED)
    tickets = list(Ticket.objects.filter(hall_day=hall.day, state__in=ends).order_by("series", "n"))
    missed = sum(ticket.state == TicketState.MISSED for ticket in tickets)
    for ticket in tickets:
        floor.end_leg(ticket, LegOutcome.EXPIRED, at=hall.at)
        floor.move(ticket, TicketState.EXPIRED, ended_at=hall.at)
        hall.tell(events.TicketExpired, number=ticket.number)
    return missed


def _tell_counts(hall: Hall, *, missed: int) -> None:
    def count(state: TicketState) -> int:
        return Ticket.objects.filter(hall_day=hall.day, state=state).count()

    hall.tell(
        events.DayClosed,
        served=count(TicketState.SERVED),
        missed=missed,
        left=count(TicketState.LEFT),
        expired=count(TicketState.EXPIRED) - missed,
        exceptions=CallException.objects.filter(ticket__hall_day=hall.day).count(),
    )
