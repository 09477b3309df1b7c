"""What a report's log says: its finding, what was done since it was last taken up, its window."""

from datetime import date

from django.db.models import QuerySet

from jernih.apps.complaints.models import Approval, Pause, Report, Step
from jernih.apps.offices import queries as offices
from jernih.pure import case_clock, workdays
from jernih.pure.casework import Deed, Finding, Outcome, SanctionLevel
from jernih.pure.roles import Role

_LEVELS = {
    SanctionLevel.LIGHT: Outcome.LIGHT,
    SanctionLevel.MEDIUM: Outcome.MEDIUM,
    SanctionLevel.HEAVY: Outcome.HEAVY,
}


def round_of(report: Report) -> QuerySet[Step]:
    """Return the lines since the report was filed, or last taken up again, in order."""
    again = report.steps.filter(deed=Deed.REOPENED).order_by("-number").first()
    lines = report.steps.order_by("number")
    return lines.filter(number__gt=again.number) if again else lines


def last(report: Report, deed: Deed) -> Step | None:
    """Return the last line of this deed since the report was last taken up."""
    return round_of(report).filter(deed=deed).last()


def finding_of(report: Report) -> Finding | None:
    """Return what the check found, if it has."""
    found = last(report, Deed.FOUND)
    return Finding(found.fields["finding"]) if found else None


def outcome_of(report: Report) -> Outcome | None:
    """Return what the public may read of a report that has ended; None before that."""
    if last(report, Deed.CLOSED) is None:
        return None
    sanction = last(report, Deed.SANCTIONED)
    if sanction:
        return _LEVELS[SanctionLevel(sanction.fields["level"])]
    if last(report, Deed.REFERRED):
        return Outcome.REFERRED
    return Outcome.NOT_PROVEN if finding_of(report) else Outcome.NO_CHECK


def those_who_found(report: Report) -> set[str]:
    """Return who made the visit or the finding: another person decides on the sanction."""
    lines = round_of(report).filter(deed__in=[Deed.VISITED, Deed.FOUND])
    return set(lines.values_list("by", flat=True))


def reporter_wrote_last(report: Report) -> bool:
    """Tell whether the newest message is the reporter's, so that an answer may be due."""
    newest = report.steps.exclude(message=None).order_by("-number").first()
    return newest is not None and newest.role == Role.CITIZEN


def waiting_since(report: Report) -> Pause | None:
    """Return the pause that lasts, if one does."""
    return report.pauses.filter(until=None).first()


def object_until(report: Report) -> date | None:
    """Return the last day on which the reporter may object; None while the report runs."""
    closed = last(report, Deed.CLOSED)
    if closed is None:
        return None
    days = offices.rule("complaints", "object_days", on=report.filed_on)
    holidays = offices.calendar_of(report.office).holidays
    calendar = case_clock.law_calendar(holidays, zone=report.office.zone)
    return workdays.add_working_days(closed.on, days, calendar=calendar)


def has_objected(report: Report) -> bool:
    """Tell whether the reporter has objected, ever: it is answered by taking it up, once."""
    return report.steps.filter(deed=Deed.OBJECTED).exists()


def has_open_objection(report: Report) -> bool:
    """Tell whether an objection waits for the report to be taken up again."""
    return last(report, Deed.OBJECTED) is not None


def standing_approvals(report: Report) -> list[Approval]:
    """Return what is asked or agreed and neither refused nor done; taking a report up ends it."""
    again = report.steps.filter(deed=Deed.REOPENED).order_by("-number").first()
    rows = report.approvals.filter(used_on=None).exclude(is_agreed=False).order_by("number")
    return [row for row in rows if again is None or row.fields["step"] >= again.number]
