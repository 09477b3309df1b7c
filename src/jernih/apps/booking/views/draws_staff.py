"""Draws for staff: the calendar planned, contributors named, a batch given up before it closes."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jernih.apps.booking import queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.forms import draw as forms
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries import draw_pages
from jernih.apps.booking.queries.draw import BatchTimes
from jernih.apps.booking.views import draw_words
from jernih.apps.booking.views.draws import batch_or_404
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import CancelReason, Source
from jernih.pure.roles import Permission
from jernih.pure.states import BatchState
from jernih.ui.access import StaffRequest, needs


def batch_of_staff(request: StaffRequest, ref: str) -> Batch:
    """Return a batch of an office that this member of staff works for. Raises Http404."""
    batch = batch_or_404(ref)
    if not request.actor.belongs_to(batch.office.slug):
        raise Http404
    return batch


@never_cache
@needs(Permission.FIGURES_SEE)
def batch_list(request: StaffRequest) -> HttpResponse:
    """Show the batches of the office; plan another week."""
    office = get_object_or_404(offices.of_staff(request.actor))
    services = [(row.pk, row.name) for row in queries.draw.drawn_services(office)]
    data = request.POST if request.method == "POST" else None
    form = forms.BatchForm(data, services=services, zone=office.zone)
    if data is not None and form.is_valid():
        ref = _planned(request, office, form)
        if ref:
            return redirect("booking:batch-detail", ref=ref)
    context = {"office": office, "form": form, "services": services}
    context |= {"cards": draw_pages.cards(office)}
    status = 422 if form.errors else 200
    return render(request, "booking/batch_list.html", context, status=status)


def _planned(request: StaffRequest, office: Office, form: forms.BatchForm) -> str:
    first_day, times = form.cleaned_data["first_day"], form.times()
    try:
        batch = draw.plan_batch(
            service_id=int(form.cleaned_data["service"]),
            first_day=first_day,
            times=_times(office, form, *times) if times else None,
            actor=request.actor,
            now=timezone.now(),
        )
    except draw.BadTimes as refused:
        form.add_error("opens_at", draw_words.refusal_words(refused))
    except (draw.AlreadyPlanned, draw.BatchTooLate) as refused:
        form.add_error("first_day", draw_words.refusal_words(refused))
    except draw.NotDrawn as refused:
        form.add_error("service", draw_words.refusal_words(refused))
    else:
        messages.success(request, _("Planned. It stands in the public calendar now."))
        return batch.ref
    return ""


def _times(
    office: Office,
    form: forms.BatchForm,
    opens_at: datetime,
    closes_at: datetime,
    draws_at: datetime,
) -> BatchTimes:
    rule = queries.draw.batch_times(office, first_day=form.cleaned_data["first_day"])
    return BatchTimes(
        first_day=rule.first_day,
        last_day=rule.last_day,
        announces_at=min(rule.announces_at, opens_at - timedelta(days=1)),
        opens_at=opens_at,
        closes_at=closes_at,
        draws_at=draws_at,
    )


@never_cache
@needs(Permission.FIGURES_SEE)
def batch_detail(request: StaffRequest, ref: str) -> HttpResponse:
    """Show where a batch stands, and what can be done with it now."""
    batch = batch_of_staff(request, ref)
    applications, people = draw_pages.applications_in(batch)
    context = {
        "office": batch.office,
        "batch": batch,
        "card": draw_pages.card(batch, applications=applications),
        "people": people,
        "life": draw_words.life(batch, applications=applications),
        "contributors": draw_pages.contributors(batch),
        "can": _can(request, batch, timezone.now()),
        "source": draw_pages.source_of(batch),
        "fallback_at": draw_pages.may_fall_back_at(batch) if batch.closed_at else None,
    }
    return render(request, "booking/batch_detail.html", context)


def _can(request: StaffRequest, batch: Batch, now: datetime) -> dict[str, bool]:
    """Return what this member of staff may do with the batch at this moment."""
    may = request.actor.may
    state, source = BatchState(batch.state), batch.source
    is_closed = state is BatchState.CLOSED
    has_next = source != "" and source != batch.sources[-1]
    return {
        "name": may(Permission.BATCH_PLAN) and state is BatchState.PLANNED and now < batch.opens_at,
        "cancel": may(Permission.BATCH_PLAN)
        and state in (BatchState.PLANNED, BatchState.ANNOUNCED, BatchState.OPEN),
        "pulse": is_closed and source in CHAINS,
        "fallback": is_closed
        and has_next
        and may(Permission.BATCH_FALLBACK)
        and now >= draw_pages.may_fall_back_at(batch),
        "lotteries": is_closed and source == Source.LOTTERIES and may(Permission.BATCH_FALLBACK),
        "dice": is_closed and source == Source.DICE and may(Permission.BATCH_FALLBACK),
        "audit": state is BatchState.DRAWN and may(Permission.RECORD_AUDIT),
    }


def page_of(request: StaffRequest, batch: Batch, page: str, **more: Any) -> HttpResponse:
    """Return one staff page about a batch; 422 if its form has errors."""
    context = {"office": batch.office, "batch": batch, "card": draw_pages.card(batch)} | more
    form = more.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, f"booking/{page}.html", context, status=status)


@never_cache
@needs(Permission.BATCH_PLAN)
def batch_contributor(request: StaffRequest, ref: str) -> HttpResponse:
    """Note who will add a secret, and her commitment."""
    batch = batch_of_staff(request, ref)
    form = forms.ContributorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            draw.name_contributor(
                batch_id=batch.pk,
                name=form.cleaned_data["name"],
                commitment=form.cleaned_data["commitment"],
                actor=request.actor,
                now=timezone.now(),
            )
        except draw.BadContributor:
            words = _("Another contributor has handed in the same commitment. Ask both again.")
            form.add_error("commitment", words)
        else:
            messages.success(request, _("Noted. It is published when the batch is announced."))
            return redirect("booking:batch-detail", ref=batch.ref)
    rows = draw_pages.contributors(batch)
    return page_of(request, batch, "batch_contributor", form=form, contributors=rows)


@never_cache
@needs(Permission.BATCH_PLAN)
def batch_cancel(request: StaffRequest, ref: str) -> HttpResponse:
    """Give up a batch before its list is frozen, with a reason, after one question."""
    batch = batch_of_staff(request, ref)
    form = forms.CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        draw.cancel_batch(
            batch_id=batch.pk,
            reason=CancelReason(form.cleaned_data["reason"]),
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, _("The batch is cancelled. The reason is on the record."))
        return redirect("booking:batch-detail", ref=batch.ref)
    applications, people = draw_pages.applications_in(batch)
    counts = {"applications": applications, "people": people}
    return page_of(request, batch, "batch_cancel", form=form, **counts)
