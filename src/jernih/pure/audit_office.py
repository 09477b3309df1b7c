"""Check what an office says of its own house-keeping: files compared, persons erased, papers seen.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_office.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import events, events_draw, events_office
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.events import Event, HallEvent
from jernih.pure.reasons import Channel
from jernih.pure.rulebook import NoRule, Rules, in_force

# The clock wipes at night; a machine that was off for a weekend is not yet a broken promise.
GRACE: Final = timedelta(days=3)

DayKey = tuple[str, date]


def office_checks(rules: Rules) -> list[Check]:
    """Return these checks. rules: those of rulebook/quotas.toml."""
    return [FilesCheck(), IdentityCheck(), EraseCheck(rules), WalkInEraseCheck(rules)]


class FilesCheck(Check):
    """The numbers served that an office held against the ministry's files are the true ones."""

    rule: ClassVar[str] = "hall.files"

    def __init__(self) -> None:
        """Start with no day."""
        self._came: dict[DayKey, dict[str, str]] = defaultdict(dict)
        self._served: dict[DayKey, Counter[str]] = {}
        self._running: dict[DayKey, Counter[str]] = defaultdict(Counter)
        self._claims: dict[DayKey, dict[str, Any]] = defaultdict(dict)

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at who came for what, who was served, and at what the office says of it."""
        return {
            events.CheckedIn: self._arrived,
            events.WalkedIn: self._arrived,
            events.Served: self._was_served,
            events.DayClosed: self._closed,
            events_office.Reconciled: self._reconciled,
        }

    def _arrived(self, _index: int, event: Any) -> Iterable[Violation]:
        self._came[event.office, event.day][event.number] = event.service
        return ()

    def _was_served(self, _index: int, event: Any) -> Iterable[Violation]:
        # Whoever was sent on from one service to another counts for the one she came for.
        service = self._came[event.office, event.day].get(event.number, "")
        self._running[event.office, event.day][service] += 1
        return ()

    def _closed(self, _index: int, event: Any) -> Iterable[Violation]:
        key = (event.office, event.day)
        self._served[key] = self._running.pop(key, Counter())
        self._came.pop(key, None)
        return ()

    def _reconciled(self, index: int, event: Any) -> Iterator[Violation]:
        served = self._served.get((event.office, event.day))
        place = f"{event.office} on {event.day}"
        if served is None:
            yield self.wrong(f"{place}: files were compared before the day was closed.", index)
            return
        true = served[event.service]
        if event.served != true:
            words = f"{place}: {event.served} numbers for {event.service} were said to be served"
            yield self.wrong(f"{words}; the record shows {true}.", index)
        self._claims[event.office, event.day][event.service] = event

    def notes(self) -> Iterator[str]:
        """Say how many days were compared, and every difference: a difference is no accusation."""
        if not self._served:
            return
        compared = len(self._claims)
        yield f"The ministry's files were held against {compared} of {len(self._served)} days."
        for (office, day), claims in sorted(self._claims.items()):
            for service, said in sorted(claims.items()):
                if said.processed != said.served:
                    files = f"{said.processed} files and {said.served} numbers served"
                    yield f"{office} on {day}: {files} for {service}."


class IdentityCheck(Check):
    """Who came in without a code was seen by an officer, and came in at once, at the desk."""

    rule: ClassVar[str] = "hall.identity"

    def __init__(self) -> None:
        """Expect nobody."""
        self._seen: dict[DayKey, tuple[Any, int]] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact of the hall: the next one must be the right one."""
        kinds = [kind for kind in events.KINDS.values() if issubclass(kind, HallEvent)]
        return dict.fromkeys(kinds, self._step)

    def _step(self, index: int, event: Any) -> Iterable[Violation]:
        found: Iterable[Violation] = ()
        # Nearly always nobody is expected, in no hall.
        if self._seen:
            found = self._expected(event, index)
        if type(event) is events_office.IdentitySeen:
            self._seen[event.office, event.day] = (event, index)
        return found

    def _expected(self, event: Any, index: int) -> Iterable[Violation]:
        before = self._seen.pop((event.office, event.day), None)
        if before is None:
            return ()
        seen, seen_index = before
        is_it = isinstance(event, events.CheckedIn) and event.number == seen.number
        if is_it and event.channel is Channel.DESK:
            return ()
        words = f"{seen.number} of {event.day}: papers were seen, but it did not come in."
        return (self.wrong(words, seen_index, index),)


@dataclass(kw_only=True)
class _Life:
    """What the record knows of an application. ended: the day it ended, None while it lives."""

    office: str
    day: date | None
    index: int
    ended: date | None = None
    is_present: bool = False
    is_erased: bool = False


