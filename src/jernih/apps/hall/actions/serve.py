"""Serve: the called one stands at the counter, until she is done, must wait, or goes on."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals, swift
from jernih.apps.hall.actions.floor import Desk
from jernih.apps.hall.models import Leg, LegOutcome, ServiceRecord, Ticket
from jernih.apps.offices.models import Service
from jernih.pure import events, reasons
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.states import TICKET, TicketState


def start_ticket(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Say that the called one stands here; until then nobody is served."""
    require(actor, Permission.TICKET_CALL)
    deed = swift.Deed(counter_day_id=counter_day_id, number=number, actor=actor, now=now)
    if (done := swift.do(deed)) and done.ticket:
        return done.ticket
    return start_plainly(counter_day_id=counter_day_id, number=number, actor=actor, now=now)


@transaction.atomic(durable=True)
def start_plainly(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Start as `start_ticket`, step by step: a second click, a refusal, a stale page."""
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if not floor.stands_here(desk, ticket, after=LegOutcome.SERVED):
            return ticket
        if ticket.state != TicketState.SERVING:
            desk.must_be_open()
            floor.move(ticket, TicketState.SERVING)
            floor.mark_leg(ticket, serving_at=desk.at)
            desk.tell(events.ServiceStarted, number=number, counter=desk.number)
    return ticket


@transaction.atomic(durable=True)
def finish_ticket(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Say that the service is done. Raises StalePage or IllegalMove (not started)."""
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if floor.stands_here(desk, ticket, after=LegOutcome.SERVED):
            finish(desk, ticket)
    return ticket


def finish(desk: Desk, ticket: Ticket) -> None:
    """End the service of a ticket of this counter: its leg, its record, its fact."""
    TICKET.check(TicketState(ticket.state), TicketState.SERVED)
    leg = Leg.objects.get(ticket=ticket, ended_at__isnull=True)
    floor.end_leg(ticket, LegOutcome.SERVED, at=desk.at)
    ServiceRecord.objects.create(leg=leg, served_at=desk.at, officer=desk.row.officer)
    floor.move(ticket, TicketState.SERVED, ended_at=desk.at)
    desk.tell(events.Served, number=ticket.number, counter=desk.number)


@transaction.atomic(durable=True)
def park_ticket(
    *, counter_day_id: int, number: str, reason: reasons.ParkReason, actor: Actor, now: datetime
) -> Ticket:
    """Pause the service; when it comes back, the ticket comes first at this counter.

    A supervisor may do it for an officer who had to leave. That the day ended, only the clock says.
    """
    if reason == reasons.ParkReason.DAY_ENDED:
        raise Refused(reason.value)
    with floor.own_or_any(
        counter_day_id=counter_day_id, permission=Permission.TICKET_CALL, actor=actor, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if floor.stands_here(desk, ticket, after=LegOutcome.PARKED):
            floor.move(ticket, TicketState.PARKED, home_counter=desk.number, returned_at=None)
            floor.end_leg(ticket, LegOutcome.PARKED, at=desk.at)
            desk.tell(events.Parked, number=number, counter=desk.number, reason=reason)
    return ticket


@transaction.atomic(durable=True)
def transfer_ticket(
    *, counter_day_id: int, number: str, service: str, actor: Actor, now: datetime
) -> Ticket:
    """End this leg and open the next: the ticket waits for another service, in its old place.

    Raises UnknownService for one that the office has not, or that the ticket has already.
    """
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if floor.stands_here(desk, ticket, after=LegOutcome.TRANSFERRED):
            then = Service.objects.filter(office=desk.office, code=service, is_active=True).exclude(
                pk=ticket.service_id
            )
            if not then.exists():
                raise refusals.UnknownService(service)
            _send_on(desk, ticket, then.get())
    return ticket


def _send_on(desk: Desk, ticket: Ticket, then: Service) -> None:
    before = ticket.service.code
    floor.end_leg(ticket, LegOutcome.TRANSFERRED, at=desk.at)
    floor.move(
        ticket,
        TicketState.WAITING,
        only_from=TicketState.SERVING,
        service=then,
        counter=None,
        home_counter=0,
        returned_at=None,
        calls=0,
    )
    floor.open_leg(ticket, at=desk.at)
    desk.tell(
        events.Transferred,
        number=ticket.number,
        counter=desk.number,
        from_service=before,
        service=then.code,
    )
