"""The clock and complaints about service: it rings, ends what was answered, tells the record."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from jernih.apps.complaints.actions.grievance_steps import (
    has_rung,
    move,
    tell_handlers,
    today_of,
    wipe,
    write_line,
)
from jernih.apps.complaints.actions.grievance_work import ring_line
from jernih.apps.complaints.actions.tell import NotOver
from jernih.apps.complaints.models import Grievance, GrievanceLine, GrievanceNight
from jernih.apps.complaints.queries import clocks, grievances
from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.events import Event
from jernih.pure.events_complaints import (
    GrievancesCounted,
    GrievancesOverdue,
    GrievancesReclassified,
)
from jernih.pure.grievance import DUTIES, GrievanceDeed
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.states import GrievanceState
from jernih.pure.workdays import Calendar

_D = GrievanceDeed
_FROM_OUTSIDE = (_D.FILED, _D.WROTE, _D.REOPENED)


@transaction.atomic(durable=True)
def ring_grievance(*, grievance_id: int, actor: Actor, now: datetime) -> int:
    """Write down what of a complaint became overdue, and end it when nobody objected in time.

    Returns how many lines were written; rung before: none. Raises Refused.
    """
    require(actor, Permission.CASE_CLOCK)
    found = Grievance.objects.select_for_update(no_key=True, of=("self",))
    grievance = found.select_related("office").get(pk=grievance_id)
    on = today_of(grievance, now)
    written = ring_late(grievance, on=on)
    if written:
        tell_handlers(grievance, on=on, now=now)
    until = grievances.clock_of(grievance, ClockKind.OBJECT)
    if grievance.state == GrievanceState.ANSWERED and until is not None and on > until.due:
        move(grievance, GrievanceState.CLOSED, on=on)
        write_line(grievance, _D.CLOSED, actor=actor, on=on)
        written += 1
    return written


def ring_late(grievance: Grievance, *, on: date, calendar: Calendar | None = None) -> int:
    """Write OVERDUE for each duty that is late at the end of a day, once. A step of actions."""
    rows = grievances.clocks_of(grievance, until=on, calendar=calendar)
    late = [
        one
        for one in rows
        if one.kind in DUTIES and one.is_late(on) and not has_rung(grievance, one.kind)
    ]
    for one in late:
        ring_line(grievance, one.kind, due=one.due.isoformat(), on=on)
    return len(late)


@dataclass(frozen=True, kw_only=True)
class _Night:
    """What one run knows: office, the day it tells of, its own moment as on the record."""

    office: Office
    day: date
    at: datetime

    def say(self, cls: type[Event], **fields: Any) -> Event:
        return cls(office=self.office.slug, at=self.at, **{"day": self.day, **fields})


@transaction.atomic(durable=True)
def tell_grievances(
    *, office_id: int, day: date, actor: Actor, now: datetime
) -> GrievanceNight | None:
    """Put a day of complaints about service on the record: counts alone. Told before: nothing.

    Raises Refused, NotOver.
    """
    require(actor, Permission.CASE_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    if day >= offices.today(office, now):
        raise NotOver(str(day))
    if GrievanceNight.objects.filter(office=office, day__gte=day).exists():
        return None
    night = _Night(office=office, day=day, at=now.replace(microsecond=0))
    known = Grievance.objects.filter(office=office, filed_on__lte=day).select_related("office")
    rows = list(known.order_by("pk").select_for_update(no_key=True, of=("self",)))
    calendar = clocks.calendar_of(office)
    for grievance in rows:
        ring_late(grievance, on=day, calendar=calendar)
    lines = list(_untold(night))
    erased = _erase_old(night, rows)
    count = _count(night, rows, lines, erased=erased, calendar=calendar)
    ledger.append_all([*_overdue(night, lines), *_changed(night, lines), count])
    fresh = [one.pk for one in rows if one.recorded_on is None]
    Grievance.objects.filter(pk__in=fresh).update(recorded_on=day)
    GrievanceLine.objects.filter(pk__in=[one.pk for one in lines]).update(recorded_on=day)
    _tell_news(rows, lines, night, now=now)
    return GrievanceNight.objects.create(
        office=office, day=day, open=count.open, overdue=count.overdue, total=count.total
    )


def _untold(night: _Night) -> Any:
    found = GrievanceLine.objects.filter(
        grievance__office=night.office, recorded_on=None, on__lte=night.day
    )
    return found.order_by("pk")


def _overdue(night: _Night, lines: list[GrievanceLine]) -> Iterator[Event]:
    rung = Counter(line.fields["clock"] for line in lines if line.deed == _D.OVERDUE)
    for kind in DUTIES:
        if rung[kind]:
            yield night.say(GrievancesOverdue, clock=kind, count=rung[kind])


def _changed(night: _Night, lines: list[GrievanceLine]) -> Iterator[Event]:
    names = ("before", "after", "days_before", "days_after")
    found = Counter(
        tuple(line.fields[name] for name in names) for line in lines if line.deed == _D.RECLASSIFIED
    )
    for (before, after, had, has), count in sorted(found.items()):
        yield night.say(
            GrievancesReclassified,
            before=CaseClass(before),
            after=CaseClass(after),
            days_before=had,
            days_after=has,
            count=count,
        )


def _count(
    night: _Night,
    rows: list[Grievance],
    lines: list[GrievanceLine],
    *,
    erased: int,
    calendar: Calendar,
) -> GrievancesCounted:
    """Count the tables as they are, not the books of yesterday: what was taken out must show."""
    deeds = Counter(line.deed for line in lines)
    late = sum(line.deed == _D.ANSWERED and line.fields["is_late"] for line in lines)
    waiting = [one for one in rows if grievances.waits_on(one, night.day)]
    overdue = sum(
        any(
            clock.kind in DUTIES and clock.is_overdue(night.day)
            for clock in grievances.clocks_of(one, until=night.day, calendar=calendar)
        )
        for one in waiting
    )
    return GrievancesCounted(
        office=night.office.slug,
        at=night.at,
        day=night.day,
        received=sum(one.recorded_on is None for one in rows),
        assigned=deeds[_D.ASSIGNED],
        answered=deeds[_D.ANSWERED] - late,
        answered_late=late,
        reopened=deeds[_D.REOPENED],
        closed=deeds[_D.CLOSED],
        sealed=deeds[_D.SEALED],
        erased=erased,
        open=len(waiting),
        overdue=overdue,
        total=len(rows),
    )


def _erase_old(night: _Night, rows: list[Grievance]) -> int:
    """Wipe words and pictures of what ended long ago; the complaint, its lines and days stay."""
    erased = 0
    for grievance in rows:
        keep = offices.rule("complaints", "grievance_keep_days", on=grievance.filed_on)
        ended = grievance.state == GrievanceState.CLOSED and grievance.erased_on is None
        if ended and grievance.state_on + timedelta(days=keep) < night.day:
            wipe(grievance)
            grievance.erased_on = night.day
            grievance.save()
            erased += 1
    return erased


def _tell_news(
    rows: list[Grievance], lines: list[GrievanceLine], night: _Night, *, now: datetime
) -> None:
    """Say at night who has something to read: at once would tell when somebody wrote."""
    fresh = {line.grievance_id for line in lines if line.deed in _FROM_OUTSIDE}
    for grievance in rows:
        if grievance.pk in fresh and grievances.waits_on(grievance, night.day):
            tell_handlers(grievance, on=night.day, now=now)
