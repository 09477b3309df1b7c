"""Arrive without a number, and get one of the day's reserve."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jernih.apps.hall.actions import floor, issue, press, refusals
from jernih.apps.hall.actions.floor import Hall
from jernih.apps.hall.models import Ticket
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office, Service
from jernih.pure import canonical, events, reasons
from jernih.pure.calling import Lane
from jernih.pure.roles import Actor, Permission, require

SERIES = {Lane.PRIORITY: "P", Lane.STANDBY: "S"}


@dataclass(frozen=True, kw_only=True)
class WalkIn:
    """What someone without a booked number asks for at the door.

    lane: PRIORITY or STANDBY. press_key: the same key again gives the same number.
    evidence_seen: a member of staff saw why the person has priority.
    """

    service: str
    lane: Lane
    press_key: str
    evidence_seen: bool = False
    name: str = ""


@transaction.atomic(durable=True)
def walk_in(*, office_id: int, wish: WalkIn, actor: Actor, now: datetime) -> Ticket:
    """Give a number of the day's reserve. Raises NotOpen, UnknownService or ReserveUsed."""
    office = Office.objects.get(pk=office_id)
    require(actor, Permission.TICKET_WALK_IN, office=office.slug)
    today = office.hall_days.filter(day=offices.today(office, now)).first()
    if today is None:
        raise refusals.NotOpen
    with floor.locked(
        hall_day_id=today.pk, actor=actor, permission=Permission.TICKET_WALK_IN, now=now
    ) as hall:
        if (before := press.answered(hall, wish.press_key)) and before.ticket:
            return before.ticket
        hall.must_go_on()
        service = Service.objects.filter(
            office=office, code=wish.service, is_active=True, is_step=False
        ).first()
        if service is None:
            raise refusals.UnknownService
        n = _next_of_reserve(hall, wish.lane)
        ticket = _give_walk_in(hall, wish, service, n=n, actor=actor)
        press.answer(hall, wish.press_key, ticket=ticket)
    return ticket


def _next_of_reserve(hall: Hall, lane: Lane) -> int:
    day = hall.day
    if lane == Lane.PRIORITY:
        if day.priority_n >= day.priority_cap:
            raise refusals.ReserveUsed(lane)
        day.priority_n += 1
        return day.priority_n
    if day.standby_n >= day.standby_cap:
        raise refusals.ReserveUsed(lane)
    day.standby_n += 1
    return day.standby_n


def _give_walk_in(hall: Hall, wish: WalkIn, service: Service, *, n: int, actor: Actor) -> Ticket:
    salt = secrets.token_bytes(32)
    name = " ".join(wish.name.split())[:100]
    ticket = issue.issue(
        hall,
        Ticket(
            series=SERIES[wish.lane],
            n=n,
            service=service,
            lane=wish.lane,
            helper=actor.ref,
            walk_in_name=name,
            walk_in_salt=salt,
            place_at=hall.at,
        ),
    )
    is_priority = wish.lane == Lane.PRIORITY
    hall.tell(
        events.WalkedIn,
        number=ticket.number,
        service=service.code,
        lane=reasons.PriorityClass.PRIORITY if is_priority else reasons.PriorityClass.GENERAL,
        channel=issue.channel_of(actor),
        granted_by=actor.ref,
        evidence_seen=bool(actor.ref) and wish.evidence_seen,
        commitment=canonical.commitment("walk-in", salt=salt, fields={"name": name}),
    )
    return ticket
