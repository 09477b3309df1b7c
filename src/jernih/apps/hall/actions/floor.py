"""The locked day and the manned counter: what every action of the hall stands on.

Inside `locked` or `at_desk` no other deed of this office's day can happen, so what is read
there stays true until the facts are told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from re import fullmatch
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from jernih.apps.hall.actions import refusals
from jernih.apps.hall.models import CounterDay, HallDay, Leg, LegOutcome, Ticket
from jernih.apps.hall.queries import line
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.calling import CallingPolicy
from jernih.pure.events import HallEvent
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import AT_COUNTER_TICKET, TICKET, CounterState, IllegalMove, TicketState

CHANNEL = "hall"


@dataclass(kw_only=True)
class Hall:
    """One office's day, its row locked. `at`: the moment of all facts told here."""

    day: HallDay
    office: Office
    at: datetime
    now: datetime

    @property
    def policy(self) -> CallingPolicy:
        """Return the calling rule of this day."""
        return line.policy_of(self.day)

    def tell(self, kind: type[HallEvent], **what: Any) -> int:
        """Put the next fact of this day on the record; return its step."""
        self.day.step += 1
        step, at = self.day.step, self.at
        ledger.append_all(
            [kind(office=self.office.slug, day=self.day.day, step=step, at=at, **what)]
        )
        return self.day.step

    def must_go_on(self) -> None:
        """Raise DayIsClosed or DayIsOver unless work may go on."""
        if self.day.closed_at is not None:
            raise refusals.DayIsClosed
        if offices.today(self.office, self.now) != self.day.day:
            raise refusals.DayIsOver


@dataclass(kw_only=True)
class Desk(Hall):
    """A counter of a locked day; row: as it stands now."""

    row: CounterDay

    @property
    def number(self) -> int:
        """Return the counter's number."""
        return self.row.counter.number

    def must_be_open(self) -> None:
        """Raise unless this counter may call and serve now."""
        self.must_go_on()
        if self.row.state != CounterState.OPEN:
            raise refusals.CounterNotOpen

    def current(self) -> Ticket | None:
        """Return the ticket that is called to or served at this counter."""
        return Ticket.objects.filter(
            hall_day=self.day, counter=self.row.counter, state__in=AT_COUNTER_TICKET
        ).first()


def whole_second(now: datetime) -> datetime:
    """Cut a moment to what the record knows."""
    return now.replace(microsecond=0)


@contextmanager
def locked(
    *, hall_day_id: int, actor: Actor, permission: Permission, now: datetime
) -> Iterator[Hall]:
    """Lock a day, let deeds happen in it, keep what they changed and wake the boards."""
    require(actor, permission)
    with _locked(
        HallDay.objects.filter(pk=hall_day_id),
        or_else=refusals.NotOpen,
        actor=actor,
        permission=permission,
        now=now,
    ) as hall:
        yield hall


@contextmanager
def at_desk(
    *, counter_day_id: int, actor: Actor, permission: Permission, now: datetime
) -> Iterator[Desk]:
    """Lock the day of a counter for the officer who sits there. Raises NotYourCounter."""
    with at_counter(
        counter_day_id=counter_day_id, actor=actor, permission=permission, now=now
    ) as desk:
        if desk.row.officer != actor.ref or not actor.ref:
            raise refusals.NotYourCounter
        yield desk


@contextmanager
def own_or_any(
    *, counter_day_id: int, permission: Permission, actor: Actor, now: datetime
) -> Iterator[Desk]:
    """Lock the day for whoever sits at the counter, or for a supervisor at any counter.

    permission: what the officer needs. Raises NotYourCounter.
    """
    if actor.may(Permission.FLOOR_RULE):
        permission = Permission.FLOOR_RULE
    with at_counter(
        counter_day_id=counter_day_id, actor=actor, permission=permission, now=now
    ) as desk:
        is_own = desk.row.officer == actor.ref and actor.ref
        if permission != Permission.FLOOR_RULE and not is_own:
            raise refusals.NotYourCounter
        yield desk


