"""Pledges for staff: what there is to sign, signing it in person, one's own certificate."""

from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jernih.apps.conduct import actions, forms, queries
from jernih.apps.conduct.models import Pledge, Signature
from jernih.apps.conduct.views import identity
from jernih.apps.conduct.views.own import office_of
from jernih.pure.casework import StaffKind
from jernih.pure.pledges import Metric, PledgeKind, SignMethod
from jernih.pure.roles import Permission
from jernih.ui import paper
from jernih.ui.access import StaffRequest, needs
from jernih.ui.labels import label_of
from jernih.ui.templatetags.jernih import day, in_unit, moment

LAYOUT: Final = Path(__file__).parent.parent / "templates" / "conduct" / "pledge.typ"
CHOSEN: Final = "pledge_staff_kind"


def pledge_or_404(request: StaffRequest, ref: str) -> Pledge:
    """Return a pledge of the office of who asks."""
    found = Pledge.objects.filter(office=office_of(request)).select_related("office")
    return get_object_or_404(found, ref=ref)


def name_of(pledge: Pledge) -> str:
    """Return what a pledge is called, with its year."""
    return f"{label_of(PledgeKind(pledge.kind))} {pledge.year}"


@needs(Permission.PLEDGE_SIGN)
@require_safe
@never_cache
def pledge_list(request: StaffRequest) -> HttpResponse:
    """Show every pledge, and which of them wait for the reader's signature."""
    office = office_of(request)
    rows = queries.pledges(office)
    mine = {row.pledge.pk: queries.signature_of(row.pledge, request.actor) for row in rows}
    context = {"rows": [(row, mine[row.pledge.pk]) for row in rows]}
    return render(request, "conduct/pledge_list.html", context)


@needs(Permission.PLEDGE_SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge_sign(request: StaffRequest, ref: str) -> HttpResponse:
    """Show the words; sign them, once it was shown again who signs."""
    pledge = pledge_or_404(request, ref)
    known = queries.signature_of(pledge, request.actor)
    method = identity.fresh_method(request)
    form = forms.SignForm(initial={"staff_kind": request.session.get(CHOSEN)})
    if request.method == "POST" and known is None:
        form = forms.SignForm(request.POST)
        if form.is_valid():
            request.session[CHOSEN] = form.cleaned_data["staff_kind"]
            if method is None:
                return identity.ask(request)
            return _sign(request, pledge, form, method)
    context = {
        "pledge": pledge,
        "name": name_of(pledge),
        "text": queries.text_of(pledge),
        "promises": [(Metric(row.metric), row) for row in pledge.promises.order_by("pk")],
        "known": known,
        "known_method": SignMethod(known.method) if known else None,
        "method": method,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "conduct/pledge_sign.html", context, status=status)


@needs(Permission.PLEDGE_SIGN)
@require_safe
@never_cache
def pledge_certificate(request: StaffRequest, ref: str) -> HttpResponse:
    """Give the reader's own certificate; there is none of what she has not signed."""
    pledge = pledge_or_404(request, ref)
    signature = queries.signature_of(pledge, request.actor)
    if signature is None:
        words = _("There is no certificate: you have not signed this yet.")
        messages.error(request, words)
        return redirect("conduct:pledge-sign", ref=ref)
    content = _certificate(request, pledge, signature)
    body = paper.pdf(LAYOUT, content=content, made_at=timezone.now())
    answer = HttpResponse(body, content_type="application/pdf")
    name = f"janji-{pledge.kind.lower()}-{pledge.year}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _sign(
    request: StaffRequest, pledge: Pledge, form: forms.SignForm, method: SignMethod
) -> HttpResponse:
    kind = StaffKind(form.cleaned_data["staff_kind"])
    actions.sign_pledge(
        ref=pledge.ref, staff_kind=kind, method=method, actor=request.actor, now=timezone.now()
    )
    identity.use_up(request)
    messages.success(request, _("Signed. That somebody signed stands on the public record."))
    return redirect("conduct:pledge-sign", ref=pledge.ref)


def _certificate(request: StaffRequest, pledge: Pledge, signature: Signature) -> dict[str, Any]:
    language = get_language() or "id"
    text = queries.text_of(pledge)
    words = text.en if language.startswith("en") else text.id
    method, kind = SignMethod(signature.method), StaffKind(signature.staff_kind)
    rows = [
        (_("Name"), str(request.user)),
        (_("How she works here"), str(label_of(kind))),
        (_("Declared on"), day(pledge.held_on)),
        (_("Signed"), moment(signature.signed_at)),
        (_("How"), str(label_of(method))),
        (_("Signature number"), str(signature.n)),
    ]
    proof = [
        (_("Commitment on the record"), signature.commitment),
        (_("Salt that opens it"), bytes(signature.salt).hex()),
        (_("Pledge"), pledge.ref),
        (_("Officer"), signature.staff),
        (_("Hash of the words"), pledge.text_hash),
    ]
    return {
        "title": name_of(pledge),
        "office": pledge.office.name,
        "language": language,
        "words": [*words.split("\n"), *_figures(pledge)],
        "rows": rows,
        "proof": proof,
        "proof_title": _("How to check it"),
    }


def _figures(pledge: Pledge) -> list[str]:
    """Return the promised figures as lines of a certificate."""
    lines = []
    for row in pledge.promises.order_by("pk"):
        metric = Metric(row.metric)
        sign = "≤" if metric.is_ceiling else "≥"
        lines.append(f"{label_of(metric)}: {sign} {in_unit(row.target, metric)}")
    return lines
