"""What is known of draws: their times, their rule, what stands on their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files

from django.db.models import Prefetch, QuerySet

from jernih.apps.booking.models import Application, Batch, Seat, Slot, Supply
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office, Service
from jernih.pure import beacon, draw_rule
from jernih.pure.allocation import DayRoom, Window
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.reasons import ReleaseMode
from jernih.pure.states import ApplicationState, BatchState, SeatState
from jernih.pure.workdays import business_date, day_bounds, moment_of

SUBJECT = "draw"
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class BatchTimes:
    """When the batch of a week is announced, opens, closes and is drawn."""

    first_day: date
    last_day: date
    announces_at: datetime
    opens_at: datetime
    closes_at: datetime
    draws_at: datetime

    def is_possible(self, *, freeze: timedelta, zone: tzinfo) -> bool:
        """Tell whether each comes after the other, and the draw before the first day."""
        is_forward = self.announces_at <= self.opens_at < self.closes_at
        is_frozen = self.closes_at + freeze <= self.draws_at
        return is_forward and is_frozen and business_date(self.draws_at, zone=zone) < self.first_day


def number(name: str, *, on: date) -> int:
    """Return a whole number of draw.toml. Raises NoRule."""
    return offices.rule(SUBJECT, name, on=on)


def freeze(*, on: date) -> timedelta:
    """Return how long a list is public at least before the beacon's round."""
    return timedelta(minutes=number("freeze_minutes", on=on))


def batch_times(office: Office, *, first_day: date) -> BatchTimes:
    """Return the times of the week that begins on a day, by the rules of that day."""

    def at(step: str, clock: time) -> datetime:
        before = timedelta(days=number(f"{step}_days_before", on=first_day))
        return moment_of(first_day - before, clock, zone=office.zone)

    def clock(step: str) -> time:
        return time(number(f"{step}_hour", on=first_day))

    return BatchTimes(
        first_day=first_day,
        last_day=first_day + WEEK - timedelta(days=1),
        announces_at=at("announced", clock("opens")),
        opens_at=at("opens", clock("opens")),
        closes_at=at("closes", clock("closes")),
        draws_at=at("draws", clock("draws")),
    )


@cache
def rule_hash() -> str:
    """Return the hash of the program and the rulebook of the draw, as batches announce it."""
    folder = files("jernih")
    return draw_rule.rule_hash(
        {name: (folder / name).read_text(encoding="utf-8") for name in draw_rule.PROGRAM}
    )


def drawn_services(office: Office) -> QuerySet[Service]:
    """Return the services of an office whose numbers are drawn."""
    return Service.objects.filter(office=office, is_drawn=True, is_active=True).order_by("pk")


def is_left_to_a_draw(service_id: int, day: date) -> bool:
    """Tell whether a day's numbers of a service are not to be taken at once.

    From the first week that was ever planned for a draw on, all are, cancelled weeks excepted.
    """
    batches = Batch.objects.filter(service_id=service_id)
    live = batches.exclude(state=BatchState.CANCELLED)
    if not live.filter(first_day__lte=day).exists():
        return False
    if live.filter(first_day__lte=day, last_day__gte=day).exists():
        return True
    return not batches.filter(
        state=BatchState.CANCELLED, first_day__lte=day, last_day__gte=day
    ).exists()


def batches_in(*states: BatchState) -> QuerySet[Batch]:
    """Return the batches of all offices in these states, the earliest week first."""
    return (
        Batch.objects.filter(state__in=states)
        .select_related("office", "service")
        .order_by("first_day", "pk")
    )


def known_at(batch: Batch) -> datetime:
    """Return from when on the word of the source that a batch waits for can be had."""
    chain = CHAINS.get(Source(batch.source))
    if chain is None:
        # Lotteries and dice of before would be known to whoever chose this moment.
        return batch.source_since or batch.draws_at
    return beacon.time_of(chain, batch.round)


def reveals_until(batch: Batch) -> datetime:
    """Return until when a secret of a contributor counts."""
    return known_at(batch) - timedelta(minutes=batch.reveal_minutes)


