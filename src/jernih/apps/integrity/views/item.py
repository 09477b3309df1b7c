"""One item: what it is answered by, its evidence, what is to be done."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.integrity import actions, forms, queries
from jernih.apps.integrity.models import PlanStep, Sheet
from jernih.apps.integrity.views.common import (
    SAYS,
    column_open,
    language,
    sheet_or_404,
)
from jernih.apps.offices import queries as offices
from jernih.pure.roles import Permission
from jernih.pure.zone import Column
from jernih.pure.zone_sheet import Item
from jernih.ui.access import StaffRequest, needs


@needs(Permission.SHEET_SEE)
@require_safe
@never_cache
def item(request: StaffRequest, year: int, no: str) -> HttpResponse:
    """Show one item with its evidence and its plan."""
    found = sheet_or_404(request, year)
    return _page(request, found, _item(found, no))


@needs(Permission.SHEET_FILL)
@require_POST
def item_act(request: StaffRequest, year: int, no: str, deed: str) -> HttpResponse:
    """Add evidence to an item, take it back, plan something, or note that it is done."""
    found = sheet_or_404(request, year)
    one = _item(found, no)
    if deed not in DEEDS:
        raise Http404
    form = _form_of(request, found, deed)
    if form is not None and not form.is_valid():
        return _page(request, found, one, failed=form)
    try:
        DEEDS[deed](request, found, no, form.cleaned_data if form else {})
    except actions.ZoneRefusal as refusal:
        messages.error(request, str(SAYS[type(refusal)]))
    else:
        messages.success(request, _("Done."))
    return redirect("integrity:item", year=year, no=no)


def _item(found: Sheet, no: str) -> Item:
    known = queries.edition_of(found).by_no
    if no not in known:
        raise Http404
    return known[no]


def _form_of(request: StaffRequest, found: Sheet, deed: str) -> Form | None:
    match deed:
        case "berkas":
            return forms.FileForm(request.POST, request.FILES)
        case "tautan":
            return forms.LinkForm(request.POST)
        case "rencana":
            return forms.PlanForm(request.POST, owners=queries.owners(found.office))
    return None


Said = dict[str, Any]


def _who(request: StaffRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": timezone.now()}


def _file(request: StaffRequest, found: Sheet, no: str, said: Said) -> None:
    name, body = said["file"]
    shown = actions.Shown(name=name, body=body)
    actions.add_evidence(ref=found.ref, no=no, shown=shown, **_who(request))


def _link(request: StaffRequest, found: Sheet, no: str, said: Said) -> None:
    shown = actions.Shown(name=said["name"], link=said["link"])
    actions.add_evidence(ref=found.ref, no=no, shown=shown, **_who(request))


def _figures(request: StaffRequest, found: Sheet, no: str, _said: Said) -> None:
    if no not in queries.own_figures(found, now=timezone.now()):
        raise Http404
    actions.take_figures(ref=found.ref, no=no, **_who(request))


def _remove(request: StaffRequest, found: Sheet, no: str, _said: Said) -> None:
    ref = request.POST.get("evidence", "")
    if ref not in {row.ref for row in queries.evidence_of(found, no)}:
        raise Http404
    actions.remove_evidence(ref=found.ref, evidence=ref, **_who(request))


def _plan(request: StaffRequest, found: Sheet, no: str, said: Said) -> None:
    actions.plan_step(
        ref=found.ref,
        no=no,
        words=said["words"],
        owner=said["owner"],
        due_on=said["due_on"],
        **_who(request),
    )


def _done(request: StaffRequest, found: Sheet, no: str, _said: Said) -> None:
    pk = request.POST.get("step", "")
    step = PlanStep.objects.filter(sheet=found, item=no, pk=pk if pk.isdecimal() else 0).first()
    if step is None:
        raise Http404
    actions.finish_step(step_id=step.pk, **_who(request))


DEEDS: Final[dict[str, Callable[[StaffRequest, Sheet, str, Said], None]]] = {
    "berkas": _file,
    "tautan": _link,
    "angka": _figures,
    "tarik": _remove,
    "rencana": _plan,
    "selesai": _done,
}


def _page(
    request: StaffRequest, found: Sheet, one: Item, *, failed: Form | None = None
) -> HttpResponse:
    now = timezone.now()
    may_fill = column_open(request, found) is Column.UNIT
    answers = queries.answer_rows(found, one.no)
    offered: dict[str, Form] = {}
    if may_fill:
        offered = {"file_form": forms.FileForm(), "link_form": forms.LinkForm()}
    if request.actor.may(Permission.SHEET_FILL):
        offered["plan_form"] = forms.PlanForm(owners=queries.owners(found.office))
    for name, form in offered.items():
        if failed is not None and type(form) is type(failed):
            offered[name] = failed
    names = queries.names_of(found.office)
    context = {
        "sheet": found,
        "item": one,
        "group": one.part.rpartition(".")[0],
        "answers": [
            (column, answers.get(column), names.get(answers[column].by, ""))
            for column in Column
            if column in answers
        ],
        "offered": list(zip(one.kind.letters or " " * len(one.answers), one.answers, strict=True)),
        "evidence": queries.evidence_of(found, one.no),
        "plan": queries.plan_of(found, one.no, today=offices.today(found.office, now)),
        "own": queries.own_figures(found, now=now).get(one.no, ()),
        "may_fill": may_fill,
        "failed": failed,
        "language": language(),
        **offered,
    }
    status = 422 if failed else 200
    return render(request, "integrity/item.html", context, status=status)
