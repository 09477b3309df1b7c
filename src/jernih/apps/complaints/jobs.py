"""What the clock does for reports: ring what is late, tell the nights, prove the channel.

Each job is safe to run twice; an office in trouble leaves the others alone.
"""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.request import Request

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.complaints.actions import mirror
from jernih.apps.complaints.actions.board import publish_board
from jernih.apps.complaints.actions.canary import prove_channel
from jernih.apps.complaints.actions.clock import ring_clock
from jernih.apps.complaints.actions.draft import forget_drafts
from jernih.apps.complaints.actions.grievance_night import ring_grievance, tell_grievances
from jernih.apps.complaints.actions.tell import tell_day
from jernih.apps.complaints.models import Board, MirrorCall, NightCount, Report, Roster
from jernih.apps.complaints.queries import clocks, grievance_pages, grievances, mirrored
from jernih.apps.ledger.actions.key import BadLogKey, load_key
from jernih.apps.ledger.jobs.post import Reply, send
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.quarters import quarter_after, quarter_of
from jernih.pure.roles import CLOCK
from jernih.pure.seal.mirror_call import LIFE

log = logging.getLogger("jernih.complaints")

A_DAY = timedelta(days=1)
# A case may be large, and the overseer's line slow.
MIRROR_SECONDS: Final = 120


def ring(now: datetime) -> int:
    """Ring the clocks of every running report and complaint; say how many lines were written."""
    written = 0
    for office in Office.objects.order_by("pk"):
        for report in clocks.running(office):
            written += len(ring_clock(report_id=report.pk, actor=CLOCK, now=now))
        for complaint in grievances.running(office):
            written += ring_grievance(grievance_id=complaint.pk, actor=CLOCK, now=now)
    return written


def tell(now: datetime) -> int:
    """Tell every day that is over and not told, oldest first, and boards that are due."""
    told = 0
    for office in Office.objects.order_by("pk"):
        for day in _days_to_tell(office, now):
            told += tell_day(office_id=office.pk, day=day, actor=CLOCK, now=now) is not None
        for day in grievance_pages.days_to_tell(office, today=offices.today(office, now)):
            found = tell_grievances(office_id=office.pk, day=day, actor=CLOCK, now=now)
            told += found is not None
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


def call_mirror(now: datetime) -> int:
    """Send what the overseer's mirror has yet to hear, in order; say how many calls it took.

    A mirror that is away ends the round; one that refuses a call lets the other reports go on.
    """
    if not mirrored.has_mirror():
        return 0
    taken = 0
    try:
        key = load_key()
        mirror.tell_forgotten(actor=CLOCK)
        while call := mirror.lease_call(actor=CLOCK, now=now):
            body, headers = mirror.signed_call(call, key=key)
            reply = _send(call.method, call.path, body, headers)
            if _was_taken(call, reply):
                taken += 1
                continue
            mirror.put_off(call_id=call.pk, actor=CLOCK, now=now)
            if reply.status == 0:
                break
    except BadLogKey as reason:
        log.error("The mirror cannot be told: %s", reason)
    return taken


def greet_mirror(now: datetime) -> bool:
    """Tell the mirror that we live and which reports we have; say whether it heard."""
    if not mirrored.has_mirror():
        return False
    try:
        key = load_key()
    except BadLogKey as reason:
        log.error("The mirror cannot be told: %s", reason)
        return False
    body = mirror.sign_of_life(now=now)
    headers = mirror.sign_headers("POST", LIFE, body, key=key)
    return _send("POST", LIFE, body, headers).status == HTTPStatus.OK


def _was_taken(call: MirrorCall, reply: Reply) -> bool:
    if reply.status != HTTPStatus.OK:
        log.warning("The mirror did not take a call: %s", reply.status)
        return False
    try:
        mirror.keep_answer(call_id=call.pk, answer=reply.body, actor=CLOCK)
    except mirror.BadAnswer as reason:
        log.error("The mirror's countersignature is wrong: %s", reason)
        return False
    return True


def _send(method: str, path: str, body: bytes, headers: dict[str, str]) -> Reply:
    url = f"{settings.MIRROR_URL.rstrip('/')}{path}"
    request = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - of the settings
    return send(request, seconds=MIRROR_SECONDS)


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


@app.task(queue="complaints", pass_context=False)
def call_mirrors(timestamp: int) -> int:  # noqa: ARG001
    """Run `call_mirror` as the clock says."""
    return call_mirror(timezone.now())


@app.task(queue="complaints", pass_context=False)
def greet_mirrors(timestamp: int) -> bool:  # noqa: ARG001
    """Run `greet_mirror` as the clock says."""
    return greet_mirror(timezone.now())


@app.task(queue="complaints", pass_context=False)
def forget_unfinished(timestamp: int) -> int:  # noqa: ARG001
    """Drop sendings that were begun and never finished."""
    return forget_drafts(actor=CLOCK, now=timezone.now())
