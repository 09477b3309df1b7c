"""What every call does, whoever chose the ticket: it rings, shows, counts and is told."""

from datetime import timedelta

from jernih.apps.hall.actions import floor, refusals
from jernih.apps.hall.actions.floor import Desk
from jernih.apps.hall.actions.serve import finish
from jernih.apps.hall.models import HallCall, Prediction, Ticket
from jernih.apps.hall.queries import line
from jernih.pure import calling
from jernih.pure.calling import Choice, Lane
from jernih.pure.states import TicketState

NO_TIME, MINUTE = timedelta(), timedelta(minutes=1)


def clear(desk: Desk, *, may_finish: bool) -> None:
    """Leave nobody at the counter, or raise CounterBusy."""
    current = desk.current()
    if current is None:
        return
    if not (may_finish and current.state == TicketState.SERVING):
        raise refusals.CounterBusy(current.number)
    finish(desk, current)


def choose(desk: Desk) -> tuple[Ticket | None, Choice | None]:
    """Return whom the rule calls to this counter now, or twice None."""
    services = line.services_of(desk.row)
    heads = line.heads_for(desk.row, services=services)
    choice = calling.next_ticket(
        line.waiting_rows(heads, services=services),
        counter=line.counter_now(desk.row, services=services),
        policy=desk.policy,
        since_priority=desk.day.since_priority,
        now=desk.at,
    )
    if choice is None:
        return None, None
    return next(ticket for ticket in heads if ticket.number == choice.number), choice


def bring(desk: Desk, ticket: Ticket, *, step: int) -> None:
    """Let a ticket be called to this counter, by whatever right."""
    floor.move(
        ticket,
        TicketState.CALLED,
        counter=desk.row.counter,
        calls=1,
        last_called_at=desk.at,
    )
    floor.mark_leg(ticket, counter=desk.row.counter, officer=desk.row.officer, called_at=desk.at)
    desk.day.since_priority = calling.after_call(desk.day.since_priority, Lane(ticket.lane))
    _note_wait(desk, ticket)
    sound(desk, ticket, step=step)


def _note_wait(desk: Desk, ticket: Ticket) -> None:
    """Write beside what was predicted how long it took, at the first call."""
    told = Prediction.objects.filter(ticket=ticket, actual_minutes__isnull=True).first()
    if told is not None:
        told.actual_minutes = -(-max(desk.at - told.made_at, NO_TIME) // MINUTE)
        told.save(update_fields=["actual_minutes"])


def sound(desk: Desk, ticket: Ticket, *, step: int, is_recall: bool = False) -> None:
    """Let boards show a call and voices speak it."""
    HallCall.objects.create(
        hall_day=desk.day,
        step=step,
        number=ticket.number,
        counter_number=desk.number,
        direction=desk.row.counter.direction,
        is_recall=is_recall,
        called_at=desk.at,
    )
