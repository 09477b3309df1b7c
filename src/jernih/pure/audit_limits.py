"""Check the published limits of booking: families, moves, and the rest of a number given back.

The limits are dated (rulebook/quotas.toml); each fact is judged by the rule of its own day.
Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_limits.py.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.reasons import MoveReason, ReleaseMode
from jernih.pure.rulebook import NoRule, Rules, in_force

# The record does not say in which of the country's zones an office lies. What would be right in
# one of them is not called wrong.
_EAST: Final = timezone(timedelta(hours=9))
_WEST: Final = timezone(timedelta(hours=7))


def limit_checks(rules: Rules) -> list[Check]:
    """Return the checks of limits. rules: those of rulebook/quotas.toml."""
    return [LimitCheck(rules), RestCheck(rules)]


class LimitCheck(Check):
    """A family is no larger than allowed, and moves as often and as late as allowed, no more."""

    rule: ClassVar[str] = "booking.limits"

    def __init__(self, rules: Rules) -> None:
        """Judge by these rules."""
        self._rules = rules
        self._moves: Counter[str] = Counter()
        self._corrections: Counter[tuple[str, int]] = Counter()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what is taken, moved and corrected."""
        return {
            events.Taken: self._taken,
            events.Moved: self._moved,
            events.Corrected: self._corrected,
        }

    def _taken(self, index: int, event: Any) -> Iterator[Violation]:
        most = _limit(self._rules, "family_max", on=event.day)
        if not 1 <= len(event.numbers) <= most:
            words = f"{len(event.numbers)} numbers of {event.day} were taken at once"
            yield self.wrong(f"{words}; a family has 1 to {most}.", index)

    def _moved(self, index: int, event: Any) -> Iterator[Violation]:
        if event.reason is not MoveReason.CITIZEN:
            return
        self._moves[event.ref] += 1
        moves, most = self._moves[event.ref], _limit(self._rules, "moves_max", on=event.day)
        if moves > most:
            yield self.wrong(f"An application moved {moves} times; {most} is the most.", index)
        days = _limit(self._rules, "move_days_before", on=event.day)
        last = datetime.combine(event.day - timedelta(days=days - 1), time(), _WEST)
        if event.at >= last:
            words = f"{', '.join(event.numbers)} of {event.day} moved too late"
            yield self.wrong(f"{words}; {days} days before is the last time.", index)

    def _corrected(self, index: int, event: Any) -> Iterator[Violation]:
        most = _limit(self._rules, "name_corrections_max", on=event.at.date())
        self._corrections[event.ref, event.times] += 1
        if not 1 <= event.times <= most:
            words = f"A name at {event.number} was corrected {event.times} times"
            yield self.wrong(f"{words}; {most} is the most.", index)
        # Of a family each may be corrected; but nobody a second time before the first.
        elif event.times > 1 and (
            self._corrections[event.ref, event.times]
            > self._corrections[event.ref, event.times - 1]
        ):
            words = f"A name at {event.number} was corrected the {event.times}. time"
            yield self.wrong(f"{words}, and not before.", index)


class RestCheck(Check):
    """A number given back comes anew only after its rest, or in the evening before its day.

    Otherwise it could be handed to a buyer: given back and taken again in the same second.
    """

    rule: ClassVar[str] = "booking.rest"

    def __init__(self, rules: Rules) -> None:
        """Judge by these rules."""
        self._rules = rules
        self._returned: dict[tuple[str, date, str], tuple[datetime, int]] = {}
        self._drawn: set[tuple[str, date, str]] = set()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at what is given back and what comes anew."""
        return {
            events.SupplyReleased: self._released,
            events_draw.LeftoverOffered: self._opened,
            events.Moved: self._given_back,
            events.Withdrawn: self._given_back,
            events.SeatAdded: self._added,
        }

    def _released(self, _index: int, event: Any) -> Iterator[Violation]:
        if event.mode is ReleaseMode.DRAW:
            self._drawn.add((event.office, event.day, event.series))
        yield from ()

    def _opened(self, _index: int, event: Any) -> Iterator[Violation]:
        for number in event.numbers:
            self._drawn.discard((event.office, event.day, number[0]))
        yield from ()

    def _given_back(self, index: int, event: Any) -> Iterator[Violation]:
        for number in event.numbers:
            self._returned[event.office, event.day, number] = (event.at, index)
        yield from ()

    def _added(self, index: int, event: Any) -> Iterator[Violation]:
        returned = self._returned.get((event.office, event.day, event.replaces))
        if returned is None:
            return  # said by booking.supply
        if (event.office, event.day, event.number[0]) in self._drawn:
            return  # goes to the next in draw order, at once: said by draw.standby
        returned_at, before = returned
        words = f"{event.replaces} of {event.day} came anew as {event.number}"
        if returned_at >= self._evening(event.day, _WEST):
            yield self.wrong(f"{words}, though it was given back too late for that.", before, index)
            return
        rest = timedelta(hours=_limit(self._rules, "returned_rest_hours", on=event.day))
        if event.at < min(returned_at + rest, self._evening(event.day, _EAST)):
            yield self.wrong(f"{words} after only {event.at - returned_at}.", before, index)

    def _evening(self, day: date, zone: timezone) -> datetime:
        hour = _limit(self._rules, "returned_evening_hour", on=day)
        return datetime.combine(day - timedelta(days=1), time(hour), zone)


def _limit(rules: Rules, name: str, *, on: date) -> int:
    """Return a limit; before the first rule there was none, so nothing was allowed."""
    try:
        return in_force(rules, name, on=on)
    except NoRule:
        return 0
