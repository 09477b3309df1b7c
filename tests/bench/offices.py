"""Large offices for measuring: many counters, many seats, many who wait."""

import secrets
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from jernih.apps.booking import actions as booking
from jernih.apps.booking import queries as booked
from jernih.apps.booking.models import ContactProof, Supply
from jernih.apps.hall import actions as hall
from jernih.apps.hall.models import CounterDay, HallDay, Leg, Ticket
from jernih.apps.offices import actions as offices
from jernih.apps.offices import queries as office_queries
from jernih.apps.offices.models import Office, Service
from jernih.pure.calling import Lane
from jernih.pure.roles import CLOCK, Actor, Role

IT_ADMIN = Actor(roles=frozenset({Role.IT_ADMIN}), ref="s-bench0")
SUPERVISOR = Actor(roles=frozenset({Role.SUPERVISOR}), ref="s-bench1")
# Open day and night, so that a measurement can be made at any hour.
ALWAYS = {day: ["00:00-23:59"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
_numbers = count(1)


def make_office(*, counters: int) -> Office:
    """An office with one service and so many counters."""
    service = {
        "code": "paspor-baru",
        "series": "A",
        "name": "Paspor baru",
        "name_en": "New passport",
        "minutes": 10,
    }
    tables = [
        {"number": n, "direction": "lantai 1", "services": ["paspor-baru"]}
        for n in range(1, counters + 1)
    ]
    plan = offices.OfficePlan(
        slug=f"bench-{next(_numbers)}",
        name="Kantor Ukur",
        address="Tarakan",
        time_zone="Asia/Makassar",
        hours=ALWAYS,
        services=(service,),
        counters=tuple(tables),
    )
    return offices.open_office(plan=plan, is_demo=True, actor=IT_ADMIN, now=timezone.now())


def make_days(office: Office, *, seats: int, days: int) -> list[Supply]:
    """Release so many seats on each of the next days, open at once."""
    now, made = timezone.now(), []
    day = office_queries.today(office, now)
    while len(made) < days:
        day += timedelta(days=1)
        if not office_queries.is_open_on(office, day):
            continue
        for row in booking.plan_supply(
            office_id=office.pk, day=day, seats=seats, held=0, actor=SUPERVISOR, now=now
        ):
            made.append(booking.release_supply(supply_id=row.pk, actor=SUPERVISOR, now=now))
    return made


def make_nik(n: int, born: date) -> str:
    """A number of a district that was never assigned; each n gives another."""
    return f"657199{born:%d%m%y}{n % 9999 + 1:04}"


def prove_contacts(wanted: list[tuple[str, str]]) -> None:
    """As if each of these (contact, session) had typed its one-time code a moment ago."""
    now = timezone.now()
    ContactProof.objects.bulk_create(
        ContactProof(
            contact=contact,
            contact_kind="EMAIL",
            session_key=session,
            code_hash="0" * 64,
            sent_at=now,
            expires_at=now + timedelta(minutes=10),
            proven_at=now,
        )
        for contact, session in wanted
    )


def make_line(office: Office, *, waiting: int, counters: int) -> tuple[HallDay, list[int]]:
    """Open the hall and its counters, and let so many wait; return the day and the desks."""
    now = timezone.now()
    day = hall.open_hall_day(office_id=office.pk, actor=CLOCK, now=now)
    desks = [
        hall.open_counter(office_id=office.pk, counter=n, actor=officer(office, n), now=now).pk
        for n in range(1, counters + 1)
    ]
    fill_line(day, Service.objects.get(office=office), first=1, people=waiting, now=now)
    return day, desks


def fill_line(day: HallDay, service: Service, *, first: int, people: int, now: datetime) -> None:
    """Put people in the line without the fact of their coming, which is not what is measured."""
    common: dict[str, Any] = {"hall_day": day, "series": "A", "service": service}
    tickets = Ticket.objects.bulk_create(
        Ticket(
            **common,
            n=n,
            code_index=secrets.token_hex(32),
            lane=(Lane.BOOKED, Lane.BOOKED, Lane.PRIORITY, Lane.STANDBY)[n % 4],
            place_at=now - timedelta(minutes=n % 60),
            arrived_at=now - timedelta(minutes=n % 50),
        )
        for n in range(first, first + people)
    )
    Leg.objects.bulk_create(
        Leg(ticket=ticket, service=service, waiting_at=ticket.arrived_at) for ticket in tickets
    )


def officer(office: Office, counter: int) -> Actor:
    return Actor(roles=frozenset({Role.COUNTER}), ref=f"s-b{counter:05}", office=office.slug)


def desk_of(desk: int) -> CounterDay:
    return CounterDay.objects.select_related("counter").get(pk=desk)


def code_of(ref: str) -> str:
    return booked.code_of(ref)
