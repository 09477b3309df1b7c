"""Count working days and cut an office's day into windows, on that office's own clock.

Source: PermenPANRB clocks count working days; the 17:00 fault of queues that count by UTC days.
Vectors: tests/pure/test_workdays.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import TypeAlias

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class BadHours(ValueError):
    """Said of opening hours that are not a list of times going forward."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """A stretch of a local day in which the office works; the end is not part of it."""

    opens: time
    closes: time


Week: TypeAlias = Mapping[int, tuple[Span, ...]]
"""Open stretches by weekday, 0 is Monday; a weekday that is missing is closed."""


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When one office works: its zone, its week, and the days it is closed all the same."""

    zone: tzinfo
    week: Week
    holidays: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class TimeWindow:
    """A time people may come in, in UTC; the end is not part of it."""

    starts_at: datetime
    ends_at: datetime


# ---- days


def business_date(now: datetime, *, zone: tzinfo) -> date:
    """Return the day it is at the office. Raises ValueError for a moment without a zone."""
    # A naive moment would silently take the machine's zone: so numbers started over at 17:00.
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone has no business date")
    return now.astimezone(zone).date()


def moment_of(day: date, clock: time, *, zone: tzinfo) -> datetime:
    """Return the UTC moment at which the office's clock shows this time on this day."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def day_bounds(day: date, *, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the first UTC moment of a local day, and the first of the next."""
    start, end = (moment_of(d, time(), zone=zone) for d in (day, day + timedelta(days=1)))
    return start, end


def is_working_day(day: date, *, calendar: Calendar) -> bool:
    """Tell whether the office works on this day at all."""
    return bool(calendar.week.get(day.weekday())) and day not in calendar.holidays


def add_working_days(day: date, count: int, *, calendar: Calendar) -> date:
    """Return the last of the `count` working days that follow `day`; with 0, `day` itself.

    The day itself does not count, as in the law. Raises ValueError below 0, and BadHours for an
    office that has no weekday.
    """
    if count < 0:
        raise ValueError("working days are counted forward")
    if count and not any(calendar.week.values()):
        raise BadHours("an office that never works has no working days")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, calendar=calendar)
    return day


def working_days_between(day: date, then: date, *, calendar: Calendar) -> int:
    """Return how many working days come after `day` and not after `then`."""
    days = (then - day).days
    return sum(
        is_working_day(day + timedelta(days=n), calendar=calendar) for n in range(1, days + 1)
    )


# ---- hours


def read_week(hours: Mapping[str, Sequence[str]]) -> dict[int, tuple[Span, ...]]:
    """Read `{"fri": ["08:00-11:30", "13:00-16:30"]}`; the gaps are the breaks.

    Raises BadHours for another spelling, an unknown day, or stretches that do not go forward.
    """
    unknown = set(hours) - set(WEEKDAYS)
    if unknown:
        raise BadHours(f"no such day: {sorted(unknown)}")
    week = {WEEKDAYS.index(name): tuple(map(_span, spans)) for name, spans in hours.items()}
    for spans in week.values():
        edges = [edge for span in spans for edge in (span.opens, span.closes)]
        if any(a > b for a, b in pairwise(edges)):
            raise BadHours(f"hours overlap or go back: {edges}")
    return week


def cut(hours: Span, *, breaks: Sequence[Span]) -> tuple[Span, ...]:
    """Return the open stretches left of `hours` around its breaks, which may come in any order."""
    spans, opens = [], hours.opens
    for rest in sorted(breaks):
        if opens < min(rest.opens, hours.closes):
            spans.append(Span(opens=opens, closes=min(rest.opens, hours.closes)))
        opens = max(opens, rest.closes)
    if opens < hours.closes:
        spans.append(Span(opens=opens, closes=hours.closes))
    return tuple(spans)


def breaks_of(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the gaps between open stretches: lunch, Friday prayer."""
    return tuple(
        Span(opens=a.closes, closes=b.opens) for a, b in pairwise(spans) if a.closes < b.opens
    )


def spans_on(day: date, *, calendar: Calendar) -> tuple[Span, ...]:
    """Return the open stretches of a day, none on a holiday."""
    return calendar.week.get(day.weekday(), ()) if day not in calendar.holidays else ()


def is_open(now: datetime, *, calendar: Calendar) -> bool:
    """Tell whether the office works at this moment; not during a break."""
    local = now.astimezone(calendar.zone)
    clock = local.time()
    spans = spans_on(business_date(now, zone=calendar.zone), calendar=calendar)
    return any(span.opens <= clock < span.closes for span in spans)


def windows_of(day: date, *, minutes: int, calendar: Calendar) -> list[TimeWindow]:
    """Cut a day's open stretches into windows of `minutes`, in order, none across a break.

    What is left of a stretch and shorter than a window is not offered.
    Raises ValueError for windows of no length.
    """
    if minutes < 1:
        raise ValueError("a window has at least one minute")
    step = timedelta(minutes=minutes)
    windows = []
    for span in spans_on(day, calendar=calendar):
        start, end = (
            moment_of(day, clock, zone=calendar.zone) for clock in (span.opens, span.closes)
        )
        windows += [
            TimeWindow(starts_at=start + n * step, ends_at=start + (n + 1) * step)
            for n in range((end - start) // step)
        ]
    return windows


def spread(total: int, parts: int) -> list[int]:
    """Return `total` dealt over `parts` as evenly as whole numbers allow, the same every time."""
    return [(n + 1) * total // parts - n * total // parts for n in range(parts)]


def _span(text: str) -> Span:
    opens, dash, closes = text.partition("-")
    try:
        span = Span(opens=_clock(opens), closes=_clock(closes))
    except ValueError:
        raise BadHours(f"{text!r} is not spelled 08:00-12:00") from None
    if not dash or span.opens >= span.closes:
        raise BadHours(f"{text!r} does not go forward")
    return span


def _clock(text: str) -> time:
    clock = time.fromisoformat(text)
    if clock.strftime("%H:%M") != text:
        raise ValueError(text)
    return clock
