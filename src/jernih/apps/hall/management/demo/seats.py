"""What those in the hall do by themselves: come back with a copy, come back late, go home."""

from datetime import datetime, timedelta

from django.db.models import Max

from jernih.apps.hall import actions
from jernih.apps.hall.management.demo import draws
from jernih.apps.hall.management.demo.stage import Stage
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.hall.queries import codes
from jernih.pure.roles import CITIZEN
from jernih.pure.states import TicketState

COMES_BACK, GIVES_UP = 0.6, 0.02
GIVES_UP_AFTER = timedelta(minutes=50)


def move(stage: Stage, day: HallDay, *, now: datetime) -> None:
    """Let everybody in the hall do what is due."""
    away = Ticket.objects.filter(
        hall_day=day, state__in=[TicketState.PARKED, TicketState.MISSED]
    ).annotate(since=Max("legs__ended_at"))
    for absent in away:
        _come_back(stage, day, absent, since=absent.since or absent.arrived_at, now=now)
    tired = Ticket.objects.filter(
        hall_day=day, state=TicketState.WAITING, arrived_at__lt=now - GIVES_UP_AFTER, calls=0
    )
    for ticket in tired:
        if draws.happens(GIVES_UP, stage.seed, "gives up", ticket.number):
            actions.leave_line(code=codes.ticket_code(ticket), actor=CITIZEN, now=now)


def _come_back(
    stage: Stage, day: HallDay, ticket: Ticket, *, since: datetime, now: datetime
) -> None:
    minutes = draws.between(6, 20, stage.seed, "away", ticket.number)
    if now < since + timedelta(minutes=minutes):
        return
    if ticket.state == TicketState.PARKED:
        deed = actions.unpark_ticket
    elif not ticket.re_entries and draws.happens(
        COMES_BACK, stage.seed, "comes back", ticket.number
    ):
        deed = actions.re_enter_ticket
    else:
        return
    deed(hall_day_id=day.pk, number=ticket.number, actor=stage.helper, now=now)
