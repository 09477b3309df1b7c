"""What the clock does in the hall: open the day, close it, keep what people were told.

Each job is safe to run twice, and one office that cannot leaves the others alone. What counts is
the moment it runs, not the one it was due.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.hall import actions, queries
from jernih.apps.ledger import actions as ledger
from jernih.apps.ledger.queries.relays import newest_pulse
from jernih.apps.offices.models import Office
from jernih.pure.roles import CLOCK
from jernih.pure.states import IllegalMove

log = logging.getLogger("jernih.hall")


def open_days(now: datetime) -> int:
    """Open the halls whose check-in begins about now; say how many."""
    opened = 0
    for office in Office.objects.order_by("pk"):
        if queries.is_due_to_open(office, now=now):
            with _alone(office):
                actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=now)
                opened += 1
    return opened


def close_days(now: datetime) -> int:
    """Close the halls in which nobody works any more; say how many."""
    closed = 0
    for day in queries.days_due_to_close(now=now):
        with _alone(day.office):
            actions.close_hall_day(hall_day_id=day.pk, actor=CLOCK, now=now)
            closed += 1
    return closed


def predict(now: datetime) -> int:
    """Keep a prediction for everybody who came in since; say for how many."""
    kept = 0
    for day in queries.open_days(since=now - timedelta(days=2)):
        with _alone(day.office):
            kept += actions.predict_waits(hall_day_id=day.pk, actor=CLOCK, now=now)
    return kept


def tell(now: datetime) -> int:
    """Write to those whose call is near; say to how many."""
    told = 0
    for day in queries.open_days(since=now - timedelta(days=2)):
        with _alone(day.office):
            told += actions.tell_near(hall_day_id=day.pk, actor=CLOCK, now=now)
    return told


def live(now: datetime) -> int:
    """Put signs of life on the record for the offices that owe one; say how many.

    The beacon is asked outside of any transaction, and once for all of them.
    """
    due = queries.signs_due(now=now)
    pulse = newest_pulse(now=now) if due else None
    return sum(
        ledger.record_heartbeat(
            office=one.office, pulse=pulse, every=one.every, actor=CLOCK, now=now
        )
        is not None
        for one in due
    )


def erase(now: datetime) -> int:
    """Erase names given at the door on days long over; say of how many days."""
    days = queries.days_to_erase(now=now)
    for day in days:
        with _alone(day.office):
            actions.erase_walk_ins(hall_day_id=day.pk, actor=CLOCK, now=now)
    return len(days)


@app.task(queue="hall", pass_context=False)
def open_hall_days(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `open_days` as the clock says."""
    return open_days(timezone.now())


@app.task(queue="hall", pass_context=False)
def close_hall_days(timestamp: int) -> int:  # noqa: ARG001
    """Run `close_days` as the clock says."""
    return close_days(timezone.now())


@app.task(queue="hall", pass_context=False)
def predict_hall_waits(timestamp: int) -> int:  # noqa: ARG001
    """Run `predict` as the clock says."""
    return predict(timezone.now())


@app.task(queue="hall", pass_context=False)
def tell_near_ones(timestamp: int) -> int:  # noqa: ARG001
    """Run `tell` as the clock says."""
    return tell(timezone.now())


@app.task(queue="beacon", pass_context=False)
def give_signs_of_life(timestamp: int) -> int:  # noqa: ARG001
    """Run `live` as the clock says."""
    return live(timezone.now())


@app.task(queue="hall", pass_context=False)
def erase_walk_ins(timestamp: int) -> int:  # noqa: ARG001
    """Run `erase` as the clock says."""
    return erase(timezone.now())


@contextmanager
def _alone(office: Office) -> Iterator[None]:
    """Let one hall be refused without stopping the others; the refusal is logged."""
    try:
        yield
    except (actions.HallRefusal, IllegalMove) as refusal:
        log.warning("%s: %s %s", office.slug, type(refusal).__name__, refusal)
