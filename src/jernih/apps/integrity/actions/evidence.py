"""Put evidence to an item, or take it back; what the record keeps is a salted commitment."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.db import transaction

from jernih.apps.integrity import queries
from jernih.apps.integrity.actions import steps
from jernih.apps.integrity.actions.refusals import BadEvidence, NotYourColumn, TooMuchEvidence
from jernih.apps.integrity.models import Evidence, Sheet
from jernih.apps.ledger import actions as ledger
from jernih.pure import canonical, filekinds
from jernih.pure.events_integrity import EvidenceAdded, EvidenceRemoved
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import SheetState
from jernih.pure.zone import EvidenceKind
from jernih.ui import lockbox

BODY = "zone-evidence"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A piece of evidence as somebody brings it. body: of a file; link: of a page."""

    name: str
    body: bytes = b""
    link: str = ""


@transaction.atomic(durable=True)
def add_evidence(*, ref: str, no: str, shown: Shown, actor: Actor, now: datetime) -> Evidence:
    """Keep a file, or a link, as evidence of an item, while the unit fills in.

    Raises Refused, NotYourColumn, TooMuchEvidence, BadEvidence, KeyError.
    """
    sheet = _locked(ref, no, actor)
    if shown.body:
        return _keep(sheet, no, _file(sheet, shown), actor=actor, now=now)
    parts = urlsplit(shown.link)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(shown.link) > 500:
        raise BadEvidence(shown.link[:40])
    row = Evidence(
        kind=EvidenceKind.LINK, link=shown.link, sha256=sha256(shown.link.encode()).hexdigest()
    )
    row.name = shown.name[:200] or parts.hostname
    return _keep(sheet, no, row, actor=actor, now=now)


@transaction.atomic(durable=True)
def take_figures(*, ref: str, no: str, actor: Actor, now: datetime) -> Evidence:
    """Keep what the office's own data say of an item at this moment as its evidence.

    Raises Refused, NotYourColumn, TooMuchEvidence, KeyError for an item that we count nothing of.
    """
    sheet = _locked(ref, no, actor)
    counted = queries.own_figures(sheet, now=now)[no]
    figures = [[figure.name, figure.value] for figure in counted]
    row = Evidence(
        kind=EvidenceKind.FIGURES,
        figures=figures,
        sha256=sha256(canonical.encode(figures)).hexdigest(),
        name=now.date().isoformat(),
    )
    return _keep(sheet, no, row, actor=actor, now=now)


@transaction.atomic(durable=True)
def remove_evidence(*, ref: str, evidence: str, actor: Actor, now: datetime) -> None:
    """Take evidence back: its file is gone, that it was there stays. Gone already: nothing.

    Raises Refused, NotYourColumn.
    """
    sheet = steps.locked(ref, actor, Permission.SHEET_FILL)
    row = Evidence.objects.get(sheet=sheet, ref=evidence)
    if row.removed_at is not None:
        return
    if sheet.state != SheetState.FILLING:
        raise NotYourColumn(ref)
    row.removed_at, row.removed_by, row.body = now, actor.ref, None
    row.save(update_fields=["removed_at", "removed_by", "body"])
    ledger.append(
        EvidenceRemoved(
            office=sheet.office.slug,
            at=now.replace(microsecond=0),
            sheet=sheet.ref,
            item=row.item,
            evidence=row.ref,
            officer=actor.ref,
        )
    )


def _locked(ref: str, no: str, actor: Actor) -> Sheet:
    sheet = steps.locked(ref, actor, Permission.SHEET_FILL)
    steps.item_of(sheet, no)
    if sheet.state != SheetState.FILLING:
        raise NotYourColumn(ref)
    kept = Evidence.objects.filter(sheet=sheet, item=no, removed_at=None).count()
    if kept >= queries.number(sheet, "evidence_most"):
        raise TooMuchEvidence(no)
    return sheet


def _file(sheet: Sheet, shown: Shown) -> Evidence:
    if len(shown.body) > queries.number(sheet, "evidence_bytes"):
        raise BadEvidence(str(len(shown.body)))
    kind = filekinds.kind_of(shown.body)
    if kind is None:
        raise BadEvidence(shown.name[-8:])
    return Evidence(
        kind=EvidenceKind.FILE,
        name=shown.name[-200:],
        media_type=kind.value,
        size=len(shown.body),
        sha256=sha256(shown.body).hexdigest(),
        body=lockbox.lock(shown.body, purpose=BODY),
    )


def _keep(sheet: Sheet, no: str, row: Evidence, *, actor: Actor, now: datetime) -> Evidence:
    row.sheet, row.item, row.ref, row.salt = (
        sheet,
        no,
        secrets.token_hex(8),
        secrets.token_bytes(canonical.SALT_BYTES),
    )
    row.at, row.by = now, actor.ref
    row.save()
    ledger.append(
        EvidenceAdded(
            office=sheet.office.slug,
            at=now.replace(microsecond=0),
            sheet=sheet.ref,
            item=no,
            evidence=row.ref,
            what=EvidenceKind(row.kind),
            size=row.size,
            commitment=canonical.commitment(
                "evidence", salt=row.salt, fields={"sha256": row.sha256}
            ),
            officer=actor.ref,
        )
    )
    return row
