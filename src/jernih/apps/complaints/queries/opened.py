"""What a reporter's code opens: asked alike for right and wrong codes, read in memory only."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pyrage

from jernih.apps.complaints.models import Report, Step
from jernih.apps.complaints.queries import rosters
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import Role
from jernih.pure.seal import envelope, manifest, message, padding
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.states import ReportState

_MESSAGE: Final = re.compile(r"pesan-([0-9]+)\.age")
_NOBODY: Final = "0" * 64


@dataclass(frozen=True, kw_only=True)
class NextPlace:
    """Where the next message stands. previous: the sealed file before it."""

    number: int
    previous: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SeenFile:
    """A file that goes with words. sealed_name: under which it can be asked for."""

    name: str
    size: int
    sealed_name: str


@dataclass(frozen=True, kw_only=True)
class SeenStep:
    """A line of the log as its reporter reads it. words: None if it has none, or cannot be read."""

    number: int
    deed: Deed
    on: date
    role: Role
    fields: dict[str, object]
    words: str | None = field(default=None, repr=False)
    files: tuple[SeenFile, ...] = ()
    is_broken: bool = False
    is_hers: bool = False


@dataclass(frozen=True, kw_only=True)
class SeenCase:
    """A report as its reporter sees it. words, files: what she wrote at first."""

    report: Report
    state: ReportState
    made: Made
    words: str = field(repr=False)
    files: tuple[SeenFile, ...]
    steps: tuple[SeenStep, ...]
    is_broken: bool


def report_by(locator: str, auth: bytes) -> Report:
    """Return the report of who shows its code. Raises NoSuchCase, alike for unknown and wrong."""
    found = Report.objects.filter(locator=locator).select_related("office").first()
    shown = hashlib.sha256(auth).hexdigest()
    # Compared in any case: an unknown address takes as long as a wrong key.
    is_right = hmac.compare_digest(shown, found.auth_hash if found else _NOBODY)
    if found is None or not is_right:
        raise NoSuchCase
    return found


def report_of(keys: ReporterKeys) -> Report:
    """Return the report of these keys. Raises NoSuchCase."""
    return report_by(keys.locator, keys.auth)


def sealed_file(report: Report, name: str) -> bytes:
    """Return a sealed file of a report. Raises NoSuchCase, also for notes that are not hers."""
    found = report.files.filter(name=name).exclude(name__startswith="catatan-").first()
    if found is None or found.body is None:
        raise NoSuchCase
    return bytes(found.body)


def names_of(report: Report) -> list[tuple[str, int]]:
    """Return the names and sizes of the files that are hers to read."""
    rows = report.files.exclude(name__startswith="catatan-").exclude(body=None)
    return list(rows.order_by("name").values_list("name", "size"))


def next_place(report: Report) -> NextPlace:
    """Return the number of the next message, and the sealed file it follows."""
    numbers = [int(m[1]) for name, _ in names_of(report) if (m := _MESSAGE.fullmatch(name))]
    last = max(numbers, default=0)
    before = f"pesan-{last}.age" if last else manifest.REPORT
    return NextPlace(number=last + 1, previous=sealed_file(report, before))


def case_keys(report: Report, keys: ReporterKeys) -> list[str]:
    """Return the case keys of all epochs, newest first. Raises NoSuchCase if none opens."""
    hers = pyrage.x25519.Identity.from_str(keys.identity)
    try:
        sealed = sealed_file(report, f"kunci-{report.epoch}.age")
        return bytes(pyrage.decrypt(sealed, [hers])).decode("ascii").split()
    except (pyrage.DecryptError, UnicodeDecodeError):
        raise NoSuchCase from None


def open_file(report: Report, name: str, keys: ReporterKeys) -> bytes:
    """Return what stands in a sealed file, still filled up. Raises NoSuchCase."""
    identities = [pyrage.x25519.Identity.from_str(one) for one in case_keys(report, keys)]
    try:
        return bytes(pyrage.decrypt(sealed_file(report, name), identities))
    except pyrage.DecryptError:
        raise NoSuchCase from None


def seen_case(report: Report, keys: ReporterKeys) -> SeenCase:
    """Return the whole case, opened with the reporter's keys in memory."""
    told = _envelope(report, keys)
    files = tuple(
        SeenFile(name=one.name, size=one.size, sealed_name=f"lampiran-{n}.age")
        for n, one in enumerate(told.files if told else (), 1)
    )
    signers = _signers(report) | {message.REPORTER: report.signs}
    steps = report.steps.exclude(deed=Deed.RECUSED).order_by("number")
    return SeenCase(
        report=report,
        state=ReportState(report.state),
        made=Made(report.made),
        words=told.words if told else "",
        files=files,
        steps=tuple(_seen(step, report, keys, signers) for step in steps),
        is_broken=told is None,
    )


def _envelope(report: Report, keys: ReporterKeys) -> envelope.Envelope | None:
    try:
        return envelope.open_envelope(
            open_file(report, manifest.REPORT, keys),
            case=keys.locator,
            recipient=keys.recipient,
            signs=keys.signs,
        )
    except (NoSuchCase, envelope.BadEnvelope):
        return None


def _signers(report: Report) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rosters.accepted(report.office).order_by("serial"):
        roster = rosters.of_serial(report.office, row.serial)
        found |= {one.ref: one.signs for one in roster.people} if roster else {}
    return found


def _seen(step: Step, report: Report, keys: ReporterKeys, signers: dict[str, str]) -> SeenStep:
    common = {
        "number": step.number,
        "deed": Deed(step.deed),
        "on": step.on,
        "role": Role(step.role),
        "fields": step.fields,
        "is_hers": step.role == Role.CITIZEN,
    }
    if step.message is None:
        return SeenStep(**common)
    try:
        told = message.read_message(open_file(report, f"pesan-{step.message}.age", keys))
        faults = message.faults_of(told, at=_place(report, step.message), signers=signers)
    except (NoSuchCase, message.BadMessage):
        return SeenStep(**common, is_broken=True)
    files = tuple(
        SeenFile(name=one.name, size=one.size, sealed_name=f"lampiran-{step.message}-{n}.age")
        for n, one in enumerate(told.files, 1)
    )
    return SeenStep(**common, words=told.words, files=files, is_broken=bool(faults))


def _place(report: Report, number: int) -> message.Place:
    before = f"pesan-{number - 1}.age" if number > 1 else manifest.REPORT
    return message.Place(case=report.locator, number=number, previous=sealed_file(report, before))


def plain_file(report: Report, seen: SeenFile, keys: ReporterKeys) -> bytes:
    """Return the very file that somebody added. Raises NoSuchCase."""
    try:
        return padding.strip_file(open_file(report, seen.sealed_name, keys), size=seen.size)
    except padding.BadPadding:
        raise NoSuchCase from None
