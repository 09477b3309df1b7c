"""What holders do, as their browser sends it: sealed files and closed fields, never a word."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.actions.refusals import CaseRefusal
from jernih.apps.complaints.forms import deeds as forms
from jernih.apps.complaints.views.deed_kinds import KINDS, OF_KEYS, REFUSALS, TWO, Kind
from jernih.apps.offices import queries as offices
from jernih.pure.casework import Deed
from jernih.pure.roles import Actor, Permission
from jernih.pure.seal.roster import Person
from jernih.pure.states import IllegalMove, ReportState
from jernih.ui.access import StaffRequest, needs

Said = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A deed that this person may do now. wants_second: a second person's word is missing."""

    slug: str
    kind: Kind
    form: Form
    wants_second: bool

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing of it is sealed."""
        return not self.kind.asks

    @property
    def confirm(self) -> str:
        """Return what is asked before it is done, if it cannot be undone."""
        return _("Do you really want this? It cannot be undone.") if self.kind.is_grave else ""


def parts(
    case: queries.CaseDetail, *, actor: Actor, today: date, joining: tuple[Person, ...]
) -> list[Part]:
    """Return the deeds that are open to this actor, in the order of a case's life.

    joining: who may come to hold it; with nobody there is nothing to hand over.
    """
    return [
        Part(
            slug=slug,
            kind=kind,
            form=_form(slug, kind.form, joining=joining, today=today),
            wants_second=_wants_second(case, kind.deed),
        )
        for slug, kind in KINDS.items()
        if kind.deed in case.may
        and not _stands_with_approval(case, kind.deed, slug)
        and (actor.may(Permission.CASE_HOLD) or kind.deed not in TWO)
        and (joining or kind.deed is not Deed.HANDED_OVER)
    ]


@needs(Permission.CASE_SEE)
@require_POST
@never_cache
def case_act(request: StaffRequest, locator: str, deed: str) -> HttpResponse:
    """Do one deed with what the browser sealed for it."""
    kind = KINDS.get(deed)
    if kind is None:
        raise Http404
    said = _read(request)
    fields: dict[str, Any] = {}
    if deed not in OF_KEYS:
        form = _form(deed, kind.form, said=said["fields"], today=_today(request))
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=422)
        fields = dict(form.cleaned_data)
    rest: dict[str, Any] = {}
    if deed in OF_KEYS:
        rest = {"files": said["files"]}
    elif kind.asks:
        rest = {"sealed": actions.Sealed(number=said["number"], files=said["files"])}
    return _answered(
        lambda: kind.do(locator=locator, actor=request.actor, now=timezone.now(), **rest, **fields)
    )


@needs(Permission.CASE_HOLD)
@require_POST
@never_cache
def case_note(request: StaffRequest, locator: str) -> HttpResponse:
    """Keep a private note of the holders."""
    said = _read(request)
    body = next(iter(said["files"].values()), b"")
    return _answered(
        lambda: actions.keep_note(
            locator=locator,
            number=said["number"],
            body=body,
            actor=request.actor,
            now=timezone.now(),
        )
    )


@needs(Permission.CASE_HOLD)
@require_POST
@never_cache
def case_ask(request: StaffRequest, locator: str) -> HttpResponse:
    """Ask a second person to agree."""
    form = forms.AskForm(_read(request)["fields"])
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    asked = form.cleaned_data
    return _answered(
        lambda: actions.ask_approval(
            locator=locator,
            deed=Deed(asked["deed"]),
            to=asked["to"],
            is_leaving=asked["is_leaving"],
            actor=request.actor,
            now=timezone.now(),
        )
    )


@needs(Permission.CASE_HOLD)
@require_POST
@never_cache
def case_answer(request: StaffRequest, locator: str) -> HttpResponse:
    """Agree, or refuse, as the second person."""
    form = forms.AnswerForm(_read(request)["fields"])
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    return _answered(
        lambda: actions.answer_approval(
            locator=locator,
            number=form.cleaned_data["number"],
            is_agreed=form.cleaned_data["is_agreed"],
            actor=request.actor,
            now=timezone.now(),
        )
    )


def _answered(do: Callable[[], object]) -> HttpResponse:
    """Do it, and say in words what was refused; a case that is not hers is not there."""
    try:
        do()
    except queries.NoSuchCase:
        raise Http404 from None
    except actions.NumberTaken as taken:
        return JsonResponse({"expected": taken.expected}, status=409)
    except IllegalMove:
        words = _("The case stands elsewhere by now. Load the page anew.")
        return JsonResponse({"words": words}, status=409)
    except CaseRefusal as refused:
        said = REFUSALS.get(type(refused), gettext_lazy("This is not possible now."))
        return JsonResponse({"words": str(said)}, status=422)
    return JsonResponse({"done": True})


def _form(
    slug: str,
    kind: type[Form],
    *,
    said: Said | None = None,
    joining: tuple[Person, ...] = (),
    today: date | None = None,
) -> Form:
    more: dict[str, Any] = {}
    if kind is forms.SanctionForm and today:
        more["catalogue"] = queries.catalogue(today)
    if kind is forms.HandOverForm:
        more["people"] = tuple((one.ref, f"{one.name}, {one.post}") for one in joining)
    if said is None and "day" in kind.base_fields:
        more["initial"] = {"day": today}
    # One page has many forms: ids of their own, names as the action has them.
    return kind(said, auto_id=f"id_{slug}_%s", **more)


def _today(request: StaffRequest) -> date:
    office = offices.of_staff(request.actor).first()
    return offices.today(office, timezone.now()) if office else timezone.now().date()


def _stands_with_approval(case: queries.CaseDetail, deed: Deed, slug: str) -> bool:
    """Tell whether it is asked already; what is agreed of keys is done beside its word."""
    standing = [row for row in case.approvals if row.deed is deed]
    return bool(standing) and (slug in OF_KEYS or not any(row.may_use for row in standing))


def _wants_second(case: queries.CaseDetail, deed: Deed) -> bool:
    is_wanted = deed in TWO or (deed is Deed.CLOSED and case.row.state is ReportState.TRIAGED)
    return is_wanted and not any(row.deed is deed and row.may_use for row in case.approvals)


def _read(request: StaffRequest) -> Said:
    """Return number, fields, and files as bytes. Raises Http404 for anything that is no deed."""
    try:
        # The stream, not the body: photos are larger than a form, and the room is checked before.
        said = json.loads(request.read())
        files = {
            str(name): base64.b64decode(body, validate=True)
            for name, body in dict(said.get("files") or {}).items()
        }
        fields = {str(name): value for name, value in dict(said.get("fields") or {}).items()}
        return {"number": int(said.get("number") or 0), "fields": fields, "files": files}
    except (ValueError, TypeError, AttributeError, binascii.Error, RecursionError):
        raise Http404 from None
