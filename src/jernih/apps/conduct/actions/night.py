"""The night: count gifts on the record, about nobody; wipe what is long over."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from jernih.apps.conduct import queries
from jernih.apps.conduct.models import Gift, GiftLine, GiftNight, GiftPhoto, Handover
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.events_conduct import GiftsCounted
from jernih.pure.gifts import GiftAnswer, GiftDeed
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import GiftState


@transaction.atomic(durable=True)
def count_gifts(*, office_id: int, actor: Actor, now: datetime) -> GiftNight | None:
    """Say in public what became of gifts since the last count; counted today: nothing.

    An office where nothing was ever declared has nothing to count. Raises Refused.
    """
    require(actor, Permission.GIFT_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    today = offices.today(office, now)
    is_counted = GiftNight.objects.filter(office=office, day__gte=today).exists()
    if is_counted or not Gift.objects.filter(office=office).exists():
        return None
    lines = list(
        GiftLine.objects.filter(gift__office=office, counted_on=None)
        .select_related("gift")
        .order_by("pk")
    )
    night = GiftNight.objects.create(office=office, day=today, **_counts(office, lines, now=now))
    ledger.append(
        GiftsCounted(
            office=office.slug,
            at=now.replace(microsecond=0),
            day=today,
            declared=night.declared,
            refused=night.refused,
            forwarded=night.forwarded,
            decided=night.decided,
            closed=night.closed,
            open=night.open,
            overdue=night.overdue,
        )
    )
    GiftLine.objects.filter(pk__in=[line.pk for line in lines]).update(counted_on=today)
    return night


@transaction.atomic(durable=True)
def erase_old_gifts(*, office_id: int, actor: Actor, now: datetime) -> int:
    """Wipe words, names and pictures of declarations long closed, and say of how many.

    The row, its state and its days stay: what was declared cannot be uncounted.
    """
    require(actor, Permission.GIFT_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    today = offices.today(office, now)
    days = offices.rule("gifts", "personal_keep_days", on=today)
    old = Gift.objects.filter(
        office=office, closed_on__lt=today - timedelta(days=days), erased_on=None
    )
    found = list(old.values_list("pk", flat=True))
    GiftPhoto.objects.filter(gift__in=found).update(body=None)
    GiftLine.objects.filter(gift__in=found).update(sealed=None)
    Handover.objects.filter(gift__in=found).update(sealed=None)
    Gift.objects.filter(pk__in=found).update(sealed=None, giver_index="", erased_on=today)
    return len(found)


def _counts(office: Office, lines: list[GiftLine], *, now: datetime) -> dict[str, int]:
    today, calendar = offices.today(office, now), offices.calendar_of(office)
    deeds = Counter(line.deed for line in lines)
    open_now = list(Gift.objects.filter(office=office).exclude(state=GiftState.CLOSED))
    late = [one for one in open_now if queries.is_overdue(one, today=today, calendar=calendar)]
    refused = sum(
        line.deed == GiftDeed.DECLARED and line.gift.answer == GiftAnswer.REFUSED for line in lines
    )
    return {
        "declared": deeds[GiftDeed.DECLARED],
        "refused": refused,
        "forwarded": deeds[GiftDeed.FORWARDED],
        "decided": deeds[GiftDeed.DECIDED],
        "closed": deeds[GiftDeed.CLOSED],
        "open": len(open_now),
        "overdue": len(late),
    }
