"""The deeds of casework, in the order of a case's life, and the words for each refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from jernih.apps.complaints import actions
from jernih.apps.complaints.actions.refusals import CaseRefusal
from jernih.apps.complaints.forms import deeds as forms
from jernih.pure.casework import Authority, CaseClass, Deed, Finding, PauseReason


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


def title_of(deed: Deed) -> Promise:
    """Return what a page calls a deed that is to be done."""
    return next(kind.title for kind in KINDS.values() if kind.deed is deed)


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
