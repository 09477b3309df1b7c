"""Raise an alarm once, and write the log of its inspection. Steps of actions, inside their lock."""

import secrets
from datetime import date, datetime

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import Alarm, AlarmNote, NoteDeed
from jernih.pure import workdays
from jernih.pure.monitor.finding import Finding
from jernih.pure.reasons import AlarmKind
from jernih.pure.states import INSPECTION, InspectionState


def lock_office(office_id: int) -> Office:
    """Return the office, whose alarms nobody else changes until this transaction ends."""
    # Not a full lock: rows that point to the office may come meanwhile.
    return Office.objects.select_for_update(no_key=True).get(pk=office_id)


def raise_alarm(
    office: Office, finding: Finding, *, day: date, due_on: date, now: datetime
) -> Alarm | None:
    """Raise an alarm, or note it at the one that is open about the same; known: nothing.

    Returns the new alarm only.
    """
    known = Alarm.objects.filter(office=office, kind=finding.kind, subject=finding.subject)
    same = {"day": day, "detail": finding.detail, "counter": finding.counter}
    if known.filter(**same).exists():
        return None
    if finding.kind is AlarmKind.SKIP_REASON:
        known = known.filter(detail=finding.detail)
    standing = known.exclude(state=InspectionState.CLOSED).order_by("pk").first()
    if standing is not None:
        if standing.day != day and not standing.notes.filter(deed=NoteDeed.AGAIN, day=day).exists():
            write_note(standing, NoteDeed.AGAIN, by="", now=now, day=day)
        return None
    alarm = Alarm.objects.create(
        office=office,
        ref=secrets.token_hex(6),
        kind=finding.kind,
        subject=finding.subject,
        figures=dict(finding.figures),
        involved=sorted(finding.involved),
        state=INSPECTION.start,
        raised_at=now,
        due_on=due_on,
        **same,
    )
    write_note(alarm, NoteDeed.RAISED, by="", now=now)
    return alarm


def write_note(alarm: Alarm, deed: NoteDeed, *, by: str, now: datetime, **more: object) -> None:
    """Add a line to the log of an inspection."""
    AlarmNote.objects.create(alarm=alarm, at=now, by=by, deed=deed, **more)


def due_on(office: Office, *, now: datetime, working_days: int) -> date:
    """Return the day by whose end an inspection raised now must be closed."""
    calendar = offices.calendar_of(office)
    today = offices.today(office, now)
    if not any(calendar.week.values()):
        return workdays.business_date(now, zone=office.zone)
    return workdays.add_working_days(today, working_days, calendar=calendar)
