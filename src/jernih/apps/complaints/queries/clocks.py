"""The clocks of reports: which day each must be done by, and how that day was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from jernih.apps.complaints.models import Report
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Holiday, Office
from jernih.pure.case_clock import (
    DUTIES,
    ClockDay,
    DayKind,
    Deadline,
    StandStill,
    Story,
    deadlines,
    law_calendar,
)
from jernih.pure.casework import CaseClass, ClockKind, Deed, PauseReason
from jernih.pure.states import ReportState
from jernih.pure.workdays import Calendar

ENDED = (ReportState.CLOSED, ReportState.PUBLISHED)


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """A day of a count as a page shows it. name: of the holiday, empty on other days."""

    counted: ClockDay
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """A clock of a report as a page shows it, with every day and why it counted or did not."""

    deadline: Deadline
    is_late: bool
    is_overdue: bool
    stands_still: bool
    days: tuple[DayRow, ...]

    @property
    def kind(self) -> ClockKind:
        """Return which clock it is."""
        return self.deadline.kind

    @property
    def is_duty(self) -> bool:
        """Tell whether the office must keep it."""
        return self.deadline.kind in DUTIES

    @property
    def is_ended(self) -> bool:
        """Tell whether it was done."""
        return self.deadline.ended_on is not None


def calendar_of(office: Office) -> Calendar:
    """Return the law's calendar: an office's own closed days give nobody more time."""
    days = Holiday.objects.filter(office=None).values_list("day", flat=True)
    return law_calendar(days, zone=office.zone)


def knows_holidays(year: int) -> bool:
    """Tell whether the national holidays of a year were entered; without them days come early."""
    return Holiday.objects.filter(office=None, day__year=year).exists()


def story_of(report: Report, *, until: date | None = None) -> Story:
    """Return what the clocks of a report are reckoned from. until: the last day that is known."""
    lines = [
        (Deed(deed), on)
        for deed, on in report.steps.order_by("number").values_list("deed", "on")
        if until is None or on <= until
    ]
    pauses = report.pauses.order_by("since", "pk").values_list("reason", "since", "until")
    return Story(
        filed_on=report.filed_on,
        lines=lines,
        case_class=CaseClass(report.case_class) if report.case_class else None,
        pauses=[
            StandStill(reason=PauseReason(why), since=since, until=ends)
            for why, since, ends in pauses
        ],
        at_most=_most_of(report, lines),
    )


def deadlines_of(
    report: Report, *, calendar: Calendar | None = None, until: date | None = None
) -> tuple[Deadline, ...]:
    """Return the clocks of a report that have begun, by the rules of the day it was filed."""
    return deadlines(
        story_of(report, until=until),
        rules=offices.rulebook()["complaints"],
        calendar=calendar or calendar_of(report.office),
    )


def clock_rows(report: Report, *, today: date) -> list[ClockRow]:
    """Return the clocks of a report for its own page, each day of them explained."""
    return [row_of(one, today=today) for one in deadlines_of(report)]


def explained(
    office: Office, *, filed_on: date, case_class: CaseClass | None = None
) -> list[ClockRow]:
    """Return the clocks of any report filed on that day, for whoever wants to see how it goes."""
    found = deadlines(
        Story(filed_on=filed_on, case_class=case_class),
        rules=offices.rulebook()["complaints"],
        calendar=calendar_of(office),
    )
    return [row_of(one, today=filed_on) for one in found]


def running(office: Office) -> QuerySet[Report]:
    """Return the reports that have not ended, oldest first."""
    found = Report.objects.filter(office=office).exclude(state__in=ENDED)
    return found.select_related("office").order_by("filed_on", "pk")


def duties(found: tuple[Deadline, ...]) -> Iterator[Deadline]:
    """Yield the clocks that the office must keep."""
    return (one for one in found if one.kind in DUTIES)


def _most_of(report: Report, lines: Sequence[tuple[Deed, date]]) -> int | None:
    """Return the days it was left when it became a report; taken up again, it begins anew."""
    if any(deed is Deed.REOPENED for deed, _ in lines):
        return None
    first = report.steps.filter(number=1).values_list("fields", flat=True).first()
    return (first or {}).get("at_most")


def row_of(deadline: Deadline, *, today: date) -> ClockRow:
    """Return a clock as a page shows it, with the name of every holiday in it."""
    closed = [one.day for one in deadline.days if one.kind is DayKind.HOLIDAY]
    names = dict(Holiday.objects.filter(office=None, day__in=closed).values_list("day", "name"))
    return ClockRow(
        deadline=deadline,
        is_late=deadline.is_late(today),
        is_overdue=deadline.is_overdue(today),
        stands_still=deadline.stands_still(today),
        days=tuple(DayRow(counted=one, name=names.get(one.day, "")) for one in deadline.days),
    )
