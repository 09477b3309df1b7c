"""Come back into the line, or leave it."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals
from jernih.apps.hall.models import LegOutcome, Ticket
from jernih.apps.hall.queries import codes
from jernih.pure import calling, events
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import TicketState


@transaction.atomic(durable=True)
def re_enter_ticket(*, hall_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Let a missed one join the end of her line, once. Raises AlreadyReEntered."""
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=_right(actor), now=now
    ) as hall:
        ticket = floor.ticket_of(hall, number)
        if ticket.state == TicketState.WAITING and ticket.re_entries:
            return ticket
        hall.must_go_on()
        if ticket.state == TicketState.MISSED and not calling.may_re_enter(ticket.re_entries):
            raise refusals.AlreadyReEntered
        floor.move(
            ticket,
            TicketState.WAITING,
            only_from=TicketState.MISSED,
            place_at=calling.place_again(ticket.place_at, now=hall.at),
            counter=None,
            home_counter=0,
            returned_at=None,
            calls=0,
            re_entries=ticket.re_entries + 1,
        )
        floor.open_leg(ticket, at=hall.at)
        hall.tell(events.ReEntered, number=number, place_at=ticket.place_at)
    return ticket


@transaction.atomic(durable=True)
def unpark_ticket(*, hall_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Let a parked one wait again: first at the counter that parked her, in her place elsewhere."""
    with floor.locked(
        hall_day_id=hall_day_id, actor=actor, permission=_right(actor), now=now
    ) as hall:
        ticket = floor.ticket_of(hall, number)
        if ticket.state == TicketState.WAITING and ticket.returned_at:
            return ticket
        hall.must_go_on()
        floor.move(
            ticket,
            TicketState.WAITING,
            only_from=TicketState.PARKED,
            counter=None,
            returned_at=hall.at,
            calls=0,
        )
        floor.open_leg(ticket, at=hall.at)
        hall.tell(events.Unparked, number=number)
    return ticket


def _right(actor: Actor) -> Permission:
    """Return the permission to ask for: the door's, or else the counter's."""
    at_door = actor.may(Permission.TICKET_CHECK_IN)
    return Permission.TICKET_CHECK_IN if at_door else Permission.TICKET_CALL


@transaction.atomic(durable=True)
def leave_line(*, code: str, actor: Actor, now: datetime) -> Ticket:
    """Let someone go home; her number is not called any more. Raises UnknownCode or IllegalMove."""
    require(actor, Permission.TICKET_LEAVE)
    found = codes.ticket_by_code(code)
    if found is None:
        raise refusals.UnknownCode
    with floor.locked(
        hall_day_id=found.hall_day_id, actor=actor, permission=Permission.TICKET_LEAVE, now=now
    ) as hall:
        ticket = floor.ticket_of(hall, found.number)
        if ticket.state == TicketState.LEFT:
            return ticket
        hall.must_go_on()
        if ticket.state == TicketState.WAITING:
            # A parked ticket's leg has ended already.
            floor.end_leg(ticket, LegOutcome.LEFT, at=hall.at)
        floor.move(ticket, TicketState.LEFT, ended_at=hall.at)
        hall.tell(events.LeftLine, number=ticket.number)
    return ticket
