"""Facts of the record about time: a sign of life, who is to witness, and what they signed."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.db import connection, transaction

from jernih.apps.ledger.actions.append import append
from jernih.apps.ledger.queries import times
from jernih.pure import beacon, witnessed
from jernih.pure.beacon import Pulse
from jernih.pure.events_record import Heartbeat, PolicyDeclared, Witnessed
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.spelling import time_text

# One at a time: what is told next depends on what was told last.
_LOCK: Final = 0x74696D65  # "time"
# Offices of one house tell the same round, and to prove it takes a tenth of a second.
_prove = lru_cache(maxsize=8)(beacon.verify)
# However fast an office's clock may run, or be set, in true seconds.
REST: Final = timedelta(seconds=5)


@transaction.atomic(durable=True)
def record_heartbeat(
    *,
    office: str,
    pulse: Pulse | None = None,
    every: timedelta,
    rest: timedelta | None = None,
    actor: Actor,
    now: datetime,
) -> Heartbeat | None:
    """Append a sign of life unless the last one is too near; then return None.

    pulse: the newest round of quicknet that could be had. every: of the office's time; a clock that
    was set back makes one due at once. rest: of true time, REST if None. Raises Refused, BadPulse.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    if pulse is not None:
        _prove(pulse)
    _take_turn()
    last, rest = times.last_beat(office), REST if rest is None else rest
    if last is not None and (abs(now - last.fact.at) < every or last.age < rest):
        return None
    newest = times.last_witnessed()
    signed = max((one.time for one in newest.signatures), default=None) if newest else None
    fact = Heartbeat(
        office=office,
        at=now,
        round=pulse.round if pulse else 0,
        signature=pulse.signature if pulse else "",
        offline_since="" if pulse else _offline_since(last, now),
        witnessed_at=time_text(signed) if signed else "",
    )
    append(fact)
    return fact


@transaction.atomic(durable=True)
def declare_policy(
    *, office: str, text: bytes, actor: Actor, now: datetime
) -> PolicyDeclared | None:
    """Append who is to witness from now on, unless the record says so already.

    text: of the policy file. Raises Refused, BadPolicy, or BadEvent for names that are not plain.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    fact = witnessed.declared(text, office=office, at=now)
    _take_turn()
    last = times.promise()
    if last is not None and last.fact.policy == fact.policy:
        return None
    if last is None and text == witnessed.NO_POLICY:
        return None
    append(fact)
    return fact


@transaction.atomic(durable=True)
def record_witnessed(*, office: str, note: bytes, actor: Actor, now: datetime) -> Witnessed | None:
    """Append what witnesses signed, if they are enough and it is more than was told before.

    note: a checkpoint with its signatures. Returns None if there is nothing to tell.
    Raises Refused, or BadNote for a signature that is not theirs.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    _take_turn()
    last, promise = times.last_witnessed(), times.promise()
    if promise is None or not promise.policy.needs_witnesses:
        return None
    signed = promise.policy.open(note)
    if promise.policy.met_by(signed) is None:
        return None
    fact = witnessed.witnessed(signed, policy=promise.policy, office=office, at=now)
    if last is not None and fact.size <= last.size:
        return None
    append(fact)
    return fact


def _offline_since(last: times.Beat | None, now: datetime) -> str:
    before = last.fact.offline_since if last and not last.fact.round else ""
    return before or time_text(now)


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
