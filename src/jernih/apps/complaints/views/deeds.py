"""What holders do, as their browser sends it: sealed files and closed fields, never a word."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jernih.apps.complaints import actions, queries
from jernih.apps.complaints.actions.refusals import CaseRefusal
from jernih.apps.complaints.forms import deeds as forms
from jernih.apps.complaints.queries import rosters
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Authority, CaseClass, Deed, Finding, PauseReason
from jernih.pure.roles import Actor, Permission
from jernih.pure.states import IllegalMove, ReportState
from jernih.ui.access import StaffRequest, needs

Said = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One deed as a page offers it. do: the action; its words are keyword arguments.

    asks: what the words are about, empty where none are written. two: wants a second person first.
    """

    deed: Deed
    title: Promise
    do: Callable[..., object]
    asks: Promise | str = ""
    form: type[Form] = forms.NothingMore
    has_files: bool = False
    has_mask: bool = False
    is_grave: bool = False


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


def _triage(*, case_class: str, **rest: Any) -> object:
    return actions.triage(case_class=CaseClass(case_class), **rest)


def _find(*, finding: str, **rest: Any) -> object:
    return actions.record_finding(finding=Finding(finding), **rest)


def _sanction(*, code: str, letter_on: date, **rest: Any) -> object:
    decision = actions.Decision(code=code, letter_on=letter_on)
    return actions.give_sanction(decision=decision, **rest)


def _refer(*, authority: str, **rest: Any) -> object:
    return actions.refer_case(authority=Authority(authority), **rest)


def _pause(*, reason: str, **rest: Any) -> object:
    return actions.pause_case(reason=PauseReason(reason), **rest)


_D = Deed
KINDS: Final[Mapping[str, Kind]] = {
    "terima": Kind(
        deed=_D.ACKNOWLEDGED,
        title=gettext_lazy("Confirm receipt"),
        do=actions.acknowledge,
        asks=gettext_lazy("What the reporter reads first: who looks at it, and what comes next"),
    ),
    "telaah": Kind(
        deed=_D.TRIAGED,
        title=gettext_lazy("Assess"),
        do=_triage,
        asks=gettext_lazy("Why it is of this kind"),
        form=forms.TriageForm,
    ),
    "rencana": Kind(
        deed=_D.PLANNED,
        title=gettext_lazy("Plan the direct check"),
        do=actions.plan_check,
        asks=gettext_lazy("Where, who goes, what to look at"),
        form=forms.PlanForm,
    ),
    "kunjungan": Kind(
        deed=_D.VISITED,
        title=gettext_lazy("Write down the visit"),
        do=actions.record_visit,
        asks=gettext_lazy("What was seen and heard"),
        form=forms.VisitForm,
        has_files=True,
    ),
    "tanggapan": Kind(
        deed=_D.REPLY_ASKED,
        title=gettext_lazy("Ask the person named for an answer"),
        do=actions.ask_reply,
        asks=gettext_lazy(
            "What the person is told and asked. Black out whatever shows who reported."
        ),
        has_mask=True,
    ),
    "temuan": Kind(
        deed=_D.FOUND,
        title=gettext_lazy("Make the finding"),
        do=_find,
        asks=gettext_lazy("What was found, and on what it rests"),
        form=forms.FindingForm,
    ),
    "sanksi": Kind(
        deed=_D.SANCTIONED,
        title=gettext_lazy("Decide on the sanction"),
        do=_sanction,
        asks=gettext_lazy("Number of the letter, and the reasons"),
        form=forms.SanctionForm,
    ),
    "rujuk": Kind(
        deed=_D.REFERRED,
        title=gettext_lazy("Hand to another authority"),
        do=_refer,
        asks=gettext_lazy("Why, and what is handed over"),
        form=forms.ReferForm,
    ),
    "tutup": Kind(
        deed=_D.CLOSED,
        title=gettext_lazy("End the case"),
        do=actions.close_case,
        asks=gettext_lazy("What came of it, and why"),
    ),
    "umumkan": Kind(
        deed=_D.PUBLISHED,
        title=gettext_lazy("Publish the outcome"),
        do=actions.publish_outcome,
        is_grave=True,
    ),
    "buka": Kind(
        deed=_D.REOPENED,
        title=gettext_lazy("Take it up again"),
        do=actions.reopen_case,
        asks=gettext_lazy("Why it is taken up again"),
    ),
    "pesan": Kind(
        deed=_D.MESSAGE,
        title=gettext_lazy("Write to the reporter"),
        do=actions.send_message,
        asks=gettext_lazy("Your message"),
        has_files=True,
    ),
    "jeda": Kind(
        deed=_D.PAUSED,
        title=gettext_lazy("Pause the clock"),
        do=_pause,
        asks=gettext_lazy("What you wait for"),
        form=forms.PauseForm,
    ),
    "lanjut": Kind(
        deed=_D.RESUMED,
        title=gettext_lazy("Let the clock go on"),
        do=actions.resume_case,
        asks=gettext_lazy("What has come"),
    ),
    "mundur": Kind(
        deed=_D.RECUSED,
        title=gettext_lazy("Step back from this case"),
        do=actions.recuse,
        is_grave=True,
    ),
    "alih": Kind(
        deed=_D.HANDED_OVER,
        title=gettext_lazy("Let somebody join, or hand over"),
        do=actions.hand_over,
        form=forms.HandOverForm,
    ),
    "kunci-baru": Kind(
        deed=_D.KEYS_RENEWED,
        title=gettext_lazy("Renew the keys of this case"),
        do=actions.renew_keys,
    ),
}
TWO: Final = (Deed.HANDED_OVER, Deed.KEYS_RENEWED, Deed.PUBLISHED)
# Those whose files are a new epoch's keys, not a message.
OF_KEYS: Final = ("alih", "kunci-baru")