class EraseCheck(Check):
    """Persons are erased after their application has ended, and no later than was promised."""

    rule: ClassVar[str] = "booking.erased"

    def __init__(self, rules: Rules) -> None:
        """Judge by these rules."""
        self._rules = rules
        self._lives: dict[str, _Life] = {}
        self._in_batch: dict[str, list[_Life]] = defaultdict(list)
        self._closed: set[DayKey] = set()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact that names an application, and at days that end."""
        return {
            events.Taken: self._began,
            events_draw.Applied: self._joined,
            events_draw.BatchClosed: self._batch_closed,
            events_draw.BatchCancelled: self._cancelled,
            events_draw.SeatsDrawn: self._drawn,
            events_draw.StandbySeated: self._seated,
            events_draw.ApplicationWithdrawn: self._ended,
            events_draw.WaitingEnded: self._ended,
            events.Moved: self._moved,
            events.Confirmed: self._touched,
            events.Corrected: self._touched,
            events.CheckedIn: self._came,
            events.Withdrawn: self._ended,
            events.MissedDay: self._ended,
            events.DayClosed: self._day_closed,
            events_office.Erased: self._erased,
        }

    def _began(self, index: int, event: Any) -> Iterable[Violation]:
        self._lives[event.ref] = _Life(office=event.office, day=event.day, index=index)
        return ()

    def _joined(self, index: int, event: Any) -> Iterable[Violation]:
        life = _Life(office=event.office, day=None, index=index)
        self._lives[event.ref] = life
        self._in_batch[event.batch].append(life)
        return ()

    def _batch_closed(self, _index: int, event: Any) -> Iterable[Violation]:
        self._in_batch.pop(event.batch, None)
        return ()

    def _cancelled(self, _index: int, event: Any) -> Iterable[Violation]:
        """End all who are still in a batch that is given up: no fact says it of each."""
        for life in self._in_batch.pop(event.batch, ()):
            life.ended = life.ended or event.at.date()
        return ()

    def _drawn(self, index: int, event: Any) -> Iterator[Violation]:
        for row in event.rows:
            if row.numbers:
                yield from self._touched(index, row)

    def _seated(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._touched(index, event)

    def _touched(self, index: int, event: Any) -> Iterable[Violation]:
        life = self._lives.get(event.ref)
        if life is not None and life.is_erased:
            words = "Something happened to an application after its people had been erased."
            return (self.wrong(words, life.index, index),)
        return ()

    def _moved(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._touched(index, event)
        if life := self._lives.get(event.ref):
            life.day = event.to_day

    def _came(self, index: int, event: Any) -> Iterable[Violation]:
        if life := self._lives.get(event.ref):
            life.is_present, life.day = True, event.day
        return self._touched(index, event)

    def _ended(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._touched(index, event)
        if life := self._lives.get(event.ref):
            life.ended = event.day if isinstance(event, events.MissedDay) else event.at.date()

    def _day_closed(self, _index: int, event: Any) -> Iterable[Violation]:
        self._closed.add((event.office, event.day))
        return ()

    def _erased(self, index: int, event: Any) -> Iterator[Violation]:
        life = self._lives.get(event.ref)
        if life is None:
            yield self.wrong("People were erased of an application that was never made.", index)
            return
        if life.is_erased:
            yield self.wrong("The people of one application were erased twice.", life.index, index)
        elif not self._is_over(life):
            words = "The people of an application were erased before it had ended."
            yield self.wrong(words, life.index, index)
        life.is_erased, life.index = True, index

    def _is_over(self, life: _Life) -> bool:
        is_day_over = life.day is not None and (life.office, life.day) in self._closed
        return is_day_over if life.is_present else life.ended is not None

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find people who should have been erased long ago."""
        for life in self._lives.values():
            if life.is_erased or last_at is None or not self._is_over(life):
                continue
            ended = life.day if life.is_present else life.ended
            due = ended and _due(self._rules, ended)
            if due and due < last_at.date():
                words = f"The people of an application that ended on {ended} are not erased"
                yield self.wrong(f"{words}; {due} was the last day for it.", life.index)


class WalkInEraseCheck(Check):
    """Names given at the door are erased after their day, and no later than was promised."""

    rule: ClassVar[str] = "hall.erased"

    def __init__(self, rules: Rules) -> None:
        """Judge by these rules."""
        self._rules = rules
        self._given: dict[DayKey, int] = {}
        self._closed: set[DayKey] = set()
        self._erased: set[DayKey] = set()

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at walk-ins, and at days that end and are wiped."""
        return {
            events.WalkedIn: self._walked_in,
            events.DayClosed: self._day_closed,
            events_office.WalkInsErased: self._wiped,
        }

    def _walked_in(self, index: int, event: Any) -> Iterable[Violation]:
        self._given.setdefault((event.office, event.day), index)
        return ()

    def _day_closed(self, _index: int, event: Any) -> Iterable[Violation]:
        self._closed.add((event.office, event.day))
        return ()

    def _wiped(self, index: int, event: Any) -> Iterator[Violation]:
        key = (event.office, event.day)
        if key not in self._closed:
            words = f"{event.office} on {event.day}: names were erased before the day was closed."
            yield self.wrong(words, index)
        self._erased.add(key)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find days whose names should have been erased long ago."""
        for (office, day), index in self._given.items():
            due = _due(self._rules, day)
            if (office, day) in self._erased or last_at is None or due is None:
                continue
            if due < last_at.date():
                words = f"{office} on {day}: names given at the door are not erased"
                yield self.wrong(f"{words}; {due} was the last day for it.", index)


def _due(rules: Rules, ended: date) -> date | None:
    """Return the last day by which people of something that ended then must be erased."""
    try:
        return ended + timedelta(days=in_force(rules, "personal_keep_days", on=ended)) + GRACE
    except NoRule:
        return None
