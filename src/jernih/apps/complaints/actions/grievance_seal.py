"""A complaint that is in truth about conduct goes behind the sealed door, with the days it had.

Its words are sealed in memory to a code of their own, which is locked to its sender's code: with
the one she has, she finds the other. Nothing in a table says which report it became.
"""

import secrets
from datetime import datetime
from typing import Final

import pyrage
from django.conf import settings
from django.db import transaction

from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import seal_here
from jernih.apps.complaints.actions.follow import Spared
from jernih.apps.complaints.actions.grievance_steps import (
    lock_handled,
    move,
    tell_sender,
    today_of,
    wipe,
    write_line,
)
from jernih.apps.complaints.models import Grievance
from jernih.apps.complaints.queries import forms as asked
from jernih.apps.complaints.queries import grievances
from jernih.apps.offices import queries as offices
from jernih.pure.casework import CaseClass, ClockKind, Made
from jernih.pure.grievance import GrievanceDeed, reclassify
from jernih.pure.roles import Actor, Role
from jernih.pure.seal import code as codes
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.states import GrievanceState

_ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


@transaction.atomic(durable=True)
def seal_grievance(*, locator: str, spared: Spared, actor: Actor, now: datetime) -> Grievance:
    """Make a sealed report of a complaint, and wipe its words here.

    spared: whom the report is about besides who is concerned already. The report ends no later
    than the complaint was to be answered. Raises Refused, NoSuchCase, IllegalMove, CannotHold
    (nobody could), NotTaken.
    """
    grievance = lock_handled(locator, actor)
    on = today_of(grievance, now)
    move(grievance, GrievanceState.SEALED, on=on)
    code = codes.new_code(secrets.token_bytes(codes.CHANCE_BYTES))
    clock = grievances.clock_of(grievance, ClockKind.RESOLVE)
    left = clock.left(on) if clock else 0
    _file(grievance, code, spared=spared, by=actor.ref, at_most=left, now=now)
    tell_sender(grievance, now=now)
    to = pyrage.x25519.Recipient.from_str(grievance.recipient)
    grievance.handed = bytes(pyrage.encrypt(code.encode(), [to]))
    before = CaseClass(grievance.case_class)
    change = reclassify(
        before,
        CaseClass.SUPERVISORY,
        at_most=grievance.at_most,
        rules=offices.rulebook()["complaints"],
        on=grievance.filed_on,
    )
    fields = {
        "before": before.value,
        "after": CaseClass.SUPERVISORY.value,
        "days_before": change.days_before,
        "days_after": change.days_after,
    }
    wipe(grievance)
    write_line(grievance, GrievanceDeed.RECLASSIFIED, actor=actor, on=on, fields=fields)
    write_line(grievance, GrievanceDeed.SEALED, actor=actor, on=on)
    return grievance


def _file(
    grievance: Grievance, code: str, *, spared: Spared, by: str, at_most: int, now: datetime
) -> None:
    keys = codes.derive(code, origin=settings.LOG_ORIGIN)
    roster = filing.open_roster(grievance.office, now=now)
    held = may_hold.holders_of(
        roster,
        concerned={*spared.people, *grievance.concerned},
        sections=spared.sections,
        is_outside_only=spared.is_outside_only,
    )
    sealed = seal_here.seal_report(
        _told(grievance), keys=keys, holders=held, roster=roster, made=Made.SERVER
    )
    filing.keep_report(
        grievance.office,
        _opening(keys, sealed, holders=tuple(one.ref for one in held), roster=roster.serial),
        sealed.files,
        made=Made.SERVER,
        by=(by, Role.HANDLER),
        now=now,
        at_most=at_most,
    )


def _opening(
    keys: ReporterKeys,
    sealed: seal_here.SealedReport,
    *,
    holders: tuple[str, ...],
    roster: int,
) -> filing.Opening:
    return filing.Opening(
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        holders=holders,
        roster=roster,
        salt=keys.salt.hex(),
        manifest=manifests.write_manifest(sealed.manifest).decode(),
    )


def _told(grievance: Grievance) -> seal_here.Told:
    words = grievances.words_of(grievance)
    answers = {name: words[name] for name in ("ticket", "day") if words.get(name)}
    return seal_here.Told(
        answers=answers,
        words=words.get("words", ""),
        files=_files(grievance),
        form=asked.questionnaire().hash,
    )


def _files(grievance: Grievance) -> tuple[seal_here.PlainFile, ...]:
    """Return what was written since, and the pictures, for the holders alone."""
    said = [
        f"{line.on.isoformat()} {line.role}: {words}"
        for line in grievance.lines.order_by("number")
        if (words := grievances.said(line.sealed))
    ]
    files = [
        seal_here.PlainFile(name=f"foto-{n}.{_ENDINGS[kind]}", type=kind, body=body)
        for n, (kind, body) in enumerate(grievances.pictures(grievance), 1)
    ]
    if said:
        body = "\n\n".join(said).encode()
        files.append(seal_here.PlainFile(name="percakapan.txt", type="text/plain", body=body))
    return tuple(files)
