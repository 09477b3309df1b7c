"""Play a day: the clock of the play runs, and everybody does what is due.

The play keeps nothing: killed at any moment, it goes on from what the tables say.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from jernih.apps.hall import actions, queries
from jernih.apps.hall.management.demo import book, seats, stage
from jernih.apps.hall.management.demo.arrivals import Door
from jernih.apps.hall.management.demo.desks import Desks
from jernih.apps.hall.management.demo.stage import Stage
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.ledger import actions as ledger
from jernih.pure.roles import CLOCK
from jernih.pure.states import IN_HALL_TICKET, TicketState

TICK, TICK_WITHOUT_WAITING = timedelta(seconds=5), timedelta(seconds=15)
LATEST = timedelta(hours=3)
SAY_EVERY = timedelta(minutes=15)
TRY_AGAIN_SECONDS = 0.5

Say = Callable[[str], None]
T = TypeVar("T")


def play(on: Stage, *, speed: float, say: Say) -> HallDay:
    """Play the days before and the day itself; speed 60: a minute a second, 0: without waiting."""
    _patiently(lambda: stage.release(on), say)
    taken = _patiently(lambda: book.take_all(on), say)
    _patiently(lambda: book.confirm_all(on), say)
    say(f"{taken} applications took numbers for {on.day.isoformat()}.")
    return _play_hall(on, speed=speed, say=say)


def _play_hall(on: Stage, *, speed: float, say: Say) -> HallDay:
    begins = on.opens_at - timedelta(minutes=35)
    day = _patiently(
        lambda: actions.open_hall_day(office_id=on.office.pk, actor=CLOCK, now=begins), say
    )
    door, desks = _patiently(lambda: (Door(on), Desks(on)), say)
    now, said = max(begins, day.moved_at), begins - SAY_EVERY
    tick = TICK if speed else TICK_WITHOUT_WAITING
    while day.closed_at is None:
        ticked = time.monotonic()
        day = _patiently(partial(_tick, on, door, desks, day.pk, now=now), say)
        if now - said >= SAY_EVERY:
            said = now
            say(_patiently(partial(progress, on, day, now=now), say))
        now += tick
        if speed:
            time.sleep(max(0.0, tick.total_seconds() / speed - (time.monotonic() - ticked)))
    return day


def _tick(on: Stage, door: Door, desks: Desks, day_id: int, *, now: datetime) -> HallDay:
    day = _day(day_id)
    try:
        door.open(now=now)
        if now >= on.opens_at:
            desks.work(day, now=now)
        if now.second < TICK_WITHOUT_WAITING.total_seconds():
            seats.move(on, day, now=now)
            _live(on, now=now)
        if now >= on.closes_at and _may_close(on, door, day, now=now):
            return actions.close_hall_day(hall_day_id=day.pk, actor=CLOCK, now=now)
    except actions.DayIsClosed:
        # Somebody closed the hall on a page; then it is closed.
        return _day(day_id)
    return day


def _live(on: Stage, *, now: datetime) -> None:
    """Say by the clock of the play that the hall lives; the office's own keeps out of it."""
    every = queries.sign_every(on.office, now=now)
    ledger.record_heartbeat(
        office=on.office.slug, every=every, rest=timedelta(0), actor=CLOCK, now=now
    )


def _day(pk: int) -> HallDay:
    return HallDay.objects.select_related("office").get(pk=pk)


def _may_close(on: Stage, door: Door, day: HallDay, *, now: datetime) -> bool:
    stands = {TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.PARKED}
    if Ticket.objects.filter(hall_day=day, state=TicketState.SERVING).exists():
        return False
    is_empty = door.is_done and not Ticket.objects.filter(hall_day=day, state__in=stands).exists()
    return is_empty or now >= on.closes_at + LATEST


def progress(on: Stage, day: HallDay, *, now: datetime) -> str:
    """Return one line about the hall."""
    states = list(Ticket.objects.filter(hall_day=day).values_list("state", flat=True))
    counts = {state: states.count(state) for state in TicketState}
    inside = sum(counts[state] for state in IN_HALL_TICKET)
    local = now.astimezone(on.office.zone)
    return (
        f"{local:%H.%M %Z}  in the hall {inside:3}  waiting {counts[TicketState.WAITING]:3}  "
        f"served {counts[TicketState.SERVED]:3}  step {day.step}"
    )


def _patiently(deed: Callable[[], T], say: Say) -> T:
    """Do something; while the database is away, wait and do it again.

    Every deed reads where things stand before it acts, so doing it again is safe.
    """
    is_told = False
    while True:
        try:
            return deed()
        except (OperationalError, InterfaceError):
            if not is_told:
                say("The database is away; waiting for it.")
                is_told = True
            connection.close()
            close_old_connections()
            time.sleep(TRY_AGAIN_SECONDS)
