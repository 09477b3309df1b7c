"""The questionnaire on one's own phone: blinded by the browser, or else taken by the server."""

import json
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.offices import queries as offices
from jernih.apps.surveys import actions, queries
from jernih.apps.surveys.views import said
from jernih.pure import survey
from jernih.pure.index import BadAnswers
from jernih.pure.roles import CITIZEN, CLOCK
from jernih.pure.survey import Way
from jernih.ui.access import public

_MOST: Final = 8_000


@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
@sensitive_post_parameters()
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Show the questionnaire to whoever was served; take it where no browser blinds it."""
    now = timezone.now()
    try:
        tickets = actions.served_tickets(code, now=now)
        office = tickets[0].hall_day.office
        form = said.form_of(request, is_answered=request.method == "POST", code=code)
        if form.is_valid():
            actions.answer_here(
                code=code, answer=form.answer(), way=Way.SERVER, actor=CITIZEN, now=now
            )
            return redirect("surveys:thanks")
        key = actions.publish_key(office_id=office.pk, actor=CLOCK, now=now)
    except actions.SurveyRefusal as refused:
        return said.closed(request, refused)
    is_given = queries.all_given(tickets)
    context = {"office": office, "form": form, "key": key, "code": code, "is_given": is_given}
    return render(request, "surveys/answer.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_POST
@public
@never_cache
def token(request: HttpRequest, code: str) -> HttpResponse:
    """Sign what a browser blinded."""
    try:
        told = _json(request, keys={"key", "blinded"})
        blinded = bytes.fromhex(told["blinded"])
        signed = actions.sign_token(
            code=code, key=told["key"], blinded=blinded, actor=CITIZEN, now=timezone.now()
        )
    except (ValueError, BadAnswers):
        return _unread()
    except actions.SurveyRefusal as refused:
        return _refused(refused)
    return JsonResponse({"signed": signed.hex()})


@csrf_exempt
@require_POST
@public
@never_cache
def drop(request: HttpRequest) -> HttpResponse:
    """Take an answer with its token; nothing here says whose it is."""
    now = timezone.now()
    try:
        told = _json(request, keys={"office", "key", "prefix", "token", "signature", "answer"})
        scales = survey.scales_on(queries.rules(), on=queries.today())
        brought = actions.Token(
            key=told["key"],
            prefix=bytes.fromhex(told["prefix"]),
            token=bytes.fromhex(told["token"]),
            signature=bytes.fromhex(told["signature"]),
        )
        actions.take_answer(
            office=told["office"],
            token=brought,
            answer=survey.read_answer(told["answer"], scales=scales),
            actor=CITIZEN,
            now=now,
        )
    except (ValueError, BadAnswers):
        return _unread()
    except actions.SurveyRefusal as refused:
        return _refused(refused)
    return JsonResponse({"taken": True})


@require_safe
@public
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you, and where to report."""
    return render(request, "surveys/thanks.html", {"office": offices.the_office()})


def _json(request: HttpRequest, *, keys: set[str]) -> dict[str, str]:
    """Return what was sent: these texts and no others. Raises ValueError."""
    told: Any = json.loads(request.body[: _MOST + 1])
    if not isinstance(told, dict) or set(told) != keys:
        raise ValueError("other fields")
    if not all(isinstance(one, str) for one in told.values()):
        raise ValueError("not texts")
    return told


def _refused(refused: actions.SurveyRefusal) -> JsonResponse:
    status, sentence = said.words_of(refused)
    reason = type(refused).__name__
    return JsonResponse({"reason": reason, "words": str(sentence)}, status=status)


def _unread() -> JsonResponse:
    words = _("This is not an answer to our questions, and nothing of it was kept.")
    return JsonResponse({"reason": "NotRead", "words": words}, status=422)
