"""Check that an office which gives signs of life gives them all day long.

A gap alone is a note: power cuts happen. People called deep inside a gap are a violation: the hall
worked, and what outsiders hold the clock by did not.
Source: docs/log-format.md, "Time". Vectors: tests/pure/test_audit_silent.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import events, events_record
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event
from jernih.pure.rulebook import NoRule, Rules, in_force

USUAL: Final = {"heartbeat_minutes": 10, "heartbeat_grace_minutes": 10, "silence_minutes": 60}


@dataclass
class _Office:
    """One office. since: its last sign of life, or the opening; None while the hall is closed.

    late: the first call deep in this silence, and when. gaps: how many, minutes, the longest.
    """

    beat: datetime | None = None
    since: datetime | None = None
    late: tuple[int, datetime] | None = None
    gaps: int = 0
    minutes: int = 0
    longest: tuple[int, datetime | None] = (0, None)


class SilentCheck(Check):
    """A hall that works gives signs of life, once its office has begun to."""

    rule: ClassVar[str] = "record.silent"

    def __init__(self, rules: Rules) -> None:
        """Take the rules of rulebook/record.toml."""
        self._rules = rules
        self._offices: dict[str, _Office] = defaultdict(_Office)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at signs of life, at the hall's day, and at calls: they show that it works."""
        return {
            events_record.Heartbeat: self._beat,
            events.DayOpened: self._opened,
            events.DayClosed: self._closed,
            events.Called: self._called,
        }

    def _beat(self, _index: int, event: Any) -> Iterable[Violation]:
        office = self._offices[event.office]
        found = self._silence(event.office, event.at)
        office.beat = event.at
        if office.since is not None:
            office.since, office.late = event.at, None
        return found

    def _opened(self, _index: int, event: Any) -> Iterable[Violation]:
        self._offices[event.office].since = event.at
        return ()

    def _closed(self, _index: int, event: Any) -> Iterable[Violation]:
        office = self._offices[event.office]
        found = self._silence(event.office, event.at)
        office.since = office.late = None
        return found

    def _called(self, index: int, event: Any) -> Iterable[Violation]:
        office = self._offices[event.office]
        if office.since is None or office.late is not None:
            return ()
        if event.at > office.since + self._span("silence_minutes", event.at):
            office.late = index, event.at
        return ()

    def _silence(self, name: str, at: datetime) -> tuple[Violation, ...]:
        """Look at the silence that ends now."""
        office = self._offices[name]
        if office.beat is None or office.since is None:
            return ()
        usual = self._span("heartbeat_minutes", at) + self._span("heartbeat_grace_minutes", at)
        if at - office.since <= usual:
            return ()
        minutes = (at - office.since) // timedelta(minutes=1)
        office.gaps += 1
        office.minutes += minutes
        office.longest = max(office.longest, (minutes, office.since), key=lambda gap: gap[0])
        # After a cut of power the hall may call a little before the next sign of life.
        if office.late is None or at - office.late[1] <= usual:
            return ()
        index, called = office.late
        words = f"{name} gave no sign of life from {office.since:%Y-%m-%d %H:%M} (UTC) for"
        words = f"{words} {minutes} minutes, but its hall called people in that time, at"
        return (self.wrong(f"{words} {called:%H:%M}.", index),)

    def _span(self, name: str, at: datetime) -> timedelta:
        try:
            minutes = in_force(self._rules, name, on=at.date())
        except NoRule:
            minutes = USUAL[name]
        return timedelta(minutes=minutes)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Look at halls that still are open: their last silence has no end."""
        for name in self._offices:
            if last_at is not None:
                yield from self._silence(name, last_at)

    def notes(self) -> Iterator[str]:
        """Say how long there was no sign of life while halls were open."""
        for name, office in sorted(self._offices.items()):
            if office.gaps:
                minutes, since = office.longest
                yield (
                    f"{name}: {office.gaps} times no sign of life while the hall was open, "
                    f"{office.minutes} minutes in all; the longest {minutes} minutes from "
                    f"{since:%Y-%m-%d %H:%M} (UTC)."
                )
