"""What everybody sees of the zone: points and verdict of each year, with every minimum."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.integrity import queries
from jernih.apps.integrity.views.common import language
from jernih.apps.offices import queries as offices
from jernih.pure.rulebook import rule_on
from jernih.pure.zone import Measure
from jernih.ui import rule_words
from jernih.ui.access import StaffRequest, public

RULES: Final = {
    Measure.TOTAL: "total_least",
    Measure.LEVER: "lever_least",
    Measure.CLEAN: "clean_least",
    Measure.CORRUPTION: "corruption_index_least",
    Measure.PERFORMANCE: "performance_least",
    Measure.SERVICE: "service_index_least",
    Measure.AREA: "area_percent",
}


@dataclass(frozen=True, kw_only=True)
class Minimum:
    """What one measure must reach: points, or percent of an area's half."""

    measure: Measure
    wbk: Decimal
    wbbm: Decimal
    is_confirmed: bool
    source: str

    @property
    def is_percent(self) -> bool:
        """Tell whether it is a share, and not points."""
        return self.measure is Measure.AREA


@public
@require_safe
def zone_public(request: StaffRequest) -> HttpResponse:
    """Show how far the office is, year by year, and by which numbers it is judged."""
    office = offices.the_office()
    if office is None:
        raise Http404
    today = offices.today(office, timezone.now())
    edition = queries.worksheet(today)
    context = {
        "office": office,
        "years": queries.public_years(office),
        "edition": edition,
        "area_words": [area.in_language(language()) for area in edition.areas.values()],
        "minimums": [_minimum(measure, name, on=today) for measure, name in RULES.items()],
    }
    return render(request, "integrity/zone_public.html", context)


def _minimum(measure: Measure, name: str, *, on: date) -> Minimum:
    wbk, wbbm = (rule_on(queries.rules(), f"{name}_{one}", on=on) for one in ("wbk", "wbbm"))
    unit = 1 if measure is Measure.AREA else 100
    return Minimum(
        measure=measure,
        wbk=Decimal(wbk.value) / unit,
        wbbm=Decimal(wbbm.value) / unit,
        is_confirmed=wbk.confidence.is_confirmed and wbbm.confidence.is_confirmed,
        source=rule_words.source_words(wbk.source),
    )
