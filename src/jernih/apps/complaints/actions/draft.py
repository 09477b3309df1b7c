"""A sending in pieces: begun, continued where a cut line left it, finished at once or forgotten."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from jernih.apps.complaints.actions.file import (
    CodeTaken,
    NotTaken,
    Opening,
    check_opening,
    file_report,
    open_roster,
)
from jernih.apps.complaints.models import Draft, DraftFile, Report
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.offices.models import Office
from jernih.pure.casework import Made
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.seal import manifest as manifests

PIECE_BYTES: Final = 2**20


def expiry(now: datetime) -> datetime:
    """Return when a draft begun now is forgotten: a midnight, so that no row tells an hour."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)


class WrongPlace(Exception):
    """A piece does not begin where the file ends."""

    def __init__(self, size: int) -> None:
        """size: how much of the file is there."""
        super().__init__(str(size))
        self.size = size


@transaction.atomic(durable=True)
def begin_draft(*, office_id: int, opening: Opening, actor: Actor, now: datetime) -> Draft:
    """Begin a sending, or take it up again: the same opening finds the same draft.

    Raises Refused or NotTaken.
    """
    require(actor, Permission.REPORT_FILE)
    office = Office.objects.get(pk=office_id)
    kept = Report.objects.filter(locator=opening.locator).first()
    if kept and (kept.auth_hash, kept.manifest) != (opening.auth_hash, opening.manifest):
        raise CodeTaken
    if not kept:
        check_opening(opening, roster=open_roster(office, now=now))
    try:
        with transaction.atomic():
            return Draft.objects.create(
                office=office,
                ref=secrets.token_hex(16),
                locator=opening.locator,
                opening=asdict(opening),
                expires_at=expiry(now),
            )
    except IntegrityError:
        return _again(opening)


@transaction.atomic(durable=True)
def add_piece(*, ref: str, name: str, at: int, piece: bytes, now: datetime) -> int:
    """Add bytes to a file of a draft; return how much of it is there now.

    Raises NoSuchCase (no such draft, or none any more), WrongPlace, or NotTaken for a file that
    the manifest does not name, or more of it than it says.
    """
    draft = _lock(ref, now)
    entry = next((file for file in _manifest(draft).files if file.name == name), None)
    if entry is None:
        raise NotTaken(f"the manifest names no {name[:40]}")
    file, _ = DraftFile.objects.get_or_create(draft=draft, name=name)
    if at != file.size:
        raise WrongPlace(file.size)
    if len(piece) > PIECE_BYTES or at + len(piece) > entry.size:
        raise NotTaken(f"more of {name} than the manifest says")
    with connection.cursor() as cursor:
        # Appended where it lies: what is there already does not travel again.
        cursor.execute(
            "UPDATE complaints_draftfile SET body = body || %s, size = size + %s WHERE id = %s",
            [piece, len(piece), file.pk],
        )
    return at + len(piece)


def finish_draft(*, ref: str, actor: Actor, now: datetime) -> bytes:
    """File what a draft holds; return the promise. Raises Refused, NoSuchCase or NotTaken."""
    draft = Draft.objects.filter(ref=ref, expires_at__gt=now).first()
    if draft is None:
        raise NoSuchCase
    files = {file.name: bytes(file.body) for file in draft.files.all()}
    return file_report(
        office_id=draft.office_id,
        opening=opening_of(draft),
        files=files,
        made=Made.BROWSER,
        actor=actor,
        now=now,
    )


@transaction.atomic(durable=True)
def forget_drafts(*, actor: Actor, now: datetime) -> int:
    """Drop what was begun and never finished; return how many sendings these were."""
    require(actor, Permission.CASE_CLOCK)
    found = Draft.objects.filter(expires_at__lte=now)
    count = found.count()
    found.delete()
    return count


def sizes_of(draft: Draft) -> dict[str, int]:
    """Return how much of each file is there; all of it once the report is kept."""
    report = Report.objects.filter(locator=draft.locator).first()
    files = report.files if report else draft.files
    return dict(files.values_list("name", "size"))


def opening_of(draft: Draft) -> Opening:
    """Return what was said when a draft was begun."""
    told: dict[str, Any] = {**draft.opening, "holders": tuple(draft.opening["holders"])}
    return Opening(**told)


def _again(opening: Opening) -> Draft:
    draft = Draft.objects.get(locator=opening.locator)
    before = opening_of(draft)
    if before.auth_hash != opening.auth_hash:
        raise CodeTaken
    if before != opening:
        # Sealed anew, after the roster changed or the page was loaded again: from the beginning.
        draft.files.all().delete()
        draft.opening = asdict(opening)
        draft.save(update_fields=["opening"])
    return draft


def _manifest(draft: Draft) -> manifests.Manifest:
    return manifests.parse_manifest(str(draft.opening["manifest"]).encode())


def _lock(ref: str, now: datetime) -> Draft:
    draft = Draft.objects.select_for_update().filter(ref=ref, expires_at__gt=now).first()
    if draft is None:
        raise NoSuchCase
    return draft
