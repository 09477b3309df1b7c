"""Steps of actions on a complaint about service, inside its lock."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.utils import translation
from django.utils.translation import gettext

from jernih.apps.accounts.models import Staff
from jernih.apps.complaints.actions.clock import KEPT_NEWS, NEWS, news
from jernih.apps.complaints.models import Grievance, GrievanceLine, GrievancePhoto
from jernih.apps.complaints.queries import grievances
from jernih.apps.notices import actions as notices
from jernih.apps.offices import queries as offices
from jernih.pure import photo
from jernih.pure.casework import ClockKind
from jernih.pure.grievance import GrievanceDeed
from jernih.pure.roles import Actor, Permission, Role, require
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.states import GRIEVANCE, GrievanceState
from jernih.ui import lockbox

_ACTING: Final = (Role.HANDLER, Role.HELPER, Role.CLOCK, Role.CITIZEN)


def lock_handled(locator: str, actor: Actor) -> Grievance:
    """Return a complaint that this handler may see, which nobody else changes until the end.

    Raises Refused, NoSuchCase (absent and forbidden alike).
    """
    require(actor, Permission.GRIEVANCE_HANDLE)
    seen = grievances.seen_one(actor, locator)
    Grievance.objects.select_for_update(no_key=True).get(pk=seen.pk)
    # Asked again: while we waited for the lock, it may have become hers no more.
    return grievances.seen_one(actor, locator)


def lock_own(keys: ReporterKeys, actor: Actor) -> Grievance:
    """Return the complaint of who shows its code, locked. Raises Refused, NoSuchCase."""
    require(actor, Permission.GRIEVANCE_FILE)
    seen = grievances.by_code(keys)
    found = Grievance.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("office").get(pk=seen.pk)


def today_of(grievance: Grievance, now: datetime) -> date:
    """Return the day it is at the complaint's office; no more is kept of any moment."""
    return offices.today(grievance.office, now)


def move(grievance: Grievance, then: GrievanceState, *, on: date) -> None:
    """Bring a locked complaint into its next state; `write_line` stores it. Raises IllegalMove."""
    GRIEVANCE.check(GrievanceState(grievance.state), then)
    grievance.state, grievance.state_on = then, on


def write_line(
    grievance: Grievance,
    deed: GrievanceDeed,
    *,
    actor: Actor,
    on: date,
    words: str = "",
    fields: Mapping[str, object] | None = None,
) -> GrievanceLine:
    """Write the next line of a locked complaint's log, its words locked, and store both."""
    grievance.lines_written += 1
    grievance.save()
    said = words.strip()
    return GrievanceLine.objects.create(
        grievance=grievance,
        number=grievance.lines_written,
        deed=deed,
        on=on,
        by=actor.ref,
        role=next(role for role in _ACTING if role in actor.roles),
        sealed=lockbox.lock_words({"words": said}, purpose=grievances.WORDS) if said else None,
        fields=dict(fields or {}),
    )


def keep_photos(grievance: Grievance, photos: Sequence[bytes]) -> None:
    """Keep pictures without their tags, locked, with the line last written. Raises BadPhoto."""
    for data in photos:
        made = photo.clean(data)
        GrievancePhoto.objects.create(
            grievance=grievance,
            line=grievance.lines_written,
            kind=made.kind,
            body=lockbox.lock(made.data, purpose=grievances.PHOTO),
        )


def wipe(grievance: Grievance) -> None:
    """Wipe every word and picture of a locked complaint for ever; its lines and days stay."""
    grievance.lines.update(sealed=None)
    grievance.photos.update(body=None)
    grievance.sealed = None


def has_rung(grievance: Grievance, kind: ClockKind) -> bool:
    """Tell whether the clock rang for this duty, since the complaint was taken up again."""
    rung = grievance.lines.filter(deed=GrievanceDeed.OVERDUE, fields__clock=kind.value)
    again = grievance.lines.filter(deed=GrievanceDeed.REOPENED).order_by("-number").first()
    if again and kind is ClockKind.RESOLVE:
        rung = rung.filter(number__gt=again.number)
    return rung.exists()


def tell_sender(grievance: Grievance, *, now: datetime) -> None:
    """Say to who left an address that there is something to read; never what, never the code."""
    told = grievances.words_of(grievance)
    if not told.get("contact"):
        return
    with translation.override("id"):
        subject = gettext("There is news for you")
        body = gettext("Open the page with the code that you wrote down: there is something new.")
    mark = f"{grievance.locator}:{grievance.lines_written}:{grievance.state}"
    notices.post(
        now=now,
        office=grievance.office.slug,
        channel=told["channel"],
        address=told["contact"],
        purpose=NEWS,
        once_key=f"{NEWS}:{hashlib.sha256(mark.encode()).hexdigest()}",
        language="id",
        subject=subject,
        body=body,
        not_before=now,
        expires_at=now + KEPT_NEWS,
        time_zone=grievance.office.time_zone,
    )


def tell_handlers(grievance: Grievance, *, on: date, now: datetime) -> None:
    """Say to who works on it, or to all who could, that there is something to read; once a day."""
    wanted = [grievance.handler] if grievance.handler else grievances.reader_refs(grievance)
    for person in Staff.objects.filter(ref__in=wanted, is_active=True).exclude(email=""):
        with translation.override("id"):
            subject, body = gettext("There is news"), news()
        notices.post(
            now=now,
            office=grievance.office.slug,
            channel="EMAIL",
            address=person.email,
            purpose=NEWS,
            once_key=f"{NEWS}:{person.ref}:{on}",
            language="id",
            subject=subject,
            body=body,
            not_before=now,
            expires_at=now + KEPT_NEWS,
            time_zone=grievance.office.time_zone,
        )
