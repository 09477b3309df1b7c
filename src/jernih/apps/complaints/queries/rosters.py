"""The roster in force at an office: whose keys may open reports, as the overseer signed it."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet

from jernih.apps.complaints.models import Roster as RosterRow
from jernih.apps.offices.models import Office
from jernih.pure.seal import roster as rosters
from jernih.pure.seal.roster import Roster
from jernih.pure.tlog import ed25519, note


class NoRosterKey(LookupError):
    """The overseer's key, which signs rosters, is not in the settings (ROSTER_KEY)."""


def roster_public() -> bytes:
    """Return the overseer's public key for rosters, 32 bytes. Raises NoRosterKey."""
    if not settings.ROSTER_KEY:
        raise NoRosterKey
    return bytes.fromhex(settings.ROSTER_KEY)


def roster_words() -> str:
    """Return the six words by which people know that key. Raises NoRosterKey."""
    return " ".join(rosters.words(roster_public()))


def opened(text: str, *, on: date) -> Roster:
    """Return a roster that the overseer signed and that holds on a day.

    Raises BadRoster, NoRosterKey.
    """
    key = rosters.roster_key(roster_public(), origin=settings.LOG_ORIGIN)
    return rosters.open_roster(text.encode(), key=key, today=on)


def accepted(office: Office) -> QuerySet[RosterRow]:
    """Return the serials that two people brought in, newest first."""
    return RosterRow.objects.filter(office=office, accepted_at__isnull=False).order_by("-serial")


def newest(office: Office) -> Roster | None:
    """Return the roster that was accepted last, whatever its days.

    None before the first, and for one that the key of now did not sign.
    """
    row = accepted(office).first()
    return _read(row.note, settings.ROSTER_KEY, settings.LOG_ORIGIN) if row else None


def in_force(office: Office, *, on: date) -> Roster | None:
    """Return the newest roster if its days hold this one."""
    found = newest(office)
    return found if found and found.starts_on <= on <= found.ends_on else None


def of_serial(office: Office, serial: int) -> Roster | None:
    """Return the roster of that serial, for a report that was sealed by it."""
    row = accepted(office).filter(serial=serial).first()
    return _read(row.note, settings.ROSTER_KEY, settings.LOG_ORIGIN) if row else None


def proposed(office: Office) -> QuerySet[RosterRow]:
    """Return what waits for a second person, newest first."""
    return RosterRow.objects.filter(office=office, accepted_at=None).order_by("-serial")


@lru_cache(maxsize=16)
def _read(text: str, public: str, origin: str) -> Roster | None:
    """Read a roster again, signature and all: a row that somebody changed is no roster."""
    key = rosters.roster_key(bytes.fromhex(public), origin=origin)
    try:
        opened = note.open_note(text.encode(), keys=[key], verify=ed25519.verify)
        return rosters.parse_text(opened.text)
    except (note.BadNote, rosters.BadRoster):
        return None
