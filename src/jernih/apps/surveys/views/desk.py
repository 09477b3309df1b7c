"""The questionnaire at the kiosk and from paper, and the page that publishes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jernih.apps.hall.queries.kiosks import is_our_device
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.apps.surveys import actions, queries
from jernih.apps.surveys.forms import CodeForm
from jernih.apps.surveys.views import said
from jernih.pure.roles import Permission
from jernih.pure.roles import kiosk as kiosk_actor
from jernih.pure.survey import Way
from jernih.ui.access import StaffRequest, needs, public


@require_http_methods(["GET", "HEAD", "POST"])
@public
@never_cache
@sensitive_post_parameters()
def kiosk(request: HttpRequest, office: str) -> HttpResponse:
    """Ask for the code, then the questions; go back to the start."""
    found = get_object_or_404(Office, slug=office)
    if not is_our_device(request, found):
        return render(request, "hall/kiosk_elsewhere.html", {"office": found}, status=403)
    code = CodeForm(request.POST if request.method == "POST" else None)
    context = {"office": found, "code_form": code}
    if not code.is_valid():
        status = 422 if code.errors else 200
        return render(request, "surveys/kiosk_code.html", context, status=status)
    bare = code.cleaned_data["code"]
    form = said.form_of(request, is_answered="asked_for" in request.POST, code=bare)
    try:
        actions.served_tickets(bare, now=timezone.now())
        if form.is_valid():
            actions.answer_here(
                code=bare,
                answer=form.answer(),
                way=Way.KIOSK,
                actor=kiosk_actor(office),
                now=timezone.now(),
            )
            return render(request, "surveys/kiosk_thanks.html", context)
    except actions.SurveyRefusal as refused:
        status, sentence = said.words_of(refused)
        code.add_error("code", str(sentence))
        return render(request, "surveys/kiosk_code.html", context, status=status)
    status = 422 if form.errors else 200
    return render(request, "surveys/kiosk.html", context | {"form": form}, status=status)


@needs(Permission.SURVEY_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def paper(request: StaffRequest) -> HttpResponse:
    """Enter what somebody wrote on paper; it is counted as such."""
    office = get_object_or_404(offices.of_staff(request.actor))
    is_sent = request.method == "POST"
    code = CodeForm(request.POST if is_sent else None)
    form = said.form_of(request, is_answered=is_sent, code="")
    if form.is_valid() and code.is_valid():
        try:
            actions.answer_here(
                code=code.cleaned_data["code"],
                answer=form.answer(),
                way=Way.PAPER,
                actor=request.actor,
                now=timezone.now(),
            )
        except actions.SurveyRefusal as refused:
            code.add_error("code", str(said.words_of(refused)[1]))
        else:
            messages.success(request, _("Entered. Now tear the paper up."))
            return redirect("surveys:paper")
    is_wrong = bool(is_sent and (form.errors or code.errors))
    context = {"office": office, "form": form, "code_form": code}
    return render(request, "surveys/paper.html", context, status=422 if is_wrong else 200)


@needs(Permission.INDEX_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def publish(request: StaffRequest) -> HttpResponse:
    """Show the quarters, and publish one."""
    office = get_object_or_404(offices.of_staff(request.actor))
    if request.method == "POST":
        return _publish(request, office)
    context = {"office": office, "rows": queries.quarters(office, now=timezone.now())}
    return render(request, "surveys/publish.html", context)


def _publish(request: StaffRequest, office: Office) -> HttpResponse:
    known = {row.period for row in queries.quarters(office, now=timezone.now())}
    period = request.POST.get("period", "")
    try:
        if period in known:
            actions.publish_index(
                office_id=office.pk, period=period, actor=request.actor, now=timezone.now()
            )
            messages.success(request, _("Published. It stands on the record for good."))
    except actions.NotOver:
        messages.error(request, _("This quarter is not over yet."))
    except actions.PublishedAlready:
        messages.error(request, _("This quarter was published before."))
    return redirect("surveys:publish")
