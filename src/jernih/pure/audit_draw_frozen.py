"""Check that outsiders had signed a frozen list before the round that decides could be known.

Where a policy was declared before a batch was announced, its quorum must have signed a tree with
the frozen list in it, so long before the round as was announced; else a later round counts.
Source: docs/draw.md, "Who says when". Vectors: tests/pure/test_audit_draw_frozen.py.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from jernih.pure import draw_source, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import DrawBatch, DrawBook, is_round
from jernih.pure.audit_witness import WitnessBook
from jernih.pure.events import Event
from jernih.pure.events_draw import Source
from jernih.pure.states import BatchState
from jernih.pure.tlog.policy import Policy

MINUTE: Final = "%Y-%m-%d %H:%M"


class FrozenCheck(Check):
    """A batch is seeded only by a round before which witnesses had signed its list."""

    rule: ClassVar[str] = "draw.frozen"

    def __init__(self, book: DrawBook, witnesses: WitnessBook) -> None:
        """Write into the first, read the second."""
        self._book = book
        self._witnesses = witnesses
        # By office and batch: the policy when it was announced, and the entry of its closing.
        self._policies: dict[tuple[str, str], Policy] = {}
        self._closings: dict[tuple[str, str], int] = {}
        self._notes: list[str] = []

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at the steps between the announcement and the seed."""
        return {
            events_draw.BatchAnnounced: self._announced,
            events_draw.BatchClosed: self._closed,
            events_draw.RoundMoved: self._moved,
            events_draw.SeedFixed: self._seeded,
        }

    def _announced(self, _index: int, event: Any) -> Iterator[Violation]:
        policy = self._witnesses.needed
        if policy is not None and self._book.moved(event) is not None:
            self._policies[event.office, event.batch] = policy
        yield from ()

    def _closed(self, index: int, event: Any) -> Iterator[Violation]:
        if self._book.moved(event) is not None:
            self._closings[event.office, event.batch] = index
        yield from ()

    def _moved(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        is_waiting = batch is not None and batch.state is BatchState.CLOSED
        if batch is None or not is_waiting or batch.source is not Source.QUICKNET:
            yield self.wrong("A round was moved that no frozen list waited for.", index)
            return
        yield from self._why(index, batch, event)
        due = draw_source.moved_round(
            batch.round,
            closed=batch.closed.round if is_round(batch.closed.round) else batch.round,
            at=event.at,
            freeze=_freeze(batch),
            patience=timedelta(hours=batch.said.fallback_hours),
        )
        if event.round != due:
            words = f"{batch.name} was moved to round {event.round}; by the rule it is"
            yield self.wrong(f"{words} {due or 'not moved any more'}.", index)
        if is_round(event.round):
            batch.round = batch.quicknet = event.round

    def _why(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        """Say what speaks against moving a batch on."""
        by = batch.known_at() - _freeze(batch)
        if event.at < by:
            yield self.wrong(f"{batch.name} was moved while witnesses could still sign.", index)
        if event.at >= batch.known_at():
            self._notes.append(
                f"{batch.name} was moved on from round {batch.round} after that round was known. "
                "Ask its witnesses whether they had not signed its list in time."
            )
        if not self._book.is_whole:
            return
        policy = self._policy(batch)
        if policy is None:
            words = f"{batch.name} was moved for want of witnesses, but none were promised for it."
            yield self.wrong(words, index)
            return
        since = self._since(batch, policy)
        if since is not None and since <= by:
            words = f"{batch.name} was moved for want of witnesses, but they had signed at"
            yield self.wrong(f"{words} {since:{MINUTE}} (UTC), in time.", index)

    def _seeded(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.moved(event)
        policy = None if batch is None else self._policy(batch)
        if batch is None or policy is None or batch.closed is None:
            return
        by = batch.known_at() - _freeze(batch)
        since = self._since(batch, policy)
        if since is None:
            words = f"{batch.name} has a seed, but the witnesses promised when it was announced had"
            yield self.wrong(f"{words} not signed its frozen list.", index)
        elif since > by:
            words = f"{batch.name} has the seed of a round known at {batch.known_at():{MINUTE}}"
            words = f"{words} (UTC), but witnesses signed its frozen list only at {since:{MINUTE}};"
            yield self.wrong(f"{words} by the rule by {by:{MINUTE}}.", index)
        else:
            self._notes.append(
                f"{batch.name}: its list was frozen under the word of witnesses at {since:{MINUTE}}"
                f" (UTC), {int((batch.known_at() - since) / timedelta(minutes=1))} minutes before"
                " its round was known."
            )

    def _policy(self, batch: DrawBatch) -> Policy | None:
        return self._policies.get((batch.plan.office, batch.plan.batch))

    def _since(self, batch: DrawBatch, policy: Policy) -> datetime | None:
        index = self._closings.get((batch.plan.office, batch.plan.batch))
        return None if index is None else self._witnesses.since(index, policy)

    def notes(self) -> Iterator[str]:
        """Say which lists outsiders froze, and which rounds were given up late."""
        yield from self._notes


def _freeze(batch: DrawBatch) -> timedelta:
    return timedelta(minutes=batch.said.freeze_minutes)
