"""Which offices owe the record a sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from jernih.apps.booking.models import Batch
from jernih.apps.hall.models import HallDay
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import times
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.states import BatchState

# The clock's job comes once a minute, now a little sooner and now a little later.
NEARLY = timedelta(seconds=30)
OTHER_CLOCK = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Due:
    """An office that should say that it lives. every: so often; nothing after a batch closed."""

    office: str
    every: timedelta


def signs_due(*, now: datetime) -> list[Due]:
    """Return the offices whose hall is open, or whose batch has closed, since their last sign."""
    return [
        due
        for office in Office.objects.order_by("pk")
        if (due := _due(office, now=now)) is not None
    ]


def sign_every(office: Office, *, now: datetime) -> timedelta:
    """Return how often an office says that it lives, by the rulebook."""
    on = offices.today(office, now)
    return timedelta(minutes=offices.rule("record", "heartbeat_minutes", on=on)) - NEARLY


def _due(office: Office, *, now: datetime) -> Due | None:
    last = times.last_beat(office.slug)
    closed = Batch.objects.filter(office=office, state=BatchState.CLOSED)
    if last is not None:
        closed = closed.filter(closed_at__gt=last.fact.at, closed_at__lte=now)
    if closed.exists():
        return Due(office=office.slug, every=timedelta(0))
    every = sign_every(office, now=now)
    is_fresh = last is not None and abs(now - last.fact.at) < every
    return (
        None if is_fresh or not _is_open(office, now=now) else Due(office=office.slug, every=every)
    )


def _is_open(office: Office, *, now: datetime) -> bool:
    day = HallDay.objects.filter(
        office=office, day=offices.today(office, now), closed_at=None
    ).first()
    return day is not None and not (office.is_demo and _is_played(day, now=now))


def _is_played(day: HallDay, *, now: datetime) -> bool:
    """Tell whether a demonstration plays this day by another clock; then that one gives signs."""
    age = ExpressionWrapper(Now() - F("created_at"), output_field=DurationField())
    kinds = Entry.objects.filter(office=day.office.slug, kind__startswith="hall.")
    last = kinds.order_by("id").annotate(age=age).last()
    return last is not None and abs(now - last.age - day.moved_at) > OTHER_CLOCK
