"""The overseer's own clock: from our day of receipt, by the law's calendar and the rulebook.

A step counts for the day the office gives it, if it came here soon after; else for the day it
came: nobody can date a step back. Source: docs/mirror.md, pure/case_clock.py.
"""

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from jernih.mirror.book import Held, HeldStep
from jernih.pure.case_clock import DUTIES, Deadline, StandStill, Story, deadlines, law_calendar
from jernih.pure.casework import CaseClass, Deed, PauseReason
from jernih.pure.rulebook import BadRulebook, Rules, read_rules
from jernih.pure.workdays import Calendar, add_working_days, business_date

# So many working days a step may need to come here, and a case to come onto the record.
GRACE: Final = 2
ZONE: Final = "Asia/Makassar"
_ENDED: Final = ("CLOSED", "PUBLISHED")


class BadCalendar(ValueError):
    """The file of days off or of rules cannot be meant."""


@dataclass(frozen=True, kw_only=True)
class OwnClock:
    """What the overseer counts by. now: the time, from outside. has_holidays: some were given."""

    now: Callable[[], datetime]
    calendar: Calendar
    rules: Rules

    @property
    def has_holidays(self) -> bool:
        """Tell whether days off were given: without them deadlines come too early."""
        return bool(self.calendar.holidays)

    def today(self) -> date:
        """Return the day it is at the office."""
        return business_date(self.now(), zone=self.calendar.zone)

    def after(self, day: date, count: int) -> date:
        """Return the last of so many working days that follow a day."""
        return add_working_days(day, count, calendar=self.calendar)

    def deadlines(self, case: Held, steps: Sequence[HeldStep]) -> tuple[Deadline, ...]:
        """Return the deadlines of a case that we hold, by what we were told of it."""
        return deadlines(self._story(case, steps), rules=self.rules, calendar=self.calendar)

    def overdue(
        self, case: Held, steps: Sequence[HeldStep], *, on: date | None = None
    ) -> list[Deadline]:
        """Return the office's duties whose last day has passed undone. on: today, if not given."""
        day = on or self.today()
        found = self.deadlines(case, steps)
        return [one for one in found if one.kind in DUTIES and one.is_overdue(day)]

    def _story(self, case: Held, steps: Sequence[HeldStep]) -> Story:
        lines = [(one, self._day_of(one)) for one in steps]
        known = [(Deed(one.told.deed), day) for one, day in lines if one.told.deed in list(Deed)]
        return Story(
            filed_on=case.received_on,
            lines=known,
            case_class=_class_of(steps),
            pauses=list(_pauses(lines)),
            at_most=_most_of(steps),
        )

    def _day_of(self, step: HeldStep) -> date:
        is_soon = step.received_on <= self.after(step.told.day, GRACE)
        return step.told.day if is_soon else step.received_on


def is_open(steps: Sequence[HeldStep]) -> bool:
    """Tell whether a case is still to be finished."""
    last = [one.told.deed for one in steps if one.told.deed in (*_ENDED, "REOPENED")]
    return not last or last[-1] == "REOPENED"


def read_calendar(text: str) -> Calendar:
    """Read `zone = "Asia/Makassar"` and `holidays = [2026-12-25, …]`. Raises BadCalendar."""
    try:
        said = tomllib.loads(text)
        if set(said) - {"zone", "holidays"}:
            raise BadCalendar("a calendar has zone and holidays")
        zone = ZoneInfo(str(said.get("zone", ZONE)))
        days = said.get("holidays", [])
        if any(type(day) is not date for day in days):
            raise BadCalendar("a holiday is a day, as in 2026-12-25")
    except (ValueError, OSError, TypeError, LookupError, RecursionError) as reason:
        raise BadCalendar(str(reason)) from None
    return law_calendar(days, zone=zone)


def read_own_rules(text: str = "") -> Rules:
    """Read the days that the law gives; without a text those that came with the program."""
    packed = files("jernih") / "rulebook" / "complaints.toml"
    try:
        return read_rules(text or packed.read_text("utf-8"))
    except BadRulebook as reason:
        raise BadCalendar(str(reason)) from None


def _most_of(steps: Sequence[HeldStep]) -> int | None:
    """Return the days that a case was left when it became a report; they count once."""
    deeds = [one.told.deed for one in steps]
    if not steps or Deed.REOPENED in deeds:
        return None
    said = steps[0].told.fields.get("at_most")
    return said if type(said) is int and said >= 0 else None


def _class_of(steps: Sequence[HeldStep]) -> CaseClass | None:
    said = [one.told.fields.get("class") for one in steps if one.told.deed == Deed.TRIAGED]
    return CaseClass(said[-1]) if said and said[-1] in list(CaseClass) else None


def _pauses(lines: Iterable[tuple[HeldStep, date]]) -> Iterable[StandStill]:
    """Yield the days that do not count: only those that we were told of, with a known reason."""
    since: date | None = None
    reason: PauseReason | None = None
    for step, day in lines:
        if step.told.deed == Deed.PAUSED:
            said = step.told.fields.get("reason")
            since, reason = day, PauseReason(said) if said in list(PauseReason) else None
        elif step.told.deed == Deed.RESUMED and since and reason:
            yield StandStill(reason=reason, since=since, until=day)
            since = reason = None
    if since and reason:
        yield StandStill(reason=reason, since=since)
