"""Say by which day something must have been done with a report, and how that day was counted.

Source: rulebook/complaints.toml. Vectors: tests/vectors/case_clock.json.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from jernih.pure.casework import CaseClass, ClockKind, Deed, PauseReason
from jernih.pure.rulebook import Rule, Rules, rule_on
from jernih.pure.workdays import Calendar, Span, read_week

_OFFICE_DAY: Final = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("08:00-16:00",))
# An office that shuts on Fridays does not get more time: the law's week is everybody's.
LAW_WEEK: Final[Mapping[int, tuple[Span, ...]]] = read_week(_OFFICE_DAY)

_ENDS: Final[Mapping[ClockKind, frozenset[Deed]]] = {
    ClockKind.ACKNOWLEDGE: frozenset({Deed.ACKNOWLEDGED}),
    ClockKind.PLAN: frozenset({Deed.PLANNED, Deed.REFERRED, Deed.CLOSED}),
    ClockKind.RESOLVE: frozenset({Deed.CLOSED}),
    ClockKind.OBJECT: frozenset({Deed.OBJECTED, Deed.REOPENED}),
}
# Waiting for somebody excuses no one from reading what came, nor eats up the right to object.
_STANDS_STILL: Final = frozenset({ClockKind.PLAN, ClockKind.RESOLVE})
# The office's own duties; passing the last day to object is no fault of anybody's.
DUTIES: Final = (ClockKind.ACKNOWLEDGE, ClockKind.PLAN, ClockKind.RESOLVE)


class DayKind(StrEnum):
    """Why a day counts or does not."""

    COUNTED = "COUNTED"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    PAUSED = "PAUSED"


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockDay:
    """One day of a count. number: its place among the counted ones, 0 for a day that is not."""

    day: date
    kind: DayKind
    number: int = 0
    reason: PauseReason | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StandStill:
    """Days on which a clock stands: from `since` to the day before `until`; None: it lasts."""

    reason: PauseReason
    since: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Story:
    """What is known of a case's days. lines: each deed and its day, in their order.

    at_most: counted days for its end that it had before it was put into another class, or became
    another kind of case; more it is never given.
    """

    filed_on: date
    lines: Sequence[tuple[Deed, date]] = ()
    case_class: CaseClass | None = None
    pauses: Sequence[StandStill] = ()
    at_most: int | None = None


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A clock of a case. begins: the day after which is counted; due: the last day in time.

    days: every day from the first counted to the due one. ended_on: when it was done, None while
    it runs. A pause that lasts is taken to last as long as it may.
    """

    kind: ClockKind
    rule: Rule
    begins: date
    due: date
    days: tuple[ClockDay, ...]
    ended_on: date | None = None

    @property
    def count(self) -> int:
        """Return how many days are counted; fewer than the rule's where fewer were left before."""
        return max((one.number for one in self.days), default=0)

    def left(self, today: date) -> int:
        """Return how many counted days come after this one, up to the last day."""
        return sum(one.kind is DayKind.COUNTED and one.day > today for one in self.days)

    def is_late(self, today: date) -> bool:
        """Tell whether it was done after its last day, or is still not done after it."""
        return (self.ended_on or today) > self.due

    def is_overdue(self, today: date) -> bool:
        """Tell whether it is not done though its last day is over."""
        return self.ended_on is None and today > self.due

    def stands_still(self, today: date) -> bool:
        """Tell whether this day is one that does not count for a pause."""
        paused = (one for one in self.days if one.day == today)
        return self.ended_on is None and any(one.kind is DayKind.PAUSED for one in paused)


def law_calendar(holidays: Iterable[date], *, zone: tzinfo) -> Calendar:
    """Return the calendar of the law: Monday to Friday without national holidays, joint leave."""
    return Calendar(zone=zone, week=LAW_WEEK, holidays=frozenset(holidays))


