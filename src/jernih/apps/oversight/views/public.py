"""What everybody sees of the monitor: counts of the office, and a picture without names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight import queries
from jernih.pure.monitor import charts
from jernih.ui.access import public


@require_safe
@public
def figures(request: HttpRequest, office: str) -> HttpResponse:
    """Show how many calls were out of turn, how many inspections stand open, and how they ended."""
    found = get_object_or_404(Office, slug=office)
    figures = queries.public_figures(found, today=offices.today(found, timezone.now()))
    chart = charts.cone(figures.picture) if figures.picture else None
    context = {"office": found, "figures": figures, "chart": chart}
    return render(request, "oversight/figures.html", context)
