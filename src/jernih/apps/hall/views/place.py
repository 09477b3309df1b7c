"""A citizen's place in the line, by the code on her ticket."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.hall import actions, queries
from jernih.pure.roles import CITIZEN
from jernih.pure.states import TicketState
from jernih.ui.access import public


@public
@never_cache
@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show state, people ahead, and an honest range for the wait."""
    tickets = queries.tickets_by_code(code)
    if not tickets:
        raise Http404
    now = timezone.now()
    shown = [queries.place(ticket, now=now) for ticket in tickets]
    office = tickets[0].hall_day.office
    context = {
        "office": office,
        "shown": shown,
        "states": TicketState,
        "code": code,
        "at": now,
        "key": queries.key_of(code),
    }
    part = "hall/_place_part.html" if request.headers.get("X-Part") else "hall/place.html"
    return render(request, part, context)


@public
@require_POST
def place_leave(request: HttpRequest, code: str) -> HttpResponse:
    """Leave the line of one's own will."""
    try:
        actions.leave_line(code=code, actor=CITIZEN, now=timezone.now())
    except actions.UnknownCode:
        raise Http404 from None
    except actions.HallRefusal:
        messages.error(request, _("That is not possible any more: your number is at a counter."))
    else:
        messages.success(request, _("You have left the line."))
    return redirect("hall:place", code=code)
