"""Declare a gift, and add what was missing."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from jernih.apps.conduct import queries
from jernih.apps.conduct.actions import steps
from jernih.apps.conduct.actions.refusals import NotYet
from jernih.apps.conduct.models import Gift
from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.states import GIFT, GiftState, IllegalMove
from jernih.ui import lockbox


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A gift as its receiver tells it.

    value: estimated, in rupiah. words: giver, thing, place, time, chronology, giver_address,
    giver_phone, own_nik, own_post, own_phone, own_address. photos: as they came.
    """

    answer: gifts.GiftAnswer
    kind: gifts.GiftKind
    relation: gifts.GiverRelation
    occasion: gifts.GiftOccasion
    value: int
    happened_on: date
    words: Mapping[str, str]
    photos: tuple[bytes, ...] = field(default=(), repr=False)


@transaction.atomic(durable=True)
def declare_gift(*, office_id: int, told: Declared, actor: Actor, now: datetime) -> Gift:
    """Write a gift into the register, with what the law of its day makes of it.

    Raises Refused, NotYet, or BadPhoto.
    """
    require(actor, Permission.GIFT_DECLARE)
    # One declaration after another: the sum of a year must see the one before.
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    require(actor, Permission.GIFT_DECLARE, office=office.slug)
    today = steps.today(office, now)
    if told.happened_on > today:
        raise NotYet(told.happened_on.isoformat())

    index = queries.giver_index(office.slug, actor.ref, told.words.get("giver", ""))
    is_refused = told.answer is gifts.GiftAnswer.REFUSED
    gift = Gift.objects.create(
        office=office,
        ref=secrets.token_hex(6),
        declared_by=actor.ref,
        answer=told.answer,
        kind=told.kind,
        relation=told.relation,
        occasion=told.occasion,
        value=told.value,
        rule=_rule(office, told, staff=actor.ref, index=index),
        happened_on=told.happened_on,
        declared_on=today,
        giver_index=index,
        sealed=lockbox.lock_words(told.words, purpose=queries.WORDS),
        state=GIFT.start,
        place=gifts.Custody.GIVER if is_refused else gifts.Custody.RECIPIENT,
    )
    for data in told.photos:
        steps.keep_photo(gift, data, by=actor.ref, now=now)
    steps.write_line(gift, gifts.GiftDeed.DECLARED, by=actor.ref, now=now)
    return gift


@transaction.atomic(durable=True)
def add_to_gift(
    *, ref: str, words: str, photos: tuple[bytes, ...] = (), actor: Actor, now: datetime
) -> Gift:
    """Add words and pictures to one's own declaration; what was asked for has come then.

    Raises Refused, BadPhoto, or IllegalMove once it has been checked.
    """
    gift = steps.seen(ref, actor)
    if gift.declared_by != actor.ref:
        raise Refused(ref)
    stands = GiftState(gift.state)
    if stands not in (GiftState.DECLARED, GiftState.INCOMPLETE):
        raise IllegalMove(f"{stands} has been checked", stands=stands)
    for data in photos:
        steps.keep_photo(gift, data, by=actor.ref, now=now)
    steps.write_line(gift, gifts.GiftDeed.ADDED, by=actor.ref, now=now, words=words)
    if gift.asked_on is not None and gift.completed_on is None:
        gift.completed_on = steps.today(gift.office, now)
        gift.save(update_fields=["completed_on"])
    return gift


def _rule(office: Office, told: Declared, *, staff: str, index: str) -> gifts.GiftRule:
    before = queries.given_before(office, staff=staff, index=index, year=told.happened_on.year)
    given = gifts.Given(
        kind=told.kind,
        relation=told.relation,
        occasion=told.occasion,
        value=told.value,
        before=before,
    )
    return gifts.judge(given, rules=queries.rules(), on=told.happened_on)
