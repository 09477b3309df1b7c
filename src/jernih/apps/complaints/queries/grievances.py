"""Questions about complaints on service: who may see one, its words, its clocks.

A handler sees those of her office, but never one that is about her. For everybody else (head,
administrators, other staff) there is none: absent and forbidden are asked and answered alike.
"""

import hmac
from collections.abc import Iterator
from datetime import date
from typing import Final

import pyrage
from django.db.models import Q, QuerySet

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints.models import Grievance, GrievanceLine
from jernih.apps.complaints.queries import clocks
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.case_clock import Deadline
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.grievance import DUTIES, GrievanceDeed, Told
from jernih.pure.grievance import clocks_of as reckon
from jernih.pure.roles import Actor, Permission
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.states import GrievanceState
from jernih.pure.workdays import Calendar
from jernih.ui import lockbox

WORDS: Final = "grievance-words"
PHOTO: Final = "grievance-photo"
_NOBODY: Final = "0" * 64
_D: Final = GrievanceDeed
# The deeds that say where a complaint stands.
_TURNS: Final = (_D.FILED, _D.ASSIGNED, _D.ANSWERED, _D.REOPENED, _D.CLOSED, _D.SEALED)
_WAITS: Final = (_D.FILED, _D.ASSIGNED, _D.REOPENED)


def seen(actor: Actor) -> QuerySet[Grievance]:
    """Return every complaint this actor may see at all, oldest first; no words of sealed ones."""
    if not (actor.ref and actor.may(Permission.GRIEVANCE_HANDLE)):
        return Grievance.objects.none()
    found = Grievance.objects.exclude(Q(concerned__contains=[actor.ref]))
    # Whoever it is about must not read from a list that it went behind the other door.
    found = found.exclude(state=GrievanceState.SEALED)
    if actor.office:
        found = found.filter(office__slug=actor.office)
    return found.select_related("office").order_by("filed_on", "locator")


def seen_one(actor: Actor, locator: str) -> Grievance:
    """Return one complaint. Raises NoSuchCase for absent and forbidden alike."""
    found = seen(actor).filter(locator=locator).first()
    if found is None:
        raise NoSuchCase
    return found


def by_code(keys: ReporterKeys) -> Grievance:
    """Return the complaint of these keys. Raises NoSuchCase, alike for unknown and wrong."""
    found = Grievance.objects.filter(locator=keys.locator).select_related("office").first()
    is_right = hmac.compare_digest(keys.auth_hash, found.auth_hash if found else _NOBODY)
    if found is None or not is_right:
        raise NoSuchCase
    return found


def readers(office: Office, *, concerned: tuple[str, ...] | list[str] = ()) -> list[Staff]:
    """Return who handles complaints at an office and is not concerned by this one, by name."""
    found = Staff.objects.filter(office=office.slug, is_active=True).exclude(ref__in=concerned)
    every = found.prefetch_related("staff_roles").order_by("full_name", "pk")
    return [one for one in every if one.as_actor().may(Permission.GRIEVANCE_HANDLE)]


def reader_refs(grievance: Grievance) -> list[str]:
    """Return the pseudonyms of who may read a complaint."""
    return [one.ref for one in readers(grievance.office, concerned=grievance.concerned)]


def words_of(grievance: Grievance) -> dict[str, str]:
    """Return the texts of a complaint by name; none once wiped."""
    return lockbox.unlock_words(grievance.sealed, purpose=WORDS)


def said(sealed: bytes | memoryview | None) -> str:
    """Return the words of a line."""
    return lockbox.unlock_words(sealed, purpose=WORDS).get("words", "")


def pictures(grievance: Grievance) -> Iterator[tuple[str, bytes]]:
    """Yield the media type and the bytes of every picture that is not wiped."""
    for row in grievance.photos.exclude(body=None).order_by("pk"):
        yield row.kind, lockbox.unlock(row.body or b"", purpose=PHOTO)


def picture(grievance: Grievance, pk: int) -> tuple[str, bytes]:
    """Return one picture. Raises NoSuchCase."""
    row = grievance.photos.exclude(body=None).filter(pk=pk).first()
    if row is None:
        raise NoSuchCase
    return row.kind, lockbox.unlock(row.body or b"", purpose=PHOTO)


def new_code(grievance: Grievance, keys: ReporterKeys) -> str:
    """Return the code of the sealed report that a complaint became; her own code opens it."""
    hers = pyrage.x25519.Identity.from_str(keys.identity)
    return bytes(pyrage.decrypt(bytes(grievance.handed or b""), [hers])).decode()


def clocks_of(
    grievance: Grievance, *, until: date | None = None, calendar: Calendar | None = None
) -> tuple[Deadline, ...]:
    """Return the clocks of a complaint that have begun. until: the last day that is known."""
    lines = [
        (GrievanceDeed(line.deed), line.on)
        for line in _lines(grievance)
        if until is None or line.on <= until
    ]
    return reckon(
        Told(
            filed_on=grievance.filed_on,
            lines=lines,
            case_class=CaseClass(grievance.case_class),
            at_most=grievance.at_most,
        ),
        rules=offices.rulebook()["complaints"],
        calendar=calendar or clocks.calendar_of(grievance.office),
    )


def clock_of(grievance: Grievance, kind: ClockKind) -> Deadline | None:
    """Return one clock of a complaint, None if it has not begun."""
    return next((one for one in clocks_of(grievance) if one.kind is kind), None)


def waits_on(grievance: Grievance, day: date) -> bool:
    """Tell whether the office had it to work on at the end of a day."""
    turns = [line.deed for line in _lines(grievance) if line.deed in _TURNS and line.on <= day]
    return turns[-1:] != [] and turns[-1] in _WAITS


def asks(grievance: Grievance) -> bool:
    """Tell whether its sender was asked something and has not written since."""
    spoken = [line.deed for line in _lines(grievance) if line.deed in (_D.ASKED, _D.WROTE)]
    return grievance.state in _WAITS and spoken[-1:] == [_D.ASKED]


def is_overdue(grievance: Grievance, *, today: date, calendar: Calendar | None = None) -> bool:
    """Tell whether a duty is past its last day and still not done."""
    found = clocks_of(grievance, calendar=calendar)
    return any(one.kind in DUTIES and one.is_overdue(today) for one in found)


def running(office: Office) -> QuerySet[Grievance]:
    """Return the complaints that a clock may still ring for, or end; oldest first."""
    ended = (GrievanceState.CLOSED, GrievanceState.SEALED)
    return Grievance.objects.filter(office=office).exclude(state__in=ended).order_by("pk")


def _lines(grievance: Grievance) -> list[GrievanceLine]:
    # Sorted here, so that lines that were fetched beforehand are not asked for once more.
    return sorted(grievance.lines.all(), key=lambda line: line.number)
