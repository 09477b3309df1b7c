"""Hand the thing over: one signs that she gives it, another that she has it, or saw it go."""

from datetime import datetime

from django.db import transaction

from jernih.apps.conduct import queries
from jernih.apps.conduct.actions import steps
from jernih.apps.conduct.actions.refusals import AlreadyUnderWay, NotTheHolder, WrongHands
from jernih.apps.conduct.models import Gift, Handover
from jernih.pure.gifts import MOVES, Custody, GiftDeed
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.states import GiftState, IllegalMove


@transaction.atomic(durable=True)
def offer_item(
    *, ref: str, to: Custody, second: str, words: str, actor: Actor, now: datetime
) -> Handover:
    """Sign that the thing goes from where it is to another place.

    second: who signs for having it, or for having seen it go; never the one who gives. Raises
    Refused, NotTheHolder, WrongHands, AlreadyUnderWay, or IllegalMove once it is closed.
    """
    gift = steps.seen(ref, actor)
    if gift.state == GiftState.CLOSED:
        raise IllegalMove("closed", stands=GiftState.CLOSED)
    if gift.handovers.filter(received_at=None).exists():
        raise AlreadyUnderWay(ref)
    place = Custody(gift.place)
    if not _holds(gift, place, actor):
        raise NotTheHolder(ref)
    if to not in MOVES[place] or not _may_sign(gift, to, second, giver=actor.ref):
        raise WrongHands(ref)
    row = Handover.objects.create(
        gift=gift,
        from_place=place,
        to_place=to,
        given_by=actor.ref,
        given_at=now,
        received_by=second,
        sealed=steps.seal(words),
    )
    steps.write_line(gift, GiftDeed.OFFERED, by=actor.ref, now=now)
    return row


@transaction.atomic(durable=True)
def receive_item(*, handover_id: int, actor: Actor, now: datetime) -> Handover:
    """Sign for the thing; from now on it is there. Signed before: nothing.

    Raises Refused for anybody but the second who was named.
    """
    require(actor, Permission.GIFT_DECLARE)
    gift = steps.locked(Handover.objects.select_related("gift").get(pk=handover_id).gift.ref)
    # Read under the gift's lock: another page may have signed meanwhile.
    row = gift.handovers.get(pk=handover_id)
    if row.received_by != actor.ref or not actor.belongs_to(gift.office.slug):
        raise Refused(str(handover_id))
    if row.received_at is not None:
        return row
    row.received_at = now
    row.save(update_fields=["received_at"])
    gift.place = row.to_place
    gift.save(update_fields=["place"])
    steps.write_line(gift, GiftDeed.RECEIVED, by=actor.ref, now=now)
    return row


@transaction.atomic(durable=True)
def take_back_offer(*, handover_id: int, actor: Actor, now: datetime) -> None:
    """Undo a hand-over that nobody has signed for yet. Raises Refused, IllegalMove."""
    gift = steps.locked(Handover.objects.select_related("gift").get(pk=handover_id).gift.ref)
    row = gift.handovers.get(pk=handover_id)
    if row.given_by != actor.ref:
        raise Refused(str(handover_id))
    if row.received_at is not None:
        raise IllegalMove("signed by both")
    steps.write_line(gift, GiftDeed.OFFERED, by=actor.ref, now=now, words="-")
    gift.handovers.filter(pk=handover_id).delete()


def _holds(gift: Gift, place: Custody, actor: Actor) -> bool:
    if place is Custody.RECIPIENT:
        return gift.declared_by == actor.ref
    return actor.may(Permission.GIFT_KEEP) and gift.declared_by != actor.ref


def _may_sign(gift: Gift, to: Custody, second: str, *, giver: str) -> bool:
    if second == giver:
        return False
    if to is Custody.REGISTER:
        return second in queries.keepers(gift.office) and second != gift.declared_by
    if to is Custody.RECIPIENT:
        return second == gift.declared_by
    return second in [one.ref for one in queries.colleagues(gift.office)]
