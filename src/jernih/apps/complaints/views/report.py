"""File a sealed report without JavaScript: one page, sealed here in memory, a code shown once."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import follow
from jernih.apps.complaints.actions.seal_here import PlainFile, Told, code_of
from jernih.apps.complaints.forms.report import ReportForm, RetypeForm
from jernih.apps.complaints.queries import forms as asked
from jernih.apps.complaints.queries import rosters, sealing
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Made
from jernih.pure.roles import CITIZEN, Actor, Permission
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal.code import read, show
from jernih.pure.seal.media import media_type
from jernih.ui.access import StaffRequest, needs, public

DOOR = "complaints/report_file.html"
# The form let no such file in.
UNKNOWN = "application/octet-stream"


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public
def report_file(request: HttpRequest) -> HttpResponse:
    """Show the form, or seal what was told and show the code."""
    return _answer(request, made=Made.SERVER, actor=CITIZEN)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.REPORT_FILE)
def report_assist(request: StaffRequest) -> HttpResponse:
    """Let a helper at the desk write down what a citizen tells; it is marked so for ever."""
    return _answer(request, made=Made.HELPER, actor=request.actor)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
@public
def report_retype(request: HttpRequest) -> HttpResponse:
    """Let her show that she has kept her code; nothing about it is kept here."""
    form = RetypeForm(request.POST)
    if not form.is_valid():
        code = request.POST.get("code", "")
        return _code_page(request, code, form=form, status=422)
    shown = show(form.cleaned_data["code"])
    return render(request, "complaints/report_kept.html", {**_common(), "code": shown})


@sensitive_variables()
def _answer(request: HttpRequest, *, made: Made, actor: Actor) -> HttpResponse:
    office = offices.the_office()
    try:
        roster = filing.open_roster(office, now=timezone.now()) if office else None
    except filing.DoorShut:
        roster = None
    if office is None or roster is None:
        return render(request, "complaints/report_shut.html", _common(), status=503)
    is_sent = request.method == "POST"
    form = ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        questions=asked.questionnaire(),
        roster=roster,
        initial={"chance": secrets.token_hex(32)},
    )
    if is_sent and form.is_valid():
        return _file(request, form, office=office, made=made, actor=actor)
    context = _common() | {"form": form, "made": made, "roster": roster}
    context |= {"fees": offices.fees(on=timezone.localdate()), "roster_words": _words()}
    context |= {"is_desk": made == Made.HELPER, "seal": _seal(office, made)}
    context["had_files"] = bool(is_sent and request.FILES)
    return render(request, DOOR, context, status=422 if form.errors else 200)


@sensitive_variables()
def _file(
    request: HttpRequest, form: ReportForm, *, office: Office, made: Made, actor: Actor
) -> HttpResponse:
    data = form.cleaned_data
    told = Told(
        answers=form.answers(),
        words=data["words"],
        files=plain_files(data["files"]),
        form=asked.questionnaire().hash,
    )
    code = code_of(told, chance=bytes.fromhex(data["chance"]))
    spared = follow.Spared(
        people=tuple(data["concerned"]),
        sections=tuple(data["sections"]),
        is_outside_only=data["outside_only"],
    )
    try:
        follow.seal_and_file(
            told,
            code=code,
            spared=spared,
            office=office,
            made=made,
            actor=actor,
            now=timezone.now(),
        )
    except (may_hold.CannotHold, filing.NotTaken):
        return render(request, "complaints/report_shut.html", _common(), status=503)
    return _code_page(request, code, is_desk=made == Made.HELPER)


@sensitive_variables()
def plain_files(uploaded: list[Any]) -> tuple[PlainFile, ...]:
    """Return uploaded files with the type that their own bytes show."""
    found = []
    for one in uploaded:
        body = one.read()
        name = "".join(sign for sign in one.name or "" if sign.isprintable())[-120:]
        kind = media_type(body) or UNKNOWN
        found.append(PlainFile(name=name or "file", type=kind, body=body))
    return tuple(found)


@sensitive_variables()
def _code_page(
    request: HttpRequest,
    code: str,
    *,
    form: RetypeForm | None = None,
    is_desk: bool = False,
    status: int = 200,
) -> HttpResponse:
    try:
        shown = show(code if len(code) == 20 else read(code))
    except ValueError:
        shown = ""
    form = form or RetypeForm(initial={"code": shown})
    context = _common() | {"code": shown, "form": form, "is_desk": is_desk}
    return render(request, "complaints/report_code.html", context, status=status)


def _common() -> dict[str, Any]:
    return {"office": offices.the_office(), "channels": asked.channels()}


def _seal(office: Office, made: Made) -> dict[str, Any] | None:
    """Return what a browser seals by; at the desk the server seals."""
    if made == Made.HELPER:
        return None
    form = asked.questionnaire()
    asks = [(one.name, one.kind.value) for one in form.questions]
    return sealing.page_values(office, form=form.hash, questions=asks, now=timezone.now())


def _words() -> str:
    try:
        return rosters.roster_words()
    except rosters.NoRosterKey:
        return ""
