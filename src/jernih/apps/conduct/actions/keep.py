"""What the keeper does: ask for more, check, forward, write down the decision, close."""

from datetime import datetime

from django.db import transaction

from jernih.apps.conduct import queries
from jernih.apps.conduct.actions import steps
from jernih.apps.conduct.actions.refusals import (
    ItemElsewhere,
    NotAnEnd,
    NothingToForward,
    WordsMissing,
)
from jernih.apps.conduct.models import Gift
from jernih.apps.offices import queries as offices
from jernih.pure import gifts
from jernih.pure.roles import Actor
from jernih.pure.states import GIFT, GiftState, IllegalMove


@transaction.atomic(durable=True)
def ask_for_more(*, ref: str, words: str, actor: Actor, now: datetime) -> Gift:
    """Say what is missing; from today the days for completing it run.

    Asked again before they are over: the first day counts. Raises Refused, OwnGift,
    WordsMissing, IllegalMove.
    """
    gift = steps.kept(ref, actor)
    if not words.strip():
        raise WordsMissing(ref)
    if gift.state != GiftState.INCOMPLETE:
        GIFT.check(GiftState(gift.state), GiftState.INCOMPLETE)
        gift.asked_on = steps.today(gift.office, now)
    gift.state, gift.completed_on = GiftState.INCOMPLETE, None
    gift.save(update_fields=["state", "asked_on", "completed_on"])
    steps.write_line(gift, gifts.GiftDeed.ASKED, by=actor.ref, now=now, words=words)
    return gift


@transaction.atomic(durable=True)
def check_gift(*, ref: str, actor: Actor, now: datetime) -> Gift:
    """Find a declaration complete. Raises Refused, OwnGift, IllegalMove."""
    gift = steps.kept(ref, actor)
    GIFT.check(GiftState(gift.state), GiftState.COMPLETE)
    gift.state = GiftState.COMPLETE
    if gift.asked_on is not None and gift.completed_on is None:
        gift.completed_on = steps.today(gift.office, now)
    gift.save(update_fields=["state", "completed_on"])
    steps.write_line(gift, gifts.GiftDeed.CHECKED, by=actor.ref, now=now)
    return gift


@transaction.atomic(durable=True)
def forward_gift(*, ref: str, actor: Actor, now: datetime) -> Gift:
    """Note that a declaration is at the commission.

    Raises Refused, OwnGift, IllegalMove, or NothingToForward for one refused on the spot.
    """
    gift = steps.kept(ref, actor)
    GIFT.check(GiftState(gift.state), GiftState.FORWARDED)
    if gift.answer == gifts.GiftAnswer.REFUSED:
        raise NothingToForward(ref)
    gift.state, gift.forwarded_on = GiftState.FORWARDED, steps.today(gift.office, now)
    gift.save(update_fields=["state", "forwarded_on"])
    steps.write_line(gift, gifts.GiftDeed.FORWARDED, by=actor.ref, now=now)
    return gift


@transaction.atomic(durable=True)
def decide_gift(
    *, ref: str, decision: gifts.GiftDecision, decree: str, actor: Actor, now: datetime
) -> Gift:
    """Write down what the commission decided, with the number of its letter.

    Raises Refused, OwnGift, WordsMissing without a number, IllegalMove.
    """
    gift = steps.kept(ref, actor)
    if not decree.strip():
        raise WordsMissing(ref)
    GIFT.check(GiftState(gift.state), GiftState.DECIDED)
    gift.state, gift.decided_on = GiftState.DECIDED, steps.today(gift.office, now)
    gift.decision, gift.decree = decision, decree.strip()
    gift.save(update_fields=["state", "decided_on", "decision", "decree"])
    steps.write_line(gift, gifts.GiftDeed.DECIDED, by=actor.ref, now=now)
    return gift


@transaction.atomic(durable=True)
def close_gift(*, ref: str, end: gifts.GiftEnd, actor: Actor, now: datetime) -> Gift:
    """End a declaration, with the thing where it belongs.

    Raises Refused, OwnGift, IllegalMove, NotAnEnd, ItemElsewhere.
    """
    gift = steps.kept(ref, actor)
    if gift.state == GiftState.CLOSED:
        raise IllegalMove("closed already", stands=GiftState.CLOSED)
    today, calendar = steps.today(gift.office, now), offices.calendar_of(gift.office)
    ends = gifts.ends(
        GiftState(gift.state),
        answer=gifts.GiftAnswer(gift.answer),
        rule=gifts.GiftRule(gift.rule),
        is_given_up=queries.is_given_up(gift, today=today, calendar=calendar),
    )
    if end not in ends:
        raise NotAnEnd(ref)
    decision = gifts.GiftDecision(gift.decision) if gift.decision else None
    is_open = gift.handovers.filter(received_at=None).exists()
    if is_open or not gifts.may_end_at(gifts.Custody(gift.place), decision):
        raise ItemElsewhere(ref)
    GIFT.check(GiftState(gift.state), GiftState.CLOSED)
    gift.state, gift.end, gift.closed_on = GiftState.CLOSED, end, today
    gift.save(update_fields=["state", "end", "closed_on"])
    steps.write_line(gift, gifts.GiftDeed.CLOSED, by=actor.ref, now=now)
    return gift
