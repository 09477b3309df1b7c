"""Her number: found by code; kept as page, PDF, QR, calendar; moved, confirmed, given back."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from jernih.apps.booking import actions, forms, queries
from jernih.apps.booking.queries import ApplicationRow
from jernih.apps.booking.views.draft import preference
from jernih.apps.booking.views.words import code_words, time_choices, time_days
from jernih.apps.offices import queries as offices
from jernih.pure import codes, ics
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import CITIZEN
from jernih.ui import paper
from jernih.ui.access import public
from jernih.ui.templatetags.jernih import clock_bare, day

RECEIPT = Path(__file__).parent.parent / "templates" / "booking" / "receipt.typ"


@never_cache
@public
def number_find(request: HttpRequest) -> HttpResponse:
    """Find one's number by the code of the receipt."""
    data = request.POST if request.method == "POST" else request.GET if request.GET else None
    form = forms.FindForm(data)
    if data is not None and form.is_valid():
        row = queries.find_by_code(form.cleaned_data["code"].rsplit("/", 1)[-1])
        if row is not None:
            return redirect("booking:number-detail", code=row.code)
        form.add_error("code", _("We do not know this code. Compare it with your receipt."))
    status = 422 if form.errors else 200
    context = {"form": form, "office": offices.the_office()}
    return render(request, "booking/number_find.html", context, status=status)


def _row_or_404(code: str) -> ApplicationRow:
    row = queries.find_by_code(code)
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
@public
def number_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the number, when to come, what to bring, and what can still be done."""
    row = _row_or_404(code)
    if code != row.code:
        return redirect("booking:number-detail", code=row.code)
    if row.erased_at is not None:
        days = queries.number("no_show_keep_days", on=row.day or timezone.localdate())
        context = {"row": row, "office": offices.the_office(), "absence_days": days}
        return render(request, "booking/number_erased.html", context)
    return render(request, "booking/number_detail.html", _context(row))


def _context(row: ApplicationRow) -> dict[str, Any]:
    services = queries.bookable_services(row.office_slug)
    service = next((found for found in services if found.id == row.service_id), None)
    is_english = (get_language() or "id").startswith("en")
    bring = (service.requirements_en if is_english else service.requirements) if service else ""
    return {
        "row": row,
        "office": offices.the_office(),
        "link": number_link(row.code),
        "service_name": row.service_name_en if is_english else row.service_name,
        "bring": bring.splitlines() if isinstance(bring, str) else list(bring),
        "is_today": row.day == timezone.localdate(),
        "is_to_confirm": bool(row.confirm_from and timezone.now() < row.confirm_from),
    }


def number_link(code: str) -> str:
    """Return the full address of a number's page, for QR codes and messages."""
    return f"{settings.SITE_URL}{reverse('booking:number-detail', args=[code])}"


@never_cache
@require_safe
@public
def number_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the receipt as a PDF that a screen reader can read."""
    row = _row_or_404(code)
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    context = _context(row)
    content = {
        "lang": (get_language() or "id")[:2],
        "title": _("Receipt"),
        "heading": context["service_name"],
        "office": row.office_name,
        "demo": _("Demonstration: not a real number") if settings.IS_DEMO else "",
        "people": [_person_on_paper(person, row) for person in row.people],
        "qr": paper.qr_svg(context["link"]),
        "qr_alt": _("QR code: show it at the kiosk"),
        "code_label": _("Your code"),
        "code": codes.show_code(row.code),
        "todo": _todo(row),
        "bring_label": _("Bring with you"),
        "bring": context["bring"],
        "promise": _(
            "This number is free. Nobody may ask you to pay for it or sell you a better place."
        ),
        "footer": _footer(row),
    }
    made = paper.pdf(RECEIPT, content=content, made_at=timezone.now())
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.people[0].number or "jernih"}.pdf"'
    return response


def _person_on_paper(person: queries.PersonRow, row: ApplicationRow) -> dict[str, str]:
    note = _("NIK ends in {last4}").format(last4=person.nik_last4)
    if person.priority == PriorityClass.PRIORITY:
        note += " · " + _("Priority")
    when = ""
    if row.day and person.starts_at and person.ends_at:
        when = f"{day(row.day)}, {clock_bare(person.starts_at)}–{clock_bare(person.ends_at)}"
    return {"number": person.number or "–", "name": person.name, "note": note, "when": when}


def _todo(row: ApplicationRow) -> list[str]:
    lines = [_("Show this QR code at the kiosk when you arrive.")]
    if row.confirm_from and row.confirm_until and timezone.now() < row.confirm_until:
        lines.append(
            _("Confirm on {day}, by phone or at the office.").format(day=day(row.confirm_from))
        )
    return lines


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
    """Give the visit as a calendar entry."""
    row = _row_or_404(code)
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    if row.starts_at is None or row.ends_at is None:
        raise Http404
    numbers = ", ".join(person.number for person in row.people)
    visit = ics.Appointment(
        uid=f"{row.ref}@jernih",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        made_at=timezone.now(),
        summary=_("Immigration office: number {numbers}").format(numbers=numbers),
        location=row.office_name,
        description=number_link(row.code),
        alarm_hours=2,
    )
    response = HttpResponse(ics.calendar_bytes(visit), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="jernih.ics"'
    return response


@never_cache
@public
def number_move(request: HttpRequest, code: str) -> HttpResponse:
    """Choose another day and time, once, at latest the day before."""
    row = _row_or_404(code)
    days = queries.open_days(row.service_id, now=timezone.now())
    seats = len(row.people)
    data = request.POST or None
    form = forms.TimeForm(data, times=time_choices(days, seats=seats), initial={"first": ""})
    if request.method == "POST" and form.is_valid():
        if _moved(request, row, form):
            return redirect("booking:number-detail", code=row.code)
        days = queries.open_days(row.service_id, now=timezone.now())
    chosen = form["first"].value() or ""
    context = {"row": row, "form": form, "chosen": chosen, "office": offices.the_office()}
    context |= {"days": time_days(days, seats=seats, chosen=chosen)}
    status = 422 if form.errors else 200
    return render(request, "booking/number_move.html", context, status=status)


def _moved(request: HttpRequest, row: ApplicationRow, form: forms.TimeForm) -> bool:
    wanted = tuple(preference(choice) for choice in form.chosen())
    try:
        actions.move_numbers(
            ref=row.ref,
            preferences=wanted,
            any_after=timezone.localdate() if not wanted else None,
            actor=CITIZEN,
            now=timezone.now(),
        )
    except (actions.AlreadyMoved, actions.TooLate, actions.Full, actions.NotOffered) as refused:
        form.add_error("first", code_words(refused))
        return False
    messages.success(request, _("Done. This is your new number; the old one is no longer valid."))
    return True


@never_cache
@public
def number_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Give the numbers back, after one question."""
    row = _row_or_404(code)
    if request.method != "POST":
        context = {"row": row, "office": offices.the_office()}
        return render(request, "booking/number_withdraw.html", context)
    actions.withdraw(ref=row.ref, actor=CITIZEN, now=timezone.now())
    messages.success(
        request,
        _("Your number is given back. Nobody can take it at once; thank you for telling us."),
    )
    return redirect("booking:number-detail", code=row.code)


@require_POST
@public
def number_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say the day before that one will come."""
    row = _row_or_404(code)
    try:
        actions.confirm(ref=row.ref, actor=CITIZEN, now=timezone.now())
    except (actions.TooEarly, actions.TooLate) as refused:
        messages.error(request, code_words(refused))
    else:
        messages.success(request, _("Thank you. We expect you."))
    return redirect("booking:number-detail", code=row.code)
