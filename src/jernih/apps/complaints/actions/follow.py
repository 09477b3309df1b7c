"""What a reporter does without JavaScript: her code is used in memory, then forgotten."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

import pyrage
from django.conf import settings
from django.db import transaction

from jernih.apps.complaints.actions.append import Sealed, keep_message, today_of, write_step
from jernih.apps.complaints.actions.file import Opening, file_report, open_roster
from jernih.apps.complaints.actions.reporter import (
    lock_by_code,
    object_to_outcome,
    withdraw_report,
)
from jernih.apps.complaints.actions.seal_here import (
    Place,
    PlainFile,
    Told,
    seal_message,
    seal_report,
)
from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import opened
from jernih.apps.offices.models import Office
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import Actor
from jernih.pure.seal import code as codes
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal.code import ReporterKeys


@dataclass(frozen=True, kw_only=True)
class Spared:
    """Whom a report is about, as far as the roster knows them, and who alone may read it."""

    people: tuple[str, ...] = field(default=(), repr=False)
    sections: tuple[str, ...] = field(default=(), repr=False)
    is_outside_only: bool = False


def keys_of(code: str) -> ReporterKeys:
    """Return the keys of a code of 20 characters, here."""
    return codes.derive(code, origin=settings.LOG_ORIGIN)


def seal_and_file(
    told: Told,
    *,
    code: str,
    spared: Spared,
    office: Office,
    made: Made,
    actor: Actor,
    now: datetime,
) -> bytes:
    """Seal a report on this machine and keep it; return the promise.

    code: her receipt code, 20 characters. The same report a second time: the same promise.
    Raises Refused, CannotHold (nobody could), BadEnvelope, NotTaken.
    """
    keys = keys_of(code)
    kept = Report.objects.filter(locator=keys.locator, auth_hash=keys.auth_hash).first()
    roster = open_roster(office, now=now)
    held = may_hold.holders_of(
        roster,
        concerned=spared.people,
        sections=spared.sections,
        is_outside_only=spared.is_outside_only,
    )
    sealed = seal_report(told, keys=keys, holders=held, roster=roster, made=made)
    manifest = kept.manifest if kept else manifests.write_manifest(sealed.manifest).decode()
    opening = Opening(
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        holders=tuple(person.ref for person in held),
        roster=roster.serial,
        salt=keys.salt.hex(),
        manifest=manifest,
    )
    return file_report(
        office_id=office.pk, opening=opening, files=sealed.files, made=made, actor=actor, now=now
    )


def write_as_reporter(
    deed: Deed,
    *,
    keys: ReporterKeys,
    words: str,
    files: tuple[PlainFile, ...],
    actor: Actor,
    now: datetime,
) -> None:
    """Seal what she writes to her case and keep it: a message, an objection, or that she withdraws.

    Raises Refused, NoSuchCase, CaseRefusal, IllegalMove, BadMessage, BadPadding.
    """
    report = opened.report_of(keys)
    at = opened.next_place(report)
    case = opened.case_keys(report, keys)[0]
    place = Place(kind=deed, number=at.number, previous=at.previous)
    to = str(pyrage.x25519.Identity.from_str(case).to_public())
    sealed = Sealed(number=at.number, files=seal_message(words, files, at=place, keys=keys, to=to))
    if deed == Deed.WITHDRAWN:
        withdraw_report(locator=keys.locator, auth=keys.auth, sealed=sealed, actor=actor, now=now)
    elif deed == Deed.OBJECTED:
        object_to_outcome(locator=keys.locator, auth=keys.auth, sealed=sealed, actor=actor, now=now)
    else:
        send_as_reporter(locator=keys.locator, auth=keys.auth, sealed=sealed, actor=actor, now=now)


@transaction.atomic(durable=True)
def send_as_reporter(
    *, locator: str, auth: bytes, sealed: Sealed, actor: Actor, now: datetime
) -> int:
    """Keep a sealed message of the reporter, wherever her case stands; return its number.

    The very same message again: nothing. Raises Refused, NoSuchCase, NumberTaken, BadFile.
    """
    report = lock_by_code(locator, auth, actor)
    if _is_kept(report, sealed):
        return sealed.number
    on = today_of(report, now)
    number = keep_message(report, sealed, on=on)
    write_step(report, Deed.MESSAGE, actor=actor, on=on, message=number)
    return number


def _is_kept(report: Report, sealed: Sealed) -> bool:
    name = f"pesan-{sealed.number}.age"
    body = sealed.files.get(name)
    if body is None:
        return False
    wanted = hashlib.sha256(body).hexdigest()
    return bool(report.files.filter(name=name, hash=wanted).exists())
