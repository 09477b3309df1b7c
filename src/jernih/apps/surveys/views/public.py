"""What everybody sees: the indexes of each quarter, how they were reckoned, and the counts."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys import queries
from jernih.ui.access import public


@require_safe
@public
def figures(request: HttpRequest, period: str = "") -> HttpResponse:
    """Show a published quarter, the newest unless another is named."""
    office = _office()
    shown = queries.published(office, period=period)
    if period and shown is None:
        raise Http404
    context = {
        "office": office,
        "shown": shown,
        "periods": queries.published_periods(office),
        "now": queries.standing(office, now=timezone.now()),
    }
    return render(request, "surveys/figures.html", context)


@require_safe
@public
def figures_csv(_request: HttpRequest, period: str) -> HttpResponse:
    """Give the counts of a quarter: whoever has them can reckon every index again."""
    rows = queries.csv_rows(_office(), period=period)
    if not rows:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survei-{period}.csv"'
    csv.writer(response).writerows(rows)
    return response


def _office() -> Office:
    office = offices.the_office()
    if office is None:
        raise Http404
    return office
