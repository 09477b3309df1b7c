"""Keys of staff, each made and locked in her own browser; and the roster, brought in by two."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from jernih.apps.complaints.actions.refusals import (
    AskedAlready,
    BadFields,
    BadRoster,
    KeyInUse,
    NoKey,
    SameEyes,
)
from jernih.apps.complaints.models import Roster, StaffKey
from jernih.apps.complaints.queries import rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.roles import Actor, Permission, Refused, require
from jernih.pure.seal import bech32
from jernih.pure.seal import roster as signed

_ARMOUR: Final = re.compile(
    r"-----BEGIN AGE ENCRYPTED FILE-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+"
    r"-----END AGE ENCRYPTED FILE-----\n?"
)
_LOCKED_MAX: Final = 8_192
_HEX: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class LockedKey:
    """A key as its owner's browser locked it. recipient: age1…; signs: Ed25519, hex.

    locked, by_passkey: age files in ASCII armour; the second is empty without a passkey.
    """

    recipient: str
    signs: str
    locked: str
    by_passkey: str = ""
    has_paper: bool = False


@transaction.atomic(durable=True)
def register_key(*, key: LockedKey, actor: Actor, now: datetime) -> StaffKey:
    """Keep the first key of somebody who is to hold reports, or to decide on them.

    Raises Refused, KeyInUse, BadFields.
    """
    office = _own_office(actor)
    if _in_use(actor):
        raise KeyInUse
    return _keep(key, office=office, actor=actor, now=now)


@transaction.atomic(durable=True)
def relock_key(*, key: LockedKey, actor: Actor) -> StaffKey:
    """Keep the same key under another passphrase, with or without a passkey or paper.

    Raises Refused, NoKey, BadFields (another key).
    """
    _own_office(actor)
    known = _in_use(actor)
    if known is None:
        raise NoKey
    if (key.recipient, key.signs) != (known.recipient, known.signs):
        raise BadFields("another key")
    _check(key)
    known.locked, known.by_passkey, known.has_paper = key.locked, key.by_passkey, key.has_paper
    known.save(update_fields=["locked", "by_passkey", "has_paper"])
    return known


@transaction.atomic(durable=True)
def replace_key(*, key: LockedKey, actor: Actor, now: datetime) -> StaffKey:
    """End one's key, because it is lost or somebody may know it, and keep another.

    It opens what a next roster seals to it, and older reports once their keys are renewed.
    Raises Refused, NoKey, BadFields.
    """
    office = _own_office(actor)
    known = _in_use(actor)
    if known is None:
        raise NoKey
    known.ended_at = now
    known.save(update_fields=["ended_at"])
    return _keep(key, office=office, actor=actor, now=now)


@transaction.atomic(durable=True)
def propose_roster(*, note: str, actor: Actor, now: datetime) -> Roster:
    """Bring in a roster that the overseer signed; it counts when another person accepts it.

    Raises Refused, BadRoster, AskedAlready (this serial is there, with the same words or others).
    """
    require(actor, Permission.CASE_HOLD)
    office = _office(actor)
    serial = _checked(note, office=office, now=now)
    if Roster.objects.filter(office=office, serial=serial).exists():
        raise AskedAlready
    return Roster.objects.create(
        office=office, serial=serial, note=note, proposed_by=actor.ref, proposed_at=now
    )


@transaction.atomic(durable=True)
def accept_roster(*, serial: int, words: str, actor: Actor, now: datetime) -> Roster:
    """Let a roster count that somebody else brought in, having compared the six words.

    words: as the overseer has them, of the key that signs rosters; case and spaces are forgiven.
    Raises Refused, BadFields (words), BadRoster, SameEyes.
    """
    require(actor, Permission.ROSTER_KEEP)
    office = _office(actor)
    row = Roster.objects.select_for_update().filter(office=office, serial=serial).first()
    if row is None or row.accepted_at is not None:
        raise BadRoster("no such roster waits")
    if row.proposed_by == actor.ref:
        raise SameEyes
    if words.lower().split() != rosters.roster_words().split():
        raise BadFields("words")
    _checked(row.note, office=office, now=now)
    row.accepted_by, row.accepted_at = actor.ref, now
    row.save(update_fields=["accepted_by", "accepted_at"])
    return row


def _checked(note: str, *, office: Office, now: datetime) -> int:
    """Return the serial of a roster of this office that is newer than the one that counts."""
    known = rosters.newest(office)
    try:
        found = rosters.opened(note, on=offices.today(office, now))
    except (signed.BadRoster, rosters.NoRosterKey) as problem:
        raise BadRoster(str(problem)) from None
    if found.office != office.slug or (known and found.serial <= known.serial):
        raise BadRoster("of another office, or not newer")
    return found.serial


def _own_office(actor: Actor) -> Office:
    if not (actor.may(Permission.CASE_HOLD) or actor.may(Permission.CASE_DECIDE)):
        raise Refused(Permission.CASE_HOLD.value)
    return _office(actor)


def _office(actor: Actor) -> Office:
    # One at a time in an office: two keys or serials at once are one too many.
    found = offices.of_staff(actor).first()
    if found is None or not actor.ref:
        raise Refused(Permission.CASE_HOLD.value)
    return Office.objects.select_for_update(no_key=True).get(pk=found.pk)


def _in_use(actor: Actor) -> StaffKey | None:
    return StaffKey.objects.filter(staff=actor.ref, ended_at=None).first()


def _keep(key: LockedKey, *, office: Office, actor: Actor, now: datetime) -> StaffKey:
    _check(key)
    if StaffKey.objects.filter(recipient=key.recipient).exists():
        raise BadFields("a key is used once")
    return StaffKey.objects.create(office=office, staff=actor.ref, made_at=now, **vars(key))


def _check(key: LockedKey) -> None:
    try:
        bech32.read_recipient(key.recipient)
    except bech32.BadKeyText:
        raise BadFields("recipient") from None
    locked = [key.locked, *([key.by_passkey] if key.by_passkey else [])]
    if not _HEX.fullmatch(key.signs) or not all(map(_is_locked, locked)):
        raise BadFields("key")


def _is_locked(text: str) -> bool:
    return len(text) <= _LOCKED_MAX and _ARMOUR.fullmatch(text) is not None
