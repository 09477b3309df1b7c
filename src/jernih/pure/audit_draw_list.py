"""Check who is on the list of a batch: only while it is open, each person once, and then frozen.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_list.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from jernih.pure import events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import SHOWN, DrawBatch, DrawBook, entry_of
from jernih.pure.draw_list import list_root
from jernih.pure.events import Event
from jernih.pure.rulebook import NoRule, Rules, in_force
from jernih.pure.spelling import BadSpelling
from jernih.pure.states import BatchState


def family_most(quotas: Rules, *, on: date) -> int:
    """Return how many people an application may be of, 0 if no rule says it."""
    try:
        return in_force(quotas, "family_max", on=on)
    except NoRule:
        return 0


class ListCheck(Check):
    """Applications come and go while a batch is open; the frozen list is exactly what came."""

    rule: ClassVar[str] = "draw.list"

    def __init__(self, book: DrawBook, quotas: Rules) -> None:
        """Write into this book. quotas: the rules of rulebook/quotas.toml."""
        self._book = book
        self._quotas = quotas
        self._mosts: dict[date, int] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at who joins and leaves, and at the list when it is frozen."""
        return {
            events_draw.Applied: self._applied,
            events_draw.ApplicationWithdrawn: self._withdrawn,
            events_draw.BatchClosed: self._closed,
        }

    def _applied(self, index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.of(event)
        if batch is None or batch.announced is None:
            return (self.wrong("Someone applied for a draw that was not announced.", index),)
        if batch.state is not BatchState.OPEN:
            words = f"{batch.name}: application {event.ref[:SHOWN]} came when the batch was"
            words = f"{words} {batch.state}; only while it is open may one join."
            return (self.wrong(words, batch.index, index),)
        if event.ref in batch.people:
            words = f"{batch.name}: application {event.ref[:SHOWN]} is in it twice."
            return (self.wrong(words, index),)
        try:
            entry = entry_of(event, long_after=batch.said.long_after)
        except BadSpelling as bad:
            return (self.wrong(f"{batch.name}: an application wishes {bad}.", index),)
        batch.entries[event.ref] = entry
        batch.people[event.ref] = entry.people
        if event.standby:
            batch.standby.add(event.ref)
        return self._form(index, batch, event)

    def _form(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        for fault in self._faults(batch, event):
            who = f"{batch.name}: application {event.ref[:SHOWN]}"
            yield self.wrong(f"{who} {fault}", index)

    def _faults(self, batch: DrawBatch, event: Any) -> Iterator[str]:
        people, most = len(event.classes), self._most(batch.plan.first_day)
        if not 1 <= people <= most:
            yield f"is of {people} people; a family has 1 to {most}."
        if not len(event.nullifiers) == len(event.commitments) == people:
            yield "has not one commitment and nullifier a person."
        if event.service != batch.plan.service:
            yield "is for another service."
        if event.at >= batch.plan.closes_at:
            yield "came after the published time of closing."
        days = batch.days
        wished = {wish.day for wish in event.wishes}
        is_later = bool(event.any_after) and any(day.isoformat() >= event.any_after for day in days)
        if not wished <= days or not (wished or is_later):
            yield "wishes a day that is not in the draw, or none."

    def _most(self, on: date) -> int:
        if on not in self._mosts:
            self._mosts[on] = family_most(self._quotas, on=on)
        return self._mosts[on]

    def _withdrawn(self, index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.of(event)
        if batch is None or event.ref not in batch.people:
            words = f"Application {event.ref[:SHOWN]} left a draw that it was not in."
            return (self.wrong(words, index),)
        if batch.state is not BatchState.OPEN:
            words = f"{batch.name}: application {event.ref[:SHOWN]} left when the batch was"
            words = f"{words} {batch.state}; the list was frozen."
            return (self.wrong(words, batch.index, index),)
        del batch.entries[event.ref], batch.people[event.ref]
        return ()

    def _closed(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.moved(event)
        if batch is None:
            return
        batch.closed, batch.source_since = event, event.at
        entries = batch.entries.values()
        said = (event.applications, event.people)
        true = (len(entries), sum(entry.people for entry in entries))
        if said != true:
            words = f"{batch.name} was closed with {said[0]} applications of {said[1]} people"
            yield self.wrong(f"{words}; on the record are {true[0]} of {true[1]}.", index)
        root = (batch.ahead.root if batch.ahead else list_root(entries)).hex()
        if event.list_root != root:
            words = f"{batch.name} was closed with another list than the applications on record:"
            words = f"{words} its root is {event.list_root[:16]}…, theirs {root[:16]}…."
            yield self.wrong(words, index)


class NullifierCheck(Check):
    """In one batch no two living applications have a person in common."""

    rule: ClassVar[str] = "draw.nullifier"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book
        self._seen: dict[str, dict[bytes, int]] = {}
        self._joined: dict[str, dict[str, int]] = {}
        self._gone: set[int] = set()
        self._opened: dict[tuple[str, int], bool] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at who joins and leaves, and at what was held against a document."""
        return {
            events_draw.Applied: self._applied,
            events_draw.ApplicationWithdrawn: self._withdrawn,
            events_draw.BatchClosed: self._closed,
            events_draw.BatchCancelled: self._closed,
            events_draw.NullifierOpened: self._held_against,
        }

    def _applied(self, index: int, event: Any) -> Iterable[Violation]:
        seen = self._seen.setdefault(event.batch, {})
        self._joined.setdefault(event.batch, {})[event.ref] = index
        twice = []
        for nullifier in map(bytes.fromhex, event.nullifiers):
            before = seen.get(nullifier)
            if before is None or before in self._gone:
                seen[nullifier] = index
            else:
                twice.append(before)
        if not twice:
            return ()
        words = f"One person is twice in the draw {event.batch[:SHOWN]}; the second time in"
        words = f"{words} application {event.ref[:SHOWN]}."
        return (self.wrong(words, *dict.fromkeys((twice[0], index))),)

    def _withdrawn(self, _index: int, event: Any) -> Iterable[Violation]:
        joined = self._joined.get(event.batch, {}).pop(event.ref, None)
        if joined is not None:
            self._gone.add(joined)
        return ()

    def _closed(self, _index: int, event: Any) -> Iterable[Violation]:
        # Nobody can join any more; who tries is told by draw.list.
        self._seen.pop(event.batch, None)
        self._joined.pop(event.batch, None)
        return ()

    def _held_against(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        people = batch.people.get(event.ref, 0) if batch else 0
        who = f"Person {event.person} of application {event.ref[:SHOWN]}"
        if not 0 <= event.person < people:
            yield self.wrong(f"{who} was held against a document, but is in no such draw.", index)
            return
        # The last answer counts: a digit read wrongly is read again.
        self._opened[event.ref, event.person] = event.is_true

    def notes(self) -> Iterator[str]:
        """Say how many were held against a document before an outsider."""
        if self._opened:
            others = sum(not is_true for is_true in self._opened.values())
            words = f"{len(self._opened)} people drawn were held against a document;"
            yield f"{words} {others} of them did not belong to it."


class LongWaitingCheck(Check):
    """Who counts as long waiting got nothing in just those earlier draws."""

    rule: ClassVar[str] = "draw.long-waiting"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book
        self._claimed: dict[str, dict[str, tuple[str, int]]] = {}

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at who joins and leaves."""
        return {
            events_draw.Applied: self._applied,
            events_draw.ApplicationWithdrawn: self._withdrawn,
            events_draw.BatchClosed: self._closed,
            events_draw.BatchCancelled: self._closed,
        }

    def _applied(self, index: int, event: Any) -> Iterable[Violation]:
        if not event.lost:
            return ()
        self._book.unread += not self._book.is_whole
        return self._lost(index, event)

    def _lost(self, index: int, event: Any) -> Iterator[Violation]:
        claimed = self._claimed.setdefault(event.batch, {})
        who = f"Application {event.ref[:SHOWN]} in the draw {event.batch[:SHOWN]}"
        if len(set(event.lost)) != len(event.lost):
            yield self.wrong(f"{who} counts one earlier draw twice.", index)
        for lost in dict.fromkeys(event.lost):
            service = self._book.losers.get(lost)
            if self._book.is_whole and service != (event.office, event.service):
                words = f"{who} counts {lost[:SHOWN]} as waiting, which did not end with nothing"
                yield self.wrong(f"{words} in an earlier draw of this service.", index)
            ref, before = claimed.setdefault(lost, (event.ref, index))
            if ref != event.ref:
                words = f"{who} counts the same waiting as {ref[:SHOWN]}."
                yield self.wrong(words, before, index)

    def _withdrawn(self, _index: int, event: Any) -> Iterable[Violation]:
        claimed = self._claimed.get(event.batch)
        if claimed:
            for lost in [lost for lost, (ref, _) in claimed.items() if ref == event.ref]:
                del claimed[lost]
        return ()

    def _closed(self, _index: int, event: Any) -> Iterable[Violation]:
        self._claimed.pop(event.batch, None)
        return ()

    def notes(self) -> Iterator[str]:
        """Say what one batch alone cannot show."""
        if self._book.unread:
            yield (
                f"{self._book.unread} applications count earlier draws in which they got nothing; "
                "only the whole record shows whether they did."
            )
