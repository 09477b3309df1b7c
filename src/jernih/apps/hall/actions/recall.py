"""Call again, give up, or take back a call."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals, ringing, words
from jernih.apps.hall.actions.desk import return_to_line
from jernih.apps.hall.actions.floor import Desk
from jernih.apps.hall.models import LegOutcome, Ticket
from jernih.apps.hall.queries import line
from jernih.pure import calling, events, reasons
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import TicketState


@transaction.atomic(durable=True)
def recall_ticket(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Call the called one once more. Raises StalePage, RecallsUsed or RecallTooSoon(at)."""
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = _called_here(desk, number)
        desk.must_be_open()
        recalls = ticket.calls - 1
        if recalls >= desk.policy.recall_max:
            raise refusals.RecallsUsed
        last = ticket.last_called_at or desk.at
        if not calling.may_recall(recalls, last_call_at=last, policy=desk.policy, now=desk.at):
            raise refusals.RecallTooSoon(line.again_at(ticket, desk.policy))
        ticket.calls, ticket.last_called_at = ticket.calls + 1, desk.at
        ticket.save(update_fields=["calls", "last_called_at"])
        step = desk.tell(
            events.Recalled, number=number, counter=desk.number, times=ticket.calls - 1
        )
        ringing.sound(desk, ticket, step=step, is_recall=True)
    return ticket


def _called_here(desk: Desk, number: str) -> Ticket:
    ticket = floor.ticket_of(desk, number)
    if ticket.counter_id != desk.row.counter_id or ticket.state != TicketState.CALLED:
        raise refusals.StalePage(number)
    return ticket


@transaction.atomic(durable=True)
def miss_ticket(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Say that the called one did not come. Raises StalePage or MissTooSoon(at)."""
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if floor.stands_here(desk, ticket, after=LegOutcome.MISSED):
            last = ticket.last_called_at or desk.at
            if not calling.may_miss(last_call_at=last, policy=desk.policy, now=desk.at):
                raise refusals.MissTooSoon(line.again_at(ticket, desk.policy))
            floor.end_leg(ticket, LegOutcome.MISSED, at=desk.at)
            floor.move(ticket, TicketState.MISSED)
            desk.tell(events.Missed, number=number, counter=desk.number)
            if calling.may_re_enter(ticket.re_entries):
                words.post_missed(ticket, now=desk.at)
    return ticket


@transaction.atomic(durable=True)
def return_ticket(*, counter_day_id: int, number: str, actor: Actor, now: datetime) -> Ticket:
    """Give back the place of a ticket that was called by mistake."""
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        ticket = floor.ticket_of(desk, number)
        if floor.stands_here(desk, ticket, after=LegOutcome.RETURNED):
            return_to_line(desk, ticket, reason=reasons.ReturnReason.MISTAKEN_CALL)
    return ticket
