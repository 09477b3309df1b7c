"""What everybody sees of the zone: points and verdict of each year, with every minimum."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.integrity import queries
from jernih.apps.integrity.views.common import language
from jernih.apps.offices import queries as offices
from jernih.ui import rule_words
from jernih.ui.access import StaffRequest, public


@public
@require_safe
def zone_public(request: StaffRequest) -> HttpResponse:
    """Show how far the office is, year by year, and by which numbers it is judged."""
    office = offices.the_office()
    if office is None:
        raise Http404
    edition = queries.worksheet(offices.today(office, timezone.now()))
    rows = [
        row
        for row in offices.rules_on(offices.today(office, timezone.now()))
        if row.subject == "zone_weights" and "_wb" in row.name
    ]
    context = {
        "office": office,
        "years": queries.public_years(office),
        "edition": edition,
        "area_words": [area.in_language(language()) for area in edition.areas.values()],
        "minimums": [
            (
                rule_words.rule_words(row.subject, row.name),
                row.rule,
                row.rule.confidence.is_confirmed,
                rule_words.source_words(row.rule.source),
            )
            for row in rows
        ],
    }
    return render(request, "integrity/zone_public.html", context)
