"""One declaration, for who made it and for the keeper; the register; what may be taken along."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from jernih.apps.conduct import actions, forms, queries
from jernih.apps.conduct.models import Gift
from jernih.apps.conduct.queries import export
from jernih.apps.conduct.queries.locked import PHOTO
from jernih.apps.conduct.views.own import office_of
from jernih.apps.offices import queries as offices
from jernih.pure import gifts
from jernih.pure.roles import Permission
from jernih.pure.states import GiftState
from jernih.ui import lockbox, paper
from jernih.ui.access import StaffRequest, needs
from jernih.ui.labels import label_of

SAYS: Final[dict[type[actions.GiftRefusal], Promise]] = {
    actions.OwnGift: gettext_lazy("This is your own gift. Another keeper looks after it."),
    actions.NotTheHolder: gettext_lazy("Only who has the thing hands it over."),
    actions.WrongHands: gettext_lazy(
        "It cannot go there from here, or this person cannot sign for it. "
        "The keeper signs for the register, the recipient for herself."
    ),
    actions.AlreadyUnderWay: gettext_lazy("A hand-over waits for its second signature."),
    actions.ItemElsewhere: gettext_lazy("First hand the thing over to where it belongs."),
    actions.NotAnEnd: gettext_lazy("It cannot end like this, or not yet."),
    actions.NothingToForward: gettext_lazy("It was refused: there is nothing to forward."),
}
LAYOUT: Final = Path(__file__).parent.parent / "templates" / "conduct" / "gift.typ"


@needs(Permission.GIFT_KEEP)
@require_safe
@never_cache
def gift_register(request: StaffRequest) -> HttpResponse:
    """Show every open declaration by its nearest clock, and what ended."""
    office = office_of(request)
    today = offices.today(office, timezone.now())
    rows = queries.register(office, today=today, is_open=True)
    context = {
        "gifts": rows,
        "overdue": sum(row.is_overdue for row in rows),
        "closed": queries.register(office, today=today, is_open=False),
    }
    return render(request, "conduct/gift_register.html", context)


@needs(Permission.GIFT_DECLARE)
@require_safe
@never_cache
def gift_detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show one declaration and what can be done with it now."""
    return _detail(request, _gift(request, ref))


@needs(Permission.GIFT_DECLARE)
@require_POST
@sensitive_post_parameters()
def gift_act(request: StaffRequest, ref: str, deed: str) -> HttpResponse:
    """Do one thing with a declaration."""
    gift = _gift(request, ref)
    form = _form_of(request, gift, deed)
    if form is not None and not form.is_valid():
        return _detail(request, gift, failed=form)
    try:
        _do(deed)(gift, form.cleaned_data if form else {}, request)
    except actions.GiftRefusal as refusal:
        messages.error(request, str(SAYS.get(type(refusal), SAYS[actions.NotAnEnd])))
    else:
        messages.success(request, _("Done. It stands in the log."))
    return redirect("conduct:gift-detail", ref=ref)


