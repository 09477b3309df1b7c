"""Complaints about service for who sends one: tell it, keep a code, follow it; no JavaScript."""

import secrets
import time
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from jernih.apps.complaints.actions import grievance as acts
from jernih.apps.complaints.actions import work
from jernih.apps.complaints.actions.refusals import BadFields, CaseRefusal
from jernih.apps.complaints.forms import grievance as forms
from jernih.apps.complaints.models import Grievance
from jernih.apps.complaints.queries import grievance_pages as pages
from jernih.apps.complaints.queries import grievances
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.grievance import Subject, speaks_of_money
from jernih.pure.roles import CITIZEN, Actor, Permission
from jernih.pure.seal.code import ReporterKeys, show
from jernih.pure.states import GrievanceState, IllegalMove
from jernih.ui.access import StaffRequest, needs, public
from jernih.ui.labels_grievances import CLOCKS

DOOR = "complaints/grievance_file.html"
PROMISED = {
    "take": "acknowledge_days",
    "plain": "resolve_plain_days",
    "question": "resolve_information_days",
    "again": "object_days",
    "keep": "grievance_keep_days",
}


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public
def grievance_file(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep a complaint and show its code."""
    return _answer(request, actor=CITIZEN)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.GRIEVANCE_FILE)
def grievance_assist(request: StaffRequest) -> HttpResponse:
    """Let staff write down what a citizen tells; it is marked so for ever."""
    return _answer(request, actor=request.actor)


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public
def grievance_follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show the complaint that it opens."""
    form = forms.GrievanceCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    code = form.cleaned_data["code"]
    try:
        return own_page(request, acts.keys_of(code), code=code)
    except NoSuchCase:
        return _unknown(request, form)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
@public
def grievance_write(request: HttpRequest, what: str) -> HttpResponse:
    """Take what its sender writes: a message, that it is not solved, or how content one is."""
    code_form = forms.GrievanceCodeForm(request.POST)
    form = _form_of(request, what)
    if not code_form.is_valid():
        return _unknown(request, code_form)
    code = code_form.cleaned_data["code"]
    keys = acts.keys_of(code)
    try:
        if not form.is_valid():
            return own_page(request, keys, code=code, failed=form)
        _do(what, form, keys)
    except NoSuchCase:
        return _unknown(request, code_form)
    except (CaseRefusal, IllegalMove) as refusal:
        form.add_error(None, _refused(refusal))
        return own_page(request, keys, code=code, failed=form)
    return own_page(request, keys, code=code, is_kept=True)


@sensitive_variables()
def own_page(
    request: HttpRequest,
    keys: ReporterKeys,
    *,
    code: str,
    failed: Form | None = None,
    is_kept: bool = False,
) -> HttpResponse:
    """Show a complaint to who has its code. Raises NoSuchCase."""
    time.sleep(work.wait_now(now=timezone.now()))
    grievance = grievances.by_code(keys)
    context: dict[str, Any] = {"office": grievance.office, "code": show(code)}
    if grievance.state == GrievanceState.SEALED:
        context["new_code"] = show(grievances.new_code(grievance, keys))
        return render(request, "complaints/grievance_sealed.html", context)
    context |= _shown(grievance, failed) | {"failed": failed, "is_kept": is_kept}
    status = 422 if failed else 200
    return render(request, "complaints/grievance_own.html", context, status=status)


# ---- filing


@sensitive_variables()
def _answer(request: HttpRequest, *, actor: Actor) -> HttpResponse:
    office = offices.the_office()
    readers = _named(office) if office else []
    is_desk = actor is not CITIZEN
    if office is None or not readers:
        context = {"office": office, "is_desk": is_desk}
        return render(request, "complaints/grievance_shut.html", context, status=503)
    is_sent = request.method == "POST"
    form = forms.GrievanceForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        readers=readers,
        initial={"chance": secrets.token_hex(32)},
    )
    is_offered = False
    if is_sent and form.is_valid():
        is_offered = _is_of_money(form) and "stay" not in request.POST
        if not is_offered:
            return _file(request, form, office=office, actor=actor)
    return _form_page(request, form, office=office, is_desk=is_desk, is_offered=is_offered)


