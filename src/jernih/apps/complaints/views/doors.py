"""The one simple page for whoever wants to report: two doors, and whom to turn to outside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from jernih.apps.complaints.queries import forms as asked
from jernih.apps.offices import queries as offices
from jernih.ui.access import public


@require_safe
@public
def report_doors(request: HttpRequest) -> HttpResponse:
    """Show both doors, how the sealed one works, and what it cannot do."""
    context = {
        "office": offices.the_office(),
        "channels": asked.channels(),
        "grievance": _address("complaints:grievance-file"),
    }
    return render(request, "complaints/doors.html", context)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
