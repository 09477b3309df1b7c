"""Her receipt to keep: as a PDF that a screen reader can read, and as an entry in her calendar."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from jernih.apps.booking.queries import ApplicationRow, PersonRow
from jernih.apps.booking.views.number import context_of, number_link, row_or_404
from jernih.apps.booking.views.steps import language
from jernih.pure import codes, ics
from jernih.pure.reasons import PriorityClass
from jernih.pure.states import ApplicationState
from jernih.ui import paper
from jernih.ui.access import public
from jernih.ui.templatetags.jernih import clock_bare, day, moment

RECEIPT = Path(__file__).parent.parent / "templates" / "booking" / "receipt.typ"
DRAW_TAKES = timedelta(minutes=30)


@never_cache
@require_safe
@public
def number_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the receipt as a PDF that a screen reader can read."""
    row = row_or_404(code)
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    context = context_of(row)
    content = {
        "lang": language(),
        "title": _("Receipt"),
        "heading": context["service_name"],
        "office": row.office_name,
        "demo": _("Demonstration: not a real number") if settings.IS_DEMO else "",
        "people": [_person_on_paper(person, row) for person in row.people],
        "qr": paper.qr_svg(context["link"]),
        "qr_alt": _("QR code: leads to this page")
        if row.day is None
        else _("QR code: show it at the kiosk"),
        "code_label": _("Your code"),
        "code": codes.show_code(row.code),
        "todo": _todo(row),
        "bring_label": _("Bring with you"),
        "bring": context["bring"],
        "promise": _(
            "This number is free. Nobody may ask you to pay for it or sell you a better place."
        ),
        "footer": _footer(row),
        "check": _for_checking(row),
    }
    made = paper.pdf(RECEIPT, content=content, made_at=timezone.now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.people[0].number or "jernih"}.pdf"'
    return response


def _person_on_paper(person: PersonRow, row: ApplicationRow) -> dict[str, str]:
    note = _("NIK ends in {last4}").format(last4=person.nik_last4)
    if person.priority == PriorityClass.PRIORITY:
        note += " · " + _("Priority")
    when = ""
    if row.day and person.starts_at and person.ends_at:
        when = f"{day(row.day)}, {clock_bare(person.starts_at)}–{clock_bare(person.ends_at)}"
    return {"number": person.number, "name": person.name, "note": note, "when": when}


def _todo(row: ApplicationRow) -> list[str]:
    if row.day is None:
        return _draw_todo(row)
    lines = [_("Show this QR code at the kiosk when you arrive.")]
    if row.confirm_from and row.confirm_until and timezone.now() < row.confirm_until:
        lines.append(
            _("Confirm on {day}, by phone or at the office.").format(day=day(row.confirm_from))
        )
    return lines + _place(row)


def _draw_todo(row: ApplicationRow) -> list[str]:
    if row.draw is None:
        return []
    if row.state is not ApplicationState.APPLIED:
        return [_("This application holds no number."), *_place(row)]
    return [
        _("You are in the draw of {at}.").format(at=moment(row.draw.draws_at)),
        _("Then the result stands at {site}, under your code.").format(site=settings.SITE_URL),
        _("You can leave and apply again until {at}. Then the list is frozen.").format(
            at=moment(row.draw.closes_at)
        ),
    ]


def _place(row: ApplicationRow) -> list[str]:
    if row.draw is None or row.draw.place is None:
        return []
    return [
        _("No. {place} of {count} in the draw of {day}.").format(
            place=row.draw.place, count=row.draw.applications, day=day(row.draw.draws_at)
        )
    ]


def _for_checking(row: ApplicationRow) -> dict[str, Any]:
    """Return what shows that the record speaks of her; her own copy holds the proof."""
    if row.draw is None:
        return {"rows": []}
    rows = [(_("Name on the public record"), row.ref), (_("The draw"), row.draw.batch)]
    for person in row.people:
        rows += [
            (f"{person.name}: {_('sealed identity')}", person.commitment),
            (_("Salt that opens it"), person.salt_hex),
            (_("Mark of this person in this draw"), person.nullifier),
            (_("Proof of the mark"), person.proof_hex),
        ]
    return {
        "title": _("For checking"),
        "text": _(
            "With these values you, or somebody you trust, can check that the record speaks of "
            "you, and that the office entered you once. Keep them to yourself."
        ),
        "rows": [{"label": label, "value": value} for label, value in rows],
    }


def _footer(row: ApplicationRow) -> str:
    if not row.helper:
        return _("Taken by the applicant.")
    return _("Registered with help from staff {helper}, who may not call this number.").format(
        helper=row.helper
    )


@never_cache
@require_GET
@public
def number_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the visit as a calendar entry; before the draw, the hour of the draw."""
    row = row_or_404(code)
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    file = ics.calendar_bytes(_appointment(row))
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jernih.ics"'
    return response


def _appointment(row: ApplicationRow) -> ics.Appointment:
    # One name for both: the visit replaces the draw in her calendar.
    same: dict[str, Any] = {
        "uid": f"{row.ref}@jernih",
        "made_at": timezone.now(),
        "location": row.office_name,
        "description": number_link(row.code),
    }
    if row.draw and row.state is ApplicationState.APPLIED:
        return ics.Appointment(
            **same,
            starts_at=row.draw.draws_at,
            ends_at=row.draw.draws_at + DRAW_TAKES,
            summary=_("The draw of numbers: see the result"),
        )
    if row.starts_at is None or row.ends_at is None:
        raise Http404
    numbers = ", ".join(person.number for person in row.people)
    return ics.Appointment(
        **same,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=_("Immigration office: number {numbers}").format(numbers=numbers),
        alarm_hours=2,
    )
