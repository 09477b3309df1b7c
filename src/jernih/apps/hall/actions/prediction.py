"""Keep what people are told about their wait, to be held against what came true."""

from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, refusals
from jernih.apps.hall.models import HallDay, Prediction, Ticket
from jernih.apps.hall.queries import waits
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import TicketState


@transaction.atomic(durable=True)
def predict_waits(*, hall_day_id: int, actor: Actor, now: datetime) -> int:
    """Keep the first prediction for each waiting ticket that has none; return how many were kept.

    It takes no lock: the future is played while others act, and nobody waits for it.
    """
    day = HallDay.objects.select_related("office").filter(pk=hall_day_id).first()
    if day is None:
        raise refusals.NotOpen
    at_door = actor.may(Permission.TICKET_CHECK_IN)
    permission = Permission.TICKET_CHECK_IN if at_door else Permission.FLOOR_RULE
    require(actor, permission, office=day.office.slug)
    new = list(
        Ticket.objects.filter(
            hall_day=day, state=TicketState.WAITING, calls=0, re_entries=0, predictions=None
        ).exclude(legs__called_at__isnull=False)
    )
    if not new:
        return 0
    at = max(floor.whole_second(now), day.moved_at)
    told = waits.estimates(day, now=at)
    rows = [
        Prediction(
            ticket=ticket,
            made_at=at,
            ahead=told[ticket.number].ahead,
            p50_minutes=told[ticket.number].p50_minutes,
            p90_minutes=told[ticket.number].p90_minutes,
        )
        for ticket in new
        if ticket.number in told
    ]
    # Another press of the same minute may have been quicker: its word stands.
    Prediction.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
