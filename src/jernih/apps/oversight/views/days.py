"""The monitor's days: what was counted, the auditor's file, the sample by lot."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.hall.models import HallDay
from jernih.apps.oversight import actions, forms, queries
from jernih.apps.oversight.models import GhostAnswer
from jernih.apps.oversight.views.staff import day_of, office_of
from jernih.pure import beacon
from jernih.pure.beacon import QUICKNET, BadPulse
from jernih.pure.monitor import charts
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs
from jernih.ui.labels import label_of
from jernih.ui.templatetags.jernih import moment


@needs(Permission.ALARM_SEE)
@require_safe
@never_cache
def day_detail(request: StaffRequest, day: str) -> HttpResponse:
    """Show what was counted of a judged day, counter by counter, and its sample."""
    return _page(request, day, forms.RoundForm())


def _page(
    request: StaffRequest, day: str, form: forms.RoundForm, status: int = 200
) -> HttpResponse:
    office = office_of(request)
    row = queries.day_row(office, day_of(day))
    if row is None:
        raise Http404
    numbers = queries.numbers_on(row.day)
    officers = queries.officer_rows(office, row.day)
    rests = [one.idle_minutes for one in officers]
    context: dict[str, Any] = {
        "office": office,
        "row": row,
        "officers": officers,
        "rest_chart": charts.bars(
            rests, [str(one.counter) for one in officers], limit=numbers.idle_minutes
        )
        if any(rests)
        else None,
        "limit": numbers.idle_minutes,
        "sample": queries.sample_of(office, row.day),
        "form": form,
        "known_at": beacon.time_of(QUICKNET, row.round),
        "is_known": timezone.now() >= beacon.time_of(QUICKNET, row.round),
        "nobody": GhostAnswer.NOBODY,
        "real": GhostAnswer.REAL,
    }
    return render(request, "oversight/day_detail.html", context, status=status)


@needs(Permission.ALARM_SEE)
@require_safe
def day_csv(request: StaffRequest, day: str) -> HttpResponse:
    """Give the counts of a day as a file, with pseudonyms as they stand on the record."""
    office = office_of(request)
    row = queries.day_row(office, day_of(day))
    if row is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"monitor-{office.slug}-{row.day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(queries.day_csv(office, row.day))
    return response


@needs(Permission.DAY_JUDGE)
@require_POST
def day_judge(request: StaffRequest) -> HttpResponse:
    """Judge the closed days that wait, or one day again, at somebody's word."""
    office = office_of(request)
    asked = request.POST.get("day", "")
    days = HallDay.objects.filter(office=office, closed_at__isnull=False)
    if asked:
        waiting = [get_object_or_404(days, day=day_of(asked))]
    else:
        waiting = [one for one in queries.days_to_judge() if one.office_id == office.pk]
    for one in waiting:
        actions.judge_day(hall_day_id=one.pk, actor=request.actor, now=timezone.now())
    said = _("Every closed day has been looked at.")
    messages.success(request, said)
    if asked:
        return redirect("oversight:day-detail", day=asked)
    return redirect("oversight:alarm-list")


@needs(Permission.GHOSTS_DRAW)
@require_POST
def ghosts_draw(request: StaffRequest, day: str) -> HttpResponse:
    """Take the round that chooses which numbers of a day are looked into."""
    office, form = office_of(request), forms.RoundForm(request.POST)
    if not form.is_valid():
        return _page(request, day, form, status=422)
    try:
        actions.draw_ghosts(
            office_id=office.pk,
            day=day_of(day).isoformat(),
            word=form.cleaned_data["word"],
            actor=request.actor,
            now=timezone.now(),
        )
    except BadPulse as bad:
        form.add_error("word", str(label_of(bad.fault).words))
    except actions.RoundNotYet as early:
        words = _("This round is known at {at}.").format(at=moment(early.known_at))
        form.add_error("word", words)
    except actions.DayNotClosed:
        raise Http404 from None
    else:
        messages.success(request, _("The lot has chosen. Look into these numbers."))
        return redirect("oversight:day-detail", day=day)
    return _page(request, day, form, status=422)


@needs(Permission.GHOSTS_DRAW)
@require_POST
def ghost_answer(request: StaffRequest, day: str) -> HttpResponse:
    """Write down whether a number of the sample belongs to somebody."""
    answer = request.POST.get("answer", "")
    if answer not in GhostAnswer.values:
        raise Http404
    try:
        actions.answer_ghost(
            office_id=office_of(request).pk,
            day=day_of(day).isoformat(),
            number=request.POST.get("number", ""),
            answer=GhostAnswer(answer),
            actor=request.actor,
            now=timezone.now(),
        )
    except actions.NotInSample:
        raise Http404 from None
    messages.success(request, _("Noted."))
    return redirect("oversight:day-detail", day=day)