@contextmanager
def at_counter(
    *, counter_day_id: int, actor: Actor, permission: Permission, now: datetime
) -> Iterator[Desk]:
    """Lock the day of a counter, whoever sits there. Raises UnknownCounter."""
    require(actor, permission)
    with _locked(
        HallDay.objects.filter(counters=counter_day_id),
        or_else=refusals.UnknownCounter,
        actor=actor,
        permission=permission,
        now=now,
    ) as hall:
        # Read only now: before the lock it could have been someone else's.
        row = CounterDay.objects.select_related("counter").get(pk=counter_day_id)
        yield Desk(day=hall.day, office=hall.office, at=hall.at, now=now, row=row)


@contextmanager
def _locked(
    days: QuerySet[HallDay],
    *,
    or_else: type[refusals.HallRefusal],
    actor: Actor,
    permission: Permission,
    now: datetime,
) -> Iterator[Hall]:
    day = days.select_for_update(of=("self",)).select_related("office").first()
    if day is None:
        raise or_else
    require(actor, permission, office=day.office.slug)
    # Whoever waited for the lock may carry an older clock reading than who went before.
    hall = Hall(day=day, office=day.office, at=max(whole_second(now), day.moved_at), now=now)
    before = day.step
    yield hall
    if day.step != before:
        keep(hall)


def keep(hall: Hall) -> None:
    """Write the day's row, and wake the boards when the transaction is in."""
    hall.day.moved_at = hall.at
    hall.day.save(
        update_fields=[
            "step",
            "moved_at",
            "since_priority",
            "priority_n",
            "standby_n",
            "closed_at",
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, hall.office.slug])


def read_number(text: str) -> tuple[str, int]:
    """Return series and n of a number as people see it. Raises UnknownNumber."""
    found = fullmatch(r"([A-Z])-([0-9]{3,5})", text)
    if found is None or (len(found[2]) > 3 and found[2].startswith("0")):
        raise refusals.UnknownNumber(text)
    return found[1], int(found[2])


def ticket_of(hall: Hall, number: str) -> Ticket:
    """Return the ticket with this number today. Raises UnknownNumber."""
    series, n = read_number(number)
    found = Ticket.objects.select_related("service", "applicant__application")
    ticket = found.filter(hall_day=hall.day, series=series, n=n).first()
    if ticket is None:
        raise refusals.UnknownNumber(number)
    return ticket


def stands_here(desk: Desk, ticket: Ticket, *, after: LegOutcome) -> bool:
    """Tell whether the ticket is called to or served at this counter.

    False if this very deed (`after`) was already done here: a second click, a lost reply.
    Raises StalePage when the ticket is elsewhere.
    """
    counter_id = desk.row.counter_id
    if ticket.counter_id == counter_id and ticket.state in AT_COUNTER_TICKET:
        return True
    last = ticket.legs.filter(ended_at__isnull=False).order_by("-ended_at", "-pk").first()
    if last and last.outcome == after and last.counter_id == counter_id:
        return False
    raise refusals.StalePage(ticket.number)


def move(
    ticket: Ticket, then: TicketState, *, only_from: TicketState | None = None, **changes: Any
) -> None:
    """Bring a ticket to a state, with all that changes with it.

    only_from: where this deed starts, when other deeds lead to the same state.
    Raises IllegalMove.
    """
    stands = TicketState(ticket.state)
    if only_from is not None and stands != only_from:
        raise IllegalMove(f"{stands} -> {then}", stands=stands)
    TICKET.check(stands, then)
    ticket.state = then
    for name, value in changes.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=["state", *changes])


def open_leg(ticket: Ticket, *, at: datetime) -> Leg:
    """Begin a stretch of the ticket's way: it waits for its service."""
    return Leg.objects.create(ticket=ticket, service_id=ticket.service_id, waiting_at=at)


def mark_leg(ticket: Ticket, **marks: Any) -> None:
    """Write on the stretch the ticket is on what happened in it."""
    Leg.objects.filter(ticket=ticket, ended_at__isnull=True).update(**marks)


def end_leg(ticket: Ticket, outcome: LegOutcome, *, at: datetime) -> None:
    """End the stretch the ticket is on."""
    mark_leg(ticket, outcome=outcome, ended_at=at)
