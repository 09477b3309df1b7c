"""What browsers that seal by themselves speak to: docs/sealing.md, 7. No cookie, no account."""

import base64
import binascii
import json
import time
from typing import Any, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jernih.apps.complaints.actions import draft as drafts
from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import follow, work
from jernih.apps.complaints.actions.append import Sealed
from jernih.apps.complaints.actions.refusals import CaseRefusal, NumberTaken
from jernih.apps.complaints.actions.reporter import object_to_outcome, withdraw_report
from jernih.apps.complaints.queries import opened
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.complaints.views.case_words import case_json
from jernih.apps.offices import queries as offices
from jernih.pure.roles import CITIZEN
from jernih.pure.seal import bech32, spelled
from jernih.pure.states import IllegalMove
from jernih.ui.access import View, public


class _NotRead(ValueError):
    """What came is not what this address takes."""


MOST_JSON: Final = 200_000
_OPENING: Final = {
    *("locator", "auth_hash", "recipient", "signs", "holders"),
    *("roster", "salt", "manifest", "work"),
}
_REFUSED: Final = (
    filing.NotTaken,
    CaseRefusal,
    IllegalMove,
    _NotRead,
    spelled.BadField,
    bech32.BadKeyText,
    work.NoWork,
)
_SAID: Final = {
    work.NoWork: (429, "WORK", gettext_lazy("Many are writing at once. It goes on in a moment.")),
    filing.StaleRoster: (
        409,
        "ROSTER",
        gettext_lazy("Who may read reports has changed. Load the page again."),
    ),
    filing.DoorShut: (
        422,
        "SHUT",
        gettext_lazy("Reports cannot be taken here now. Turn to one outside."),
    ),
    filing.TooMuch: (
        413,
        "SIZE",
        gettext_lazy("Too much at once: fewer or smaller files, please."),
    ),
    filing.CodeTaken: (409, "CODE", gettext_lazy("There is a report under this code already.")),
}
_DEEDS: Final = {"MESSAGE", "OBJECTED", "WITHDRAWN"}


@require_GET
@public
def work_get(request: HttpRequest) -> JsonResponse:
    """Give a challenge."""
    given = work.give_challenge(now=timezone.now())
    return JsonResponse({"challenge": given.challenge, "bits": given.bits})


@csrf_exempt
@require_POST
@public
def draft_begin(request: HttpRequest) -> HttpResponse:
    """Begin a sending."""
    return _answered(_begin, request)


