"""Check what makes the seed of a draw: nobody could know it while the list could still change.

Source: docs/log-format.md, "What is checked". Vectors: tests/pure/test_audit_draw_seed.py.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, ClassVar, Final

from jernih.pure import contribution, draw, draw_source, events_draw
from jernih.pure.audit import Check, Handler, Violation
from jernih.pure.audit_draw_book import DrawBatch, DrawBook, blame, is_round
from jernih.pure.events import Event
from jernih.pure.events_draw import Source
from jernih.pure.states import BatchState

REVEALS: Final = "draw.reveals"
DAY: Final = timedelta(days=1)
# What a stranger can do with each word of draw_source.
_FAULTS: Final = {
    "NOT_THIS_ROUND": "it is not what the beacon signed for this round",
    "NUMBERS": "these are not the numbers that three lotteries can have drawn",
    "THROWS": "this is not a record of five throws of five dice by five people",
}


class ClosedCheck(Check):
    """The list is frozen when it should be, and long enough before the round that decides."""

    rule: ClassVar[str] = "draw.closed-in-time"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at closings."""
        return {events_draw.BatchClosed: self._closed}

    def _closed(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.moved(event)
        if batch is None:
            return
        if event.at < batch.plan.closes_at:
            yield self.wrong(f"{batch.name} was closed before its published time.", index)
        freeze = timedelta(minutes=batch.said.freeze_minutes)
        due = draw_source.drawn_round(batch.said.round, closed_at=event.at, freeze=freeze)
        if event.round != due:
            words = f"{batch.name} was closed at {event.at:%Y-%m-%d %H:%M} (UTC) for round"
            words = f"{words} {event.round}; by the rule it is round {due}, so that the list is"
            minutes = batch.said.freeze_minutes
            yield self.wrong(f"{words} public for {minutes} minutes before.", index)
        batch.round = batch.quicknet = event.round if is_round(event.round) else due


class FallbackCheck(Check):
    """Another source is used only in the order announced, and after the hours of waiting."""

    rule: ClassVar[str] = "draw.fallback"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book
        self._turns = 0

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at sources given up."""
        return {events_draw.FallbackEntered: self._entered}

    def _entered(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.of(event)
        if batch is None or batch.state is not BatchState.CLOSED:
            yield self.wrong("A draw that waited for no source turned to another.", index)
            return
        due = draw_source.next_source(batch.said.sources, batch.source)
        if due is None or event.source is not due:
            words = f"{batch.name} turned to {event.source}; the next one announced is"
            yield self.wrong(f"{words} {due or 'none'}.", index)
            return
        if event.at < waits_until(batch):
            hours = batch.said.fallback_hours
            words = f"{batch.name} turned to {event.source} before {hours} hours of waiting for"
            yield self.wrong(f"{words} {batch.source} were over.", index)
        round_ = draw_source.fallback_round(due, quicknet_round=batch.quicknet)
        if event.round != round_:
            words = f"{batch.name} turned to round {event.round} of {event.source}; by the rule"
            yield self.wrong(f"{words} it is {round_}.", index)
        batch.source, batch.round, batch.source_since = due, round_, event.at
        self._turns += 1

    def notes(self) -> Iterator[str]:
        """Say how often a source was given up: whether it could be had, others know."""
        if self._turns:
            yield (
                f"Draws turned {self._turns} times to another source, because one could not be "
                "had. Compare with the archive of the beacon."
            )


class SeedCheck(Check):
    """The seed is made of the frozen list, the beacon's word, and the secrets that came in time."""

    rule: ClassVar[str] = "draw.seed"

    def __init__(self, book: DrawBook) -> None:
        """Write into this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at secrets and seeds."""
        return {events_draw.Revealed: self._revealed, events_draw.SeedFixed: self._fixed}

    def _revealed(self, index: int, event: Any) -> Iterable[Violation]:
        batch = self._book.of(event)
        is_waiting = batch is not None and batch.state is BatchState.CLOSED
        if batch is None or not is_waiting or event.at < batch.closed.at:
            words = "A contributor's secret was shown while no frozen list waited for its seed."
            return (blame(REVEALS, words, index),)
        said = {row.name: row.commitment for row in batch.said.contributors}
        secret = bytes.fromhex(event.secret)
        who = f"{batch.name}: the secret of {event.name}"
        if contribution.commit(event.batch, secret=secret) != said.get(event.name):
            return (blame(REVEALS, f"{who} is not the one that was announced.", index),)
        minutes = timedelta(minutes=batch.said.reveal_minutes)
        is_late = event.at >= batch.known_at() - minutes
        (batch.late if is_late else batch.secrets)[event.name] = event.secret
        return ()

    def _fixed(self, index: int, event: Any) -> Iterator[Violation]:
        batch = self._book.moved(event)
        if batch is None:
            return
        batch.seed = event
        yield from self._word(index, batch, event)
        yield from self._reveals(index, batch, event)
        seed = draw.draw_key(
            batch=event.batch,
            list_root=bytes.fromhex(batch.closed.list_root),
            randomness=bytes.fromhex(event.randomness),
            reveals=map(bytes.fromhex, event.reveals),
        )
        if seed.hex() != event.seed:
            words = f"{batch.name} has the seed {event.seed[:16]}…; from its list, the beacon's"
            yield self.wrong(f"{words} word and the secrets follows {seed.hex()[:16]}….", index)

    def _word(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        if (event.source, event.round) != (batch.source, batch.round):
            words = f"{batch.name} took round {event.round} of {event.source} for its seed; it"
            yield self.wrong(f"{words} waits for round {batch.round} of {batch.source}.", index)
            return
        if event.at < batch.known_at():
            yield self.wrong(f"{batch.name} had a seed before its round could be known.", index)
        try:
            true = _randomness(
                event.source, event.batch, event.round, event.evidence, event.previous_signature
            )
        except draw_source.BadWord as bad:
            why = _FAULTS.get(bad.why, f"it is no signature of this beacon ({bad.why})")
            words = f"{batch.name}: what was given as the word of {event.source} is not:"
            yield self.wrong(f"{words} {why}.", index)
            return
        if true.hex() != event.randomness:
            words = f"{batch.name}: the beacon's word is {true.hex()[:16]}…, not"
            yield self.wrong(f"{words} {event.randomness[:16]}….", index)

    def _reveals(self, index: int, batch: DrawBatch, event: Any) -> Iterator[Violation]:
        if list(event.reveals) == sorted(batch.secrets.values()):
            return
        used = set(event.reveals)
        late = [name for name, secret in batch.late.items() if secret in used]
        out = [name for name, secret in batch.secrets.items() if secret not in used]
        if late:
            words = f"{batch.name}: the secret of {', '.join(late)} came too late, and was used."
        elif out:
            words = f"{batch.name}: the secret of {', '.join(out)} came in time, and was left out."
        else:
            words = f"{batch.name}: the seed is made with other secrets than were shown, or in"
            words = f"{words} another order."
        yield blame(REVEALS, words, index)


class WithheldCheck(Check):
    """A batch that was announced is closed, seeded and drawn; nobody holds a result back."""

    rule: ClassVar[str] = "draw.withheld"

    def __init__(self, book: DrawBook) -> None:
        """Read this book."""
        self._book = book

    def handlers(self) -> Mapping[type[Event], Handler]:
        """Look at nothing before the end."""
        return {}

    def finish(self, last_at: datetime | None) -> Iterator[Violation]:
        """Find batches that stand still."""
        for batch in self._book.batches.values():
            due = _due(batch)
            if due is not None and last_at is not None and due[0] + DAY <= last_at:
                yield self.wrong(f"{batch.name} {due[1]}", batch.index)


def _randomness(source: Source, batch: str, round_: int, evidence: str, previous: str) -> bytes:
    # Beacons say the same to every batch of a round, and to ask takes long; dice and lotteries not.
    return _said(source, batch if source is Source.DICE else "0" * 32, round_, evidence, previous)


@lru_cache(maxsize=8)
def _said(source: Source, batch: str, round_: int, evidence: str, previous: str) -> bytes:
    return draw_source.randomness_of(
        source, batch=batch, round_=round_, evidence=evidence, previous=previous
    )


def waits_until(batch: DrawBatch) -> datetime:
    """Return how long a closed batch waits for its source before it may turn to the next."""
    hours = timedelta(hours=batch.said.fallback_hours)
    return max(batch.known_at(), batch.source_since) + hours


def _due(batch: DrawBatch) -> tuple[datetime, str] | None:
    """Return by when a batch should have gone on, and what is wrong if it has not."""
    if batch.state in (BatchState.ANNOUNCED, BatchState.OPEN):
        words = "was announced, but its list was neither closed nor given up."
        return batch.plan.closes_at + timedelta(hours=batch.said.fallback_hours), words
    if batch.state is BatchState.CLOSED:
        words = f"is closed, and the word of {batch.source} could be had since"
        words = f"{words} {batch.known_at():%Y-%m-%d %H:%M} (UTC), but no seed is on the record."
        return waits_until(batch), words
    if batch.state is BatchState.SEEDED:
        return batch.seed.at, "has its seed, but the result is withheld; anyone can compute it."
    return None
