"""Steps of actions on a gift, inside their lock."""

from datetime import date, datetime

from jernih.apps.conduct import queries
from jernih.apps.conduct.actions.refusals import OwnGift
from jernih.apps.conduct.models import Gift, GiftLine, GiftPhoto
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import photo
from jernih.pure.gifts import GiftDeed
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.ui import lockbox


def locked(ref: str) -> Gift:
    """Return the gift, which nobody else changes until this transaction ends."""
    # The office first: the night counts an office at one moment.
    office_id = Gift.objects.values_list("office_id", flat=True).get(ref=ref)
    Office.objects.select_for_update(no_key=True).get(pk=office_id)
    return Gift.objects.select_for_update(of=("self",)).select_related("office").get(ref=ref)


def kept(ref: str, actor: Actor) -> Gift:
    """Return the gift for its keeper. Raises Refused, or OwnGift for her own."""
    require(actor, Permission.GIFT_KEEP)
    gift = locked(ref)
    require(actor, Permission.GIFT_KEEP, office=gift.office.slug)
    if gift.declared_by == actor.ref:
        raise OwnGift(ref)
    return gift


def seen(ref: str, actor: Actor) -> Gift:
    """Return the gift for whoever may open it. Raises Refused."""
    require(actor, Permission.GIFT_DECLARE)
    gift = locked(ref)
    require(actor, Permission.GIFT_DECLARE, office=gift.office.slug)
    if gift.declared_by != actor.ref and not actor.may(Permission.GIFT_KEEP):
        raise Refused(ref)
    return gift


def write_line(gift: Gift, deed: GiftDeed, *, by: str, now: datetime, words: str = "") -> None:
    """Add a line to the log of a declaration; its words are locked."""
    GiftLine.objects.create(gift=gift, deed=deed, at=now, by=by, sealed=seal(words))


def seal(words: str) -> bytes | None:
    """Return words locked; None for none."""
    said = words.strip()
    return lockbox.lock_words({"words": said}, purpose=queries.WORDS) if said else None


def keep_photo(gift: Gift, data: bytes, *, by: str, now: datetime) -> None:
    """Keep a picture without its tags, locked. Raises BadPhoto."""
    made = photo.clean(data)
    body = lockbox.lock(made.data, purpose=queries.PHOTO)
    GiftPhoto.objects.create(gift=gift, kind=made.kind, body=body, at=now, by=by)


def today(office: Office, now: datetime) -> date:
    """Return the day it is at the office."""
    return offices.today(office, now)