def deadlines(story: Story, *, rules: Rules, calendar: Calendar) -> tuple[Deadline, ...]:
    """Return the clocks of a case that have begun, in the order of ClockKind.

    rules: of rulebook/complaints.toml. A case that was taken up again has new clocks for its
    plan and its end. Raises NoRule for a case older than the rules.
    """
    first = _clock(ClockKind.ACKNOWLEDGE, story.filed_on, story, rules, calendar)
    again = max(
        (at for at, (deed, _) in enumerate(story.lines) if deed is Deed.REOPENED), default=-1
    )
    lines = story.lines[again + 1 :]
    rest = replace(story, lines=lines)
    begun = story.lines[again][1] if again >= 0 else None
    # Reading late must not buy time for what follows.
    read_on = min(first.ended_on or first.due, first.due)
    found = [
        first,
        _clock(ClockKind.PLAN, begun or read_on, rest, rules, calendar),
        _clock(ClockKind.RESOLVE, begun or story.filed_on, rest, rules, calendar),
    ]
    closed = [(at, on) for at, (deed, on) in enumerate(lines) if deed is Deed.CLOSED]
    if closed:
        at, on = closed[-1]
        after = Story(filed_on=story.filed_on, lines=lines[at + 1 :])
        found.append(_clock(ClockKind.OBJECT, on, after, rules, calendar))
    return tuple(found)


def count_days(
    begins: date,
    count: int,
    *,
    calendar: Calendar,
    pauses: Sequence[StandStill] = (),
    most: Mapping[PauseReason, int] | None = None,
) -> tuple[ClockDay, ...]:
    """Return every day after `begins` until `count` of them counted, the last one counted too.

    most: calendar days that all pauses of a reason together may last; what is longer counts.
    """
    rows, number = [], 0
    used = dict.fromkeys(PauseReason, 0)
    for day in _days_after(begins):
        if number == count:
            break
        reason = _standing(day, pauses)
        if reason and used[reason] < (most or {}).get(reason, 0):
            used[reason] += 1
            rows.append(ClockDay(day=day, kind=DayKind.PAUSED, reason=reason))
            continue
        kind = _kind(day, calendar)
        number += kind is DayKind.COUNTED
        rows.append(ClockDay(day=day, kind=kind, number=number if kind is DayKind.COUNTED else 0))
    return tuple(rows)


def rule_name(kind: ClockKind, case_class: CaseClass | None) -> str:
    """Return the name of a clock's number in the rulebook; unassessed counts as about conduct."""
    if kind is ClockKind.RESOLVE:
        return f"resolve_{(case_class or CaseClass.SUPERVISORY).lower()}_days"
    return f"{kind.lower()}_days"


def _clock(
    kind: ClockKind, begins: date, story: Story, rules: Rules, calendar: Calendar
) -> Deadline:
    rule = rule_on(rules, rule_name(kind, story.case_class), on=story.filed_on)
    days = count_days(
        begins,
        _days_given(kind, rule, story),
        calendar=calendar,
        pauses=story.pauses if kind in _STANDS_STILL else (),
        most=_most(rules, on=story.filed_on),
    )
    ended = next((on for deed, on in story.lines if deed in _ENDS[kind]), None)
    due = days[-1].day if days else begins
    return Deadline(kind=kind, rule=rule, begins=begins, due=due, days=days, ended_on=ended)


def _days_given(kind: ClockKind, rule: Rule, story: Story) -> int:
    if kind is not ClockKind.RESOLVE or story.at_most is None:
        return rule.value
    return min(rule.value, story.at_most)


def _most(rules: Rules, *, on: date) -> dict[PauseReason, int]:
    return {
        reason: rule_on(rules, f"pause_{reason.lower()}_days", on=on).value
        for reason in PauseReason
    }


def _standing(day: date, pauses: Sequence[StandStill]) -> PauseReason | None:
    return next(
        (
            one.reason
            for one in pauses
            if one.since <= day and (one.until is None or day < one.until)
        ),
        None,
    )


def _kind(day: date, calendar: Calendar) -> DayKind:
    if not calendar.week.get(day.weekday()):
        return DayKind.WEEKEND
    return DayKind.HOLIDAY if day in calendar.holidays else DayKind.COUNTED


def _days_after(begins: date) -> Iterator[date]:
    for n in range(1, (date(MAXYEAR, 12, 31) - begins).days):
        yield begins + timedelta(days=n)
