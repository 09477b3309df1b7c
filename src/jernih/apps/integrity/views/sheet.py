"""The worksheet: a year as a whole, half an area with its items, and where it goes next."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.integrity import actions, forms, queries
from jernih.apps.integrity.models import Sheet
from jernih.apps.integrity.views.common import (
    SAYS,
    column_open,
    language,
    office_of,
    sheet_or_404,
)
from jernih.apps.offices import queries as offices
from jernih.pure.roles import Permission
from jernih.pure.states import SheetState
from jernih.pure.zone import Column, Predicate
from jernih.ui.access import StaffRequest, needs

GAINS_SHOWN = 10


@needs(Permission.SHEET_SEE)
@require_safe
@never_cache
def sheet(request: StaffRequest) -> HttpResponse:
    """Lead to the worksheet of the newest year, or offer to begin one."""
    office = office_of(request)
    newest = queries.newest(office)
    if newest is not None:
        return redirect("integrity:sheet-year", year=newest.year)
    year = offices.today(office, timezone.now()).year
    form = forms.YearForm(initial={"year": year})
    return render(request, "integrity/sheet_open.html", {"form": form})


@needs(Permission.SHEET_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sheet_open(request: StaffRequest) -> HttpResponse:
    """Begin the worksheet of a year."""
    office, now = office_of(request), timezone.now()
    if request.method != "POST":
        form = forms.YearForm(initial={"year": offices.today(office, now).year + 1})
        return render(request, "integrity/sheet_open.html", {"form": form})
    form = forms.YearForm(request.POST)
    if form.is_valid():
        year = form.cleaned_data["year"]
        try:
            actions.open_sheet(office_id=office.pk, year=year, actor=request.actor, now=now)
        except actions.ZoneRefusal as refusal:
            form.add_error("year", str(SAYS[type(refusal)]))
        else:
            return redirect("integrity:sheet-year", year=year)
    return render(request, "integrity/sheet_open.html", {"form": form}, status=422)


@needs(Permission.SHEET_SEE)
@require_safe
@never_cache
def sheet_year(request: StaffRequest, year: int) -> HttpResponse:
    """Show a year: points, verdict, what is missing, what to do, and the years beside it."""
    found = sheet_or_404(request, year)
    unit, tpi = queries.columns(found)
    judged = unit if found.state == SheetState.FILLING else tpi
    if not judged.scores.answered:
        judged = unit
    edition = queries.edition_of(found)
    context = {
        "sheet": found,
        "state": SheetState(found.state),
        "columns": (unit, tpi),
        "items": len(edition.items),
        "edition": edition,
        "areas": queries.areas(found, unit.scores, tpi.scores),
        "missing": [(p, judged.verdict.missing(p)) for p in (Predicate.WBK, Predicate.WBBM)],
        "judged": judged,
        "gains": queries.to_gain(found, judged.scores, judged.column, most=GAINS_SHOWN),
        "plan": queries.plan_of(found, today=offices.today(found.office, timezone.now())),
        "years": queries.years(found.office),
        "column": column_open(request, found),
        "moves": _moves(request, found),
        "language": language(),
    }
    return render(request, "integrity/sheet_year.html", context)


@needs(Permission.SHEET_SEE)
@require_POST
def sheet_move(request: StaffRequest, year: int) -> HttpResponse:
    """Propose a worksheet, give it back, or end it."""
    found = sheet_or_404(request, year)
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        to = SheetState(form.cleaned_data["to"])
        actions.move_sheet(ref=found.ref, to=to, actor=request.actor, now=timezone.now())
    except actions.ZoneRefusal as refusal:
        messages.error(request, str(SAYS[type(refusal)]))
    else:
        messages.success(request, _("Done. It stands on the public record."))
    return redirect("integrity:sheet-year", year=year)


@needs(Permission.SHEET_SEE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group(request: StaffRequest, year: int, group: str) -> HttpResponse:
    """Show the items of half an area, and take the answers of the column that is open."""
    found = sheet_or_404(request, year)
    column = column_open(request, found)
    unit, tpi = (row.scores for row in queries.columns(found))
    parts = queries.parts_of(found, group, unit, tpi)
    if not parts:
        raise Http404
    rows = [row for part in parts for row in part.items]
    form = None
    if column is not None:
        data = request.POST if request.method == "POST" else None
        form = forms.GroupForm(data, rows=rows, column=column, language=language())
    if request.method == "POST":
        if form is None or column is None:
            messages.error(request, str(SAYS[actions.NotYourColumn]))
            return redirect("integrity:group", year=year, group=group)
        if form.is_valid():
            return _keep(request, found, form, column, group)
    area = next(one for one in queries.areas(found, unit, tpi) if one.no == group)
    context = {
        "sheet": found,
        "area": area,
        "form": form,
        "column": column,
        "shown": [(part, [(row, _fields(form, row)) for row in part.items]) for part in parts],
        "language": language(),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "integrity/group.html", context, status=status)


def _keep(
    request: StaffRequest, found: Sheet, form: forms.GroupForm, column: Column, group: str
) -> HttpResponse:
    told = {
        row.item.no: actions.Told(answer=form.answer_of(row.item), note=form.note_of(row.item))
        for row in form.rows
    }
    try:
        actions.answer_many(
            ref=found.ref, column=column, told=told, actor=request.actor, now=timezone.now()
        )
    except actions.ZoneRefusal as refusal:
        messages.error(request, str(SAYS[type(refusal)]))
    else:
        messages.success(request, _("Saved. Every change stands on the public record."))
    return redirect("integrity:group", year=found.year, group=group)


def _fields(form: forms.GroupForm | None, row: queries.ItemRow) -> list[object]:
    if form is None:
        return []
    name = forms.field_name(row.item.no)
    return [form[one] for one in form.fields if one == name or one.startswith(f"{name}-")]


def _moves(request: StaffRequest, found: Sheet) -> list[tuple[str, str]]:
    may, state = request.actor.may, found.state
    if state == SheetState.FILLING and may(Permission.SHEET_LEAD):
        return [(SheetState.PROPOSED, _("Propose to the assessors"))]
    if state == SheetState.PROPOSED and may(Permission.SHEET_ASSESS):
        return [
            (SheetState.ASSESSED, _("End the assessment")),
            (SheetState.FILLING, _("Give it back to the office")),
        ]
    return []
