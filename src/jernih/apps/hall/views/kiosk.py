"""The kiosk and the front desk: arrive with a number, or get one from today's reserve."""

from collections.abc import Sequence
from secrets import token_hex

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.booking import queries as bookings
from jernih.apps.hall import actions, forms, queries
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries.kiosks import A_YEAR, COOKIE, SALT, is_our_device
from jernih.apps.hall.queries.receipts import arrival_receipt
from jernih.apps.hall.views import printing
from jernih.apps.hall.views.words import arrival_words
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.calling import Lane
from jernih.pure.roles import Actor, Permission, kiosk
from jernih.ui.access import StaffRequest, needs, public
from jernih.ui.receipt_page import check_address


@public
@never_cache
@require_safe
def kiosk_set_up(request: HttpRequest, office: str, key: str) -> HttpResponse:
    """Make this browser a kiosk of the office; the address is shown to supervisors only."""
    found = get_object_or_404(Office, slug=office)
    if not found.kiosk_key or not constant_time_compare(key, found.kiosk_key):
        raise Http404
    response = redirect("hall:kiosk", office=office)
    sealed = signing.dumps([found.slug, found.kiosk_key], salt=SALT)
    response.set_cookie(
        COOKIE,
        sealed,
        max_age=A_YEAR,
        path=f"/kios/{office}",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    return response


@public
@never_cache
def kiosk_home(request: HttpRequest, office: str) -> HttpResponse:
    """Scan or type a code; or ask for a number."""
    found = get_object_or_404(Office, slug=office)
    if not is_our_device(request, found):
        return render(request, "hall/kiosk_elsewhere.html", {"office": found}, status=403)
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _arrive(request, found, form, actor=kiosk(office))
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "hall/kiosk_home.html", {"office": found, "form": form}, status=status)


def _arrive(
    request: HttpRequest, office: Office, form: forms.CodeForm, *, actor: Actor
) -> HttpResponse | None:
    """Check in whoever holds the code; a family is asked first who is here."""
    code = form.cleaned_data["code"]
    at_kiosk = actor == kiosk(office.slug)
    try:
        preview = queries.check_in_preview(code, now=timezone.now())
        is_family = preview is not None and preview.can_check_in and len(preview.people) > 1
        if preview and is_family and "present" not in request.POST:
            return _ask_family(request, office, code, preview, at_kiosk=at_kiosk)
        chosen = [int(n) for n in request.POST.getlist("present") if n.isdigit()]
        tickets = actions.check_in(
            office_id=office.pk, code=code, positions=chosen, actor=actor, now=timezone.now()
        )
    except actions.HallRefusal as refused:
        form.add_error("code", arrival_words(refused))
        return None
    return _tickets(request, office, tickets, at_kiosk=at_kiosk)


def _ask_family(
    request: HttpRequest, office: Office, code: str, preview: queries.Preview, *, at_kiosk: bool
) -> HttpResponse:
    people = [(who.position, f"{who.number} · {who.first_name}") for who in preview.people]
    everybody = [position for position, _label in people]
    form = forms.PresentForm(people=people, initial={"code": code, "present": everybody})
    page = "hall/kiosk_family.html" if at_kiosk else "hall/arrivals_family.html"
    return render(request, page, {"office": office, "form": form})


def _tickets(
    request: HttpRequest, office: Office, tickets: Sequence[Ticket], *, at_kiosk: bool
) -> HttpResponse:
    """Show the tickets on the screen, and print them if this office has a printer."""
    rows = [queries.ticket_print(ticket) for ticket in tickets]
    printed = printing.print_tickets(rows, language=(get_language() or "id")[:2])
    page = "hall/kiosk_ticket.html" if at_kiosk else "hall/arrivals_ticket.html"
    context = {"office": office, "tickets": rows, "printed": printed, "site": settings.SITE_URL}
    if not at_kiosk:
        context["booked"] = _codes_of(tickets)
    return render(request, page, context)


def _codes_of(tickets: Sequence[Ticket]) -> list[str]:
    """Return the codes of the applications whose people arrived, for who has lost hers."""
    refs = {ticket.applicant.application.ref for ticket in tickets if ticket.applicant}
    return [bookings.code_of(ref) for ref in sorted(refs)]


@public
@never_cache
def kiosk_walk_in(request: HttpRequest, office: str) -> HttpResponse:
    """Give a number of today's reserve to someone who has none."""
    found = get_object_or_404(Office, slug=office)
    if not is_our_device(request, found):
        return render(request, "hall/kiosk_elsewhere.html", {"office": found}, status=403)
    form = forms.WalkInForm(
        request.POST or None, services=_services(found), initial={"press_key": token_hex(16)}
    )
    if request.method == "POST" and form.is_valid():
        answer = _walk_in(request, found, form, actor=kiosk(office))
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    context = {"office": found, "form": form}
    return render(request, "hall/kiosk_walk_in.html", context, status=status)


