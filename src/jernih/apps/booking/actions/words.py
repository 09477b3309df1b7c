"""Messages to citizens, each in the language they chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from jernih.apps.booking.models import Application, Batch
from jernih.apps.booking.queries import code_of
from jernih.apps.notices import actions as notices
from jernih.apps.offices.models import Office
from jernih.pure.codes import show_code
from jernih.pure.workdays import day_bounds


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The words of one message."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What somebody holds: numbers for a day, from when on; `starts_at` in UTC."""

    day: date
    numbers: Sequence[str]
    starts_at: datetime


def received(application: Application, visit: Visit) -> Letter:
    """Say which numbers were taken, for when, and the code that finds them again."""
    with override(application.language):
        facts = _facts(application, visit)
        return Letter(
            subject=_("Your number: %(numbers)s") % facts,
            body=_(
                "Your number: %(numbers)s. Day: %(day)s, from %(time)s (%(office)s). "
                "Your code: %(code)s. Keep it secret: with it you can see, move or give back "
                "your number at %(site)s. The number is free and cannot be sold or given away."
            )
            % facts,
        )


def moved(application: Application, visit: Visit) -> Letter:
    """Say which new numbers replace the old ones."""
    with override(application.language):
        facts = _facts(application, visit)
        return Letter(
            subject=_("Your new number: %(numbers)s") % facts,
            body=_(
                "Your new number: %(numbers)s. Day: %(day)s, from %(time)s (%(office)s). "
                "Your old number is no longer valid. Your code stays %(code)s."
            )
            % facts,
        )


def reminder(application: Application, visit: Visit, *, until: datetime) -> Letter:
    """Ask the day before whether somebody will come, and say until when to answer."""
    with override(application.language):
        facts = _facts(application, visit) | {"until": _clock(until, application.office)}
        return Letter(
            subject=_("Tomorrow: your number %(numbers)s. Please confirm.") % facts,
            body=_(
                "Your number: %(numbers)s. Day: %(day)s, from %(time)s (%(office)s). "
                "Please confirm before %(until)s today at %(site)s with your code %(code)s. "
                "If you do not, the number goes to someone else."
            )
            % facts,
        )


def given_up(application: Application, numbers: Sequence[str]) -> Letter:
    """Say that numbers were not confirmed and went to others."""
    with override(application.language):
        facts = {"numbers": ", ".join(numbers), "site": settings.SITE_URL}
        return Letter(
            subject=_("Your number %(numbers)s has ended") % facts,
            body=_(
                "Your number %(numbers)s was not confirmed in time and has gone to someone else. "
                "You can take a new number at %(site)s."
            )
            % facts,
        )


def withdrawn(application: Application, numbers: Sequence[str]) -> Letter:
    """Say that numbers were given back, so that a stranger's doing is noticed."""
    with override(application.language):
        facts = {"numbers": ", ".join(numbers), "site": settings.SITE_URL}
        return Letter(
            subject=_("Your number %(numbers)s was given back") % facts,
            body=_("Your number %(numbers)s was given back. You can take a new number at %(site)s.")
            % facts,
        )


def joined(application: Application, batch: Batch) -> Letter:
    """Say that somebody is in the draw, when it is, and the code that finds the result."""
    with override(application.language):
        office = application.office
        drawn_at = batch.draws_at.astimezone(office.zone)
        facts = {
            "office": office.name,
            "day": date_format(drawn_at, "l, j F Y"),
            "time": _clock(batch.draws_at, office),
            "code": show_code(code_of(application.ref)),
            "site": settings.SITE_URL,
        }
        return Letter(
            subject=_("You are in the draw of %(day)s") % facts,
            body=_(
                "You are in the draw of %(day)s, %(time)s (%(office)s). When you applied does not "
                "matter. Your code: %(code)s. Keep it secret: with it you see the result, or leave "
                "the draw, at %(site)s. It is free and cannot be sold or given away."
            )
            % facts,
        )


