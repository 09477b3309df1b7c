"""What everybody sees of gifts, and what may never be given."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.conduct import queries
from jernih.apps.offices import queries as offices
from jernih.ui.access import public


@require_safe
@public
def figures(request: HttpRequest) -> HttpResponse:
    """Show the counts of this year and say what may never be given."""
    office = offices.the_office()
    if office is None:
        raise Http404
    today = offices.today(office, timezone.now())
    found = queries.gift_figures(office, year=today.year)
    return render(request, "conduct/figures.html", {"office": office, "figures": found})
