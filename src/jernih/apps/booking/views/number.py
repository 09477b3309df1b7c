"""Her number: found by code; kept as page, PDF, QR, calendar; moved, confirmed, given back."""

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
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.booking import actions, forms, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.queries import ApplicationRow
from jernih.apps.booking.views.draft import preference
from jernih.apps.booking.views.words import code_words, time_choices, time_days
from jernih.apps.offices import queries as offices
from jernih.pure.roles import CITIZEN
from jernih.pure.states import ApplicationState, BatchState
from jernih.ui.access import public


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


def row_or_404(code: str) -> ApplicationRow:
    """Return the application of a code."""
    row = queries.find_by_code(code)
    if row is None:
        raise Http404
    return row


@never_cache
@require_safe
@public
def number_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show the number, when to come, what to bring, and what can still be done."""
    row = row_or_404(code)
    if code != row.code:
        return redirect("booking:number-detail", code=row.code)
    if row.erased_at is not None:
        days = queries.number("no_show_keep_days", on=row.day or timezone.localdate())
        context = {"row": row, "office": offices.the_office(), "absence_days": days}
        return render(request, "booking/number_erased.html", context)
    return render(request, "booking/number_detail.html", context_of(row))


def context_of(row: ApplicationRow) -> dict[str, Any]:
    """Return what the page and the receipt of a number show."""
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
    } | _draw_context(row)


def _draw_context(row: ApplicationRow) -> dict[str, Any]:
    """Return what a number's page shows of a draw: nothing if it never was in one."""
    if row.draw is None:
        return {}
    now = timezone.now()
    is_closed = row.draw.state is BatchState.CLOSED
    shown: dict[str, Any] = {"is_late": is_closed and row.draw.draws_at < now}
    shown["is_any_day"] = row.draw.any_after and row.draw.any_after <= row.draw.first_day
    has_to_go_on = row.day is None and row.state is not ApplicationState.APPLIED
    if has_to_go_on and not row.draw.standby_place:
        shown["offers"] = queries.batches.to_join(row.service_id, now=now)
        shown["next"] = queries.batches.opens_next(row.service_id, now=now)
    return shown


def number_link(code: str) -> str:
    """Return the full address of a number's page, for QR codes and messages."""
    return f"{settings.SITE_URL}{reverse('booking:number-detail', args=[code])}"


@never_cache
@public
def number_move(request: HttpRequest, code: str) -> HttpResponse:
    """Choose another day and time, once, at latest the day before."""
    row = row_or_404(code)
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
    row = row_or_404(code)
    if request.method != "POST":
        context = {"row": row, "office": offices.the_office()}
        return render(request, "booking/number_withdraw.html", context)
    actions.withdraw(ref=row.ref, actor=CITIZEN, now=timezone.now())
    messages.success(
        request,
        _("Your number is given back. Nobody can take it at once; thank you for telling us."),
    )
    return redirect("booking:number-detail", code=row.code)


@never_cache
@public
def number_leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave an open draw, or wait at short notice no longer, after one question."""
    row = row_or_404(code)
    if request.method != "POST":
        context = {"row": row, "office": offices.the_office()}
        return render(request, "booking/number_leave.html", context)
    now = timezone.now()
    if row.state is ApplicationState.UNSEATED:
        draw.leave_standby(ref=row.ref, actor=CITIZEN, now=now)
        messages.success(request, _("Done. You wait no longer, and are free for the next draw."))
        return redirect("booking:number-detail", code=row.code)
    try:
        draw.leave_batch(ref=row.ref, actor=CITIZEN, now=now)
    except draw.BatchNotOpen:
        messages.error(
            request,
            _("The list is frozen: nobody can leave now. Give the number back after the draw."),
        )
    else:
        messages.success(request, _("You have left the draw. You can apply again until it closes."))
    return redirect("booking:number-detail", code=row.code)


@require_POST
@public
def number_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Say the day before that one will come."""
    row = row_or_404(code)
    try:
        actions.confirm(ref=row.ref, actor=CITIZEN, now=timezone.now())
    except (actions.TooEarly, actions.TooLate) as refused:
        messages.error(request, code_words(refused))
    else:
        messages.success(request, _("Thank you. We expect you."))
    return redirect("booking:number-detail", code=row.code)
