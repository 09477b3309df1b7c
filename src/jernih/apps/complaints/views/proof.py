"""A reporter's receipt and card, by her code: her proof that the report stands on the record."""

import json
import time
from base64 import b64encode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from jernih.apps.complaints.actions import follow, work
from jernih.apps.complaints.actions.fetch_receipt import fetch_receipt
from jernih.apps.complaints.forms.report import CodeForm
from jernih.apps.complaints.queries import opened, own
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.complaints.views import card
from jernih.pure.roles import CITIZEN
from jernih.ui.access import public

_MOST = 4_096


class _NotACode(ValueError):
    """What came is no report code."""


# No cookie is sent or read here, so there is nothing that another page could misuse.
@csrf_exempt
@never_cache
@require_POST
@public
def report_proof(request: HttpRequest) -> JsonResponse:
    """Give `{receipt, manifest}`; `receipt` is empty until a night has told the report.

    In: `{locator, auth}`, hex. Unknown and wrong look alike.
    """
    try:
        said = json.loads(request.body[:_MOST])
        locator, auth = str(said["locator"]), bytes.fromhex(said["auth"])
        found = fetch_receipt(locator=locator, auth=auth, actor=CITIZEN)
    except (ValueError, KeyError, TypeError, NoSuchCase):
        return JsonResponse({}, status=404)
    receipt = b64encode(found.file).decode() if found.file else ""
    return JsonResponse({"receipt": receipt, "manifest": found.manifest})


@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_POST
@public
def report_receipt(request: HttpRequest) -> HttpResponse:
    """Give the receipt as a file to who types her code; 404 before a night has told the report."""
    try:
        locator, auth = _by_code(request)
        file = own.receipt_for(opened.report_by(locator, auth)).file
    except (_NotACode, NoSuchCase):
        return _nothing()
    if file is None:
        return _nothing()
    response = HttpResponse(file, content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="bukti.tlog-proof"'
    return response


@csrf_exempt
@sensitive_post_parameters()
@never_cache
@require_POST
@public
def report_card(request: HttpRequest) -> HttpResponse:
    """Give the proof card as a PDF, made in memory.

    In: `{locator, auth}` as JSON from a browser that knows the code itself; else a form with it.
    """
    try:
        is_told = request.content_type == "application/json"
        locator, auth = _by_keys(request) if is_told else _by_code(request)
        report = opened.report_by(locator, auth)
    except (_NotACode, NoSuchCase):
        return _nothing()
    return card.as_pdf(card.card_of(report), name="bukti")


@sensitive_variables()
def _by_keys(request: HttpRequest) -> tuple[str, bytes]:
    try:
        said = json.loads(request.read(_MOST))
        return str(said["locator"]), bytes.fromhex(said["auth"])
    except (ValueError, KeyError, TypeError):
        raise _NotACode from None


@sensitive_variables()
def _by_code(request: HttpRequest) -> tuple[str, bytes]:
    form = CodeForm(request.POST)
    if not form.is_valid():
        raise _NotACode
    keys = follow.keys_of(form.cleaned_data["code"])
    return keys.locator, keys.auth


def _nothing() -> HttpResponse:
    time.sleep(work.note_wrong_code(now=timezone.now()))
    return HttpResponse(status=404)
