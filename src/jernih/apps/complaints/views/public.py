"""What everybody may see of reports: figures, boards, days, and whether the channel works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from jernih.apps.complaints.queries import clocks, figures, grievance_pages, mirrored
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.accountability import Stage
from jernih.pure.casework import CaseClass, Outcome, SanctionLevel
from jernih.pure.rulebook import NoRule
from jernih.ui import labels_reports
from jernih.ui.access import public
from jernih.ui.label import Words
from jernih.ui.labels import label_of

Rows = list[tuple[Words, int | None]]
_NAMES: dict[str, Words] = {
    **{one.value: label_of(one).words for one in (*CaseClass, *Outcome, *SanctionLevel)},
    figures.PROVEN: labels_reports.PROVEN,
    figures.UNASSESSED: labels_reports.UNASSESSED,
    # The level alone: the outcome of the same name says "proven" too.
    **{one.value: label_of(one).words for one in SanctionLevel},
}


@dataclass(frozen=True, kw_only=True)
class QuarterShown:
    """A quarter with the words of its rows; a number that is None is hidden."""

    quarter: figures.Quarter
    classes: Rows
    outcomes: Rows
    sanctions: Rows
    stages: list[tuple[Stage, int]]

    @classmethod
    def of(cls, quarter: figures.Quarter) -> "QuarterShown":
        """Return a quarter as the page shows it."""
        told = quarter.figures
        return cls(
            quarter=quarter,
            classes=_named(told["classes"]),
            outcomes=_named(told["outcomes"]),
            sanctions=_named(told["sanctions"] or {}),
            stages=[(stage, quarter.rows.count(stage)) for stage in Stage],
        )


def _named(cells: Mapping[str, int | None]) -> Rows:
    # The table keeps no order of its own.
    return [(words, cells[name]) for name, words in _NAMES.items() if name in cells]


@require_safe
@public
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of quarters, the boards, the last night's count, and the channel's light."""
    office = _office()
    today = offices.today(office, timezone.now())
    context = {
        "office": office,
        "today": today,
        "channel": figures.channel_of(office, today=today),
        "mirror": mirrored.mirror_row(),
        "count": figures.last_count(office),
        "quarters": [QuarterShown.of(one) for one in figures.quarters(office)],
        "least": offices.rule("complaints", "least_count", on=today),
        "grievance_night": grievance_pages.last_night(office),
        "grievance_quarters": grievance_pages.quarters(office),
    }
    return render(request, "complaints/figures.html", context)


@require_safe
@public
def board_csv(_request: HttpRequest, period: str) -> HttpResponse:
    """Give the board of a quarter word for word, so that its hash can be made again."""
    raw = figures.board_file(_office(), period)
    if raw is None:
        raise Http404
    response = HttpResponse(raw, content_type="text/csv; charset=us-ascii")
    response["Content-Disposition"] = f'attachment; filename="papan-{period}.csv"'
    return response


@require_safe
@public
def days_page(request: HttpRequest) -> HttpResponse:
    """Show how the days of a report are counted, for any day of filing and any class."""
    office = _office()
    today = offices.today(office, timezone.now())
    asked = _day(request.GET.get("tanggal", "")) or today
    kind = request.GET.get("golongan", "")
    chosen = CaseClass(kind) if kind in list(CaseClass) else None
    try:
        rows = clocks.explained(office, filed_on=asked, case_class=chosen)
    except (NoRule, OverflowError):
        asked = today
        rows = clocks.explained(office, filed_on=asked, case_class=chosen)
    context = {
        "office": office,
        "filed_on": asked,
        "chosen": chosen,
        "classes": list(CaseClass),
        "clocks": rows,
        "lacks_holidays": not clocks.knows_holidays(asked.year),
        "years": offices.years_off(asked.year, asked.year + 1),
    }
    return render(request, "complaints/days.html", context)


def _office() -> Office:
    office = offices.the_office()
    if office is None:
        raise Http404
    return office


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    # Far days would be counted one by one for a long time, and no rule speaks of them.
    return found if found and 2022 <= found.year <= 2100 else None
