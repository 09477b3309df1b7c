"""Sit down at a counter, rest, and stop for the day."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, opening, refusals
from jernih.apps.hall.actions.floor import Desk, Hall
from jernih.apps.hall.models import CounterDay, LegOutcome, Ticket
from jernih.apps.offices.models import Counter, Office, Service
from jernih.pure import calling, events, reasons
from jernih.pure.calling import Lane
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import COUNTER, CounterState, TicketState


@transaction.atomic(durable=True)
def open_counter(
    *, office_id: int, counter: int, services: Collection[str] = (), actor: Actor, now: datetime
) -> CounterDay:
    """Seat an officer at a counter; the first one opens the day.

    services: codes of what she does today, none for all that the counter can do.
    Raises UnknownCounter, UnknownService, CounterTaken, OfficerElsewhere or DayIsClosed.
    """
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.COUNTER_RUN, office=office.slug)
    hall_day_id = opening.begin_day(office, now=now)
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=Permission.COUNTER_RUN, now=now
    ) as hall:
        hall.must_go_on()
        table = Counter.objects.filter(office=office, number=counter).first()
        if table is None:
            raise refusals.UnknownCounter
        row = _row_for(hall, table, officer=actor.ref)
        if row.state == CounterState.CLOSED:
            _sit_down(hall, row, officer=actor.ref, services=_wanted(table, services))
    return row


def _row_for(hall: Hall, table: Counter, *, officer: str) -> CounterDay:
    sits = CounterDay.objects.filter(hall_day=hall.day).exclude(state=CounterState.CLOSED)
    if elsewhere := sits.filter(officer=officer).exclude(counter=table).first():
        raise refusals.OfficerElsewhere(elsewhere.counter.number)
    if sits.filter(counter=table).exclude(officer=officer).exists():
        raise refusals.CounterTaken
    row, _ = CounterDay.objects.select_related("counter").get_or_create(
        hall_day=hall.day, counter=table, defaults={"changed_at": hall.at}
    )
    return row


def _wanted(table: Counter, codes: Collection[str]) -> list[Service]:
    can = {service.code: service for service in table.services.filter(is_active=True)}
    if unknown := set(codes) - set(can):
        raise refusals.UnknownService(*sorted(unknown))
    wanted = [can[code] for code in sorted(codes or can)]
    if not wanted:
        raise refusals.UnknownService
    return wanted


def _sit_down(hall: Hall, row: CounterDay, *, officer: str, services: list[Service]) -> None:
    COUNTER.check(CounterState(row.state), CounterState.OPEN)
    row.state, row.officer, row.changed_at = CounterState.OPEN, officer, hall.at
    row.break_reason = ""
    row.save(update_fields=["state", "officer", "changed_at", "break_reason"])
    row.services.set(services)
    hall.tell(
        events.CounterOpened,
        counter=row.counter.number,
        officer=officer,
        services=tuple(service.code for service in services),
    )


@transaction.atomic(durable=True)
def close_counter(*, counter_day_id: int, actor: Actor, now: datetime) -> CounterDay:
    """Stop a counter for the day; a ticket that was called gets its place back.

    Raises StillServing, or NotYourCounter for an officer of another counter.
    """
    with floor.own_or_any(
        counter_day_id=counter_day_id, permission=Permission.COUNTER_RUN, actor=actor, now=now
    ) as desk:
        if desk.row.state != CounterState.CLOSED:
            current = desk.current()
            if current is not None and current.state == TicketState.SERVING:
                raise refusals.StillServing([current.number])
            if current is not None:
                return_to_line(desk, current, reason=reasons.ReturnReason.COUNTER_CLOSED)
            close_desk(desk)
    return desk.row


@transaction.atomic(durable=True)
def start_break(
    *, counter_day_id: int, reason: reasons.BreakReason, actor: Actor, now: datetime
) -> CounterDay:
    """Let a counter rest. Raises CounterBusy while someone is called to it or served there."""
    with floor.own_or_any(
        counter_day_id=counter_day_id, permission=Permission.COUNTER_RUN, actor=actor, now=now
    ) as desk:
        if desk.row.state != CounterState.BREAK:
            desk.must_go_on()
            if current := desk.current():
                raise refusals.CounterBusy(current.number)
            _turn(desk, CounterState.BREAK, reason=reason)
            desk.tell(events.BreakStarted, counter=desk.number, reason=reason)
    return desk.row


@transaction.atomic(durable=True)
def end_break(*, counter_day_id: int, actor: Actor, now: datetime) -> CounterDay:
    """Let a counter work again."""
    with floor.own_or_any(
        counter_day_id=counter_day_id, permission=Permission.COUNTER_RUN, actor=actor, now=now
    ) as desk:
        if desk.row.state == CounterState.CLOSED:
            raise refusals.CounterNotOpen
        if desk.row.state == CounterState.BREAK:
            desk.must_go_on()
            _turn(desk, CounterState.OPEN)
            desk.tell(events.BreakEnded, counter=desk.number)
    return desk.row


def close_desk(desk: Desk) -> None:
    """Close a counter at which nobody stands any more."""
    _turn(desk, CounterState.CLOSED)
    desk.tell(events.CounterClosed, counter=desk.number, officer=desk.row.officer)


def return_to_line(desk: Desk, ticket: Ticket, *, reason: reasons.ReturnReason) -> None:
    """Give a called ticket its old place back, and the count of the rule with it."""
    floor.end_leg(ticket, LegOutcome.RETURNED, at=desk.at)
    floor.move(ticket, TicketState.WAITING, only_from=TicketState.CALLED, counter=None, calls=0)
    floor.open_leg(ticket, at=desk.at)
    desk.day.since_priority = calling.after_return(
        desk.day.since_priority, Lane(ticket.lane), policy=desk.policy
    )
    desk.tell(events.CallReturned, number=ticket.number, counter=desk.number, reason=reason)


def _turn(desk: Desk, then: CounterState, *, reason: str = "") -> None:
    COUNTER.check(CounterState(desk.row.state), then)
    desk.row.state, desk.row.break_reason, desk.row.changed_at = then, reason, desk.at
    desk.row.save(update_fields=["state", "break_reason", "changed_at"])
