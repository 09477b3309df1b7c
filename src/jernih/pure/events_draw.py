"""The public facts of a draw, from the calendar of batches to the seats given.

A batch is on the record from its plan to its result; docs/draw.md tells its life,
docs/log-format.md lists the facts. events.py imports this module, so that whoever reads
facts knows these too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from jernih.pure import reasons
from jernih.pure.kinds import Code, Event, Hash, MaybeStaffRef, Number, Ref, Series, StaffRef, fact

MaybeDay = Annotated[str, r"(2[0-9]{3}-[0-9]{2}-[0-9]{2})?"]
MaybeMoment = Annotated[str, r"(2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?"]
# A signature in hex, typed lottery numbers (RFC 3797), or thrown digits.
Evidence = Annotated[str, r"[0-9a-f./]{1,2000}"]
MaybeSignature = Annotated[str, r"([0-9a-f]{192})?"]
Modulus = Annotated[str, r"[0-9a-f]{512,1024}"]


class Source(StrEnum):
    """Where the randomness comes from; the order after the first is declared with each batch."""

    QUICKNET = "QUICKNET"
    DEFAULT_CHAIN = "DEFAULT_CHAIN"
    LOTTERIES = "LOTTERIES"
    DICE = "DICE"


class CancelReason(StrEnum):
    """Why a batch was given up before anyone's list was frozen."""

    OFFICE_CLOSED = "OFFICE_CLOSED"
    STAFF_SHORT = "STAFF_SHORT"
    MISTAKE = "MISTAKE"


@fact("draw.key-published")
class KeyPublished(Event):
    """The office's key for nullifiers; the roots prove that it gives one value a person."""

    key: Hash
    modulus: Modulus
    roots: tuple[Modulus, ...]


@fact("draw.batch-planned")
class BatchPlanned(Event):
    """A batch stands in the calendar."""

    batch: Ref
    service: Code
    first_day: date
    last_day: date
    opens_at: datetime
    closes_at: datetime
    draws_at: datetime


@dataclass(frozen=True, kw_only=True)
class BatchWindow:
    """The numbers first..last of one day and time, all of them in the draw."""

    day: date
    starts_at: datetime
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How many seats of a day are kept for a group first."""

    day: date
    priority: int
    long_waiting: int


@dataclass(frozen=True, kw_only=True)
class Contributor:
    """Somebody outside the office who adds a secret, and its hash."""

    name: Code
    commitment: Hash


@fact("draw.batch-announced")
class BatchAnnounced(Event):
    """Everything about a batch is fixed before it opens: seats, rule, round, who else, what if.

    rule: hash of the draw's program and rulebook. round: of `sources[0]`, the one to wait for.
    long_after: losses after which an application counts as long waiting; 0: never.
    """

    batch: Ref
    service: Code
    series: Series
    rule: Hash
    key: Hash
    windows: tuple[BatchWindow, ...]
    kept: tuple[Kept, ...]
    long_after: int
    sources: tuple[Source, ...]
    round: int
    freeze_minutes: int
    reveal_minutes: int
    fallback_hours: int
    contributors: tuple[Contributor, ...]


@fact("draw.batch-opened")
class BatchOpened(Event):
    """Applications are taken; when one comes does not matter."""

    batch: Ref


@dataclass(frozen=True, kw_only=True)
class WishedDay:
    """A day, and the start of the window that would suit best; "" is any."""

    day: date
    starts_at: MaybeMoment


@fact("draw.applied")
class Applied(Event):
    """Someone joined a batch; one class, commitment and nullifier for each person.

    lost: the applications of earlier batches that count as waiting. standby: can come at short
    notice.
    """

    batch: Ref
    ref: Ref
    service: Code
    classes: tuple[reasons.PriorityClass, ...]
    wishes: tuple[WishedDay, ...]
    any_after: MaybeDay
    standby: bool
    lost: tuple[Ref, ...]
    channel: reasons.Channel
    helper: MaybeStaffRef
    commitments: tuple[Hash, ...]
    nullifiers: tuple[Hash, ...]


@fact("draw.application-withdrawn")
class ApplicationWithdrawn(Event):
    """Someone left a batch while it was open."""

    batch: Ref
    ref: Ref


@fact("draw.batch-cancelled")
class BatchCancelled(Event):
    """A batch was given up before it closed; after that nobody can."""

    batch: Ref
    reason: CancelReason


@fact("draw.batch-closed")
class BatchClosed(Event):
    """The list is frozen and its root published. round: the one announced, or a later one,
    a whole number of days on, if this fact came too late for it."""

    batch: Ref
    applications: int
    people: int
    list_root: Hash
    round: int


@fact("draw.round-moved")
class RoundMoved(Event):
    """Witnesses had not signed the frozen list in time; a later round counts, unknown to all."""

    batch: Ref
    round: int


@fact("draw.revealed")
class Revealed(Event):
    """A contributor's secret; it counts if it came in time."""

    batch: Ref
    name: Code
    secret: Hash


@fact("draw.fallback-entered")
class FallbackEntered(Event):
    """The source could not be had in time; the next one declared is used."""

    batch: Ref
    source: Source
    officer: StaffRef
    round: int


@fact("draw.seed-fixed")
class SeedFixed(Event):
    """The randomness is known: from here on anyone can compute the result."""

    batch: Ref
    source: Source
    round: int
    evidence: Evidence
    previous_signature: MaybeSignature
    randomness: Hash
    reveals: tuple[Hash, ...]
    seed: Hash


@dataclass(frozen=True, kw_only=True)
class DrawnRow:
    """What one application got; no day and no numbers if nothing."""

    ref: Ref
    day: MaybeDay
    numbers: tuple[Number, ...]


@fact("draw.seats-drawn")
class SeatsDrawn(Event):
    """The result in draw order; `first` is the draw number of the first row, from 1."""

    batch: Ref
    first: int
    rows: tuple[DrawnRow, ...]


@fact("draw.batch-drawn")
class BatchDrawn(Event):
    """The draw is over."""

    batch: Ref
    applications: int
    seated: int
    numbers: int


@fact("draw.leftover-offered")
class LeftoverOffered(Event):
    """Numbers of a day that nobody drawn wanted can be taken at once, from a time said before."""

    batch: Ref
    day: date
    numbers: tuple[Number, ...]
    opens_at: datetime


@fact("draw.standby-seated")
class StandbySeated(Event):
    """Numbers given back went to the next in draw order who can come at short notice."""

    batch: Ref
    ref: Ref
    day: date
    numbers: tuple[Number, ...]


@fact("draw.waiting-ended")
class WaitingEnded(Event):
    """Someone who got nothing waits no longer on standby."""

    batch: Ref
    ref: Ref


@fact("draw.nullifier-opened")
class NullifierOpened(Event):
    """The identity behind a nullifier was held against the document, before an outsider."""

    batch: Ref
    ref: Ref
    person: int
    officer: StaffRef
    is_true: bool
