"""Pledges for the head: declare one, promise figures, see who has not signed."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from jernih.apps.conduct import actions, forms, queries
from jernih.apps.conduct.models import Pledge
from jernih.apps.conduct.views.own import office_of
from jernih.apps.conduct.views.pledges import name_of, pledge_or_404
from jernih.apps.offices import queries as offices
from jernih.pure.pledges import Metric, PledgeKind
from jernih.pure.roles import Permission, Role
from jernih.ui.access import StaffRequest, needs


@needs(Permission.PLEDGE_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge_declare(request: StaffRequest) -> HttpResponse:
    """Declare a pledge that everybody is then asked to sign."""
    office, now = office_of(request), timezone.now()
    today = offices.today(office, now)
    if request.method != "POST":
        form = forms.PledgeForm(initial={"year": today.year, "held_on": today})
        return render(request, "conduct/pledge_declare.html", {"form": form})
    form = forms.PledgeForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        told = actions.Ceremony(
            kind=PledgeKind(said["kind"]),
            year=said["year"],
            held_on=said["held_on"],
            led_by=Role(said["led_by"]),
            witnesses=form.witnesses(),
        )
        try:
            pledge = actions.declare_pledge(
                office_id=office.pk, told=told, actor=request.actor, now=now
            )
        except actions.DeclaredAlready:
            form.add_error("kind", _("This was declared for that year already."))
        except actions.NotYet:
            form.add_error("held_on", _("This day is still to come."))
        else:
            return redirect("conduct:pledge-detail", ref=pledge.ref)
    return render(request, "conduct/pledge_declare.html", {"form": form}, status=422)


@needs(Permission.PLEDGE_LEAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pledge_detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show who has signed and who has not, and take a promise."""
    pledge = pledge_or_404(request, ref)
    if request.method != "POST":
        return _detail(request, pledge, forms.PromiseForm())
    form = forms.PromiseForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.promise_figure(
                ref=ref,
                metric=Metric(said["metric"]),
                target=said["target"],
                due_on=said["due_on"],
                owner=Role(said["owner"]),
                actor=request.actor,
                now=timezone.now(),
            )
        except actions.PromisedAlready:
            form.add_error("metric", _("This figure is promised already, for good."))
        except actions.TooMuchPromised as most:
            form.add_error("target", _("At most %(most)s.") % {"most": most})
        else:
            messages.success(request, _("Promised. It stands on the public record."))
            return redirect("conduct:pledge-detail", ref=ref)
    return _detail(request, pledge, form)


def _detail(request: StaffRequest, pledge: Pledge, form: Form) -> HttpResponse:
    signers = queries.signers(pledge)
    context = {
        "pledge": pledge,
        "name": name_of(pledge),
        "signers": signers,
        "signed": sum(row.signed_at is not None for row in signers),
        "witnesses": queries.witness_names(pledge),
        "promises": [(Metric(p.metric), p, Role(p.owner)) for p in pledge.promises.order_by("pk")],
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "conduct/pledge_detail.html", context, status=status)
