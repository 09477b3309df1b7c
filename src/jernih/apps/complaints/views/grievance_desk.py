"""Complaints about service for handlers: list, one complaint, and the board in counts alone."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.complaints.actions import file as filing
from jernih.apps.complaints.actions import grievance_seal, grievance_work, refusals
from jernih.apps.complaints.actions.follow import Spared
from jernih.apps.complaints.forms import grievance as forms
from jernih.apps.complaints.models import Grievance
from jernih.apps.complaints.queries import grievance_pages as pages
from jernih.apps.complaints.queries import grievances
from jernih.apps.complaints.queries.rights import NoSuchCase
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import CaseClass
from jernih.pure.roles import Permission
from jernih.pure.seal.holders import CannotHold
from jernih.pure.seal.roster import Roster
from jernih.pure.states import GrievanceState
from jernih.ui.access import StaffRequest, needs
from jernih.ui.labels_grievances import CLOCKS

SAYS: Final[dict[type[Exception], Promise]] = {
    grievance_work.NotYours: gettext_lazy("Somebody else works on it. Take it over first."),
    refusals.MayNotHold: gettext_lazy("This person may not work on it."),
    refusals.TooFewHolders: gettext_lazy(
        "Nobody else could read it then. Make it a sealed report: the overseers outside read it."
    ),
    CannotHold: gettext_lazy("Too few people could read it. Choose fewer, or the outside alone."),
    filing.NotTaken: gettext_lazy("No sealed reports can be kept now: the roster is not in force."),
}
_OTHERWISE: Final = gettext_lazy("This cannot be done like this.")
_WORKED_ON: Final = (GrievanceState.ASSIGNED, GrievanceState.REOPENED)


@needs(Permission.GRIEVANCE_HANDLE)
@require_safe
@never_cache
def grievance_list(request: StaffRequest) -> HttpResponse:
    """Show the complaints this handler may see, the nearest last day first."""
    today = offices.today(_office(request), timezone.now())
    context = {
        "rows": pages.desk(request.actor, today=today, is_open=True),
        "ended": pages.desk(request.actor, today=today, is_open=False),
    }
    return render(request, "complaints/grievance_list.html", context)


@needs(Permission.GRIEVANCE_BOARD)
@require_safe
@never_cache
def grievance_board(request: StaffRequest) -> HttpResponse:
    """Show how the office keeps its days, in counts alone."""
    office = _office(request)
    today = offices.today(office, timezone.now())
    context = {"board": pages.board(office, today=today), "night": pages.last_night(office)}
    return render(request, "complaints/grievance_board.html", context)


@needs(Permission.GRIEVANCE_HANDLE)
@require_safe
@never_cache
def grievance_detail(request: StaffRequest, locator: str) -> HttpResponse:
    """Show one complaint and what can be done with it now."""
    return _detail(request, _seen(request, locator))


@needs(Permission.GRIEVANCE_HANDLE)
@require_safe
@never_cache
def grievance_photo(request: StaffRequest, locator: str, pk: int) -> HttpResponse:
    """Show one picture of a complaint."""
    try:
        kind, body = grievances.picture(_seen(request, locator), pk)
    except NoSuchCase:
        raise Http404 from None
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = "inline"
    return answer


@needs(Permission.GRIEVANCE_HANDLE)
@require_POST
@sensitive_post_parameters()
def grievance_act(request: StaffRequest, locator: str, deed: str) -> HttpResponse:
    """Do one thing with a complaint."""
    grievance = _seen(request, locator)
    form = _form_of(request, grievance, deed)
    if not form.is_valid():
        return _detail(request, grievance, failed=form)
    try:
        _do(request, locator, deed, form.cleaned_data)
    except NoSuchCase:
        raise Http404 from None
    except (refusals.CaseRefusal, CannotHold, filing.NotTaken) as refusal:
        form.add_error(None, str(_words(refusal)))
        return _detail(request, grievance, failed=form)
    messages.success(request, _("Done. It stands in the log."))
    if grievances.seen(request.actor).filter(locator=locator).exists():
        return redirect("complaints:grievance-detail", locator=locator)
    return redirect("complaints:grievance-list")


def _seen(request: StaffRequest, locator: str) -> Grievance:
    try:
        return grievances.seen_one(request.actor, locator)
    except NoSuchCase:
        raise Http404 from None


def _office(request: StaffRequest) -> Office:
    return get_object_or_404(offices.of_staff(request.actor))


def _words(refusal: Exception) -> Promise:
    return next((words for kind, words in SAYS.items() if isinstance(refusal, kind)), _OTHERWISE)


# ---- deeds

Said = dict[str, Any]


def _do(request: StaffRequest, locator: str, deed: str, said: Said) -> None:
    who = {"locator": locator, "actor": request.actor, "now": timezone.now()}
    DEEDS[deed](said, who)


def _seal(said: Said, who: dict[str, Any]) -> object:
    spared = Spared(
        people=tuple(said["people"]),
        sections=tuple(said["sections"]),
        is_outside_only=said["outside_only"],
    )
    return grievance_seal.seal_grievance(spared=spared, **who)


DEEDS: Final[dict[str, Callable[[Said, dict[str, Any]], object]]] = {
    "ambil": lambda said, who: grievance_work.assign_grievance(to=said["to"], **who),
    "tanya": lambda said, who: grievance_work.ask_sender(words=said["words"], **who),
    "jawab": lambda said, who: grievance_work.answer_grievance(words=said["words"], **who),
    "golongan": lambda said, who: grievance_work.reclassify_grievance(
        after=CaseClass(said["after"]), **who
    ),
    "tentang": lambda said, who: grievance_work.spare_handler(
        whom=said["whom"], to=said["to"], **who
    ),
    "segel": _seal,
}


def _form_of(request: StaffRequest, grievance: Grievance, deed: str) -> Form:
    forms_made = _forms(grievance, data=request.POST)
    if deed not in forms_made:
        raise Http404
    return forms_made[deed]


def _forms(grievance: Grievance, *, data: Any = None) -> dict[str, Form]:
    people = [
        (one.ref, one.full_name)
        for one in grievances.readers(grievance.office, concerned=grievance.concerned)
    ]
    roster = _roster(grievance.office)
    return {
        "ambil": forms.AssignForm(data, readers=people),
        "tanya": forms.AskForm(data),
        "jawab": forms.AnswerForm(data),
        "golongan": forms.ClassForm(data, now=CaseClass(grievance.case_class)),
        "tentang": forms.SpareForm(data, readers=people),
        "segel": forms.SealForm(
            data,
            people=[(one.ref, f"{one.name}, {one.post}") for one in roster.people]
            if roster
            else [],
            sections=_sections(roster),
        ),
    }


def _roster(office: Office) -> Roster | None:
    try:
        return filing.open_roster(office, now=timezone.now())
    except filing.DoorShut:
        return None


def _sections(roster: Roster | None) -> list[str]:
    found = {one.section for one in roster.people} if roster else set()
    return sorted(found - {"outside"})


def _detail(
    request: StaffRequest, grievance: Grievance, *, failed: Form | None = None
) -> HttpResponse:
    today = offices.today(grievance.office, timezone.now())
    found = pages.detail(grievance, actor=request.actor, today=today)
    every = _forms(grievance)
    made = {str(form.prefix): form for form in every.values()}
    if failed is not None:
        made[str(failed.prefix)] = failed
    stands = GrievanceState(grievance.state)
    context = {
        "found": found,
        "clocks": [(CLOCKS[one.kind], one) for one in found.clocks],
        "failed": failed,
        "me": request.actor.ref,
        "is_open": stands in (GrievanceState.FILED, *_WORKED_ON),
        "may_work": stands in _WORKED_ON and found.row.is_mine,
        "made": made,
        "has_roster": _roster(grievance.office) is not None,
    }
    status = 422 if failed else 200
    return render(request, "complaints/grievance_detail.html", context, status=status)
