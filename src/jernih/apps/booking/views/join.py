"""Where numbers are drawn: into the draw or at once, which days in which order, and in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from jernih.apps.booking import actions, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.forms.wishes import AT_ONCE, WayForm, WishForm
from jernih.apps.booking.queries.batches import BatchOffer
from jernih.apps.booking.views import draft as drafts
from jernih.apps.booking.views.draft import Draft
from jernih.apps.booking.views.steps import go, page
from jernih.apps.booking.views.words import code_words
from jernih.pure.roles import CITIZEN
from jernih.ui.access import public


@public
def apply_way(request: HttpRequest) -> HttpResponse:
    """Step 1, where numbers are drawn: take part in a draw, or take one that is free now."""
    draft = drafts.read(request)
    if not draft.service_id:
        return go(draft, "apply")
    ways = ways_to(draft.service_id, draft.count)
    form = WayForm(request.POST or None, ways=ways["values"], initial={"way": draft.batch})
    if request.method == "POST" and form.is_valid():
        draft.go_for(batch=form.batch())
        return go(draft, "apply-people")
    return page(request, "apply_way", draft, form=form, **ways, **_service(draft))


def ways_to(service_id: int, people: int) -> dict[str, Any]:
    """Return how so many can come to numbers of a drawn service now, for the page to show.

    offers: the open batches. days: with free numbers for all of them, to take at once. next: the
    batch that opens next, asked for only while none is open. values: of the form.
    """
    now = timezone.now()
    offers = queries.batches.to_join(service_id, now=now)
    days = [
        row
        for row in queries.open_days(service_id, now=now)
        if any(window.room >= people for window in row.windows)
    ]
    values = [offer.ref for offer in offers] + ([AT_ONCE] if days else [])
    coming = None if offers else queries.batches.opens_next(service_id, now=now)
    return {
        "offers": offers,
        "days": days,
        "next": coming,
        "values": values,
        "is_alone": not values,
    }


def wishes(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Step 3, in a draw: which days, in which order; and whether at short notice too."""
    offer = _offer(draft)
    if offer is None:
        messages.error(request, code_words(draw.BatchNotOpen()))
        return go(draft, "apply-way")
    form = WishForm(
        request.POST or None,
        days=offer.days_for(len(draft.people)),
        chosen=draft.choices,
        initial={"standby": draft.standby}
        | ({"any_from": draft.any_from} if draft.choices or draft.any_from else {}),
    )
    if request.method == "POST" and form.is_valid():
        draft.choices = form.chosen()
        draft.any_from = form.cleaned_data["any_from"]
        draft.standby = form.cleaned_data["standby"]
        return go(draft, "apply-contact")
    return page(request, "apply_wishes", draft, form=form, offer=offer)


def review(draft: Draft) -> dict[str, Any]:
    """Return what the last look shows of a draw."""
    any_from = date.fromisoformat(draft.any_from) if draft.any_from else None
    offer = _offer(draft)
    return {
        "offer": offer,
        "any_from": any_from,
        "is_any_day": bool(offer and any_from and any_from <= offer.first),
    }


def join(draft: Draft, wanted: actions.NumbersWanted) -> actions.Taken:
    """Put the application in. Raises what `join_batch` raises."""
    batch_id = queries.batches.id_of(draft.batch)
    if batch_id is None:
        raise draw.BatchNotOpen
    return draw.join_batch(batch_id=batch_id, wanted=wanted, actor=CITIZEN, now=timezone.now())


def _offer(draft: Draft) -> BatchOffer | None:
    offers = queries.batches.to_join(draft.service_id, now=timezone.now())
    return next((offer for offer in offers if offer.ref == draft.batch), None)


def _service(draft: Draft) -> dict[str, Any]:
    services = queries.bookable_services(draft.office)
    return {"service": next((row for row in services if row.id == draft.service_id), None)}
