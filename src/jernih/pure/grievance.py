"""Complaints about service: what they are about, what is done with them, and by when.

The clocks are those of reports (case_clock), by the same calendar and the same pauses. Whatever a
complaint is put into, it never gets more days for its answer than it had.
Source: rulebook/complaints.toml. Tests: tests/pure/test_grievance.py.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from jernih.pure.case_clock import Deadline, StandStill, Story, deadlines, rule_name
from jernih.pure.casework import CaseClass, ClockKind, Deed, PauseReason
from jernih.pure.rulebook import Rules, rule_on
from jernih.pure.workdays import Calendar

SCORE_LEAST: Final = 1
SCORE_MOST: Final = 5
CLOCKS: Final = (ClockKind.ACKNOWLEDGE, ClockKind.RESOLVE, ClockKind.OBJECT)
DUTIES: Final = (ClockKind.ACKNOWLEDGE, ClockKind.RESOLVE)


class Subject(StrEnum):
    """What a complaint about service is about, as its sender ticks it."""

    WAIT = "WAIT"
    NUMBER = "NUMBER"
    PAPERS = "PAPERS"
    TREATMENT = "TREATMENT"
    RESULT = "RESULT"
    BUILDING = "BUILDING"
    QUESTION = "QUESTION"
    MONEY = "MONEY"
    OTHER = "OTHER"


class GrievanceDeed(StrEnum):
    """A line of a complaint's log, as its sender reads it too."""

    FILED = "FILED"
    ASSIGNED = "ASSIGNED"
    HANDED_OVER = "HANDED_OVER"
    RECLASSIFIED = "RECLASSIFIED"
    ASKED = "ASKED"
    WROTE = "WROTE"
    ANSWERED = "ANSWERED"
    RATED = "RATED"
    REOPENED = "REOPENED"
    OVERDUE = "OVERDUE"
    CLOSED = "CLOSED"
    SEALED = "SEALED"


_G: Final = GrievanceDeed
# What a line means to the clocks of reports; an answer ends the office's duty.
_MEANS: Final = {
    _G.ASSIGNED: Deed.ACKNOWLEDGED,
    _G.ANSWERED: Deed.CLOSED,
    _G.REOPENED: Deed.REOPENED,
    _G.SEALED: Deed.CLOSED,
}
_ENDS_A_QUESTION: Final = frozenset({_G.WROTE, _G.ANSWERED, _G.REOPENED, _G.SEALED})

# Whole words only: "ruang" holds "uang", and "calon" begins like "calo".
_STEMS: Final = (
    "uang|duit|suap|sogok|pungli|pungutan|calo|amplop|gratifikasi|pelicin|upeti|imbalan|hadiah|"
    "korupsi|nepotisme|pemeras|peras|bribe|bribed|bribery|money|cash|tout|broker|gift|corruption|"
    "extortion|(?:meny|peny)(?:uap|ogok)"
)
_MONEY: Final = re.compile(
    rf"\b(?:me|mem|di|ber|pe|ter)?(?:{_STEMS})(?:an|i|nya|ku|s)*\b", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a complaint's days. lines: each deed and its day, in their order."""

    filed_on: date
    lines: Sequence[tuple[GrievanceDeed, date]] = ()
    case_class: CaseClass
    at_most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A complaint in another class: working days for its answer, before and after."""

    days_before: int
    days_after: int


def class_of(subject: Subject) -> CaseClass:
    """Return the class in which a complaint begins; nobody begins with the days of conduct."""
    return CaseClass.INFORMATION if subject is Subject.QUESTION else CaseClass.PLAIN


def speaks_of_money(text: str) -> bool:
    """Tell whether words name money, a gift or a broker, so that the sealed door is offered."""
    return _MONEY.search(text) is not None


def clocks_of(told: Told, *, rules: Rules, calendar: Calendar) -> tuple[Deadline, ...]:
    """Return the clocks of a complaint that have begun: taken up, answered, and to object.

    Raises NoRule for a complaint older than the rules.
    """
    story = Story(
        filed_on=told.filed_on,
        lines=[(_MEANS[deed], on) for deed, on in told.lines if deed in _MEANS],
        case_class=told.case_class,
        pauses=list(waits(told.lines)),
        at_most=told.at_most,
    )
    is_sealed = any(deed is _G.SEALED for deed, _ in told.lines)
    found = deadlines(story, rules=rules, calendar=calendar)
    wanted = DUTIES if is_sealed else CLOCKS
    return tuple(one for one in found if one.kind in wanted)


def waits(lines: Sequence[tuple[GrievanceDeed, date]]) -> Iterator[StandStill]:
    """Yield the days on which the office waits for its sender: from a question to what follows."""
    since: date | None = None
    for deed, on in lines:
        if deed is _G.ASKED and since is None:
            since = on
        elif deed in _ENDS_A_QUESTION and since is not None:
            yield _waiting(since, on)
            since = None
    if since is not None:
        yield _waiting(since, None)


def reclassify(
    before: CaseClass, after: CaseClass, *, at_most: int | None, rules: Rules, on: date
) -> Change:
    """Return the days that a complaint has in another class: never more than before.

    at_most: what earlier changes left it, None if there were none. on: the day of its filing.
    """
    had = _days(before, rules, on=on)
    had = had if at_most is None else min(had, at_most)
    return Change(days_before=had, days_after=min(had, _days(after, rules, on=on)))


def _days(case_class: CaseClass, rules: Rules, *, on: date) -> int:
    return rule_on(rules, rule_name(ClockKind.RESOLVE, case_class), on=on).value


def _waiting(since: date, until: date | None) -> StandStill:
    return StandStill(reason=PauseReason.WAITS_FOR_REPORTER, since=since, until=until)
