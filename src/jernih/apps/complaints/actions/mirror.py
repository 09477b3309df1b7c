"""Tell the overseer's mirror: rows inside the transaction they tell of, sent by a job, in order.

A row that was not sent is sent again for ever, ever more rarely; the mirror knows a repetition.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from jernih.apps.complaints.models import CaseFile, MirrorCall, Report, Step
from jernih.apps.complaints.queries import mirrored
from jernih.apps.ledger.actions.append import NotInTransaction
from jernih.apps.ledger.actions.key import LogKey
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.seal import mirror_call
from jernih.pure.seal.manifest import Promise, write_promise
from jernih.pure.seal.mirror_call import CASES, STEPS, SignOfLife, ToldStep
from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import BadNote, parse_log_key

# When a new row is due: at once. The moment it was written would be an hour.
AT_ONCE: Final = datetime(2000, 1, 1, tzinfo=UTC)
# A sender that dies leaves its row alone for so long.
LEASE: Final = timedelta(minutes=10)
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=1)


class BadAnswer(Exception):
    """The mirror's answer is not its countersignature for this case."""


def tell_mirror(
    report: Report, *, step: Step | None = None, files: Iterable[CaseFile] = ()
) -> None:
    """Write down what the mirror is to hear: a step, files that came later, or the whole report.

    A step of actions, inside the report's lock. With neither step nor files the report is told
    from its beginning, with all steps so far. What comes before that needs no telling. Does
    nothing without a mirror. Raises NotInTransaction.
    """
    if not mirrored.has_mirror():
        return
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction("mirror")
    files = list(files)
    if step is None and not files:
        _tell_all(report)
        return
    if report.mirrored is None and not report.mirror_calls.filter(path=CASES).exists():
        return
    for file in files:
        _tell_file(report, file)
    if step is not None:
        _tell_step(report, step)


@transaction.atomic(durable=True)
def tell_forgotten(*, actor: Actor) -> int:
    """Tell the mirror of reports it never heard of, say from before there was one; say of how many.

    Raises Refused.
    """
    require(actor, Permission.CASE_CLOCK)
    forgotten = mirrored.forgotten().select_for_update(no_key=True, of=("self",))
    for report in forgotten:
        tell_mirror(report)
    return len(forgotten)


@transaction.atomic(durable=True)
def lease_call(*, actor: Actor, now: datetime) -> MirrorCall | None:
    """Take the next call that is due, so that no other sender has it; of a report the first one.

    Raises Refused.
    """
    require(actor, Permission.CASE_CLOCK)
    due = mirrored.due_calls(now).select_for_update(skip_locked=True, of=("self",))
    call = due.select_related("report__office").first()
    if call is not None:
        call.next_at = now + LEASE
        call.save(update_fields=["next_at"])
    return call


def signed_call(call: MirrorCall, *, key: LogKey) -> tuple[bytes, dict[str, str]]:
    """Return what is sent: the body, in which a new case has its promise now, and the headers."""
    body = bytes(call.body)
    if call.path == CASES:
        report = call.report
        promise = Promise(
            commitment=report.commitment, day=report.filed_on, office=report.office.slug
        )
        signed = write_promise(promise, sign=key.sign)
        body = mirror_call.add_part(body, mirror_call.PROMISE, signed)
    return body, sign_headers(call.method, call.path, body, key=key)


def sign_headers(method: str, path: str, body: bytes, *, key: LogKey) -> dict[str, str]:
    """Return the headers that tell the mirror that the office sends this."""
    digest = sha256(body).hexdigest()
    signature = key.sign(mirror_call.call_text(method, path, digest=digest))
    return {
        mirror_call.HASH_HEADER: digest,
        mirror_call.SIGNATURE_HEADER: signature.hex(),
        "Content-Type": "application/octet-stream",
    }


def sign_of_life(*, now: datetime) -> bytes:
    """Return what tells the mirror that we live, and which reports we have."""
    steps = Report.objects.values_list("locator", "stepped")
    return mirror_call.write_life(SignOfLife(at=now, cases=dict(steps)))


@transaction.atomic(durable=True)
def keep_answer(*, call_id: int, answer: bytes, actor: Actor) -> None:
    """Strike a call that the mirror took, and keep its countersignature of a new case.

    Raises Refused, BadAnswer.
    """
    require(actor, Permission.CASE_CLOCK)
    call = MirrorCall.objects.select_related("report").filter(pk=call_id).first()
    if call is None:
        return
    if call.path == CASES:
        said = _countersignature(call.report, answer)
        Report.objects.filter(pk=call.report_id).update(mirrored=said)
    call.delete()


@transaction.atomic(durable=True)
def put_off(*, call_id: int, actor: Actor, now: datetime) -> None:
    """Let a call that was not taken wait, twice as long each time. Raises Refused."""
    require(actor, Permission.CASE_CLOCK)
    for call in MirrorCall.objects.filter(pk=call_id):
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(call.tries, 10))
        call.tries, call.next_at = call.tries + 1, now + pause
        call.save(update_fields=["tries", "next_at"])


def _tell_all(report: Report) -> None:
    listed = {file["name"] for file in json.loads(report.manifest)["files"]}
    kept = {file.name: file for file in report.files.order_by("pk")}
    parts = {
        mirror_call.MANIFEST: report.manifest.encode("ascii"),
        mirror_call.SALT: report.salt.encode("ascii"),
        mirror_call.AUTH: report.auth_hash.encode("ascii"),
        **{name: bytes(kept[name].body or b"") for name in sorted(listed & kept.keys())},
    }
    _call(report, "POST", CASES, mirror_call.pack(parts))
    for name, file in kept.items():
        if name not in listed:
            _tell_file(report, file)
    for step in report.steps.order_by("number"):
        _tell_step(report, step)


def _tell_file(report: Report, file: CaseFile) -> None:
    if file.body is not None:
        _call(report, "PUT", f"{CASES}/{report.locator}/{file.name}", bytes(file.body))


def _tell_step(report: Report, step: Step) -> None:
    told = ToldStep(
        case=report.locator,
        number=step.number,
        deed=step.deed,
        day=step.on,
        role=step.role,
        hash=_message_hash(report, step),
        fields=step.fields,
    )
    _call(report, "POST", STEPS, mirror_call.write_step(told))


def _message_hash(report: Report, step: Step) -> str:
    if step.message is None:
        return ""
    name = f"pesan-{step.message}.age"
    return report.files.filter(name=name).values_list("hash", flat=True).first() or ""


def _call(report: Report, method: str, path: str, body: bytes) -> None:
    MirrorCall.objects.create(report=report, method=method, path=path, body=body, next_at=AT_ONCE)


def _countersignature(report: Report, answer: bytes) -> Mapping[str, Any]:
    """Return what the mirror signed for a report, checked."""
    try:
        said = json.loads(answer)
        key = parse_log_key(settings.MIRROR_VKEY.strip())
        day = datetime.strptime(said["day"], "%Y-%m-%d").replace(tzinfo=UTC).date()
        text = mirror_call.countersigned_text(
            case=report.locator, commitment=report.commitment, day=day
        )
        signature = bytes.fromhex(said["signature"])
    except (ValueError, KeyError, TypeError, BadNote) as reason:
        raise BadAnswer(str(reason)) from None
    if not ed25519.verify(key.public, signature, text):
        raise BadAnswer("signed by another key, or for another case")
    return {
        "day": day.isoformat(),
        "key": settings.MIRROR_VKEY.strip(),
        "signature": said["signature"],
    }
