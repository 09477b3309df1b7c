"""The capacity ledger: planned, held back, released, taken, used; for every day and service."""

import csv
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.booking import queries
from jernih.apps.offices import queries as offices
from jernih.ui.access import public

DAYS_BACK, DAYS_AHEAD = 14, 28


def _span(request: HttpRequest) -> tuple[date, date]:
    """Return the days asked for, `dari` and `sampai`; bad ones mean two weeks back, four ahead."""
    today = timezone.localdate()
    try:
        first = date.fromisoformat(request.GET.get("dari", ""))
        last = date.fromisoformat(request.GET.get("sampai", ""))
    except ValueError:
        return today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    return first, min(last, first + timedelta(days=366))


@require_safe
@public
def capacity_table(request: HttpRequest, office: str) -> HttpResponse:
    """Show where every seat went."""
    found = offices.the_office()
    if found is None or found.slug != office:
        raise Http404
    first, last = _span(request)
    rows = queries.capacity(office, first=first, last=last)
    context = {"office": found, "rows": rows, "first": first, "last": last}
    context["files"] = offices.files_compared(found, first, last)
    return render(request, "booking/capacity_table.html", context)


@require_safe
@public
def capacity_csv(request: HttpRequest, office: str) -> HttpResponse:
    """Give the same table as a file."""
    first, last = _span(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="capacity-{office}-{first}.csv"'
    rows = queries.capacity(office, first=first, last=last)
    csv.writer(response).writerows(queries.capacity_csv(rows))
    return response
