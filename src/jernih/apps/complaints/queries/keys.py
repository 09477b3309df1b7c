"""A holder's own key, and the rosters of her office."""

from dataclasses import dataclass
from datetime import datetime

from jernih.apps.complaints.models import Report, Roster, StaffKey
from jernih.apps.complaints.queries import rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.roles import Actor


@dataclass(frozen=True, kw_only=True)
class LockedRow:
    """One's own key, locked; only its owner is ever given it.

    is_on_roster: the roster that counts seals reports to this key. to_renew: cases that this person
    holds and that were sealed to an earlier key of hers, until a colleague renews their keys.
    """

    recipient: str
    signs: str
    locked: str
    by_passkey: str
    has_paper: bool
    made_at: datetime
    is_on_roster: bool
    to_renew: int


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One serial that was brought in. may_accept: by another than who brought it."""

    serial: int
    note: str
    proposed_by: str
    proposed_at: datetime
    accepted_by: str
    accepted_at: datetime | None
    may_accept: bool


def key_of(actor: Actor) -> LockedRow | None:
    """Return the key that this actor uses now, None without one."""
    row = StaffKey.objects.filter(staff=actor.ref, ended_at=None).select_related("office").first()
    if row is None:
        return None
    roster = rosters.newest(row.office)
    listed = roster.person(row.staff) if roster else None
    return LockedRow(
        recipient=row.recipient,
        signs=row.signs,
        locked=row.locked,
        by_passkey=row.by_passkey,
        has_paper=row.has_paper,
        made_at=row.made_at,
        is_on_roster=listed is not None and listed.recipient == row.recipient,
        to_renew=len(sealed_to_older(row)),
    )


def sealed_to_older(key: StaffKey) -> list[Report]:
    """Return the reports that the owner of a key holds and cannot open with it, oldest first.

    They were sealed to a key that she has replaced since; a new epoch of each mends it.
    """
    older = StaffKey.objects.filter(staff=key.staff).exclude(pk=key.pk)
    if not older.exists():
        return []
    held = Report.objects.filter(holds__staff=key.staff, holds__until=None)
    return [one for one in held.select_related("office").order_by("pk") if _is_older(one, key)]


def _is_older(report: Report, key: StaffKey) -> bool:
    if report.epoch == 0:
        roster = rosters.of_serial(report.office, report.roster)
        listed = roster.person(key.staff) if roster else None
        return listed is None or listed.recipient != key.recipient
    since = offices.today(report.office, key.made_at)
    file = report.files.filter(name=f"kunci-{report.epoch}.age").first()
    return file is not None and file.came_on < since


def roster_rows(office: Office, *, actor: Actor) -> list[RosterRow]:
    """Return every serial of an office, newest first."""
    return [
        RosterRow(
            serial=row.serial,
            note=row.note,
            proposed_by=row.proposed_by,
            proposed_at=row.proposed_at,
            accepted_by=row.accepted_by,
            accepted_at=row.accepted_at,
            may_accept=row.accepted_at is None and row.proposed_by != actor.ref,
        )
        for row in Roster.objects.filter(office=office).order_by("-serial")
    ]
