"""A report as its reporter sees it, for our page and for browsers that open it themselves."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.urls import reverse

from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import clocks, log, mirrored, opened, own, rosters
from jernih.apps.complaints.queries.opened import SeenCase
from jernih.apps.offices import queries as offices
from jernih.pure.casework import (
    Authority,
    CaseClass,
    ClockKind,
    Deed,
    Finding,
    Made,
    Outcome,
    PauseReason,
    SanctionLevel,
)
from jernih.pure.roles import Role
from jernih.pure.states import ReportState
from jernih.ui import labels

# What a line's closed fields say to its reporter; days, letters and pseudonyms are not among them.
_TOLD: Final[Mapping[str, type[StrEnum]]] = {
    "class": CaseClass,
    "finding": Finding,
    "level": SanctionLevel,
    "authority": Authority,
    "reason": PauseReason,
    "outcome": Outcome,
    "clock": ClockKind,
}


def case_context(case: SeenCase, *, now: datetime) -> dict[str, Any]:
    """Return what the page of an opened report shows."""
    report = case.report
    today = offices.today(report.office, now)
    return {
        "case": case,
        "steps": [(step, told_by(step.fields)) for step in case.steps],
        "receipt": own.receipt_for(report),
        "clocks": clocks.clock_rows(report, today=today),
        "rows": own.rows_of(report),
        "copy": mirrored.copy_of(report).value,
        "may_object": _may_object(report, now=now),
        "may_withdraw": may_withdraw(report),
    }


def told_by(fields: Mapping[str, object]) -> str:
    """Return what the fields of a line say, in words; empty where they say nothing to her."""
    said = [(kind, fields.get(name)) for name, kind in _TOLD.items()]
    words = [str(labels.label_of(kind(str(one)))) for kind, one in said if one in list(kind)]
    return ", ".join(words)


def may_withdraw(report: Report) -> bool:
    """Tell whether withdrawing still says something."""
    return not report.is_withdrawn and report.state != ReportState.PUBLISHED


def case_json(report: Report, *, now: datetime) -> dict[str, Any]:
    """Return the same for a browser: the log, what may be fetched, and whose signatures count."""
    today = offices.today(report.office, now)
    steps = report.steps.exclude(deed=Deed.RECUSED).order_by("number")
    return {
        "office": report.office.slug,
        "state": {
            "words": str(labels.label_of(ReportState(report.state))),
            "tone": labels.label_of(ReportState(report.state)).tone,
        },
        "made": str(labels.label_of(Made(report.made))),
        "epoch": report.epoch,
        "filed_on": report.filed_on.isoformat(),
        "recipient": report.recipient,
        "signs": report.signs,
        "next": opened.next_place(report).number,
        "may_object": _may_object(report, now=now),
        "may_withdraw": may_withdraw(report),
        "copy": mirrored.copy_of(report).value,
        "boards": [
            {"period": row.period, "file": reverse("complaints:board", args=[row.period])}
            for row in own.rows_of(report)
        ],
        "rosters": [row.note for row in rosters.accepted(report.office)],
        "steps": [
            {
                "number": step.number,
                "deed": step.deed,
                "words": str(labels.label_of(Deed(step.deed))),
                "told": told_by(step.fields),
                "on": step.on.isoformat(),
                "role": "" if step.role == Role.CITIZEN else str(labels.label_of(Role(step.role))),
                "message": step.message or 0,
            }
            for step in steps
        ],
        "files": [{"name": name, "size": size} for name, size in opened.names_of(report)],
        "clocks": [
            {
                "words": str(labels.label_of(row.kind)),
                "due": row.deadline.due.isoformat(),
                "ended": row.deadline.ended_on.isoformat() if row.deadline.ended_on else "",
                "is_late": row.is_duty and row.is_late,
                "stands_still": row.stands_still,
            }
            for row in clocks.clock_rows(report, today=today)
        ],
    }


def _may_object(report: Report, *, now: datetime) -> bool:
    until = log.object_until(report)
    stands = report.state == ReportState.CLOSED and not log.has_objected(report)
    return stands and until is not None and offices.today(report.office, now) <= until
