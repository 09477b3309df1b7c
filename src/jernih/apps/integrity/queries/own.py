"""What the office's own programs count, as evidence of items; read live, in bounded queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jernih.apps.complaints.queries import figures as complaints
from jernih.apps.conduct import queries as conduct
from jernih.apps.hall.models import HallDay, Ticket
from jernih.apps.integrity.models import Sheet
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight.models import Alarm, JudgedDay
from jernih.apps.surveys.models import PublishedIndex
from jernih.pure.states import InspectionState, TicketState
from jernih.pure.survey import Way
from jernih.pure.zone import Counted

_C = Counted
_REPORTS = (_C.REPORTS_TOTAL, _C.REPORTS_OPEN, _C.REPORTS_OVERDUE)

# Which figures stand behind which item (research/domain.md 7.5, auto-evidence).
BEHIND: Final[Mapping[str, tuple[Counted, ...]]] = {
    "P.I.4.d": (_C.PLEDGE_SIGNERS, _C.PLEDGE_STAFF),
    "P.II.2.c": (_C.NUMBERS_SERVED, _C.HALL_DAYS),
    "P.V.1.b": (_C.GIFTS_DECLARED, _C.GIFTS_REFUSED, _C.GIFTS_FORWARDED, _C.GIFTS_OVERDUE),
    "P.V.2.c": (_C.DAYS_JUDGED, _C.INSPECTIONS_CLOSED, _C.INSPECTIONS_OPEN),
    "P.V.3.a": (_C.REPORT_HOLDERS, *_REPORTS),
    "P.V.3.b": _REPORTS,
    "P.V.3.c": (_C.QUARTERS_PUBLISHED,),
    "P.V.4.a": (_C.REPORT_HOLDERS, *_REPORTS),
    "P.V.4.b": (_C.QUARTERS_PUBLISHED,),
    "P.VI.3.c": (_C.QUARTERS_PUBLISHED,),
    "P.VI.4.a": (_C.SURVEY_ROUNDS, _C.SURVEY_ANSWERS),
    "P.VI.4.b": (_C.SURVEY_ROUNDS,),
    "P.VI.5.a": (_C.NUMBERS_SERVED, _C.HALL_DAYS),
    "R.V.1.a": (_C.DAYS_JUDGED, _C.INSPECTIONS_CLOSED, _C.INSPECTIONS_OPEN),
    "R.V.2.a": _REPORTS,
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure and its value now."""

    name: Counted
    value: int


def own_figures(sheet: Sheet, *, now: datetime) -> Mapping[str, tuple[Figure, ...]]:
    """Return by item what our own data say of it for the sheet's year; items without: not there."""
    office = sheet.office
    values: dict[Counted, int] = {}
    for some in (_gifts, _reports, _hall, _monitor, _pledges, _surveys):
        values |= dict(some(office, sheet.year, now))
    return {
        no: tuple(Figure(name=name, value=values[name]) for name in names)
        for no, names in BEHIND.items()
    }


Counts = Iterable[tuple[Counted, int]]


def _gifts(office: Office, year: int, _now: datetime) -> Counts:
    found = conduct.gift_figures(office, year=year)
    yield _C.GIFTS_DECLARED, found.declared
    yield _C.GIFTS_REFUSED, found.refused
    yield _C.GIFTS_FORWARDED, found.forwarded
    yield _C.GIFTS_OVERDUE, found.overdue


def _reports(office: Office, year: int, now: datetime) -> Counts:
    # The counts that stand on the record, never the reports themselves.
    night = complaints.last_count(office)
    yield _C.REPORTS_TOTAL, night.total if night else 0
    yield _C.REPORTS_OPEN, night.open if night else 0
    yield _C.REPORTS_OVERDUE, night.overdue if night else 0
    yield _C.REPORT_HOLDERS, complaints.able_holders(office, today=offices.today(office, now))
    periods = [one.period for one in complaints.quarters(office)]
    yield _C.QUARTERS_PUBLISHED, sum(period.startswith(str(year)) for period in periods)


def _hall(office: Office, year: int, _now: datetime) -> Counts:
    days = HallDay.objects.filter(office=office, day__year=year)
    served = Ticket.objects.filter(hall_day__in=days, state=TicketState.SERVED)
    yield _C.NUMBERS_SERVED, served.count()
    yield _C.HALL_DAYS, days.count()


def _monitor(office: Office, year: int, _now: datetime) -> Counts:
    alarms = Alarm.objects.filter(office=office, day__year=year)
    closed = alarms.filter(state=InspectionState.CLOSED).count()
    yield _C.DAYS_JUDGED, JudgedDay.objects.filter(office=office, day__year=year).count()
    yield _C.INSPECTIONS_CLOSED, closed
    yield _C.INSPECTIONS_OPEN, alarms.count() - closed


def _pledges(office: Office, year: int, _now: datetime) -> Counts:
    signers, staff = conduct.signed_of(office, year=year)
    yield _C.PLEDGE_SIGNERS, signers
    yield _C.PLEDGE_STAFF, staff


def _surveys(office: Office, year: int, _now: datetime) -> Counts:
    rows = list(PublishedIndex.objects.filter(office=office, period__startswith=f"{year}"))
    yield _C.SURVEY_ROUNDS, len(rows)
    yield _C.SURVEY_ANSWERS, sum(row.figures[way.lower()] for row in rows for way in Way)
