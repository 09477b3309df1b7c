"""Call someone who is not next: with a coded reason, in public, counted."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals, ringing
from jernih.apps.hall.actions.floor import Desk
from jernih.apps.hall.models import CallException, Ticket
from jernih.pure import events, reasons
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import IllegalMove, TicketState


@transaction.atomic(durable=True)
def call_by_exception(
    *,
    counter_day_id: int,
    number: str,
    reason: reasons.ExceptionReason,
    second: Actor | None = None,
    actor: Actor,
    now: datetime,
) -> Ticket:
    """Call someone who is not next, with a coded reason that everybody can read.

    second: another member of staff who vouches; needed for the reason OTHER.
    Raises SecondNeeded, OwnClient, UnknownService, SameRule, CounterBusy or IllegalMove.
    """
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_EXCEPT, now=now
    ) as desk:
        desk.must_be_open()
        ticket = floor.ticket_of(desk, number)
        if ticket.counter_id == desk.row.counter_id and ticket.state == TicketState.CALLED:
            return ticket
        ringing.clear(desk, may_finish=False)
        second_ref = _vouched(desk, reason=reason, second=second, actor=actor)
        instead_of = _passed_over(desk, ticket)
        _except(desk, ticket, reason=reason, second=second_ref, instead_of=instead_of)
    return ticket


def _vouched(
    desk: Desk, *, reason: reasons.ExceptionReason, second: Actor | None, actor: Actor
) -> str:
    if second is None:
        if reason == reasons.ExceptionReason.OTHER:
            raise refusals.SecondNeeded
        return ""
    require(second, Permission.TICKET_VOUCH, office=desk.office.slug)
    if second.ref in ("", actor.ref):
        raise refusals.SecondNeeded
    return second.ref


def _passed_over(desk: Desk, ticket: Ticket) -> str:
    """Return who would have been next; raise if the ticket may not be called here, or is next."""
    if ticket.state != TicketState.WAITING:
        stands = TicketState(ticket.state)
        raise IllegalMove(f"{stands} -> {TicketState.CALLED}", stands=stands)
    if ticket.helper and ticket.helper == desk.row.officer:
        raise refusals.OwnClient
    if not desk.row.services.filter(pk=ticket.service_id).exists():
        raise refusals.UnknownService
    _, choice = ringing.choose(desk)
    if choice is None or choice.number == ticket.number:
        raise refusals.SameRule
    return choice.number


def _except(
    desk: Desk, ticket: Ticket, *, reason: reasons.ExceptionReason, second: str, instead_of: str
) -> None:
    CallException.objects.create(
        ticket=ticket,
        counter=desk.row.counter,
        officer=desk.row.officer,
        second_officer=second,
        reason=reason,
        instead_of=instead_of,
        called_at=desk.at,
    )
    step = desk.tell(
        events.CalledByException,
        number=ticket.number,
        counter=desk.number,
        officer=desk.row.officer,
        reason=reason,
        second_officer=second,
        instead_of=instead_of,
    )
    ringing.bring(desk, ticket, step=step)


@transaction.atomic(durable=True)
def explain_exception(*, exception_id: int, actor: Actor, now: datetime) -> CallException:
    """Note that a supervisor has heard why someone was called out of turn."""
    row = CallException.objects.select_related("ticket__hall_day__office").get(pk=exception_id)
    require(actor, Permission.FLOOR_RULE, office=row.ticket.hall_day.office.slug)
    row = CallException.objects.select_for_update().get(pk=exception_id)
    if row.explained_at is None:
        if row.officer == actor.ref:
            raise refusals.SecondNeeded
        row.explained_at, row.explained_by = floor.whole_second(now), actor.ref
        row.save(update_fields=["explained_at", "explained_by"])
    return row
