"""The clock rings: what is late is written into the report's log by nobody's leave."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints.actions.append import today_of, write_step
from jernih.apps.complaints.models import Report, Step
from jernih.apps.complaints.queries import clocks
from jernih.apps.notices import actions as notices
from jernih.apps.offices import queries as offices
from jernih.pure.case_clock import Deadline
from jernih.pure.casework import ClockKind, Deed
from jernih.pure.roles import CLOCK, Actor, Permission, require
from jernih.pure.states import ReportState

NEWS: Final = "case-news"
KEPT_NEWS: Final = timedelta(days=3)


@transaction.atomic(durable=True)
def ring_clock(*, report_id: int, actor: Actor, now: datetime) -> list[Step]:
    """Write into a report's log what became overdue, escalate it, and remind who holds it.

    Rung before: nothing is written. Raises Refused.
    """
    require(actor, Permission.CASE_CLOCK)
    report = Report.objects.select_for_update(no_key=True).get(pk=report_id)
    on = today_of(report, now)
    rung = ring_late(report, on=on)
    if rung or _is_near(report, on=on):
        _tell_holders(report, on=on, now=now)
    return rung


def ring_late(report: Report, *, on: date) -> list[Step]:
    """Write OVERDUE and ESCALATED for each duty that is late at the end of a day, once.

    What was done late rings too. A step of actions, inside the report's lock.
    """
    late = [
        one
        for one in clocks.duties(clocks.deadlines_of(report, until=on))
        if one.is_late(on) and not _has_rung(report, one.kind)
    ]
    written = []
    for one in late:
        for deed in (Deed.OVERDUE, Deed.ESCALATED):
            fields = {"clock": one.kind.value, "due": one.due.isoformat()}
            written.append(write_step(report, deed, actor=CLOCK, on=on, fields=fields))
    return written


def _has_rung(report: Report, kind: ClockKind) -> bool:
    rung = report.steps.filter(deed=Deed.OVERDUE, fields__clock=kind.value)
    again = report.steps.filter(deed=Deed.REOPENED).order_by("-number").first()
    if again and kind is not ClockKind.ACKNOWLEDGE:
        rung = rung.filter(number__gt=again.number)
    return rung.exists()


def _is_near(report: Report, *, on: date) -> bool:
    if report.state in (ReportState.CLOSED, ReportState.PUBLISHED):
        return False
    days = offices.rule("complaints", "remind_days", on=report.filed_on)
    running: Iterable[Deadline] = clocks.duties(clocks.deadlines_of(report))
    return any(one.ended_on is None and one.due - on <= timedelta(days=days) for one in running)


def _tell_holders(report: Report, *, on: date, now: datetime) -> None:
    """Say to each holder, once a day, that there is something to read; never what, never where."""
    held = report.holds.filter(until=None).values_list("staff", flat=True)
    for person in Staff.objects.filter(ref__in=list(held), is_active=True).exclude(email=""):
        with translation.override("id"):
            subject, body = gettext("There is news"), news()
        notices.post(
            now=now,
            office=report.office.slug,
            channel="EMAIL",
            address=person.email,
            purpose=NEWS,
            # All reports of a day make one message: their number says nothing either.
            once_key=f"{NEWS}:{person.ref}:{on}",
            language="id",
            subject=subject,
            body=body,
            not_before=now,
            expires_at=now + KEPT_NEWS,
            time_zone=report.office.time_zone,
        )


def news() -> str:
    """Return what is said to staff: never what, never where."""
    return gettext("There is something new for you. Please sign in to see it.")
