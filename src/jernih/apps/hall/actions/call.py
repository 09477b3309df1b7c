"""Call the next one: the officer presses, the rule chooses."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, press, ringing, swift
from jernih.apps.hall.actions.floor import Desk
from jernih.apps.hall.models import Ticket
from jernih.pure import events
from jernih.pure.calling import CallRule
from jernih.pure.roles import Actor, Permission, require


@dataclass(frozen=True, kw_only=True)
class CallAnswer:
    """What a press of *next* brought: a ticket and why this one, or nobody.

    again: the same press had been answered before.
    """

    ticket: Ticket | None
    rule: CallRule | None = None
    again: bool = False


def call_next(
    *,
    counter_day_id: int,
    press_key: str,
    finish_current: bool = False,
    actor: Actor,
    now: datetime,
) -> CallAnswer:
    """Call whom the rule says. The same press key again gives the same answer.

    Raises NotYourCounter, CounterNotOpen, or CounterBusy while someone is called to the counter,
    or served there unless that service is to be finished with this press.
    """
    require(actor, Permission.TICKET_CALL)
    deed = swift.Deed(
        counter_day_id=counter_day_id,
        press_key=press_key,
        finish_current=finish_current,
        actor=actor,
        now=now,
    )
    if done := swift.do(deed):
        return CallAnswer(ticket=done.ticket, rule=done.rule)
    return call_plainly(
        counter_day_id=counter_day_id,
        press_key=press_key,
        finish_current=finish_current,
        actor=actor,
        now=now,
    )


@transaction.atomic(durable=True)
def call_plainly(
    *,
    counter_day_id: int,
    press_key: str,
    finish_current: bool = False,
    actor: Actor,
    now: datetime,
) -> CallAnswer:
    """Call as `call_next`, step by step: all that is not ordinary, and what the swift is held to.

    Raises as `call_next`.
    """
    with floor.at_desk(
        counter_day_id=counter_day_id, actor=actor, permission=Permission.TICKET_CALL, now=now
    ) as desk:
        if before := press.answered(desk, press_key):
            rule = CallRule(before.rule) if before.rule else None
            return CallAnswer(ticket=before.ticket, rule=rule, again=True)
        desk.must_be_open()
        ringing.clear(desk, may_finish=finish_current)
        ticket, choice = ringing.choose(desk)
        if ticket is not None and choice is not None:
            _call(desk, ticket, rule=choice.rule)
        press.answer(desk, press_key, ticket=ticket, rule=choice.rule if choice else "")
    return CallAnswer(ticket=ticket, rule=choice.rule if choice else None)


def _call(desk: Desk, ticket: Ticket, *, rule: CallRule) -> None:
    step = desk.tell(
        events.Called,
        number=ticket.number,
        counter=desk.number,
        officer=desk.row.officer,
        rule=rule.value,
    )
    ringing.bring(desk, ticket, step=step)
