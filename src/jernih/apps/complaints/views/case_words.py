"""A report as its reporter sees it, for our page and for browsers that open it themselves."""

from datetime import datetime
from typing import Any

from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import clocks, log, mirrored, opened, own, rosters
from jernih.apps.complaints.queries.opened import SeenCase
from jernih.apps.offices import queries as offices
from jernih.pure.casework import Deed
from jernih.pure.states import ReportState
from jernih.ui import labels


def case_context(case: SeenCase, *, now: datetime) -> dict[str, Any]:
    """Return what the page of an opened report shows."""
    report = case.report
    today = offices.today(report.office, now)
    return {
        "case": case,
        "clocks": clocks.clock_rows(report, today=today),
        "rows": own.rows_of(report),
        "copy": mirrored.copy_of(report).value,
        "may_object": _may_object(report, now=now),
        "may_withdraw": not report.is_withdrawn and case.state is not ReportState.PUBLISHED,
    }


def case_json(report: Report, *, now: datetime) -> dict[str, Any]:
    """Return the same for a browser: the log, what may be fetched, and whose signatures count."""
    today = offices.today(report.office, now)
    steps = report.steps.exclude(deed=Deed.RECUSED).order_by("number")
    return {
        "office": report.office.slug,
        "state": report.state,
        "made": report.made,
        "epoch": report.epoch,
        "filed_on": report.filed_on.isoformat(),
        "recipient": report.recipient,
        "signs": report.signs,
        "next": opened.next_place(report).number,
        "may_object": _may_object(report, now=now),
        "copy": mirrored.copy_of(report).value,
        "rosters": [row.note for row in rosters.accepted(report.office)],
        "steps": [
            {
                "number": step.number,
                "deed": step.deed,
                "words": str(labels.label_of(Deed(step.deed))),
                "on": step.on.isoformat(),
                "role": step.role,
                "message": step.message or 0,
            }
            for step in steps
        ],
        "files": [{"name": name, "size": size} for name, size in opened.names_of(report)],
        "clocks": [
            {"words": str(labels.label_of(row.kind)), "due": row.deadline.due.isoformat()}
            for row in clocks.clock_rows(report, today=today)
        ],
    }


def _may_object(report: Report, *, now: datetime) -> bool:
    until = log.object_until(report)
    stands = report.state == ReportState.CLOSED and not log.has_objected(report)
    return stands and until is not None and offices.today(report.office, now) <= until