REFUSALS: Final[Mapping[type[CaseRefusal], Promise]] = {
    actions.BadFile: gettext_lazy(
        "A sealed file is not as it should be. Load the page anew and try again."
    ),
    actions.BadFields: gettext_lazy("Something filled in does not fit this case. Check the days."),
    actions.SameEyes: gettext_lazy(
        "Four eyes: who found it does not decide, who asked does not agree."
    ),
    actions.ApprovalMissing: gettext_lazy("A second person must agree first."),
    actions.AskedAlready: gettext_lazy("This is asked already."),
    actions.TooFewHolders: gettext_lazy("Too few would hold this case. Hand it over first."),
    actions.MayNotHold: gettext_lazy("This person may not hold this case."),
    actions.CheckFirst: gettext_lazy(
        "First write down the visit, and ask the person named for an answer."
    ),
    actions.SanctionFirst: gettext_lazy(
        "What was proven wants a sanction, or is handed on, before it ends."
    ),
    actions.NotWaiting: gettext_lazy("The clock stands already as you wish."),
    actions.TooEarly: gettext_lazy("The reporter may still object. The outcome waits until then."),
}


def parts(case: queries.CaseDetail, *, actor: Actor, office: Office, today: date) -> list[Part]:
    """Return the deeds that are open to this actor, in the order of a case's life."""
    return [
        Part(
            slug=slug,
            kind=kind,
            form=_form(slug, kind.form, office=office, today=today),
            wants_second=_wants_second(case, kind.deed),
        )
        for slug, kind in KINDS.items()
        if kind.deed in case.may
        and not _stands_with_approval(case, kind.deed, slug)
        and (actor.may(Permission.CASE_HOLD) or kind.deed not in TWO)
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
    office: Office | None = None,
    today: date | None = None,
) -> Form:
    more: dict[str, Any] = {}
    if kind is forms.SanctionForm and today:
        more["catalogue"] = queries.catalogue(today)
    if kind is forms.HandOverForm and office:
        roster = rosters.newest(office)
        more["people"] = tuple(
            (one.ref, f"{one.name}, {one.post}") for one in (roster.people if roster else ())
        )
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
