"""Add a line to a report's log, and sealed files. Steps of actions, inside the report's lock.

Whoever acts on a report (staff here, its reporter in `follow`, the clock) writes through these.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from jernih.apps.complaints.actions.mirror import tell_mirror
from jernih.apps.complaints.actions.refusals import BadFile, NumberTaken
from jernih.apps.complaints.actions.sealed import check_sealed
from jernih.apps.complaints.models import CaseFile, Report, Step
from jernih.apps.complaints.queries import rights
from jernih.apps.offices import queries as offices
from jernih.pure.casework import Deed
from jernih.pure.roles import Actor, Permission, Refused, Role
from jernih.pure.states import REPORT, ReportState

FILES_MAX: Final = 10
_ACTING: Final = (Role.OVERSEER, Role.HANDLER, Role.DECIDER, Role.CLOCK, Role.CITIZEN)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """What a browser sealed for one deed: its message, and the files that go with it.

    number: N of pesan-N.age. files: the age files by name: pesan-N.age, lampiran-N-1.age … without
    gaps, at most ten of these.
    """

    number: int
    files: Mapping[str, bytes]


def lock_case(locator: str, actor: Actor, *permissions: Permission) -> Report:
    """Return a report that this actor may see, which nobody else changes until the end.

    permissions: one of them is enough. Raises Refused, NoSuchCase (absent and forbidden alike).
    """
    if not any(actor.may(permission) for permission in permissions):
        raise Refused(permissions[0].value)
    seen = rights.case_of(actor, locator)
    Report.objects.select_for_update(no_key=True).get(pk=seen.pk)
    # Asked again: while we waited for the lock, she may have been recused.
    return rights.case_of(actor, locator)


def today_of(report: Report, now: datetime) -> date:
    """Return the day it is at the report's office; no more is kept of any moment."""
    return offices.today(report.office, now)


def move(report: Report, then: ReportState, *, on: date) -> None:
    """Bring a locked report into its next state; `write_step` stores it. Raises IllegalMove."""
    REPORT.check(ReportState(report.state), then)
    report.state, report.state_on = then, on


def write_step(
    report: Report,
    deed: Deed,
    *,
    actor: Actor,
    on: date,
    message: int | None = None,
    fields: Mapping[str, object] | None = None,
) -> Step:
    """Write the next line of a locked report's log, and store the report."""
    report.stepped += 1
    report.save()
    step = Step.objects.create(
        report=report,
        number=report.stepped,
        deed=deed,
        on=on,
        by=actor.ref,
        role=next(role for role in _ACTING if role in actor.roles),
        message=message,
        fields=dict(fields or {}),
    )
    tell_mirror(report, step=step)
    return step


def keep_message(report: Report, sealed: Sealed, *, on: date) -> int:
    """Keep a message and its files under the next number; return it.

    Raises NumberTaken if somebody wrote meanwhile, BadFile.
    """
    expected = count_files(report, "pesan") + 1
    if sealed.number != expected:
        raise NumberTaken(expected)
    for name in _names(sealed):
        keep_file(report, name, sealed.files[name], on=on)
    return expected


def keep_file(report: Report, name: str, body: bytes, *, on: date) -> CaseFile:
    """Keep one sealed file that was looked at; its name is free."""
    file = CaseFile.objects.create(
        report=report,
        name=name,
        size=len(body),
        hash=hashlib.sha256(body).hexdigest(),
        body=body,
        came_on=on,
    )
    tell_mirror(report, files=[file])
    return file


def count_files(report: Report, kind: str) -> int:
    """Return how many numbered files of a kind there are: pesan, catatan."""
    return report.files.filter(name__regex=rf"^{kind}-[0-9]+\.age$").count()


def _names(sealed: Sealed) -> list[str]:
    first = f"pesan-{sealed.number}.age"
    names = [first, *(f"lampiran-{sealed.number}-{k}.age" for k in range(1, len(sealed.files)))]
    if len(names) > FILES_MAX + 1 or set(names) != set(sealed.files):
        raise BadFile(first)
    for name in names:
        check_sealed(name, sealed.files[name])
    return names
