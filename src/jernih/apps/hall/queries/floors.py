"""What a supervisor sees: every counter, every line, every number, every call out of turn."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min

from jernih.apps.booking.models import Seat
from jernih.apps.hall.models import CounterDay, HallDay, Leg, Ticket
from jernih.apps.hall.queries import counter as desks
from jernih.apps.hall.queries import state
from jernih.apps.offices.models import Office
from jernih.pure.calling import Lane
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, SeatState, TicketState


@dataclass(frozen=True, kw_only=True)
class FloorCounter:
    """A counter on the floor. current: the number at it, "" for nobody.

    idle_minutes: since it last let someone go, while it is open and people wait for it; else 0.
    """

    counter_day_id: int
    counter: int
    direction: str
    state: CounterState
    break_reason: str
    officer: str
    current: str
    current_state: TicketState | None
    since: datetime
    served: int
    exceptions: int
    waiting: int
    idle_minutes: int


@dataclass(frozen=True, kw_only=True)
class FloorLine:
    """How many wait for one service in one lane, and since when the longest."""

    service: str
    service_en: str
    lane: Lane
    waiting: int
    longest_minutes: int


@dataclass(frozen=True, kw_only=True)
class Floor:
    """The whole hall. expected: booked numbers of today that are not here yet."""

    hall_day_id: int
    is_closed: bool
    opened_at: datetime
    counters: tuple[FloorCounter, ...]
    lines: tuple[FloorLine, ...]
    tickets: tuple[desks.TicketLine, ...]
    exceptions: tuple[desks.ExceptionLine, ...]
    expected: int
    sums: state.Reconciliation


def floor(office: Office, day: date, *, now: datetime) -> Floor | None:
    """Return the hall as a supervisor sees it, None while it has not opened."""
    row = state.hall_day(office, day)
    if row is None:
        return None
    lines = _lines(row, now=now)
    exceptions = desks.exception_lines(row)
    return Floor(
        hall_day_id=row.pk,
        is_closed=row.closed_at is not None,
        opened_at=row.opened_at,
        counters=_counters(row, exceptions, now=now),
        lines=lines,
        tickets=desks.ticket_lines(row, *TicketState),
        exceptions=exceptions,
        expected=Seat.objects.filter(office=office, day=day, state=SeatState.TAKEN).count(),
        sums=state.reconciliation(office, day),
    )


def _lines(row: HallDay, *, now: datetime) -> tuple[FloorLine, ...]:
    groups = (
        Ticket.objects.filter(hall_day=row, state=TicketState.WAITING)
        .values("service__name", "service__name_en", "lane")
        .annotate(waiting=Count("pk"), first=Min("arrived_at"))
        .order_by("service__position", "service__name", "lane")
    )
    return tuple(
        FloorLine(
            service=group["service__name"],
            service_en=group["service__name_en"],
            lane=Lane(group["lane"]),
            waiting=group["waiting"],
            longest_minutes=_minutes(now - group["first"]),
        )
        for group in groups
    )


def _counters(
    row: HallDay, exceptions: tuple[desks.ExceptionLine, ...], *, now: datetime
) -> tuple[FloorCounter, ...]:
    at_counter = {
        ticket.counter_id: ticket
        for ticket in Ticket.objects.filter(hall_day=row, state__in=AT_COUNTER_TICKET)
    }
    served = dict(
        Ticket.objects.filter(hall_day=row, state=TicketState.SERVED)
        .values_list("counter_id")
        .annotate(Count("pk"))
    )
    let_go = dict(
        Leg.objects.filter(ticket__hall_day=row, ended_at__isnull=False, counter__isnull=False)
        .values_list("counter_id")
        .annotate(Max("ended_at"))
    )
    waiting = _waiting_by_service(row)
    shown = row.counters.select_related("counter").prefetch_related("services")
    return tuple(
        _counter(
            desk,
            at_counter.get(desk.counter_id),
            waiting=sum(waiting.get(service.pk, 0) for service in desk.services.all()),
            served=served.get(desk.counter_id, 0),
            free_since=max(desk.changed_at, let_go.get(desk.counter_id, desk.changed_at)),
            exceptions=sum(line.counter == desk.counter.number for line in exceptions),
            now=now,
        )
        for desk in shown.order_by("counter__number")
    )


def _waiting_by_service(row: HallDay) -> dict[int, int]:
    waiting = Ticket.objects.filter(hall_day=row, state=TicketState.WAITING)
    return dict(waiting.values_list("service_id").annotate(Count("pk")))


def _counter(
    desk: CounterDay,
    current: Ticket | None,
    *,
    waiting: int,
    served: int,
    free_since: datetime,
    exceptions: int,
    now: datetime,
) -> FloorCounter:
    is_idle = desk.state == CounterState.OPEN and current is None and waiting > 0
    is_closed = desk.state == CounterState.CLOSED
    return FloorCounter(
        counter_day_id=desk.pk,
        counter=desk.counter.number,
        direction=desk.counter.direction,
        state=CounterState(desk.state),
        break_reason=desk.break_reason,
        officer="" if is_closed else desk.officer,
        current=current.number if current else "",
        current_state=TicketState(current.state) if current else None,
        since=(current.last_called_at if current else None) or free_since,
        served=served,
        exceptions=exceptions,
        waiting=waiting,
        idle_minutes=_minutes(now - free_since) if is_idle else 0,
    )


def _minutes(span: timedelta) -> int:
    return max(span, timedelta()) // timedelta(minutes=1)
