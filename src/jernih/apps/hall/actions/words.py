"""Messages to people in the hall, each in the language they chose when they took the number."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries import codes
from jernih.apps.notices import actions as notices
from jernih.pure.workdays import day_bounds


def near_key(ticket: Ticket) -> str:
    """Return what makes the message about being near go out once."""
    return f"hall-near/{ticket.pk}"


def post_near(ticket: Ticket, *, ahead: int, now: datetime) -> None:
    """Say that the call is near."""
    facts = _facts(ticket) | {"ahead": ahead}
    with override(_language(ticket)):
        _post(
            ticket,
            subject=_("Soon: your number %(number)s") % facts,
            body=_(
                "Your number %(number)s will be called soon: %(ahead)s before you. "
                "Please be in the hall. Your place in the line: %(address)s"
            )
            % facts,
            purpose="hall-near",
            once_key=near_key(ticket),
            now=now,
        )


def post_missed(ticket: Ticket, *, now: datetime) -> None:
    """Say that the number was called and nobody came, and what can be done."""
    facts = _facts(ticket)
    with override(_language(ticket)):
        _post(
            ticket,
            subject=_("Your number %(number)s was called") % facts,
            body=_(
                "Your number %(number)s was called and you were not there. You can join the line "
                "again once today: go to the kiosk or the front desk. %(address)s"
            )
            % facts,
            purpose="hall-missed",
            once_key=f"hall-missed/{ticket.pk}/{ticket.re_entries}",
            now=now,
        )


def _language(ticket: Ticket) -> str:
    return ticket.applicant.application.language if ticket.applicant else settings.LANGUAGE_CODE


def _facts(ticket: Ticket) -> dict[str, str | int]:
    code = codes.new_code(ticket.hall_day.office.slug, ticket.hall_day.day, ticket.number)
    return {"number": ticket.number, "address": f"{settings.SITE_URL}/tempat/{code}/"}


def _post(
    ticket: Ticket, *, subject: str, body: str, purpose: str, once_key: str, now: datetime
) -> None:
    """Post to the contact of the application; who came without one left no address."""
    application = ticket.applicant.application if ticket.applicant else None
    if application is None or not application.contact:
        return
    office = ticket.hall_day.office
    notices.post(
        office=office.slug,
        channel=application.contact_kind,
        address=application.contact,
        purpose=purpose,
        once_key=once_key,
        language=application.language,
        subject=subject,
        body=body,
        not_before=now,
        # Who waits in a hall is awake, and tomorrow it is of no use.
        is_urgent=True,
        expires_at=day_bounds(ticket.hall_day.day, zone=office.zone)[1],
        time_zone=office.time_zone,
        now=now,
    )
