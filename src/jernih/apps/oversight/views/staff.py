"""The monitor's pages for supervisors, heads and auditors: alarms and their inspections."""

from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.oversight import actions, forms, queries
from jernih.apps.oversight.models import Alarm
from jernih.apps.oversight.views.explain import explained
from jernih.pure.monitor import charts
from jernih.pure.monitor.charts import Chart
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.roles import Permission
from jernih.pure.states import InspectionState
from jernih.ui.access import StaffRequest, needs
from jernih.ui.templatetags.jernih import day as day_words


def office_of(request: StaffRequest) -> Office:
    """Return the office of who asks."""
    return get_object_or_404(offices.of_staff(request.actor))


@needs(Permission.ALARM_SEE)
@require_safe
@never_cache
def alarm_list(request: StaffRequest) -> HttpResponse:
    """Show what stands open, what ended, and the days that were judged."""
    office = office_of(request)
    today = offices.today(office, timezone.now())
    context = {
        "office": office,
        "overview": queries.overview(office, today=today),
        "alarms": queries.open_alarms(office, today=today, actor=request.actor),
        "closed": queries.closed_alarms(office, today=today, actor=request.actor),
        "days": queries.days_of(office),
    }
    return render(request, "oversight/alarm_list.html", context)


@needs(Permission.ALARM_SEE)
@require_safe
@never_cache
def alarm_detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one alarm: its figures in words, its picture, its log, and what can be done."""
    return _detail(request, ref)


@needs(Permission.ALARM_INSPECT)
@require_POST
def alarm_act(request: StaffRequest, ref: str, deed: str) -> HttpResponse:
    """Take an inspection, write into its log, end it, or take it up again."""
    office = office_of(request)
    get_object_or_404(Alarm, office=office, ref=ref)
    kind = {"catat": forms.NoteForm, "akhiri": forms.CloseForm, "buka": forms.ReopenForm}.get(deed)
    form = kind(request.POST) if kind else None
    if deed != "ambil" and kind is None:
        raise Http404
    if form is not None and not form.is_valid():
        return _detail(request, ref, failed=form)
    try:
        _do(request, ref, deed, form)
    except actions.OwnAlarm:
        words = _("This is about you, or about something you vouched for. Somebody else looks.")
        messages.error(request, words)
    else:
        messages.success(request, _("Done. It stands in the log."))
    return redirect("oversight:alarm-detail", ref=ref)


def _do(request: StaffRequest, ref: str, deed: str, form: Form | None) -> None:
    who, now = request.actor, timezone.now()
    said = form.cleaned_data if form else {}
    match deed:
        case "ambil":
            actions.take_alarm(ref=ref, actor=who, now=now)
        case "catat":
            actions.note_alarm(ref=ref, words=said["words"], actor=who, now=now)
        case "buka":
            actions.reopen_alarm(ref=ref, words=said["words"], actor=who, now=now)
        case _:
            outcome = InspectionOutcome(said["outcome"])
            actions.close_alarm(ref=ref, outcome=outcome, words=said["words"], actor=who, now=now)


def _detail(request: StaffRequest, ref: str, *, failed: Form | None = None) -> HttpResponse:
    office = office_of(request)
    today = offices.today(office, timezone.now())
    row = queries.alarm(office, ref, today=today, actor=request.actor)
    if row is None:
        raise Http404
    chart, chart_rows = _picture(office, row)
    context = {
        "office": office,
        "row": row,
        "words": explained(row),
        "notes": queries.alarm_notes(office, ref),
        "chart": chart,
        "chart_rows": chart_rows,
        "chart_words": _chart_words(row.kind),
        "failed": failed,
        "is_checking": row.state is InspectionState.CHECKING,
        "is_closed": row.state is InspectionState.CLOSED,
        "is_mine": row.taken_by == request.actor.ref != "",
        "note_form": failed if isinstance(failed, forms.NoteForm) else forms.NoteForm(),
        "close_form": failed if isinstance(failed, forms.CloseForm) else forms.CloseForm(),
        "reopen_form": failed if isinstance(failed, forms.ReopenForm) else forms.ReopenForm(),
    }
    status = 422 if failed else 200
    return render(request, "oversight/alarm_detail.html", context, status=status)


def _chart_words(kind: AlarmKind) -> str:
    if kind is AlarmKind.SLOW:
        words = _("Summed slowness, person by person.")
    elif kind is AlarmKind.IDLE:
        words = _("Idle minutes with people waiting, day by day.")
    else:
        words = _("Of 1,000 calls, day by day.")
    line = _("The dashed line is what raises no question.")
    return f"{words} {line}"


def _picture(office: Office, row: queries.AlarmRow) -> tuple[Chart | None, list[tuple[str, str]]]:
    """Return the picture of an alarm and the same as a table; None where one figure says it all."""
    numbers = queries.numbers_on(row.day)
    if row.kind is AlarmKind.SLOW:
        path = queries.path_of(office, row.subject, row.day)
        table = [(str(at), f"{value / 100:.2f}") for at, value in enumerate(path, 1)]
        return (charts.path(path, limit=numbers.slow_limit) if path else None), table
    series = queries.series_of(office, row.subject, row.kind, last=row.day)
    if not series:
        return None, []
    limit = row.figures.get(
        "allowed_permille", row.figures.get("others_permille", numbers.idle_minutes)
    )
    table = [(day_words(when), str(value)) for when, value in series]
    labels = [f"{when.day}.{when.month}." for when, _value in series]
    return charts.bars([value for _when, value in series], labels, limit=limit), table


def day_of(text: str) -> date:
    """Return the day of an address; 404 for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
