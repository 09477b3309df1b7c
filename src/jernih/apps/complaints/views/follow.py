"""Follow a report with its code, without JavaScript: opened in memory, kept nowhere."""

import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.complaints.actions import follow, work
from jernih.apps.complaints.actions.refusals import CaseRefusal, NumberTaken, WindowClosed
from jernih.apps.complaints.forms.report import CodeForm, WriteForm
from jernih.apps.complaints.queries import opened, sealing
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.complaints.views import grievance
from jernih.apps.complaints.views.case_words import case_context
from jernih.apps.complaints.views.report import plain_files
from jernih.apps.offices import queries as offices
from jernih.pure.casework import Deed
from jernih.pure.roles import CITIZEN
from jernih.pure.seal.code import ReporterKeys, read, show
from jernih.pure.states import IllegalMove
from jernih.ui.access import public

DEEDS = {"tulis": Deed.MESSAGE, "keberatan": Deed.OBJECTED, "cabut": Deed.WITHDRAWN}


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@public
def report_follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show what it opens."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    keys = follow.keys_of(form.cleaned_data["code"])
    try:
        return _case(request, keys, code=form.cleaned_data["code"])
    except NoSuchCase:
        pass
    # Nobody has to know which of the two doors her code is of.
    try:
        return grievance.own_page(request, keys, code=form.cleaned_data["code"])
    except NoSuchCase:
        return _unknown(request, form)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
@public
def report_write(request: HttpRequest, what: str) -> HttpResponse:
    """Take a message, an objection, or that she withdraws; sealed here in memory."""
    if what not in DEEDS:
        raise Http404
    form = WriteForm(request.POST, request.FILES)
    if "code" not in form.fields or not form.is_valid():
        return _again(request, form)
    data = form.cleaned_data
    keys = follow.keys_of(data["code"])
    if what != "cabut" and not data["words"] and not data["files"]:
        form.add_error("words", _("Write something, or add a file."))
        return _again(request, form)
    try:
        follow.write_as_reporter(
            DEEDS[what],
            keys=keys,
            words=data["words"],
            files=plain_files(data["files"]),
            actor=CITIZEN,
            now=timezone.now(),
        )
        return _case(request, keys, code=data["code"], said=what)
    except NoSuchCase:
        return _unknown(request, CodeForm(request.POST))
    except (CaseRefusal, IllegalMove) as refusal:
        form.add_error("words", _refused(refusal))
        return _again(request, form)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
@public
def report_attachment(request: HttpRequest) -> HttpResponse:
    """Give one of the files of a case back, opened in memory, as a download."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    keys = follow.keys_of(form.cleaned_data["code"])
    try:
        report = opened.report_of(keys)
        case = opened.seen_case(report, keys)
        every = [*case.files, *(file for step in case.steps for file in step.files)]
        wanted = request.POST.get("name", "")
        found = next((one for one in every if one.sealed_name == wanted), None)
        if found is None:
            raise NoSuchCase
        body = opened.plain_file(report, found, keys)
    except NoSuchCase:
        return _unknown(request, form)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{found.sealed_name[:-4]}.bin"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@public
def report_leave(request: HttpRequest) -> HttpResponse:
    """Say goodbye, and ask the browser to forget what it kept of these pages."""
    response = render(request, "complaints/report_left.html", {"office": offices.the_office()})
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sensitive_variables()
def _case(
    request: HttpRequest,
    keys: ReporterKeys,
    *,
    code: str,
    said: str = "",
    form: WriteForm | None = None,
) -> HttpResponse:
    time.sleep(work.wait_now(now=timezone.now()))
    report = opened.report_of(keys)
    case = opened.seen_case(report, keys)
    shown = show(code)
    context = case_context(case, now=timezone.now()) | {
        "office": report.office,
        "code": shown,
        "said": said,
        "form": form or WriteForm(initial={"code": shown}),
    }
    status = 422 if form is not None else 200
    return render(request, "complaints/report_case.html", context, status=status)


@sensitive_variables()
def _again(request: HttpRequest, form: WriteForm) -> HttpResponse:
    try:
        code = read(request.POST.get("code", ""))
        return _case(request, follow.keys_of(code), code=code, form=form)
    except (NoSuchCase, ValueError):
        return _unknown(request, CodeForm(request.POST))


def _unknown(request: HttpRequest, form: CodeForm) -> HttpResponse:
    time.sleep(work.note_wrong_code(now=timezone.now()))
    form.is_valid()
    if not form.errors:
        form.add_error("code", _("We know no report under this code. Compare it with your note."))
    return _ask(request, form)


def _ask(request: HttpRequest, form: CodeForm) -> HttpResponse:
    context: dict[str, Any] = {"office": offices.the_office(), "form": form}
    context["seal"] = sealing.reader_values()
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "complaints/report_follow.html", context, status=status)


def _refused(refusal: Exception) -> str:
    if isinstance(refusal, WindowClosed | IllegalMove):
        return _("You can no longer object to this outcome. A message still reaches us.")
    if isinstance(refusal, NumberTaken):
        return _("Someone wrote at the same moment. Send it once more.")
    return _("This could not be kept. Try with fewer or smaller files.")
