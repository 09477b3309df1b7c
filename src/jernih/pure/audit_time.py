"""Check the moments on the record against what the office's clock cannot fake.

What follows a beacon's round, or what witnesses signed, is not older; what witnesses signed is not
younger. Source: docs/log-format.md, "Time". Vectors: tests/pure/test_audit_time.py.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import beacon, events_draw, events_record, sampling
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_witness import WitnessBook
from jernih.pure.beacon import QUICKNET, Pulse
from jernih.pure.draw_source import CHAINS
from jernih.pure.events import KINDS, Event
from jernih.pure.rulebook import NoRule, Rules, in_force
from jernih.pure.spelling import time_text

# A signature takes a tenth of a second; up to so many are all checked.
ALL_UP_TO: Final = 24
MARK_EVERY: Final = timedelta(minutes=1)
FIRST: Final = datetime.min.replace(tzinfo=UTC)
LAST: Final = datetime.max.replace(tzinfo=UTC)
TOLERANCE: Final = timedelta(minutes=10)


class TimeCheck(Check):
    """No fact is older than what stands before it, nor younger than who signed it."""

    rule: ClassVar[str] = "record.time"

    def __init__(self, book: WitnessBook, rules: Rules, *, root: bytes = b"") -> None:
        """Read this book. rules: of rulebook/record.toml. root: of the whole record."""
        self._book = book
        self._rules = rules
        self._root = root
        self._floor = FIRST
        self._proof = (-1, FIRST, "")
        self._early: dict[int, int] = {}
        # The largest moments so far, a minute apart, from when a policy is declared.
        self._high = LAST
        self._marks: list[tuple[int, datetime]] = []
        self._beats: dict[int, Any] = {}
        self._offline: dict[str, str] = {}
        self._checked = 0

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at every fact; at those that prove a time, more closely."""
        return dict.fromkeys(KINDS.values(), self._any) | {
            events_record.Heartbeat: self._beat,
            events_record.PolicyDeclared: self._declared,
            events_record.Witnessed: self._witnessed,
            events_draw.SeedFixed: self._seeded,
        }

    def _any(self, index: int, event: Event) -> Iterable[Violation]:
        at = event.at
        if at > self._high:
            self._marks.append((index, at))
            self._high = at + MARK_EVERY
        if at < self._floor:
            return self._too_early(index, event)
        return ()

    def _too_early(self, index: int, event: Event) -> Iterable[Violation]:
        proof, proven, name = self._proof
        self._early[proof] = self._early.get(proof, 0) + 1
        if self._early[proof] > 1:
            return ()
        words = f"The fact {event.kind} claims {event.at:%Y-%m-%d %H:%M} (UTC), but it stands after"
        words = f"{words} {name} of {proven:%Y-%m-%d %H:%M}: it is back-dated, or the clock was"
        return (self.wrong(f"{words} set back.", proof, index),)

    def _beat(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._any(index, event)
        yield from self._shape(index, event)
        if event.round:
            yield from self._known(index, event, event.round)
            self._beats[index] = event

    def _shape(self, index: int, event: Any) -> Iterator[Violation]:
        before = self._offline.get(event.office, "")
        since = "" if event.round else before or time_text(event.at)
        if bool(event.round) != bool(event.signature) or event.offline_since != since:
            words = f"The heartbeat of {event.office} has no round and says that it was offline"
            words = f"{words} since {event.offline_since or 'never'}; by the record it is"
            yield self.wrong(f"{words} {since or 'never'}.", index)
        self._offline[event.office] = since

    def _known(self, index: int, event: Any, round_: int) -> Iterator[Violation]:
        try:
            known = beacon.time_of(QUICKNET, round_)
        except beacon.BadRound:
            yield self.wrong(f"No round of the beacon has the number {round_}.", index)
            return
        if known > event.at + self._tolerance(event):
            words = f"The heartbeat of {event.office} claims {event.at:%Y-%m-%d %H:%M} (UTC), but"
            words = f"{words} holds a round of {known:%Y-%m-%d %H:%M}: the office's clock was late."
            yield self.wrong(words, index)
        self._not_before(index, min(known, event.at), "a beacon's round", event)

    def _seeded(self, index: int, event: Any) -> Iterable[Violation]:
        found = self._any(index, event)
        chain = CHAINS.get(event.source)
        try:
            # Alone it proves the same; but an office is held to time only once it began to be, or
            # a demonstration with a round of the past could show nothing before it.
            if chain is not None and self._floor > FIRST:
                known = beacon.time_of(chain, event.round)
                self._not_before(index, min(known, event.at), "a beacon's round", event)
        except beacon.BadRound:
            pass  # draw.seed says it
        return found

    def _declared(self, index: int, event: Event) -> Iterable[Violation]:
        if self._high == LAST:
            self._high = FIRST
        return self._any(index, event)

    def _witnessed(self, index: int, event: Any) -> Iterator[Violation]:
        yield from self._any(index, event)
        stamp = self._book.stamps[-1] if self._book.stamps else None
        if stamp is None or stamp.index != index or stamp.at is None:
            return  # record.witnessed says why
        before = bisect_left(self._marks, (event.size,))
        if before:
            highest, claimed = self._marks[before - 1]
            self._marks = self._marks[before:]
            if claimed > stamp.at + self._tolerance(event):
                words = f"Entry {highest} claims {claimed:%Y-%m-%d %H:%M} (UTC), but witnesses had"
                words = f"{words} signed it by {stamp.at:%Y-%m-%d %H:%M}: the office's clock was"
                yield self.wrong(f"{words} ahead.", highest, index)
        self._not_before(index, min(stamp.at, event.at), "signatures of witnesses", event)

    def _not_before(self, index: int, known: datetime, name: str, event: Event) -> None:
        floor = known - self._tolerance(event)
        if floor > self._floor:
            self._floor, self._proof = floor, (index, known, name)

    def _tolerance(self, event: Event) -> timedelta:
        try:
            minutes = in_force(self._rules, "clock_tolerance_minutes", on=event.at.date())
        except NoRule:
            return TOLERANCE
        return timedelta(minutes=minutes)

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:  # noqa: ARG002
        """Check the signatures of the rounds: all, or of many a sample."""
        days = {index: event.at.date() for index, event in self._beats.items()}
        chosen = sampling.sample(days, root=self._root, all_up_to=ALL_UP_TO)
        true: dict[tuple[int, str], bool] = {}
        for index in sorted(chosen):
            event = self._beats[index]
            word = event.round, event.signature
            if word not in true:
                true[word] = _is_true(*word)
            if not true[word]:
                words = f"The heartbeat of {event.office} holds what drand did not sign as round"
                yield self.wrong(f"{words} {event.round}.", index)
        self._checked = len(chosen)

    def notes(self) -> Iterator[str]:
        """Say what was not checked, and how many facts stand under each violation."""
        if self._checked < len(self._beats):
            yield (
                f"Signatures of {self._checked} of {len(self._beats)} heartbeats were checked: the "
                "first and last of each day, and others chosen by the root of the record."
            )
        for proof, count in self._early.items():
            if count > 1:
                yield f"After entry {proof} {count} facts claim an earlier time than it proves."


def _is_true(round_: int, signature: str) -> bool:
    try:
        beacon.verify(Pulse(chain=QUICKNET, round=round_, signature=signature))
    except beacon.BadPulse:
        return False
    return True
