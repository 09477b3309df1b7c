"""A member of staff's own declarations: a list, a form, one declaration, its signatures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jernih.apps.conduct import actions, forms, queries
from jernih.apps.conduct.models import Handover
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.roles import Permission
from jernih.ui.access import StaffRequest, needs


def office_of(request: StaffRequest) -> Office:
    """Return the office of who asks."""
    return get_object_or_404(offices.of_staff(request.actor))


@needs(Permission.GIFT_DECLARE)
@require_safe
@never_cache
def gift_list(request: StaffRequest) -> HttpResponse:
    """Show what I declared, and what waits for my signature."""
    office = office_of(request)
    today = offices.today(office, timezone.now())
    context = {
        "gifts": queries.own_gifts(office, actor=request.actor, today=today),
        "to_sign": queries.to_sign(office, actor=request.actor),
    }
    return render(request, "conduct/gift_list.html", context)


@needs(Permission.GIFT_DECLARE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def gift_declare(request: StaffRequest) -> HttpResponse:
    """Declare a gift on one page."""
    office, now = office_of(request), timezone.now()
    today = offices.today(office, now)
    if request.method != "POST":
        known = queries.last_words(office, actor=request.actor)
        return _form_page(request, forms.DeclareForm(initial={"happened_on": today, **known}))
    form = forms.DeclareForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form)
    try:
        gift = actions.declare_gift(
            office_id=office.pk, told=_told(form), actor=request.actor, now=now
        )
    except actions.NotYet:
        form.add_error("happened_on", _("This day is still to come."))
        return _form_page(request, form)
    messages.success(request, _("Thank you. It stands in the register."))
    return redirect("conduct:gift-detail", ref=gift.ref)


@needs(Permission.GIFT_DECLARE)
@require_POST
def handover_sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign that the thing arrived, or that I saw it go."""
    row = get_object_or_404(
        Handover, pk=pk, gift__office=office_of(request), received_by=request.actor.ref
    )
    actions.receive_item(handover_id=row.pk, actor=request.actor, now=timezone.now())
    messages.success(request, _("Signed. It stands in the log."))
    return redirect("conduct:gift-list")


def _told(form: forms.DeclareForm) -> actions.Declared:
    said = form.cleaned_data
    return actions.Declared(
        answer=gifts.GiftAnswer(said["answer"]),
        kind=gifts.GiftKind(said["kind"]),
        relation=gifts.GiverRelation(said["relation"]),
        occasion=gifts.GiftOccasion(said["occasion"]),
        value=said["value"],
        happened_on=said["happened_on"],
        words={name: said[name] for name in form.WORDS if said[name]},
        photos=(said["photo"],) if said["photo"] else (),
    )


def _form_page(request: StaffRequest, form: forms.DeclareForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "conduct/gift_declare.html", {"form": form}, status=status)
