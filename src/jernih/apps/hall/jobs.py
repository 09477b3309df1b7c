"""What the clock does in the hall: open the day, close it, keep what people were told.

Each job is safe to run twice, and one office that cannot leaves the others alone. What counts is
the moment it runs, not the one it was due.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.booking import queries as booking
from jernih.apps.hall import actions, queries
from jernih.apps.ledger import actions as ledger
from jernih.apps.ledger.queries import times, witnesses
from jernih.apps.ledger.queries.relays import newest_pulse
from jernih.apps.offices.models import Office
from jernih.pure.events import BadEvent
from jernih.pure.roles import CLOCK
from jernih.pure.states import IllegalMove
from jernih.pure.tlog.note import BadNote
from jernih.pure.tlog.policy import BadPolicy
from jernih.pure.witnessed import NO_POLICY

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


def attest(now: datetime, *, is_due: bool = True) -> int:
    """Put on record who is to witness it, and what they signed; say how many facts.

    What freezes the list of a draw is told at once, the newest there is if it is due. A
    demonstration promises nothing: days are played in it, at moments that no witness would confirm.
    """
    office = Office.objects.order_by("pk").values_list("slug", flat=True).first()
    if office is None or settings.IS_DEMO:
        return 0
    try:
        text = witnesses.policy_text() or NO_POLICY
        told = ledger.declare_policy(office=office, text=text, actor=CLOCK, now=now) is not None
    except (BadPolicy, BadEvent) as reason:
        log.error("The policy of witnesses cannot stand on the record: %s", reason)
        return 0
    last = times.last_witnessed()
    frozen = booking.draw_frozen.closings_to_witness(since=last.size if last else 0)
    notes = [times.witnessed_note(holding=index) for index in frozen]
    notes += [times.witnessed_note()] if is_due else []
    return told + sum(_is_told(office, note, now) for note in notes)


def _is_told(office: str, note: bytes | None, now: datetime) -> bool:
    if note is None:
        return False
    try:
        return ledger.record_witnessed(office=office, note=note, actor=CLOCK, now=now) is not None
    except BadNote as reason:
        log.error("What witnesses signed cannot stand on the record: %s", reason)
        return False


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
    """Run `live` and `attest` as the clock says."""
    now = timezone.now()
    lived = live(now)
    return lived + attest(now, is_due=lived > 0)


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