@needs(Permission.GIFT_DECLARE)
@require_safe
@never_cache
def gift_photo(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """Show one picture of a gift."""
    row = get_object_or_404(_gift(request, ref).photos.exclude(body=None), pk=pk)
    answer = HttpResponse(lockbox.unlock(row.body or b"", purpose=PHOTO), content_type=row.kind)
    answer["Content-Disposition"] = "inline"
    return answer


@needs(Permission.GIFT_KEEP)
@require_safe
@never_cache
def gift_file(request: StaffRequest, ref: str, kind: str) -> HttpResponse:
    """Give the declaration in the order of the commission's form: json, csv or pdf."""
    gift, now = _gift(request, ref), timezone.now()
    today = offices.today(gift.office, now)
    found = queries.detail(gift, actor=request.actor, today=today)
    match kind:
        case "json":
            answer = HttpResponse(export.as_json(found), content_type="application/json")
        case "csv":
            answer = HttpResponse(export.as_csv(found), content_type="text/csv; charset=utf-8")
        case "pdf":
            content = {
                "title": _("Declaration of a gift"),
                "office": gift.office.name,
                "language": get_language() or "id",
                "rows": export.as_paper(found),
            }
            body = paper.pdf(LAYOUT, content=content, made_at=now)
            answer = HttpResponse(body, content_type="application/pdf")
        case _:
            raise Http404
    name = f"{export.file_name(gift)}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _gift(request: StaffRequest, ref: str) -> Gift:
    found = queries.visible(request.actor, office_of(request)).select_related("office")
    return get_object_or_404(found, ref=ref)


Said = dict[str, Any]


def _do(deed: str) -> Callable[[Gift, Said, StaffRequest], object]:
    found = DEEDS.get(deed)
    if found is None:
        raise Http404
    return found


def _who(gift: Gift, request: StaffRequest) -> dict[str, Any]:
    return {"ref": gift.ref, "actor": request.actor, "now": timezone.now()}


def _add(gift: Gift, said: Said, request: StaffRequest) -> None:
    photos = (said["photo"],) if said["photo"] else ()
    actions.add_to_gift(words=said["words"], photos=photos, **_who(gift, request))


def _offer(gift: Gift, said: Said, request: StaffRequest) -> None:
    actions.offer_item(
        to=gifts.Custody(said["to"]),
        second=said["second"],
        words=said["words"],
        **_who(gift, request),
    )


def _decide(gift: Gift, said: Said, request: StaffRequest) -> None:
    decision = gifts.GiftDecision(said["decision"])
    actions.decide_gift(decision=decision, decree=said["decree"], **_who(gift, request))


DEEDS: Final[dict[str, Callable[[Gift, Said, StaffRequest], object]]] = {
    "tambah": _add,
    "minta": lambda gift, said, request: actions.ask_for_more(
        words=said["words"], **_who(gift, request)
    ),
    "lengkap": lambda gift, _said, request: actions.check_gift(**_who(gift, request)),
    "serah": _offer,
    "teruskan": lambda gift, _said, request: actions.forward_gift(**_who(gift, request)),
    "putus": _decide,
    "tutup": lambda gift, said, request: actions.close_gift(
        end=gifts.GiftEnd(said["end"]), **_who(gift, request)
    ),
}


def _form_of(request: StaffRequest, gift: Gift, deed: str) -> Form | None:
    match deed:
        case "tambah":
            return forms.AddForm(request.POST, request.FILES)
        case "minta":
            return forms.AskForm(request.POST)
        case "serah":
            return _offer_form(request, gift, request.POST)
        case "putus":
            return forms.DecideForm(request.POST)
        case "tutup":
            return forms.CloseForm(request.POST, ends=frozenset(gifts.GiftEnd))
    return None


def _offer_form(request: StaffRequest, gift: Gift, data: Any = None) -> forms.OfferForm:
    moves = gifts.MOVES[gifts.Custody(gift.place)]
    places = [(place.value, label_of(place).words) for place in gifts.Custody if place in moves]
    people = [
        (one.ref, one.full_name)
        for one in queries.colleagues(gift.office)
        if one.ref != request.actor.ref
    ]
    return forms.OfferForm(data, places=places, people=people)


def _detail(request: StaffRequest, gift: Gift, *, failed: Form | None = None) -> HttpResponse:
    today = offices.today(gift.office, timezone.now())
    found = queries.detail(gift, actor=request.actor, today=today)
    state, is_keeper = found.row.state, request.actor.may(Permission.GIFT_KEEP)
    may_keep = is_keeper and not found.is_own
    is_with_her = found.place is gifts.Custody.RECIPIENT
    has_item = is_with_her if found.is_own else may_keep and not is_with_her
    may_offer = has_item and bool(gifts.MOVES[found.place]) and state is not GiftState.CLOSED
    offered = {
        "add_form": (
            forms.AddForm() if found.is_own and state in (GiftState.DECLARED, GiftState.INCOMPLETE)
            else None
        ),
        "ask_form": forms.AskForm() if may_keep and state in (
            GiftState.DECLARED, GiftState.INCOMPLETE) else None,
        "offer_form": _offer_form(request, gift) if may_offer else None,
        "decide_form": forms.DecideForm() if may_keep and state is GiftState.FORWARDED else None,
        "close_form": forms.CloseForm(ends=found.ends) if may_keep and found.ends else None,
    }  # fmt: skip
    for name, form in offered.items():
        if failed is not None and form is not None and type(form) is type(failed):
            offered[name] = failed
    is_refused = found.row.answer is gifts.GiftAnswer.REFUSED
    context = {
        "found": found,
        "failed": failed,
        "today": today,
        "may_keep": may_keep,
        "may_check": may_keep and state in (GiftState.DECLARED, GiftState.INCOMPLETE),
        "may_forward": may_keep and state is GiftState.COMPLETE and not is_refused,
        "dues": [(due, due.is_overdue(today)) for due in found.dues],
        **offered,
    }
    status = 422 if failed else 200
    return render(request, "conduct/gift_detail.html", context, status=status)