@csrf_exempt
@require_http_methods(["PUT"])
@public
def draft_piece(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Take a piece of a file."""
    return _answered(_piece, request, ref, name)


@csrf_exempt
@require_POST
@public
def draft_finish(request: HttpRequest, ref: str) -> HttpResponse:
    """File what came, and promise."""
    return _answered(_finish, request, ref)


@csrf_exempt
@require_POST
@public
def case_open(request: HttpRequest) -> HttpResponse:
    """Show a case to who shows its key."""
    return _answered(_open, request)


@csrf_exempt
@require_POST
@public
def case_file(request: HttpRequest) -> HttpResponse:
    """Give one sealed file."""
    return _answered(_file, request)


@csrf_exempt
@require_POST
@public
def case_message(request: HttpRequest) -> HttpResponse:
    """Keep a sealed message of the reporter."""
    return _answered(_message, request)


def _answered(step: View, request: HttpRequest, *about: str) -> HttpResponse:
    """Return what a step answers, or its refusal in a plain sentence; a code's is always alike."""
    now = timezone.now()
    try:
        return cast(HttpResponse, step(request, *about))
    except NoSuchCase:
        time.sleep(work.note_wrong_code(now=now))
        return _said(404, "UNKNOWN", _("We know no report under this code."))
    except drafts.WrongPlace as wrong:
        return JsonResponse({"size": wrong.size}, status=409)
    except NumberTaken as taken:
        return JsonResponse({"number": taken.expected}, status=409)
    except _REFUSED as refusal:
        return _refusal(refusal)


def _refusal(refusal: Exception) -> JsonResponse:
    for kind, (status, reason, words) in _SAID.items():
        if isinstance(refusal, kind):
            return _said(status, reason, str(words))
    return _said(422, "NOT_TAKEN", _("This could not be kept, and nothing of it was."))


def _begin(request: HttpRequest) -> HttpResponse:
    now, told = timezone.now(), _json(request, keys=_OPENING)
    done = told["work"]
    if not isinstance(done, dict) or not all(isinstance(one, str) for one in done.values()):
        raise work.NoWork
    work.check_work(done.get("challenge", ""), done.get("nonce", ""), now=now)
    office = offices.the_office()
    if office is None:
        raise filing.DoorShut
    draft = drafts.begin_draft(office_id=office.pk, opening=_opening(told), actor=CITIZEN, now=now)
    expires = draft.expires_at.date().isoformat()
    return JsonResponse({"draft": draft.ref, "expires": expires, "files": drafts.sizes_of(draft)})


def _opening(told: dict[str, Any]) -> filing.Opening:
    holders = spelled.take_list(told["holders"], name="holders", most=16)
    manifest = told["manifest"]
    if not isinstance(manifest, str):
        # Sent as the object itself: its one spelling is what is hashed.
        manifest = json.dumps(manifest, sort_keys=True, separators=(",", ":"))
    bech32.read_recipient(str(told["recipient"]))
    return filing.Opening(
        locator=spelled.take_text(told["locator"], name="locator", pattern=spelled.LOCATOR),
        auth_hash=spelled.take_text(told["auth_hash"], name="auth_hash", pattern=spelled.KEY),
        recipient=str(told["recipient"]),
        signs=spelled.take_text(told["signs"], name="signs", pattern=spelled.KEY),
        holders=tuple(
            spelled.take_text(one, name="a holder", pattern=spelled.REF) for one in holders
        ),
        roster=spelled.take_count(told["roster"], name="roster", least=1, most=2**31 - 1),
        salt=spelled.take_text(told["salt"], name="salt", pattern=spelled.KEY),
        manifest=manifest,
    )


def _piece(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    at = request.GET.get("at", "")
    if not at.isascii() or not at.isdecimal() or len(at) > 9:
        raise _NotRead
    piece = request.read(drafts.PIECE_BYTES + 1)
    now = timezone.now()
    size = drafts.add_piece(ref=ref, name=name, at=int(at), piece=piece, now=now)
    return JsonResponse({"size": size})


def _finish(request: HttpRequest, ref: str) -> HttpResponse:
    promise = drafts.finish_draft(ref=ref, actor=CITIZEN, now=timezone.now())
    return HttpResponse(promise, content_type="application/json")


def _open(request: HttpRequest) -> HttpResponse:
    told = _json(request, keys={"locator", "auth"})
    time.sleep(work.wait_now(now=timezone.now()))
    report = opened.report_by(*_shown(told))
    return JsonResponse(case_json(report, now=timezone.now()))


def _file(request: HttpRequest) -> HttpResponse:
    told = _json(request, keys={"locator", "auth", "name"})
    report = opened.report_by(*_shown(told))
    body = opened.sealed_file(report, str(told["name"])[:40])
    return HttpResponse(body, content_type="application/octet-stream")


def _message(request: HttpRequest) -> HttpResponse:
    told = _json(
        request,
        keys={"locator", "auth", "number", "files"},
        may={"kind"},
        most=settings.FILE_UPLOAD_MAX_MEMORY_SIZE,
    )
    locator, auth = _shown(told)
    kind = told.get("kind", "MESSAGE")
    number = spelled.take_count(told["number"], name="number", least=1, most=9_999)
    if kind not in _DEEDS or not isinstance(told["files"], dict):
        raise _NotRead
    sealed = Sealed(number=number, files={n: _bytes(one) for n, one in told["files"].items()})
    now = timezone.now()
    if kind == "OBJECTED":
        object_to_outcome(locator=locator, auth=auth, sealed=sealed, actor=CITIZEN, now=now)
    elif kind == "WITHDRAWN":
        withdraw_report(locator=locator, auth=auth, sealed=sealed, actor=CITIZEN, now=now)
    else:
        follow.send_as_reporter(locator=locator, auth=auth, sealed=sealed, actor=CITIZEN, now=now)
    return JsonResponse({"number": number})


def _shown(told: dict[str, Any]) -> tuple[str, bytes]:
    locator = spelled.take_text(told["locator"], name="locator", pattern=spelled.LOCATOR)
    auth = spelled.take_text(told["auth"], name="auth", pattern=spelled.KEY)
    return locator, bytes.fromhex(auth)


def _json(
    request: HttpRequest,
    *,
    keys: set[str],
    may: set[str] | frozenset[str] = frozenset(),
    most: int = MOST_JSON,
) -> dict[str, Any]:
    body = request.read(most + 1)
    if len(body) > most:
        raise filing.TooMuch
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _NotRead from None
    if not isinstance(told, dict) or not keys <= told.keys() <= keys | may:
        raise _NotRead
    return told


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise _NotRead from None


def _said(status: int, reason: str, words: str) -> JsonResponse:
    return JsonResponse({"reason": reason, "words": words}, status=status)
