"""The fact of the monitor: how many inspections there are, never about whom.

It is a fact like those of events.py, which names it too. Told by the night, so that the hour in
which somebody looked says nothing (docs/decisions/0005, 0035).
"""

from dataclasses import dataclass
from datetime import date

from jernih.pure.kinds import Event, fact
from jernih.pure.reasons import AlarmKind, InspectionOutcome


@dataclass(frozen=True, kw_only=True)
class RaisedCount:
    """So many new inspections of one kind."""

    kind: AlarmKind
    count: int


@dataclass(frozen=True, kw_only=True)
class ClosedCount:
    """So many inspections that ended in one way."""

    outcome: InspectionOutcome
    count: int


@fact("oversight.inspections-counted")
class InspectionsCounted(Event):
    """What became of inspections since the last count; counts alone, of the whole office.

    day: the day of the count. judged: days of the hall that the monitor looked at, each once.
    reopened, open, overdue: ended ones taken up again; all that are not closed now; those of them
    past their day.
    """

    day: date
    judged: tuple[date, ...]
    raised: tuple[RaisedCount, ...]
    closed: tuple[ClosedCount, ...]
    reopened: int
    open: int
    overdue: int
