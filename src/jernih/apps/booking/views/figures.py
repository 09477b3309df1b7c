"""The capacity ledger: planned, held back, released, taken, used; for every day and service."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.booking import queries
from jernih.apps.booking.queries import CapacityRow, SupplyRow
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.ui.access import public

DAYS_BACK, DAYS_AHEAD = 14, 28


@dataclass(frozen=True, kw_only=True)
class SeatDay:
    """One day of a table of seats: its rows by service, and their sums."""

    day: date
    rows: tuple[CapacityRow | SupplyRow, ...]
    planned: int
    free: int


def seat_days(rows: Sequence[CapacityRow | SupplyRow]) -> list[SeatDay]:
    """Return the rows, in their order, by day."""
    return [
        SeatDay(
            day=when,
            rows=(found := tuple(group)),
            planned=sum(row.planned for row in found),
            free=sum(row.free for row in found),
        )
        for when, group in groupby(rows, key=attrgetter("day"))
    ]


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
    found = get_object_or_404(Office, slug=office)
    first, last = _span(request)
    rows = queries.capacity(office, first=first, last=last)
    context = {"office": found, "days": seat_days(rows), "first": first, "last": last}
    context["files"] = offices.files_compared(found, first, last)
    return render(request, "booking/capacity_table.html", context)


@require_safe
@public
def capacity_csv(request: HttpRequest, office: str) -> HttpResponse:
    """Give the same table as a file."""
    get_object_or_404(Office, slug=office)
    first, last = _span(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="capacity-{office}-{first}.csv"'
    rows = queries.capacity(office, first=first, last=last)
    csv.writer(response).writerows(queries.capacity_csv(rows))
    return response
