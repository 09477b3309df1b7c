"""What its sender does with a complaint about service: file, write, take it up again, rate it."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from jernih.apps.complaints.actions.grievance_steps import (
    keep_photos,
    lock_own,
    move,
    today_of,
    write_line,
)
from jernih.apps.complaints.actions.refusals import BadFields, WindowClosed
from jernih.apps.complaints.models import Grievance
from jernih.apps.complaints.queries import grievances
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import ClockKind
from jernih.pure.grievance import SCORE_LEAST, SCORE_MOST, GrievanceDeed, Subject, class_of
from jernih.pure.roles import Actor, Permission, Role, require
from jernih.pure.seal import code as codes
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.states import GRIEVANCE, GrievanceState, IllegalMove
from jernih.ui import lockbox

_CLOSED: Final = GrievanceState.CLOSED
_WAITS: Final = (GrievanceState.FILED, GrievanceState.ASSIGNED, GrievanceState.REOPENED)


class NobodyLeft(BadFields):
    """Everybody who could read it is said to be concerned: the sealed door is for that."""


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """A complaint as its sender tells it.

    words: texts by name: words, ticket, day, contact, channel; only those that were said.
    concerned: pseudonyms of handlers whom it is about. photos: as they came.
    """

    subject: Subject
    words: Mapping[str, str] = field(repr=False)
    concerned: tuple[str, ...] = ()
    photos: tuple[bytes, ...] = field(default=(), repr=False)


def code_for(told: Complaint, *, chance: bytes) -> str:
    """Return the code of a complaint, 20 characters: the same form sent twice is one complaint.

    chance: 32 bytes that came with the empty form.
    """
    spoken = hashlib.sha256(repr((told.subject.value, sorted(told.words.items()))).encode())
    for body in told.photos:
        spoken.update(hashlib.sha256(body).digest())
    mixed = hmac.digest(chance, spoken.digest(), "sha256")
    return codes.new_code(mixed[: codes.CHANCE_BYTES])


@transaction.atomic(durable=True)
def file_grievance(
    *, office_id: int, told: Complaint, code: str, actor: Actor, now: datetime
) -> Grievance:
    """Keep a complaint, its words locked. The same code again: the one that is kept.

    code: of `code_for`. Raises Refused, NobodyLeft, BadPhoto.
    """
    require(actor, Permission.GRIEVANCE_FILE)
    office = Office.objects.get(pk=office_id)
    keys = codes.derive(code, origin=settings.LOG_ORIGIN)
    kept = Grievance.objects.filter(locator=keys.locator).first()
    if kept is not None:
        return kept
    if not grievances.readers(office, concerned=told.concerned):
        raise NobodyLeft
    on = offices.today(office, now)
    grievance = Grievance.objects.create(
        office=office,
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        subject=told.subject,
        case_class=class_of(told.subject),
        is_assisted=Role.CITIZEN not in actor.roles,
        sealed=lockbox.lock_words(told.words, purpose=grievances.WORDS),
        concerned=sorted(set(told.concerned)),
        state=GRIEVANCE.start,
        filed_on=on,
        state_on=on,
    )
    write_line(grievance, GrievanceDeed.FILED, actor=actor, on=on)
    keep_photos(grievance, told.photos)
    return grievance


@transaction.atomic(durable=True)
def write_more(
    *, keys: ReporterKeys, words: str, photos: tuple[bytes, ...] = (), actor: Actor, now: datetime
) -> Grievance:
    """Add words or pictures while the office works on it; what was asked is answered by that.

    Raises Refused, NoSuchCase, BadFields without any, BadPhoto, IllegalMove once it was answered.
    """
    grievance = lock_own(keys, actor)
    if not words.strip() and not photos:
        raise BadFields("words")
    stands = GrievanceState(grievance.state)
    if stands not in _WAITS:
        raise IllegalMove(f"{stands} is answered", stands=stands)
    on = today_of(grievance, now)
    write_line(grievance, GrievanceDeed.WROTE, actor=actor, on=on, words=words)
    keep_photos(grievance, photos)
    return grievance


@transaction.atomic(durable=True)
def reopen_grievance(*, keys: ReporterKeys, words: str, actor: Actor, now: datetime) -> Grievance:
    """Say that the answer solved nothing, and why; the same people answer again.

    Raises Refused, NoSuchCase, BadFields without words, IllegalMove, WindowClosed.
    """
    grievance = lock_own(keys, actor)
    if not words.strip():
        raise BadFields("words")
    on = today_of(grievance, now)
    until = grievances.clock_of(grievance, ClockKind.OBJECT)
    move(grievance, GrievanceState.REOPENED, on=on)
    if until is None or on > until.due:
        raise WindowClosed
    write_line(grievance, GrievanceDeed.REOPENED, actor=actor, on=on, words=words)
    return grievance


@transaction.atomic(durable=True)
def rate_grievance(*, keys: ReporterKeys, score: int, actor: Actor, now: datetime) -> Grievance:
    """Say once how content one is with the answer, from 1 to 5; that ends the complaint.

    Raises Refused, NoSuchCase, BadFields, IllegalMove before the answer and the second time.
    """
    grievance = lock_own(keys, actor)
    if not SCORE_LEAST <= score <= SCORE_MOST:
        raise BadFields("score")
    stands = GrievanceState(grievance.state)
    if grievance.score is not None or stands not in (GrievanceState.ANSWERED, _CLOSED):
        raise IllegalMove(f"{stands} is rated once, after the answer", stands=stands)
    on = today_of(grievance, now)
    grievance.score = score
    write_line(grievance, GrievanceDeed.RATED, actor=actor, on=on, fields={"score": score})
    if stands is not _CLOSED:
        move(grievance, _CLOSED, on=on)
        write_line(grievance, GrievanceDeed.CLOSED, actor=actor, on=on)
    return grievance


def keys_of(code: str) -> ReporterKeys:
    """Return the keys of a code of 20 characters, here."""
    return codes.derive(code, origin=settings.LOG_ORIGIN)
