"""Questions about time: the last sign of life, who is to witness, and what they have signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.db.models.functions import Now

from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.apps.ledger.queries import witnesses
from jernih.pure import witnessed
from jernih.pure.beacon import QUICKNET, time_of
from jernih.pure.events import parse_event
from jernih.pure.events_record import Heartbeat, PolicyDeclared, Witnessed
from jernih.pure.spelling import read_moment
from jernih.pure.tlog.policy import Policy

HEARTBEAT: Final = Heartbeat.kind
# Of checkpoints that somebody signed, in search of one that enough have signed.
LOOK_AT: Final = 500
# Less than that is how clocks are, and how long a relay takes.
CLOCKS_DIFFER: Final = timedelta(minutes=2)
DECLARED: Final = PolicyDeclared.kind
WITNESSED: Final = Witnessed.kind


@dataclass(frozen=True, kw_only=True)
class Beat:
    """A sign of life that stands on the record. age: since it was written, by the database."""

    fact: Heartbeat
    age: timedelta


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The witnesses promised. index: of the fact that says so, None while it has no number."""

    fact: PolicyDeclared
    policy: Policy
    index: int | None


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """Since when witnesses had signed something, and who, by their names in the policy."""

    since: datetime
    by: tuple[tuple[str, datetime], ...]
    size: int


@dataclass(frozen=True, kw_only=True)
class AliveRow:
    """The last sign of life of an office, for people; UTC.

    round, round_at: of the beacon, None without one; then offline_since says since when.
    """

    at: datetime
    round: int
    round_at: datetime | None
    offline_since: datetime | None

    @property
    def is_behind(self) -> bool:
        """Tell whether the office's clock says less than the beacon proves: it was set back."""
        return self.round_at is not None and self.round_at > self.at + CLOCKS_DIFFER


def alive(office: str) -> AliveRow | None:
    """Return the newest sign of life of an office; None if it never gave one."""
    last = last_beat(office)
    if last is None:
        return None
    fact = last.fact
    return AliveRow(
        at=fact.at,
        round=fact.round,
        round_at=time_of(QUICKNET, fact.round) if fact.round else None,
        offline_since=read_moment(fact.offline_since) if fact.offline_since else None,
    )


def last_beat(office: str) -> Beat | None:
    """Return the newest sign of life of an office."""
    age = ExpressionWrapper(Now() - F("created_at"), output_field=DurationField())
    entry = _facts(HEARTBEAT).filter(office=office).annotate(age=age).last()
    return Beat(fact=_read(entry), age=entry.age) if entry else None


def promise(*, before: int | None = None) -> Promise | None:
    """Return who was promised as witnesses last, or before an index; None if nobody ever was."""
    facts = _facts(DECLARED)
    if before is not None:
        facts = facts.filter(index__lt=before)
    entry = facts.last()
    if entry is None:
        return None
    fact = cast("PolicyDeclared", _read(entry))
    return Promise(fact=fact, policy=witnessed.policy_of(fact), index=entry.index)


def last_witnessed() -> Witnessed | None:
    """Return the newest fact of what witnesses signed."""
    entry = _facts(WITNESSED).last()
    return cast("Witnessed", _read(entry)) if entry else None


def frozen(index: int, *, policy: Policy) -> Frozen | None:
    """Return since when the record says that a policy's quorum had signed an entry.

    The checkpoints of the record grow, so the first one that holds the entry is the earliest, but
    for witnesses whose clocks differ: all that are near are looked at.
    """
    found = []
    for entry in _facts(WITNESSED).filter(index__gt=index)[:50]:
        fact = cast("Witnessed", _read(entry))
        since = witnessed.quorum_at(fact, policy)
        if fact.size > index and since is not None:
            by = policy.signed_at(witnessed.note_of(fact))
            found.append(Frozen(since=since, by=tuple(sorted(by.items())), size=fact.size))
    return min(found, key=lambda one: (one.since, one.size), default=None)


def witnessed_note(*, holding: int | None = None) -> bytes | None:
    """Return the newest checkpoint that enough witnesses signed, or the first that holds an entry.

    By the policy that the record promises; None where there is none.
    """
    known = promise()
    if known is None or not known.policy.needs_witnesses:
        return None
    checkpoints = Checkpoint.objects.filter(cosignatures__isnull=False).distinct()
    if holding is None:
        checkpoints = checkpoints.order_by("-size")
    else:
        checkpoints = checkpoints.filter(size__gt=holding).order_by("size")
    for checkpoint in checkpoints.prefetch_related("cosignatures")[:LOOK_AT]:
        note = witnesses.cosigned_note(checkpoint)
        if witnesses.since(note, known.policy) is not None:
            return note
    return None


def _facts(kind: str) -> QuerySet[Entry]:
    return Entry.objects.filter(kind=kind).order_by("id")


def _read(entry: Any) -> Any:
    return parse_event(bytes(entry.body))