def batch_cancelled(application: Application) -> Letter:
    """Say that a draw does not take place, and that she may apply again."""
    with override(application.language):
        facts = {"office": application.office.name, "site": settings.SITE_URL}
        return Letter(
            subject=_("The draw does not take place"),
            body=_(
                "The office had to cancel the draw you applied for (%(office)s). The reason is on "
                "the public record. You can apply again at %(site)s; "
                "when you apply does not matter."
            )
            % facts,
        )


def drawn(application: Application, visit: Visit, *, number: int, of: int) -> Letter:
    """Say that the draw gave numbers, for when, and how anyone can check it."""
    with override(application.language):
        facts = _facts(application, visit) | {"place": number, "of": of}
        return Letter(
            subject=_("The draw gave you a number: %(numbers)s") % facts,
            body=_(
                "You are no. %(place)s of %(of)s in the draw. Your number: %(numbers)s. "
                "Day: %(day)s, from %(time)s (%(office)s). Your code: %(code)s. "
                "Everybody can check the draw at %(site)s."
            )
            % facts,
        )


def not_drawn(application: Application, *, number: int, of: int) -> Letter:
    """Say that the draw gave nothing this time, and what can be done next."""
    with override(application.language):
        facts = {"place": number, "of": of, "site": settings.SITE_URL}
        more = (
            _("You wait at short notice: if a number is given back, you hear of it.")
            if application.standby
            else _("You can take part in the next draw.")
        )
        return Letter(
            subject=_("The draw gave you no number this time"),
            body=_(
                "You are no. %(place)s of %(of)s in the draw, and there were not enough numbers. "
                "Everybody can check the draw at %(site)s."
            )
            % facts
            + f" {more}",
        )


def seated_late(application: Application, visit: Visit) -> Letter:
    """Say that a number was given back and is now hers, who waited at short notice."""
    with override(application.language):
        facts = _facts(application, visit)
        return Letter(
            subject=_("A number has become free for you: %(numbers)s") % facts,
            body=_(
                "You waited at short notice, and a number has become free. Your number: "
                "%(numbers)s. Day: %(day)s, from %(time)s (%(office)s). If you cannot come, give "
                "it back at %(site)s with your code %(code)s, and the next in the draw gets it."
            )
            % facts,
        )


def one_time_code(code: str, *, minutes: int, language: str) -> Letter:
    """Tell a one-time code."""
    with override(language):
        facts = {"code": code, "minutes": minutes}
        return Letter(
            subject=_("Your one-time code: %(code)s") % facts,
            body=_(
                "Your one-time code: %(code)s. It is valid for %(minutes)s minutes. "
                "Do not tell it to anybody; our staff never ask for it."
            )
            % facts,
        )


def send(
    application: Application,
    letter: Letter,
    *,
    purpose: str,
    once_key: str,
    not_before: datetime,
    now: datetime,
) -> None:
    """Post a letter to the contact of an application, if it has one."""
    if not application.contact:
        return
    office = application.office
    ends = day_bounds(application.day, zone=office.zone)[1] if application.day else None
    notices.post(
        office=office.slug,
        channel=application.contact_kind,
        address=application.contact,
        purpose=purpose,
        once_key=once_key,
        language=application.language,
        subject=letter.subject,
        body=letter.body,
        not_before=not_before,
        expires_at=ends,
        time_zone=office.time_zone,
        now=now,
    )


def _facts(application: Application, visit: Visit) -> dict[str, str]:
    office = application.office
    return {
        "numbers": ", ".join(visit.numbers),
        "day": date_format(visit.day, "l, j F Y"),
        "time": _clock(visit.starts_at, office),
        "office": office.name,
        "code": show_code(code_of(application.ref)),
        "site": settings.SITE_URL,
    }


def _clock(moment: datetime, office: Office) -> str:
    return moment.astimezone(office.zone).strftime("%H.%M")