def _walk_in(
    request: HttpRequest, office: Office, form: forms.WalkInForm, *, actor: Actor
) -> HttpResponse | None:
    typed = form.cleaned_data
    wish = actions.WalkIn(
        service=typed["service"],
        lane=Lane(typed["lane"]),
        press_key=typed["press_key"],
        evidence_seen=typed.get("evidence_seen", False),
        name=typed.get("name", ""),
    )
    try:
        ticket = actions.walk_in(office_id=office.pk, wish=wish, actor=actor, now=timezone.now())
    except actions.HallRefusal as refused:
        form.add_error("lane", arrival_words(refused))
        return None
    return _tickets(request, office, [ticket], at_kiosk=actor == kiosk(office.slug))


def _services(office: Office) -> list[tuple[str, str]]:
    language = (get_language() or "id")[:2]
    rows = offices.services_of(office, language=language, on=timezone.localdate())
    return [(row.code, row.name) for row in rows]


# ---- the front desk, for staff


@needs(Permission.TICKET_CHECK_IN)
@never_cache
def arrivals(request: StaffRequest) -> HttpResponse:
    """Check someone in at the front desk."""
    office = get_object_or_404(offices.of_staff(request.actor))
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _arrive(request, office, form, actor=request.actor)
        if answer is not None:
            return answer
    coming = bookings.applicants_to_come(office, day=offices.today(office, timezone.now()))
    context = {"office": office, "form": form, "coming": coming}
    status = 422 if form.errors else 200
    return render(request, "hall/arrivals.html", context, status=status)


@needs(Permission.TICKET_CHECK_IN)
@never_cache
def arrivals_lost_code(request: StaffRequest) -> HttpResponse:
    """Check in someone who has lost her code, by number, birth date and the document seen."""
    office = get_object_or_404(offices.of_staff(request.actor))
    form = forms.LostCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ticket = actions.check_in_by_number(
                office_id=office.pk,
                number=form.cleaned_data["number"],
                birth_date=form.cleaned_data["birth_date"],
                actor=request.actor,
                now=timezone.now(),
            )
        except actions.HallRefusal as refused:
            form.add_error("number", arrival_words(refused))
        else:
            return _tickets(request, office, [ticket], at_kiosk=False)
    status = 422 if form.errors else 200
    context = {"office": office, "form": form}
    return render(request, "hall/arrivals_lost_code.html", context, status=status)


@needs(Permission.TICKET_WALK_IN)
@never_cache
def arrivals_walk_in(request: StaffRequest) -> HttpResponse:
    """Give a number of today's reserve at the front desk."""
    office = get_object_or_404(offices.of_staff(request.actor))
    form = forms.DeskWalkInForm(
        request.POST or None, services=_services(office), initial={"press_key": token_hex(16)}
    )
    if request.method == "POST" and form.is_valid():
        answer = _walk_in(request, office, form, actor=request.actor)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    context = {"office": office, "form": form}
    return render(request, "hall/arrivals_walk_in.html", context, status=status)


@public
@never_cache
@require_POST
def kiosk_reprint(request: HttpRequest, office: str) -> HttpResponse:
    """Print a ticket again; the number stays the same."""
    found = get_object_or_404(Office, slug=office)
    if not is_our_device(request, found):
        return render(request, "hall/kiosk_elsewhere.html", {"office": found}, status=403)
    tickets = queries.tickets_by_code(request.POST.get("code", ""))
    if not tickets:
        raise Http404(_("We do not know this code."))
    return _tickets(request, found, tickets, at_kiosk=True)


@public
@never_cache
@require_POST
def kiosk_proof(request: HttpRequest, office: str) -> HttpResponse:
    """Show and print the proof that somebody arrived, a few seconds after she did."""
    found = get_object_or_404(Office, slug=office)
    if not is_our_device(request, found):
        return render(request, "hall/kiosk_elsewhere.html", {"office": found}, status=403)
    code = request.POST.get("code", "")
    tickets = queries.tickets_by_code(code)
    if not tickets:
        raise Http404(_("We do not know this code."))
    rows = list(filter(None, map(arrival_receipt, tickets)))
    is_ready = all(row.file for row in rows)
    printed = printing.print_proofs(rows, office=found) if is_ready else None
    context = {"office": found, "rows": rows, "printed": printed, "is_ready": is_ready}
    context |= {"code": code, "check": check_address()}
    return render(request, "hall/kiosk_proof.html", context)
