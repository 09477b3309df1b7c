"""A citizen's place in the line, by the code on her ticket."""

from hashlib import blake2b

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jernih.apps.hall import actions, queries
from jernih.pure.roles import CITIZEN
from jernih.pure.states import TicketState
from jernih.ui.access import public


def _line_tag(request: HttpRequest, code: str) -> str | None:
    """Return the name of what this page says: same step, minute, language and reader, same page."""
    now = timezone.now()
    stamp = queries.line_stamp(code, now=now)
    if stamp is None:
        return None
    reader = request.headers.get("Cookie", ""), request.headers.get("X-Part", ""), get_language()
    said = repr((code, stamp, f"{now:%d%H%M}", reader))
    # Weak: every copy of the form has a token of its own, and says the same.
    return f'W/"{blake2b(said.encode(), digest_size=12).hexdigest()}"'


@public
@cache_control(private=True, no_cache=True)
@vary_on_headers("Cookie", "Accept-Language", "X-Part")
@require_safe
@etag(_line_tag)
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
