"""Pages that hang on a wall: the board of an office, and the sign above each counter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.hall.queries import display
from jernih.pure.board import CALLS_SHOWN
from jernih.ui.access import public


@public
@require_safe
@never_cache
def board(request: HttpRequest, office: str) -> HttpResponse:
    """Show the newest calls large, how many wait, and which counters work."""
    shown = _office(office)
    with timezone.override(shown.zone):
        screen = display.screen(shown, now=timezone.now())
        page = {"office": shown, "board": screen, "calls": screen.calls[:CALLS_SHOWN]}
        return render(request, "hall/board.html", page)


@public
@require_safe
@never_cache
def counter_sign(request: HttpRequest, office: str, counter: int) -> HttpResponse:
    """Show above one counter whom it serves now."""
    shown = _office(office)
    with timezone.override(shown.zone):
        screen = display.screen(shown, now=timezone.now())
        sign = next((sign for sign in screen.counters if sign.counter == counter), None)
        page = {"office": shown, "counter": counter, "sign": sign}
        return render(request, "hall/counter_sign.html", page)


def _office(slug: str) -> display.DisplayOffice:
    office = display.display_office(slug)
    if office is None:
        raise Http404
    return office
