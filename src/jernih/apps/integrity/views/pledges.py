"""The public wall of pledges: promise beside fact, counts and no names."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.conduct import queries as conduct
from jernih.apps.integrity.queries.measures import beside
from jernih.apps.offices import queries as offices
from jernih.ui.access import StaffRequest, public


@public
@require_safe
def pledge_wall(request: StaffRequest) -> HttpResponse:
    """Show each pledge with how many signed, how many did not, and its figures."""
    office = offices.the_office()
    if office is None:
        raise Http404
    today = offices.today(office, timezone.now())
    shown = [
        (
            row,
            [
                beside(promise, office=office, year=row.pledge.year, today=today)
                for promise in row.promises
            ],
        )
        for row in conduct.pledges(office)
    ]
    context = {"office": office, "shown": shown}
    return render(request, "integrity/pledge_wall.html", context)
