"""Which halls the clock has something to do in."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.hall.queries import line
from jernih.apps.ledger.models import Entry
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office, OpeningHours
from jernih.pure.states import CounterState

# A demonstration may play another day than today; while it plays, the clock keeps out of it.
STILL_PLAYED = timedelta(minutes=10)


def is_due_to_open(office: Office, *, now: datetime) -> bool:
    """Tell whether check-in has begun today, or will have before the hall closes, unopened."""
    day = offices.today(office, now)
    hours = OpeningHours.objects.filter(office=office, weekday=day.weekday()).first()
    if hours is None or not offices.is_open_on(office, day):
        return False
    if HallDay.objects.filter(office=office, day=day).exists():
        return False
    early = timedelta(minutes=line.policy_on(day).early_minutes)
    opens_at = datetime.combine(day, hours.opens_at, tzinfo=office.zone)
    closes_at = datetime.combine(day, hours.closes_at, tzinfo=office.zone)
    return opens_at - early <= now < closes_at


def days_due_to_close(*, now: datetime) -> list[HallDay]:
    """Return the open days that are past, and those past closing time with no counter open."""
    return [day for day in open_days() if _is_due_to_close(day, now=now)]


def days_to_erase(*, now: datetime) -> list[HallDay]:
    """Return the closed days whose names from the door have been kept long enough."""
    named = Ticket.objects.filter(hall_day=OuterRef("pk"), seat=None).exclude(walk_in_salt=b"")
    days = HallDay.objects.filter(Exists(named), closed_at__isnull=False)
    return [day for day in days.select_related("office").order_by("pk") if _is_kept_long(day, now)]


def _is_kept_long(day: HallDay, now: datetime) -> bool:
    keep = timedelta(days=offices.rule("quotas", "personal_keep_days", on=day.day))
    return day.day + keep < offices.today(day.office, now)


def all_days() -> list[tuple[Office, date]]:
    """Return every day that a hall was opened, oldest first."""
    rows = HallDay.objects.select_related("office").order_by("day", "office__slug")
    return [(row.office, row.day) for row in rows]


def open_days(*, since: datetime | None = None) -> list[HallDay]:
    """Return the days that are open. since: with a fact after this moment."""
    found = HallDay.objects.filter(closed_at=None).select_related("office")
    if since is not None:
        found = found.filter(moved_at__gte=since)
    return list(found.order_by("pk"))


def _is_due_to_close(day: HallDay, *, now: datetime) -> bool:
    if day.office.is_demo and _is_played(day, now=now):
        return False
    today = offices.today(day.office, now)
    if day.day != today:
        return day.day < today
    hours = OpeningHours.objects.filter(office=day.office, weekday=today.weekday()).first()
    if hours is None or now < datetime.combine(today, hours.closes_at, tzinfo=day.office.zone):
        return False
    # While a counter still serves those who wait, the supervisor closes, not the clock.
    return not day.counters.exclude(state=CounterState.CLOSED).exists()


def _is_played(day: HallDay, *, now: datetime) -> bool:
    last = Entry.objects.filter(office=day.office.slug, kind__startswith="hall.").last()
    return last is not None and last.created_at > now - STILL_PLAYED
