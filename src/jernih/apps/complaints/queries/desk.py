"""The desk of a holder: what she holds with the next clock of each, and what waits for her word."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from jernih.apps.complaints.models import Approval, Report
from jernih.apps.complaints.queries import cases, clocks, log, rights
from jernih.apps.complaints.queries.cases import ApprovalRow, CaseRow
from jernih.apps.complaints.queries.clocks import ClockRow
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import ReportState


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One report in the inbox. clock: the next that runs. days: left, below 0 over.

    has_objection: the reporter objects, and nobody has taken it up. is_answered: she wrote last.
    """

    case: CaseRow
    clock: ClockRow | None
    days: int
    is_mirrored: bool
    has_objection: bool
    is_answered: bool

    @property
    def days_over(self) -> int:
        """Return by how many days it is over."""
        return -self.days


def desk(actor: Actor, *, today: date) -> list[DeskRow]:
    """Return every report this actor may see, the most urgent first."""
    known = {row.locator: row for row in cases.inbox(actor)}
    found = []
    for report in rights.cases_of(actor):
        clock = next_clock(clocks.clock_rows(report, today=today))
        days = (clock.deadline.due - today).days if clock else 0
        found.append(
            DeskRow(
                case=known[report.locator],
                clock=clock,
                days=days,
                is_mirrored=report.mirrored is not None,
                has_objection=has_objection(report),
                is_answered=log.reporter_wrote_last(report),
            )
        )
    return sorted(found, key=_urgency)


def has_objection(report: Report) -> bool:
    """Tell whether a report that has ended waits to be taken up again."""
    return report.state == ReportState.CLOSED and log.has_open_objection(report)


def _urgency(row: DeskRow) -> tuple[bool, bool, int, date]:
    return not row.has_objection, row.clock is None, row.days, row.case.filed_on


def next_clock(rows: list[ClockRow]) -> ClockRow | None:
    """Return the clock that runs out first; the reporter's own window comes last."""
    running = [row for row in rows if not row.is_ended]
    return min(running, key=lambda row: (not row.is_duty, row.deadline.due), default=None)


def waiting_for(actor: Actor) -> list[tuple[CaseRow, ApprovalRow]]:
    """Return what asks for this actor's word, or was agreed for her to do."""
    if not actor.may(Permission.CASE_HOLD):
        return []
    asked_of = Approval.objects.filter(report=OuterRef("pk"), used_on=None)
    found = rights.cases_of(actor).filter(Exists(asked_of.exclude(is_agreed=False)))
    details = [cases.case_detail(actor, report.locator) for report in found]
    return [
        (case.row, asked)
        for case in details
        for asked in case.approvals
        if asked.may_answer or asked.may_use
    ]
