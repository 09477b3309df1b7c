"""Take a sealed report in: all that shows from outside is checked, then all of it is kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from jernih.apps.complaints.actions.mirror import tell_mirror
from jernih.apps.complaints.actions.refusals import BadFile
from jernih.apps.complaints.actions.sealed import check_epoch, check_sealed
from jernih.apps.complaints.models import CaseFile, DraftFile, Hold, Report, Step
from jernih.apps.complaints.queries import rosters
from jernih.apps.ledger.actions.key import load_key
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import Actor, Permission, Role, require
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal.manifest import Manifest, Promise
from jernih.pure.seal.roster import Roster

# Of one report, sealed, in bytes.
MOST_BYTES: Final = 100 * 2**20


class NotTaken(Exception):
    """A sending is not what it says it is, or too much; nothing of it is kept."""


class StaleRoster(NotTaken):
    """It was sealed to a roster that is not in force: read that one and seal again."""


class DoorShut(NotTaken):
    """There is no roster in force that could hold every report."""


class WrongHolders(NotTaken):
    """It names holders whom the roster does not allow together."""


class TooMuch(NotTaken):
    """More or larger files than this office can take."""


class CodeTaken(NotTaken):
    """Another report is kept under this code already."""


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What is said of a report before its files come. salt, auth_hash, signs: 64 hex characters.

    locator: 32 hex characters; roster: its serial; manifest: canonical JSON.
    """

    locator: str
    auth_hash: str
    recipient: str
    signs: str
    holders: tuple[str, ...]
    roster: int
    salt: str
    manifest: str


def open_roster(office: Office, *, now: datetime) -> Roster:
    """Return the roster that reports are sealed to today. Raises DoorShut."""
    try:
        found = rosters.in_force(office, on=offices.today(office, now))
    except ValueError:
        # Changed in the table, or signed by another key: no roster at all.
        found = None
    if found is None:
        raise DoorShut
    try:
        may_hold.check_ready(found)
    except may_hold.CannotHold:
        raise DoorShut from None
    return found


def check_opening(opening: Opening, *, roster: Roster) -> Manifest:
    """Return the manifest of a sending that may begin. Raises NotTaken."""
    if opening.roster != roster.serial:
        raise StaleRoster
    could = {person.ref for person in roster.of_role(Role.HANDLER, Role.OVERSEER)}
    try:
        found = may_hold.holders_of(roster, concerned=could - set(opening.holders))
    except may_hold.CannotHold:
        raise WrongHolders from None
    if tuple(person.ref for person in found) != opening.holders:
        raise WrongHolders
    try:
        manifest = manifests.parse_manifest(opening.manifest.encode())
    except manifests.BadManifest as problem:
        raise NotTaken(str(problem)) from None
    if manifest.case != opening.locator:
        raise NotTaken("the manifest is of another case")
    if sum(file.size for file in manifest.files) > MOST_BYTES:
        raise TooMuch
    return manifest


@transaction.atomic(durable=True)
def file_report(
    *,
    office_id: int,
    opening: Opening,
    files: Mapping[str, bytes],
    made: Made,
    actor: Actor,
    now: datetime,
) -> bytes:
    """Keep a sealed report and return the promise, signed. The same report again: the same promise.

    Raises Refused, or NotTaken and then keeps nothing.
    """
    require(actor, Permission.REPORT_FILE)
    office = Office.objects.get(pk=office_id)
    kept = Report.objects.filter(locator=opening.locator).first()
    if kept is not None:
        return _promise_again(kept, opening)
    role = Role.HELPER if made == Made.HELPER else Role.CITIZEN
    report = keep_report(office, opening, files, made=made, by=(actor.ref, role), now=now)
    # The draft itself stays until its midnight: whoever lost our answer asks once more.
    DraftFile.objects.filter(draft__locator=opening.locator).delete()
    return promise_of(report)


def keep_report(
    office: Office,
    opening: Opening,
    files: Mapping[str, bytes],
    *,
    made: Made,
    by: tuple[str, Role],
    now: datetime,
    at_most: int | None = None,
) -> Report:
    """Keep a sealed report that is new, with the first line of its log. A step of actions.

    by: pseudonym and role of who filed it. at_most: working days for its end that it had left as
    a complaint about service. Raises NotTaken.
    """
    roster = open_roster(office, now=now)
    manifest = check_opening(opening, roster=roster)
    check_files(manifest, files)
    report = _keep(office, opening, roster, made=made, on=offices.today(office, now))
    _keep_files(report, files)
    Step.objects.create(
        report=report,
        number=1,
        deed=Deed.FILED,
        on=report.filed_on,
        by=by[0],
        role=by[1],
        fields={"made": made.value} | ({} if at_most is None else {"at_most": at_most}),
    )
    tell_mirror(report)
    return report


def check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Do nothing for the very files of a manifest, each sealed as it should be. Raises NotTaken."""
    if set(files) != {file.name for file in manifest.files}:
        raise NotTaken("other files came than the manifest names")
    for entry in manifest.files:
        body = files[entry.name]
        if (len(body), hashlib.sha256(body).hexdigest()) != (entry.size, entry.hash):
            raise NotTaken(f"{entry.name} is not the file of the manifest")
    keys = {name for name in manifests.NEEDED if name != manifests.REPORT}
    try:
        check_epoch({name: files[name] for name in keys}, epoch=0)
        for name in set(files) - keys:
            check_sealed(name, files[name])
    except BadFile as problem:
        raise NotTaken(str(problem)) from None


def promise_of(report: Report) -> bytes:
    """Return the office's word that this report came, with the signature of the record's key."""
    promise = Promise(commitment=report.commitment, day=report.filed_on, office=report.office.slug)
    return manifests.write_promise(promise, sign=load_key().sign)


def _promise_again(kept: Report, opening: Opening) -> bytes:
    if (kept.auth_hash, kept.manifest) != (opening.auth_hash, opening.manifest):
        raise CodeTaken
    return promise_of(kept)


def _keep(office: Office, opening: Opening, roster: Roster, *, made: Made, on: date) -> Report:
    manifest = manifests.parse_manifest(opening.manifest.encode())
    inside = {person.ref for person in roster.of_role(Role.HANDLER)}
    report = Report.objects.create(
        office=office,
        locator=opening.locator,
        auth_hash=opening.auth_hash,
        recipient=opening.recipient,
        signs=opening.signs,
        made=made,
        roster=roster.serial,
        is_outside_only=not inside & set(opening.holders),
        manifest=opening.manifest,
        salt=opening.salt,
        commitment=manifests.commitment_of(manifest, salt=bytes.fromhex(opening.salt)),
        stepped=1,
        filed_on=on,
        state_on=on,
    )
    Hold.objects.bulk_create(Hold(report=report, staff=ref, since=on) for ref in opening.holders)
    return report


def _keep_files(report: Report, files: Mapping[str, bytes]) -> None:
    CaseFile.objects.bulk_create(
        CaseFile(
            report=report,
            name=name,
            size=len(body),
            hash=hashlib.sha256(body).hexdigest(),
            body=body,
            came_on=report.filed_on,
        )
        for name, body in sorted(files.items())
    )
