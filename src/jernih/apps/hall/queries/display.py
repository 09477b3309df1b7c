"""What the displays in the hall show when a page is asked for; `live` says the same on and on."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from jernih.apps.hall.models import CounterDay, HallCall, HallDay, Ticket
from jernih.apps.offices.models import Office
from jernih.pure.board import (
    CALLS_KEPT,
    Board,
    BoardCall,
    BoardCounter,
    BoardLine,
    newest_first,
    ticket_number,
)
from jernih.pure.calling import Lane
from jernih.pure.states import AT_COUNTER_TICKET, TicketState


@dataclass(frozen=True, kw_only=True)
class DisplayOffice:
    """The office a display hangs in."""

    slug: str
    name: str
    is_demo: bool
    zone: ZoneInfo


def display_office(slug: str) -> DisplayOffice | None:
    """Return the office of this name."""
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        return None
    return DisplayOffice(
        slug=office.slug, name=office.name, is_demo=office.is_demo, zone=office.zone
    )


def screen(office: DisplayOffice, *, now: datetime) -> Board:
    """Return what the boards of an office show now."""
    day = _shown_day(office, now=now)
    return Board(
        office=office.slug,
        name=office.name,
        is_demo=office.is_demo,
        day=day.day if day else None,
        step=day.step if day else 0,
        is_open=day is not None and day.closed_at is None,
        calls=_calls(day) if day else (),
        lines=_lines(day) if day else (),
        counters=_counters(day) if day else (),
    )


def _shown_day(office: DisplayOffice, *, now: datetime) -> HallDay | None:
    days = HallDay.objects.filter(office__slug=office.slug)
    today = now.astimezone(office.zone).date()
    if not office.is_demo:
        return days.filter(day=today).first()
    # A demonstration may play another day than today; then the day that is being played is shown.
    being_played = days.filter(closed_at=None)
    for choice in (being_played.filter(day=today), being_played, days.filter(day=today), days):
        if found := choice.order_by("-day").first():
            return found
    return None


def _calls(day: HallDay) -> tuple[BoardCall, ...]:
    rows = list(HallCall.objects.filter(hall_day=day).order_by("-step")[: CALLS_KEPT * 2])
    return newest_first(
        BoardCall(
            step=row.step,
            number=row.number,
            counter=row.counter_number,
            direction=row.direction,
            at=row.called_at,
            times=sum(
                other.number == row.number and other.counter_number == row.counter_number
                for other in rows
            ),
        )
        for row in rows
    )


def _lines(day: HallDay) -> tuple[BoardLine, ...]:
    rows = (
        Ticket.objects.filter(hall_day=day, state=TicketState.WAITING)
        .values("service__code", "service__name", "service__name_en", "service__position")
        .annotate(waiting=Count("pk"), priority=Count("pk", filter=Q(lane=Lane.PRIORITY)))
        .order_by("service__position", "service__code")
    )
    return tuple(
        BoardLine(
            code=row["service__code"],
            name=row["service__name"],
            name_en=row["service__name_en"],
            waiting=row["waiting"],
            priority=row["priority"],
        )
        for row in rows
    )


def _counters(day: HallDay) -> tuple[BoardCounter, ...]:
    at_counter = Ticket.objects.filter(hall_day=day, state__in=AT_COUNTER_TICKET)
    there = {
        counter: ticket_number(series, n)
        for counter, series, n in at_counter.values_list("counter_id", "series", "n")
    }
    rows = CounterDay.objects.filter(hall_day=day).select_related("counter")
    return tuple(
        BoardCounter(
            counter=row.counter.number,
            direction=row.counter.direction,
            state=row.state,
            number=there.get(row.counter_id, ""),
        )
        for row in rows.order_by("counter__number")
    )
