"""Refusals in a citizen's words."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jernih.apps.offices import queries as offices
from jernih.apps.surveys import actions, queries
from jernih.apps.surveys.forms import AnswerForm
from jernih.pure import survey
from jernih.ui.access import StaffRequest

WORDS: Final[Mapping[type[actions.SurveyRefusal], tuple[int, Promise]]] = {
    actions.UnknownCode: (404, _("We do not know this code. Look at it once more.")),
    actions.NotServed: (409, _("Your service is not over yet. You can answer afterwards.")),
    actions.TooLate: (410, _("Your visit is too long ago; answers are no longer taken.")),
    actions.AlreadyAnswered: (
        409,
        _("This number has had its one answer, or another device holds the right to it."),
    ),
    actions.SpentAlready: (409, _("Your answer is in the box already. It counts once.")),
    actions.ForgedToken: (
        422,
        _("This answer does not carry our signature, so it was not taken. Load the page again."),
    ),
}


def words_of(refused: actions.SurveyRefusal) -> tuple[int, Promise]:
    """Return status and sentence of a refusal."""
    return WORDS[type(refused)]


def closed(request: HttpRequest, refused: actions.SurveyRefusal) -> HttpResponse:
    """Say on a page of its own why there is no form."""
    status, sentence = words_of(refused)
    context = {"office": offices.the_office(), "sentence": sentence}
    return render(request, "surveys/answer_closed.html", context, status=status)


def form_of(request: StaffRequest | HttpRequest, *, is_answered: bool, code: str) -> AnswerForm:
    """Return the questionnaire, filled in if this request answers it."""
    scales = survey.scales_on(queries.rules(), on=queries.today())
    return AnswerForm(request.POST if is_answered else None, scales=scales, code=code)
