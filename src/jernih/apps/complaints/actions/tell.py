"""The night tells the record of a day's reports: commitments and counts, by the day."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from jernih.apps.complaints.actions.clock import ring_late
from jernih.apps.complaints.models import CaseFile, NightCount, Report, Roster, Step
from jernih.apps.complaints.queries import clocks
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.case_record import LineOfCase, line_commitment
from jernih.pure.casework import ClockKind, Deed
from jernih.pure.events import Event
from jernih.pure.events_complaints import (
    ReportFilesErased,
    ReportsCounted,
    ReportsFiled,
    ReportsOverdue,
    ReportsStepped,
    RosterDeclared,
)
from jernih.pure.roles import Actor, Permission, require

# A fact holds at most 65,535 bytes.
FACT_MOST: Final = 512


class NotOver(Exception):
    """A day that is not over, or lies before one that is told, cannot be told."""


@dataclass(frozen=True, kw_only=True)
class _Night:
    """What one run knows: office, the day it tells of, its own moment as on the record."""

    office: Office
    day: date
    at: datetime

    def say(self, cls: type[Event], day: date | None = None, **fields: Any) -> Event:
        return cls(office=self.office.slug, at=self.at, **{"day": day or self.day, **fields})


@transaction.atomic(durable=True)
def tell_day(*, office_id: int, day: date, actor: Actor, now: datetime) -> NightCount | None:
    """Put a day that is over on the record; told before: nothing.

    Raises Refused, NotOver.
    """
    require(actor, Permission.CASE_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    if day >= offices.today(office, now):
        raise NotOver(str(day))
    if NightCount.objects.filter(office=office, day__gte=day).exists():
        return None
    night = _Night(office=office, day=day, at=now.replace(microsecond=0))
    reports = list(_known(night).select_for_update(no_key=True))
    running = clocks.calendar_of(office)
    for report in reports:
        ring_late(report, on=day)
    filed = [report for report in reports if report.recorded_on is None]
    steps = list(_untold(night))
    erased = _erase_old(night, reports)
    count = _count(night, reports, filed, steps, running)
    facts = [
        *_rosters(night),
        *_filed(night, filed),
        *_stepped(night, steps),
        *_overdue(night, steps),
        *([night.say(ReportFilesErased, reports=erased)] if erased else []),
        count,
    ]
    ledger.append_all(facts)
    Report.objects.filter(pk__in=[one.pk for one in filed]).update(recorded_on=day)
    Step.objects.filter(pk__in=[one.pk for one in steps]).update(recorded_on=day)
    return NightCount.objects.create(
        office=office, day=day, open=count.open, overdue=count.overdue, total=count.total
    )


def _known(night: _Night) -> Any:
    found = Report.objects.filter(office=night.office, filed_on__lte=night.day)
    return found.select_related("office").order_by("pk")


def _untold(night: _Night) -> Any:
    found = Step.objects.filter(report__office=night.office, recorded_on=None, on__lte=night.day)
    return found.select_related("report").order_by("pk")


# ---- facts


def _rosters(night: _Night) -> Iterator[Event]:
    found = Roster.objects.filter(
        office=night.office, accepted_at__isnull=False, declared_on=None
    ).order_by("serial")
    for row in found:
        digest = hashlib.sha256(row.note.encode()).hexdigest()
        yield night.say(RosterDeclared, serial=row.serial, hash=digest)
    found.update(declared_on=night.day)


def _filed(night: _Night, reports: Iterable[Report]) -> Iterator[Event]:
    days = defaultdict(list)
    for report in reports:
        days[report.filed_on].append(report.commitment)
    yield from _told(night, ReportsFiled, days)


def _stepped(night: _Night, steps: Iterable[Step]) -> Iterator[Event]:
    hashes = {
        (row.report_id, row.name): row.hash
        for row in CaseFile.objects.filter(
            report__office=night.office, name__startswith="pesan-", came_on__lte=night.day
        )
    }
    days = defaultdict(list)
    for step in steps:
        name = f"pesan-{step.message}.age" if step.message else ""
        line = LineOfCase(
            case=step.report.locator,
            number=step.number,
            deed=step.deed,
            day=step.on,
            hash=hashes.get((step.report_id, name), ""),
        )
        salt = bytes.fromhex(step.report.salt)
        days[step.on].append(line_commitment(line, salt=salt))
    yield from _told(night, ReportsStepped, days)


def _told(night: _Night, cls: type[Event], days: dict[date, list[str]]) -> Iterator[Event]:
    for day in sorted(days):
        # In the order of their bytes: nobody sees who came first.
        found = sorted(days[day])
        for at in range(0, len(found), FACT_MOST):
            yield night.say(cls, day, commitments=tuple(found[at : at + FACT_MOST]))


def _overdue(night: _Night, steps: Iterable[Step]) -> Iterator[Event]:
    rung = Counter(step.fields["clock"] for step in steps if step.deed == Deed.OVERDUE)
    for kind in ClockKind:
        if rung[kind]:
            yield night.say(ReportsOverdue, clock=kind, count=rung[kind])


def _count(
    night: _Night, reports: list[Report], filed: list[Report], steps: list[Step], calendar: Any
) -> ReportsCounted:
    """Count the tables as they are, not the books of yesterday: what was taken out must show."""
    found = {
        one.pk: clocks.deadlines_of(one, calendar=calendar, until=night.day) for one in reports
    }
    open_now = [one for one in reports if not _is_ended(one, night.day)]
    deeds = Counter(step.deed for step in steps)
    late = sum(
        step.deed == Deed.ACKNOWLEDGED and step.on > found[step.report_id][0].due for step in steps
    )
    overdue = sum(
        any(clock.is_overdue(night.day) for clock in clocks.duties(found[one.pk]))
        for one in open_now
    )
    return ReportsCounted(
        office=night.office.slug,
        at=night.at,
        day=night.day,
        received=len(filed),
        acknowledged=deeds[Deed.ACKNOWLEDGED] - late,
        acknowledged_late=late,
        closed=deeds[Deed.CLOSED],
        reopened=deeds[Deed.REOPENED],
        open=len(open_now),
        overdue=overdue,
        total=len(reports),
    )


def _is_ended(report: Report, day: date) -> bool:
    turns = report.steps.filter(deed__in=[Deed.CLOSED, Deed.REOPENED], on__lte=day)
    last = turns.order_by("-number").values_list("deed", flat=True).first()
    return last == Deed.CLOSED


# ---- erasure by the schedule


def _erase_old(night: _Night, reports: Iterable[Report]) -> int:
    """Destroy the sealed files of what ended long ago; the report and its lines stay."""
    erased = 0
    for report in reports:
        keep = offices.rule("complaints", "keep_days", on=report.filed_on)
        ended = report.state_on + timedelta(days=keep)
        files = report.files.exclude(body=None)
        if report.state in clocks.ENDED and ended < night.day and files.exists():
            files.update(body=None)
            erased += 1
    return erased
