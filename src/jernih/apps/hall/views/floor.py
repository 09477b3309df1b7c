"""The supervisor's live floor, and the state of the hall for verifiers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.hall import actions, queries
from jernih.apps.hall.views.words import desk_words
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs, public


@needs(Permission.FLOOR_SEE)
@never_cache
def floor(request: StaffRequest) -> HttpResponse:
    """Show every counter, every line, every exception, as it is now."""
    office = get_object_or_404(offices.of_staff(request.actor))
    now = timezone.now()
    day = offices.today(office, now)
    context: dict[str, Any] = {"office": office, "at": now}
    context["floor"] = queries.floor(office, day, now=now)
    context["hit_rate"] = queries.hit_rate(office, first=day, last=day)
    context["sums"] = queries.reconciliation(office, day)
    if request.actor.may(Permission.FLOOR_RULE) and office.kiosk_key:
        path = reverse("hall:kiosk-set-up", args=[office.slug, office.kiosk_key])
        context["kiosk_link"] = request.build_absolute_uri(path)
    part = "hall/_floor_part.html" if request.headers.get("X-Part") else "hall/floor.html"
    return render(request, part, context)


@needs(Permission.FLOOR_RULE)
@require_POST
def floor_act(request: StaffRequest, deed: str) -> HttpResponse:
    """Open or close the day, close a counter that was left, look at an exception."""
    try:
        _do(request, deed)
    except actions.HallRefusal as refused:
        messages.error(request, desk_words(refused))
    else:
        messages.success(request, _("Done. It is on the record."))
    return redirect("hall:floor")


def _do(request: StaffRequest, deed: str) -> None:
    office = get_object_or_404(offices.of_staff(request.actor))
    asked = request.POST.get("id", "")
    known = int(asked) if asked.isdigit() else 0
    who, now = request.actor, timezone.now()
    match deed:
        case "buka":
            actions.open_hall_day(office_id=office.pk, actor=who, now=now)
        case "tutup":
            actions.close_hall_day(hall_day_id=known, actor=who, now=now)
        case "tutup-loket":
            actions.close_counter(counter_day_id=known, actor=who, now=now)
        case "lihat":
            actions.explain_exception(exception_id=known, actor=who, now=now)
        case _:
            raise Http404


@public
@require_safe
def day_state(request: HttpRequest, office: str, day: str) -> HttpResponse:
    """Give the hall's tables of one day as JSON, for verifiers to hold against the record."""
    found = get_object_or_404(Office, slug=office)
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    state = queries.day_state(found, asked)
    if state is None:
        raise Http404
    return JsonResponse(state)
