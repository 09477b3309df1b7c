"""The day as the tables have it, to be held against the record; and its sums."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from jernih.apps.booking.models import NoShow, Seat
from jernih.apps.hall.models import (
    CallException,
    CounterDay,
    HallDay,
    Leg,
    LegOutcome,
    Prediction,
    ServiceRecord,
    Ticket,
)
from jernih.apps.offices.models import Office
from jernih.pure import waiting
from jernih.pure.spelling import time_text
from jernih.pure.states import SeatState, TicketState

_MISSED = (TicketState.MISSED, TicketState.EXPIRED)


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """The sums of one day; came = served + missed + left + expired + still in the hall.

    booked: seats taken or used. absent: booked, and did not come by the end of the day.
    """

    released: int
    booked: int
    walk_ins: int
    came: int
    served: int
    missed: int
    left: int
    expired: int
    in_hall: int
    absent: int
    exceptions: int
    records: int


def hall_day(office: Office, day: date) -> HallDay | None:
    """Return the row of an office's day, if its hall has opened."""
    return HallDay.objects.filter(office=office, day=day).first()


def day_state(office: Office, day: date) -> dict[str, Any] | None:
    """Return what the tables say of a day, as plain values in one set order; None if not opened.

    What a superuser could falsify, and no person. Moments as on the record, "" for none.
    """
    row = hall_day(office, day)
    if row is None:
        return None
    return {
        "office": office.slug,
        "day": day.isoformat(),
        "step": row.step,
        "since_priority": row.since_priority,
        "priority_n": row.priority_n,
        "standby_n": row.standby_n,
        "closed_at": _moment(row.closed_at),
        "counters": [_counter(counter) for counter in _counters(row)],
        "tickets": [_ticket(ticket) for ticket in _tickets(row)],
    }


def _counters(row: HallDay) -> list[CounterDay]:
    found = row.counters.select_related("counter").prefetch_related("services")
    return list(found.order_by("counter__number"))


def _counter(row: CounterDay) -> dict[str, Any]:
    return {
        "counter": row.counter.number,
        "state": row.state,
        "officer": row.officer,
        "services": sorted(service.code for service in row.services.all()),
    }


def _tickets(row: HallDay) -> list[Ticket]:
    return list(row.tickets.select_related("service", "counter").order_by("series", "n"))


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "service": ticket.service.code,
        "lane": ticket.lane,
        "state": ticket.state,
        "place_at": time_text(ticket.place_at),
        "arrived_at": time_text(ticket.arrived_at),
        "counter": ticket.counter.number if ticket.counter else 0,
        "home_counter": ticket.home_counter,
        "returned_at": _moment(ticket.returned_at),
        "helper": ticket.helper,
        "calls": ticket.calls,
        "last_called_at": _moment(ticket.last_called_at),
        "re_entries": ticket.re_entries,
    }


def _moment(moment: datetime | None) -> str:
    return time_text(moment) if moment else ""


def reconciliation(office: Office, day: date) -> Reconciliation:
    """Return the sums of a day, also while it lasts."""
    tickets = Ticket.objects.filter(hall_day__office=office, hall_day__day=day)
    last_outcome = Leg.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    # A missed number expires with the day; its last leg still says that it had been called.
    was_missed = Q(last_outcome=LegOutcome.MISSED)
    sums = tickets.annotate(last_outcome=Subquery(last_outcome)).aggregate(
        came=Count("pk"),
        walk_ins=Count("pk", filter=Q(seat=None)),
        served=Count("pk", filter=Q(state=TicketState.SERVED)),
        missed=Count("pk", filter=was_missed & Q(state__in=_MISSED)),
        left=Count("pk", filter=Q(state=TicketState.LEFT)),
        expired=Count("pk", filter=~was_missed & Q(state=TicketState.EXPIRED)),
    )
    seats = Seat.objects.filter(office=office, day=day).aggregate(
        released=Count("pk", filter=~Q(state=SeatState.HELD)),
        taken=Count("pk", filter=Q(state__in=[SeatState.TAKEN, SeatState.USED])),
    )
    absent = NoShow.objects.filter(office=office, day=day).count()
    fates = sums["served"] + sums["missed"] + sums["left"] + sums["expired"]
    return Reconciliation(
        **sums,
        in_hall=sums["came"] - fates,
        released=seats["released"],
        booked=seats["taken"] + absent,
        absent=absent,
        exceptions=CallException.objects.filter(ticket__in=tickets).count(),
        records=ServiceRecord.objects.filter(leg__ticket__in=tickets).count(),
    )


def hit_rate(office: Office, *, first: date, last: date) -> waiting.Coverage:
    """Return how honest the predicted waits of these days were."""
    kept = Prediction.objects.filter(
        ticket__hall_day__office=office,
        ticket__hall_day__day__range=(first, last),
        actual_minutes__isnull=False,
    )
    return waiting.coverage(
        (row.p50_minutes, row.p90_minutes, row.actual_minutes)
        for row in kept
        if row.actual_minutes is not None
    )
