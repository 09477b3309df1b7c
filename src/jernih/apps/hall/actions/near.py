"""Tell people that their call is near, once."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import refusals, words
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.hall.queries import waits
from jernih.apps.notices.models import Notice
from jernih.apps.offices import queries as offices
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import TicketState


@transaction.atomic(durable=True)
def tell_near(*, hall_day_id: int, actor: Actor, now: datetime) -> int:
    """Write to everybody who waits with few before her; return to how many.

    It takes no lock, as `predict_waits`: nobody at a counter waits for a message.
    """
    require(actor, Permission.FLOOR_RULE)
    day = HallDay.objects.select_related("office").filter(pk=hall_day_id).first()
    if day is None:
        raise refusals.NotOpen
    require(actor, Permission.FLOOR_RULE, office=day.office.slug)
    few = offices.rule("lanes", "near_ahead", on=day.day)
    told = waits.estimates(day, now=now)
    near = [
        ticket
        for ticket in Ticket.objects.filter(
            hall_day=day, state=TicketState.WAITING, applicant__application__contact__gt=""
        ).select_related("hall_day__office", "applicant__application")
        if ticket.number in told and told[ticket.number].ahead <= few
    ]
    keys = [words.near_key(ticket) for ticket in near]
    known = set(Notice.objects.filter(once_key__in=keys).values_list("once_key", flat=True))
    new = [ticket for ticket in near if words.near_key(ticket) not in known]
    for ticket in new:
        words.post_near(ticket, ahead=told[ticket.number].ahead, now=now)
    return len(new)
