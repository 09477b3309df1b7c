"""A citizen's place in the line, by the code on her ticket."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jernih.apps.hall import actions, queries
from jernih.pure.roles import CITIZEN
from jernih.pure.states import TicketState
from jernih.ui.access import public


@public
@cache_control(private=True, no_cache=True)
@vary_on_headers("Cookie", "Accept-Language", "X-Part")
@gzip_page
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
        "states": tuple(TicketState),
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
