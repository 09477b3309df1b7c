"""Prove every day that a report can be sealed, kept, opened and read; a robot holds that one.

It is made up, goes the way of a real one as far as the tables of drafts, and is destroyed in the
same transaction: no report, no count and no fact knows of it.
"""

import secrets
from datetime import date, datetime
from typing import Any, Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from jernih.apps.complaints.actions import seal_here
from jernih.apps.complaints.models import ChannelTest, Draft, DraftFile
from jernih.apps.complaints.queries import figures, rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Made
from jernih.pure.roles import Actor, Permission, Role, require
from jernih.pure.seal import code, envelope, holders
from jernih.pure.seal.roster import Person, Roster

WORDS: Final = "Kenari: laporan ini dibuat oleh mesin untuk menguji kanal."


@transaction.atomic(durable=True)
def prove_channel(*, office_id: int, actor: Actor, now: datetime) -> ChannelTest | None:
    """Send a made-up report through, and say in public whether it came out; tested today: nothing.

    Raises Refused.
    """
    require(actor, Permission.CASE_CLOCK)
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    today = offices.today(office, now)
    if ChannelTest.objects.filter(office=office, day=today).exists():
        return None
    trouble = _trouble(office, today=today, now=now)
    return ChannelTest.objects.create(
        office=office,
        day=today,
        holders=figures.able_holders(office, today=today),
        trouble=trouble,
        is_good=not trouble,
    )


def _trouble(office: Office, *, today: date, now: datetime) -> str:
    roster = rosters.in_force(office, on=today)
    if roster is None:
        return "NO_ROSTER"
    if figures.able_holders(office, today=today) < holders.LEAST:
        return "TOO_FEW"
    try:
        holders.check_ready(roster)
        found = _send(office, roster, now=now)
    except holders.CannotHold:
        return "TOO_FEW"
    except (pyrage.DecryptError, envelope.BadEnvelope):
        return "UNREADABLE"
    return "" if found == WORDS else "UNREADABLE"


def _send(office: Office, roster: Roster, *, now: datetime) -> str:
    """Seal a report to the holders and a robot, keep it, and return what the robot reads in it."""
    robot, keys = pyrage.x25519.Identity.generate(), _keys()
    sealed = seal_here.seal_report(
        seal_here.Told(answers={}, words=WORDS, files=(), form="0" * 64),
        keys=keys,
        # The robot stands where somebody else would: nobody may lose her place to it.
        holders=[*holders.holders_of(roster)[: _room()], _robot(robot)],
        roster=roster,
        made=Made.SERVER,
    )
    draft = Draft.objects.create(
        office=office, ref=secrets.token_hex(16), locator=keys.locator, opening={}, expires_at=now
    )
    for name, body in sealed.files.items():
        DraftFile.objects.create(draft=draft, name=name, size=len(body), body=body)
    kept = {file.name: bytes(file.body) for file in draft.files.all()}
    draft.delete()
    return _read(kept, robot, keys)


def _room() -> int:
    """Return how many real holders have room beside the reporter and the robot."""
    return seal_here.PLACES - 2


def _read(kept: dict[str, bytes], robot: Any, keys: code.ReporterKeys) -> str:
    line = pyrage.decrypt(kept["kunci-0.age"], [robot]).decode().split()[0]
    case = pyrage.x25519.Identity.from_str(line)
    plain = bytes(pyrage.decrypt(kept["laporan.age"], [case]))
    found = envelope.open_envelope(
        plain, case=keys.locator, recipient=keys.recipient, signs=keys.signs
    )
    return found.words


def _keys() -> code.ReporterKeys:
    made = code.new_code(secrets.token_bytes(code.CHANCE_BYTES))
    return code.derive(made, origin=settings.LOG_ORIGIN)


def _robot(identity: Any) -> Person:
    signs = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    return Person(
        name="Robot",
        post="Robot",
        recipient=str(identity.to_public()),
        ref="s-robot0",
        role=Role.HANDLER,
        section="robot",
        signs=signs,
    )
