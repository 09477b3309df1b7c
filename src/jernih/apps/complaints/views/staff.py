"""Pages for who holds sealed reports: what they hold, one report, its files and its export."""

import json
from datetime import date
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.forms.words import LABELS, OPTIONS
from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import clocks, desk, rosters
from jernih.apps.complaints.queries import forms as asked
from jernih.apps.complaints.queries.holders import may_join
from jernih.apps.complaints.views import deed_kinds, deeds, log_words
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Deed, Finding
from jernih.pure.roles import Permission
from jernih.pure.states import ReportState
from jernih.ui.access import StaffRequest, needs
from jernih.ui.label import Words

# Pictures are opened in the browser and shown from its memory.
SHOWN_FROM_MEMORY = {"img-src": ["blob:"]}


def office_of(request: StaffRequest) -> Office:
    """Return the office of who asks."""
    return get_object_or_404(offices.of_staff(request.actor))


@needs(Permission.CASE_SEE)
@require_safe
@never_cache
@csp_update(SHOWN_FROM_MEMORY)  # type: ignore[arg-type]
def case_list(request: StaffRequest) -> HttpResponse:
    """Show the reports that this person holds, and nothing of any other."""
    office = office_of(request)
    today = offices.today(office, timezone.now())
    context = {
        "office": office,
        "rows": desk.desk(request.actor, today=today),
        "asked": [
            (case, row, deed_kinds.title_of(row.deed))
            for case, row in desk.waiting_for(request.actor)
        ],
        "key": queries.key_of(request.actor),
        "roster": _roster_left(office, today),
        "kinds": list(Deed),
    }
    return render(request, "complaints/case_list.html", context)


@needs(Permission.CASE_SEE)
@require_safe
@never_cache
@csp_update(SHOWN_FROM_MEMORY)  # type: ignore[arg-type]
def case_detail(request: StaffRequest, locator: str) -> HttpResponse:
    """Show one report: what the server may know of it; the browser opens the rest."""
    found = _case(request, locator)
    office = office_of(request)
    today = offices.today(office, timezone.now())
    report = queries.case_of(request.actor, locator)
    context: dict[str, Any] = {
        "case": found,
        "page": json.dumps(_for_script(found, office, me=request.actor.ref)),
        "key": queries.key_of(request.actor),
        "parts": deeds.parts(
            found, actor=request.actor, today=today, joining=may_join(report, on=today)
        ),
        "approvals": _approvals(report, found),
        "has_objection": desk.has_objection(report),
        "wants_other": _wants_other(found),
        "log": [(step, log_words.said_by(step.fields)) for step in found.steps],
        "must_renew": found.needs_new_keys and Deed.KEYS_RENEWED in found.may,
        "clocks": clocks.clock_rows(report, today=today),
        "kinds": list(Deed),
        "questions": _questions(),
        "is_handler": request.actor.may(Permission.CASE_HOLD),
    }
    return render(request, "complaints/case_detail.html", context)


@needs(Permission.CASE_SEE)
@require_POST
@never_cache
def case_file(request: StaffRequest, locator: str, name: str) -> HttpResponse:
    """Give one sealed file; that it was given is written down."""
    try:
        body = actions.fetch_file(
            locator=locator, name=name, actor=request.actor, now=timezone.now()
        )
    except queries.NoSuchCase:
        raise Http404 from None
    return HttpResponse(body, content_type="application/octet-stream")


@needs(Permission.CASE_HOLD)
@require_POST
@never_cache
def case_export(request: StaffRequest, locator: str) -> HttpResponse:
    """Give everything sealed of one report, with how to open it by hand."""
    try:
        body = actions.export_case(locator=locator, actor=request.actor, now=timezone.now())
    except queries.NoSuchCase:
        raise Http404 from None
    answer = HttpResponse(body, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="kasus-{locator[:8]}.zip"'
    return answer


def _case(request: StaffRequest, locator: str) -> queries.CaseDetail:
    try:
        return queries.case_detail(request.actor, locator)
    except queries.NoSuchCase:
        raise Http404 from None


def _wants_other(case: queries.CaseDetail) -> bool:
    """Tell whether what is proven waits for a sanction that this person may not decide."""
    waits = case.row.state is ReportState.FOUND and case.finding is Finding.PROVEN
    return waits and Deed.SANCTIONED not in case.may


def _for_script(case: queries.CaseDetail, office: Office, *, me: str) -> dict[str, Any]:
    """Return what the browser needs to open the case and to seal: nothing that it could not see."""
    return {
        "base": reverse("complaints:case-detail", args=[case.row.locator]),
        "locator": case.row.locator,
        "me": me,
        "epoch": case.epoch,
        "nextMessage": case.next_message,
        "nextNote": case.next_note,
        "recipient": case.recipient,
        "signs": case.signs,
        "holders": [one.staff for one in case.holders],
        "rosters": [row.note for row in rosters.accepted(office)],
        "rosterKey": settings.ROSTER_KEY,
        "origin": settings.LOG_ORIGIN,
    }


def _approvals(
    report: Report, case: queries.CaseDetail
) -> list[tuple[queries.ApprovalRow, Promise, str, str]]:
    """Return what is asked, how it is called, and who joins and who leaves, by pseudonym."""
    asked = {row.number: row for row in report.approvals.all()}
    return [
        (
            row,
            deed_kinds.title_of(row.deed),
            str(asked[row.number].fields.get("to", "")),
            asked[row.number].asked_by if row.is_leaving else "",
        )
        for row in case.approvals
    ]


def _questions() -> dict[str, list[tuple[str, Words]]]:
    """Return what the form's questions and their options are called, for the script to show."""
    answers: list[tuple[str, Words]] = [
        (f"{one.name}:{option}", OPTIONS[option])
        for one in asked.questionnaire().questions
        for option in one.options
    ]
    spared: list[tuple[str, Words]] = [
        ("concerned", _("About whom")),
        ("sections", _("About which section")),
        ("outside_only", _("Only the overseers outside may read it")),
    ]
    return {"labels": [*LABELS.items(), *spared], "answers": answers}


def _roster_left(office: Office, today: date) -> dict[str, Any] | None:
    found = rosters.newest(office)
    return {"serial": found.serial, "days": (found.ends_on - today).days} if found else None
