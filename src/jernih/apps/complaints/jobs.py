"""What the clock does for reports: ring what is late, tell the nights, prove the channel.

Each job is safe to run twice; an office in trouble leaves the others alone.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.complaints.actions.board import publish_board
from jernih.apps.complaints.actions.canary import prove_channel
from jernih.apps.complaints.actions.clock import ring_clock
from jernih.apps.complaints.actions.tell import tell_day
from jernih.apps.complaints.models import Board, NightCount, Report, Roster
from jernih.apps.complaints.queries import clocks
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.quarters import quarter_after, quarter_of
from jernih.pure.roles import CLOCK

A_DAY = timedelta(days=1)


def ring(now: datetime) -> int:
    """Ring the clocks of every running report; say how many lines were written."""
    return sum(
        len(ring_clock(report_id=report.pk, actor=CLOCK, now=now))
        for office in Office.objects.order_by("pk")
        for report in clocks.running(office)
    )


def tell(now: datetime) -> int:
    """Tell every day that is over and not told, oldest first, and boards that are due."""
    told = 0
    for office in Office.objects.order_by("pk"):
        for day in _days_to_tell(office, now):
            told += tell_day(office_id=office.pk, day=day, actor=CLOCK, now=now) is not None
        for period in _boards_due(office):
            publish_board(office_id=office.pk, period=period, actor=CLOCK, now=now)
    return told


def prove(now: datetime) -> int:
    """Send a made-up report through the channel of every office; say how many came out."""
    tests = [
        prove_channel(office_id=office.pk, actor=CLOCK, now=now)
        for office in Office.objects.order_by("pk")
    ]
    return sum(test is not None and test.is_good for test in tests)


def _days_to_tell(office: Office, now: datetime) -> Iterator[date]:
    """Yield the days to tell. An office has nights from its first roster or report on."""
    last = NightCount.objects.filter(office=office).order_by("-day").first()
    day = last.day + A_DAY if last else _first_day(office)
    while day is not None and day < offices.today(office, now):
        yield day
        day += A_DAY


def _first_day(office: Office) -> date | None:
    reports = Report.objects.filter(office=office).order_by("filed_on")
    brought = Roster.objects.filter(office=office, accepted_at__isnull=False)
    days = list(reports.values_list("filed_on", flat=True)[:1])
    for moment in brought.order_by("accepted_at").values_list("accepted_at", flat=True)[:1]:
        days += [offices.today(office, moment)] if moment else []
    return min(days, default=None)


def _boards_due(office: Office) -> Iterator[str]:
    counts = NightCount.objects.filter(office=office).order_by("day")
    first, last = counts.first(), counts.last()
    if first is None or last is None:
        return
    published = set(Board.objects.filter(office=office).values_list("period", flat=True))
    period = quarter_of(first.day)
    # A quarter is over for the record once its last day is counted.
    while period < quarter_of(last.day + A_DAY):
        if period not in published:
            yield period
        period = quarter_after(period)


@app.task(queue="complaints", pass_context=False)
def ring_clocks(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `ring` as the clock says."""
    return ring(timezone.now())


@app.task(queue="complaints", pass_context=False)
def tell_record(timestamp: int) -> int:  # noqa: ARG001
    """Run `tell` as the clock says."""
    return tell(timezone.now())


@app.task(queue="complaints", pass_context=False)
def prove_channels(timestamp: int) -> int:  # noqa: ARG001
    """Run `prove` as the clock says."""
    return prove(timezone.now())
