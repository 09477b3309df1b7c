"""The facts of reports and complaints: that they came, what was done, how many; days, never hours.

They are facts like those of events.py, which names this file too. Told by the night, in an order
that says nothing of when somebody wrote (docs/decisions/0005).
"""

from datetime import date
from typing import Annotated

from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.kinds import Event, Hash, fact

Period = Annotated[str, r"2[0-9]{3}-Q[1-4]"]


@fact("complaints.filed")
class ReportsFiled(Event):
    """Reports came in on a day; a commitment each, in the order of their bytes."""

    day: date
    commitments: tuple[Hash, ...]


@fact("complaints.stepped")
class ReportsStepped(Event):
    """Lines were added to reports; a commitment each, which only its reporter can make again."""

    day: date
    commitments: tuple[Hash, ...]


@fact("complaints.counted")
class ReportsCounted(Event):
    """How many sealed reports there are at the end of a day; every day has its count.

    received, closed, reopened: on this day. acknowledged, acknowledged_late: on this day, in time
    or after the last day for it. open, overdue: now, and those of them past one of their days.
    total: ever received; what is erased is counted too.
    """

    day: date
    received: int
    acknowledged: int
    acknowledged_late: int
    closed: int
    reopened: int
    open: int
    overdue: int
    total: int


@fact("complaints.overdue")
class ReportsOverdue(Event):
    """The clock rang: so many reports passed the last day for one of the office's duties."""

    day: date
    clock: ClockKind
    count: int


@fact("complaints.roster-declared")
class RosterDeclared(Event):
    """Whose keys open reports from now on: the hash of the roster that the overseer signed."""

    day: date
    serial: int
    hash: Hash


@fact("complaints.board-published")
class BoardPublished(Event):
    """The accountability board of a quarter: so many rows, and the hash of the file."""

    day: date
    period: Period
    rows: int
    hash: Hash


@fact("complaints.files-erased")
class ReportFilesErased(Event):
    """The sealed files of so many reports were destroyed as the rulebook says; they still count."""

    day: date
    reports: int


@fact("complaints.grievances-counted")
class GrievancesCounted(Event):
    """How many complaints about service there are at the end of a day; every day has its count.

    received, assigned, answered, answered_late, reopened, closed, sealed, erased: on this day;
    answered_late after its last day, the others in time. sealed: became sealed reports. open,
    overdue: wait for the office now, and those of them past one of their days. total: ever
    received; what is erased is counted too.
    """

    day: date
    received: int
    assigned: int
    answered: int
    answered_late: int
    reopened: int
    closed: int
    sealed: int
    erased: int
    open: int
    overdue: int
    total: int


@fact("complaints.grievances-overdue")
class GrievancesOverdue(Event):
    """The clock rang: so many complaints about service passed the last day for a duty."""

    day: date
    clock: ClockKind
    count: int


@fact("complaints.grievances-reclassified")
class GrievancesReclassified(Event):
    """So many complaints about service were put into another class; what became of their days.

    days_before, days_after: working days for the answer, never more than before. A change to
    SUPERVISORY that is counted as sealed too became a sealed report, and keeps the days it had.
    """

    day: date
    before: CaseClass
    after: CaseClass
    days_before: int
    days_after: int
    count: int
