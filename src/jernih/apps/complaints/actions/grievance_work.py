"""What handlers do with a complaint about service: take it, ask, answer, put it into a class."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from jernih.apps.complaints.actions.grievance_steps import (
    has_rung,
    lock_handled,
    move,
    tell_handlers,
    tell_sender,
    today_of,
    write_line,
)
from jernih.apps.complaints.actions.refusals import (
    BadFields,
    CaseRefusal,
    MayNotHold,
    TooFewHolders,
)
from jernih.apps.complaints.models import Grievance
from jernih.apps.complaints.queries import grievances
from jernih.apps.offices import queries as offices
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.grievance import GrievanceDeed, reclassify
from jernih.pure.roles import CLOCK, Actor
from jernih.pure.states import GrievanceState, IllegalMove

_WORKED_ON: Final = (GrievanceState.ASSIGNED, GrievanceState.REOPENED)
# Conduct is for the sealed door (grievance_seal), never for a class of this one.
_CLASSES: Final = (CaseClass.INFORMATION, CaseClass.PLAIN)


class NotYours(CaseRefusal):
    """Somebody else works on it: take it over first."""


@transaction.atomic(durable=True)
def assign_grievance(*, locator: str, to: str, actor: Actor, now: datetime) -> Grievance:
    """Give a complaint to a handler, oneself or another; it is taken up by that.

    to: a pseudonym. Raises Refused, NoSuchCase, MayNotHold for who may not read it, IllegalMove
    once it was answered; given to who has it: nothing.
    """
    grievance = lock_handled(locator, actor)
    if to not in grievances.reader_refs(grievance):
        raise MayNotHold(to)
    on = today_of(grievance, now)
    if grievance.handler == to and grievance.state != GrievanceState.FILED:
        return grievance
    stands = GrievanceState(grievance.state)
    deed = GrievanceDeed.HANDED_OVER if stands in _WORKED_ON else GrievanceDeed.ASSIGNED
    if stands not in _WORKED_ON:
        move(grievance, GrievanceState.ASSIGNED, on=on)
    grievance.handler = to
    write_line(grievance, deed, actor=actor, on=on)
    if to != actor.ref:
        tell_handlers(grievance, on=on, now=now)
    return grievance


@transaction.atomic(durable=True)
def ask_sender(*, locator: str, words: str, actor: Actor, now: datetime) -> Grievance:
    """Ask something; the clock stands still until there is an answer, or its days are used up.

    Raises Refused, NoSuchCase, NotYours, BadFields without words, IllegalMove.
    """
    grievance = _worked_on(locator, words, actor)
    on = today_of(grievance, now)
    write_line(grievance, GrievanceDeed.ASKED, actor=actor, on=on, words=words)
    tell_sender(grievance, now=now)
    return grievance


@transaction.atomic(durable=True)
def answer_grievance(*, locator: str, words: str, actor: Actor, now: datetime) -> Grievance:
    """Answer a complaint; its sender may say for some days that it is not solved.

    Raises Refused, NoSuchCase, NotYours, BadFields without words, IllegalMove.
    """
    grievance = _worked_on(locator, words, actor)
    on = today_of(grievance, now)
    due = grievances.clock_of(grievance, ClockKind.RESOLVE)
    is_late = due is not None and due.is_late(on)
    if due is not None and is_late and not has_rung(grievance, ClockKind.RESOLVE):
        # What is answered late rings too, before the answer ends its clock.
        ring_line(grievance, ClockKind.RESOLVE, due=due.due.isoformat(), on=on)
    move(grievance, GrievanceState.ANSWERED, on=on)
    fields = {"is_late": is_late}
    write_line(grievance, GrievanceDeed.ANSWERED, actor=actor, on=on, words=words, fields=fields)
    tell_sender(grievance, now=now)
    return grievance


@transaction.atomic(durable=True)
def reclassify_grievance(
    *, locator: str, after: CaseClass, actor: Actor, now: datetime
) -> Grievance:
    """Put a complaint into another class; it keeps the days it had, or gets fewer.

    Raises Refused, NoSuchCase, NotYours, IllegalMove, BadFields for the same class, and for
    conduct, which goes through the sealed door.
    """
    grievance = _worked_on(locator, "-", actor)
    before = CaseClass(grievance.case_class)
    if after is before or after not in _CLASSES:
        raise BadFields("class")
    change = reclassify(
        before,
        after,
        at_most=grievance.at_most,
        rules=offices.rulebook()["complaints"],
        on=grievance.filed_on,
    )
    grievance.case_class, grievance.at_most = after, change.days_after
    fields = {
        "before": before.value,
        "after": after.value,
        "days_before": change.days_before,
        "days_after": change.days_after,
    }
    deed = GrievanceDeed.RECLASSIFIED
    write_line(grievance, deed, actor=actor, on=today_of(grievance, now), fields=fields)
    return grievance


@transaction.atomic(durable=True)
def spare_handler(*, locator: str, whom: str, to: str, actor: Actor, now: datetime) -> Grievance:
    """Note that a complaint is about a handler, oneself or another, who never sees it again.

    to: who works on it from now on, if that was the one. Raises Refused, NoSuchCase, MayNotHold,
    TooFewHolders if nobody else could read it.
    """
    grievance = lock_handled(locator, actor)
    if grievance.state in (GrievanceState.CLOSED, GrievanceState.SEALED):
        raise IllegalMove("it has ended", stands=GrievanceState(grievance.state))
    others = [ref for ref in grievances.reader_refs(grievance) if ref != whom]
    if whom not in grievances.reader_refs(grievance):
        raise MayNotHold(whom)
    if not others:
        raise TooFewHolders
    grievance.concerned = sorted({*grievance.concerned, whom})
    if grievance.handler != whom:
        grievance.save()
        return grievance
    if to not in others:
        raise MayNotHold(to)
    grievance.handler = to
    on = today_of(grievance, now)
    write_line(grievance, GrievanceDeed.HANDED_OVER, actor=actor, on=on)
    tell_handlers(grievance, on=on, now=now)
    return grievance


def ring_line(grievance: Grievance, kind: ClockKind, *, due: str, on: date) -> None:
    """Write down that a duty is past its last day. A step of actions."""
    fields = {"clock": kind.value, "due": due}
    write_line(grievance, GrievanceDeed.OVERDUE, actor=CLOCK, on=on, fields=fields)


def _worked_on(locator: str, words: str, actor: Actor) -> Grievance:
    grievance = lock_handled(locator, actor)
    stands = GrievanceState(grievance.state)
    if stands not in _WORKED_ON:
        raise IllegalMove(f"{stands} is not worked on", stands=stands)
    if grievance.handler != actor.ref:
        raise NotYours
    if not words.strip():
        raise BadFields("words")
    return grievance