def rooms(batch: Batch) -> list[DayRoom]:
    """Return what a batch has to give, day by day, as it was announced.

    Held seats are the last of their window, and a seat that was given back is a new number after
    all windows: neither is in the draw.
    """
    rows: list[DayRoom] = []
    supplies = batch.supplies.order_by("day").prefetch_related(
        Prefetch("slots", queryset=Slot.objects.order_by("starts_at"))
    )
    for supply in supplies:
        first, windows = 1, []
        for slot in supply.slots.all():
            last = first + slot.planned - 1
            if last - slot.held >= first:
                windows.append(Window(starts_at=slot.starts_at, first=first, last=last - slot.held))
            first = last + 1
        if windows:
            rows.append(
                DayRoom(
                    day=supply.day,
                    windows=tuple(windows),
                    priority=supply.kept_priority,
                    long_waiting=supply.kept_long,
                )
            )
    return rows


def weeks_to_plan(service: Service, *, now: datetime) -> list[date]:
    """Return the Mondays whose weeks should stand in the calendar of a service, and do not yet.

    The first week is one that has no number of the service published, and whose batch has not
    opened; from there on so many weeks ahead as the rulebook says.
    """
    office = service.office
    today = business_date(now, zone=office.zone)
    ahead = number("batches_ahead", on=today)
    known = Batch.objects.filter(service=service)
    taken = set(known.values_list("first_day", flat=True))
    published = (
        Supply.objects.filter(service=service, released_at__isnull=False, batch=None)
        .order_by("-day")
        .values_list("day", flat=True)
        .first()
    )
    monday = today - timedelta(days=today.weekday()) + WEEK
    while monday <= (published or today) or batch_times(office, first_day=monday).opens_at <= now:
        monday += WEEK
    return [week for at in range(ahead) if (week := monday + at * WEEK) not in taken]


def lost_refs(indexes: Sequence[str], *, service_id: int) -> list[str]:
    """Return the applications by which the first of these people has waited in vain, oldest first.

    Those since she last got a number of the service; the record shows that each got nothing.
    """
    mine = Application.objects.filter(
        applicants__nik_index=indexes[0],
        applicants__position=0,
        service_id=service_id,
        batch__isnull=False,
    ).order_by("pk")
    last = mine.filter(granted_at__isnull=False).values_list("pk", flat=True).last()
    lost = mine.filter(draw_number__isnull=False, granted_at=None, pk__gt=last or 0)
    return list(lost.values_list("ref", flat=True))


def drawn_days(*, now: datetime) -> QuerySet[Supply]:
    """Return the drawn days that are still to come, and have seats that were given back."""
    returned = Seat.objects.filter(
        state=SeatState.RETURNED, replaced_by=None, slot__starts_at__gt=now
    )
    return Supply.objects.filter(
        mode=ReleaseMode.DRAW,
        batch__state=BatchState.DRAWN,
        closed_at=None,
        pk__in=returned.values("slot__supply"),
    ).order_by("day", "pk")


def returned_seats(supply: Supply, *, now: datetime) -> QuerySet[Seat]:
    """Return the seats of a day that were given back early enough for somebody to come instead."""
    notice = timedelta(minutes=number("standby_notice_minutes", on=supply.day))
    return (
        Seat.objects.filter(
            slot__supply=supply,
            state=SeatState.RETURNED,
            replaced_by=None,
            slot__starts_at__gte=now + notice,
        )
        .select_related("slot")
        .order_by("slot__starts_at", "n")
    )


def on_standby(supply: Supply) -> QuerySet[Application]:
    """Return who waits at short notice for a batch's days, in draw order."""
    return (
        Application.objects.filter(
            batch=supply.batch, state=ApplicationState.UNSEATED, standby=True, ended_at=None
        )
        .select_related("office", "service", "batch")
        .order_by("draw_number")
    )


def standby_over_at(application: Application) -> datetime:
    """Return when the last day of an application's batch is over."""
    last = application.batch.last_day if application.batch else application.applied_at.date()
    return day_bounds(last, zone=application.office.zone)[1]


def waiting_too_long(*, now: datetime) -> list[str]:
    """Return the refs of those who still wait for a batch whose days may be over."""
    return list(
        Application.objects.filter(
            state=ApplicationState.UNSEATED, batch__last_day__lt=now.date()
        ).values_list("ref", flat=True)
    )
