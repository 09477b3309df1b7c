"""Whether outsiders had signed a frozen list in time, as the record says it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries import draw
from jernih.apps.ledger import queries as ledger
from jernih.apps.ledger.models import Entry
from jernih.apps.ledger.queries import times
from jernih.pure import draw_source
from jernih.pure.events import parse_event
from jernih.pure.events_draw import BatchClosed, Source
from jernih.pure.states import BatchState
from jernih.pure.tlog.policy import Policy


@dataclass(frozen=True, kw_only=True)
class FreezeRow:
    """The witnesses promised for a batch, and since when they had signed its frozen list; UTC.

    by: until when they must have, for the round that is waited for. signed: who, and when each.
    since: when they were enough, None if they are not yet. closing: the entry that froze the list.
    is_last: no later round would be waited for.
    """

    witnesses: tuple[str, ...]
    by: datetime
    closing: int | None
    is_last: bool
    since: datetime | None = None
    signed: tuple[tuple[str, datetime], ...] = ()

    @property
    def is_in_time(self) -> bool:
        """Tell whether the list was frozen for all to see, long enough before the round."""
        return self.since is not None and self.since <= self.by


def freeze_of(batch: Batch) -> FreezeRow | None:
    """Return how a batch stands with its witnesses; None where none were promised for it."""
    announced = _entry(batch, "draw.batch-announced")
    promise = times.promise(before=announced.index) if announced else None
    if promise is None or not promise.policy.needs_witnesses:
        return None
    by = draw.known_at(batch) - timedelta(minutes=batch.freeze_minutes)
    return _signed(batch, promise.policy, by)


def closings_to_witness(*, since: int) -> list[int]:
    """Return the entries that froze the lists of batches still to be drawn, from an index on."""
    closings = (
        closing_of(batch) for batch in draw.batches_in(BatchState.CLOSED) if freeze_of(batch)
    )
    return sorted(index for index in closings if index is not None and index >= since)


def closing_of(batch: Batch) -> int | None:
    """Return the entry that froze a batch's list, None while there is none with a number."""
    entry = _entry(batch, "draw.batch-closed")
    return entry.index if entry else None


def moves_at(batch: Batch) -> datetime:
    """Return from when on a round is given up whose list was not witnessed: as secrets end."""
    known_at = draw.known_at(batch)
    freeze = timedelta(minutes=batch.freeze_minutes)
    return max(known_at - freeze, draw.reveals_until(batch))


def next_round(batch: Batch, *, now: datetime) -> int:
    """Return the round that counts when the current one is given up now; 0 if none is."""
    entry = _entry(batch, "draw.batch-closed")
    if entry is None or batch.source != Source.QUICKNET:
        return 0
    closed = cast("BatchClosed", parse_event(bytes(entry.body)))
    return draw_source.moved_round(
        batch.round,
        closed=closed.round,
        at=now,
        freeze=timedelta(minutes=batch.freeze_minutes),
        patience=timedelta(hours=batch.fallback_hours),
    )


def must_wait(batch: Batch, *, now: datetime) -> bool:
    """Tell whether the round of a batch does not count, and another is to be waited for."""
    freeze = freeze_of(batch)
    return freeze is not None and not freeze.is_in_time and next_round(batch, now=now) != 0


def _signed(batch: Batch, policy: Policy, by: datetime) -> FreezeRow:
    closing = closing_of(batch)
    frozen = None if closing is None else times.frozen(closing, policy=policy)
    return FreezeRow(
        witnesses=tuple(one.name for one in policy.witnesses),
        by=by,
        closing=closing,
        is_last=not next_round(batch, now=by),
        since=frozen.since if frozen else None,
        signed=frozen.by if frozen else (),
    )


def _entry(batch: Batch, kind: str) -> Entry | None:
    """Return the fact of a batch; one that waits for its number is a promise all the same."""
    about, office = f'"batch":"{batch.ref}"', batch.office.slug
    told = ledger.facts_saying(about, office=office, kinds=kind).first()
    return told or ledger.facts_saying(about, office=office, kinds=kind, is_waiting=True).first()