@sensitive_variables()
def _file(
    request: HttpRequest, form: forms.GrievanceForm, *, office: Office, actor: Actor
) -> HttpResponse:
    said = form.cleaned_data
    told = acts.Complaint(
        subject=Subject(said["subject"]),
        words=form.told(),
        concerned=tuple(said["concerned"]),
        photos=said["photos"],
    )
    code = acts.code_for(told, chance=bytes.fromhex(said["chance"]))
    is_desk = actor is not CITIZEN
    try:
        acts.file_grievance(
            office_id=office.pk, told=told, code=code, actor=actor, now=timezone.now()
        )
    except acts.NobodyLeft:
        words = _("Nobody would be left to read it. Please use the sealed report: others read it.")
        form.add_error("concerned", words)
        return _form_page(request, form, office=office, is_desk=is_desk)
    context = {"office": office, "code": show(code), "is_desk": is_desk, "promised": _promised()}
    return render(request, "complaints/grievance_code.html", context)


def _promised() -> dict[str, int]:
    """Return the days that the rulebook gives for each step."""
    return {
        name: offices.rule("complaints", rule, on=timezone.localdate())
        for name, rule in PROMISED.items()
    }


def _form_page(
    request: HttpRequest,
    form: forms.GrievanceForm,
    *,
    office: Office,
    is_desk: bool,
    is_offered: bool = False,
) -> HttpResponse:
    context = {
        "office": office,
        "form": form,
        "is_desk": is_desk,
        "is_offered": is_offered,
        "had_photos": bool(request.FILES),
        "promised": _promised(),
    }
    return render(request, DOOR, context, status=422 if form.errors else 200)


def _is_of_money(form: forms.GrievanceForm) -> bool:
    said = form.cleaned_data
    return said["subject"] == Subject.MONEY or speaks_of_money(said["words"])


def _named(office: Office) -> forms.People:
    return [(one.ref, one.full_name) for one in grievances.readers(office)]


# ---- following


def _shown(grievance: Grievance, failed: Form | None) -> dict[str, Any]:
    today = offices.today(grievance.office, timezone.now())
    found = pages.detail(grievance, actor=CITIZEN, today=today)
    is_open = found.row.clock is not None
    made: dict[str, Form | None] = {
        "more_form": forms.MoreForm() if is_open else None,
        "again_form": forms.AgainForm() if found.may_reopen else None,
        "rate_form": forms.RateForm() if found.may_rate else None,
    }
    if failed is not None and made.get(f"{failed.prefix}_form") is not None:
        made[f"{failed.prefix}_form"] = failed
    return {"found": found, "clocks": [(CLOCKS[one.kind], one) for one in found.clocks], **made}


def _form_of(request: HttpRequest, what: str) -> Form:
    match what:
        case "tulis":
            return forms.MoreForm(request.POST, request.FILES)
        case "belum":
            return forms.AgainForm(request.POST)
        case "nilai":
            return forms.RateForm(request.POST)
    raise Http404


def _do(what: str, form: Form, keys: ReporterKeys) -> None:
    who: dict[str, Any] = {"keys": keys, "actor": CITIZEN, "now": timezone.now()}
    said = form.cleaned_data
    if what == "tulis":
        acts.write_more(words=said["words"], photos=said["photos"], **who)
    elif what == "belum":
        acts.reopen_grievance(words=said["words"], **who)
    else:
        acts.rate_grievance(score=said["score"], **who)


def _refused(refusal: Exception) -> str:
    if isinstance(refusal, BadFields):
        return _("Write something, or add a photo.")
    return _("This is no longer possible: see below where your complaint stands.")


def _unknown(request: HttpRequest, form: Form) -> HttpResponse:
    time.sleep(work.note_wrong_code(now=timezone.now()))
    form.is_valid()
    if not form.errors:
        words = _("We know no complaint under this code. Compare it with your note.")
        form.add_error("code", words)
    return _ask(request, form)


def _ask(request: HttpRequest, form: Form) -> HttpResponse:
    context = {"office": offices.the_office(), "form": form}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "complaints/grievance_follow.html", context, status=status)
