"""When the beacon cannot be had: the next source declared, lotteries from newspapers, dice."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.booking.actions import draw
from jernih.apps.booking.forms import draw as forms
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries import draw_pages
from jernih.apps.booking.views import draw_words
from jernih.apps.booking.views.draws_staff import batch_of_staff, page_of
from jernih.pure import dice, draw_source, rfc3797
from jernih.pure.draw_source import LOTTERIES
from jernih.pure.events_draw import Source
from jernih.pure.roles import Permission
from jernih.pure.states import BatchState, IllegalMove
from jernih.pure.workdays import business_date
from jernih.ui.access import StaffRequest, needs


@never_cache
@needs(Permission.BATCH_FALLBACK)
def batch_fallback(request: StaffRequest, ref: str) -> HttpResponse:
    """Turn to the next source declared: what that means, then the word that one is sure."""
    batch = batch_of_staff(request, ref)
    form = forms.SureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            batch = draw.enter_fallback(batch_id=batch.pk, actor=request.actor, now=timezone.now())
        except (draw.NotYet, draw.NoMoreSources) as refused:
            form.add_error(None, draw_words.refusal_words(refused))
        else:
            messages.success(request, _("Entered. Who did it, and when, is on the record."))
            return redirect("booking:batch-detail", ref=batch.ref)
    source = draw_pages.source_of(batch)
    following = draw_source.next_source(draw_pages.sources(batch), source) if source else None
    may_at = draw_pages.may_fall_back_at(batch) if batch.closed_at else None
    is_time = batch.state == BatchState.CLOSED and may_at is not None and timezone.now() >= may_at
    more = {"source": source, "following": following, "may_at": may_at, "is_time": is_time}
    return page_of(request, batch, "batch_fallback", form=form, **more)


def _wants(batch: Batch, source: Source) -> None:
    """Do nothing if the batch waits for this source. Raises IllegalMove."""
    if batch.state != BatchState.CLOSED or batch.source != source:
        raise IllegalMove(f"{batch.state} does not wait for {source}")


def _fixed(request: StaffRequest, batch: Batch, form: Form, evidence: str) -> bool:
    try:
        draw.fix_seed(batch_id=batch.pk, evidence=evidence, actor=request.actor, now=timezone.now())
    except (draw.BadEvidence, draw.NotYet) as refused:
        form.add_error(None, draw_words.refusal_words(refused))
        return False
    messages.success(request, _("The seed is fixed. The seats are given within a minute."))
    return True


@never_cache
@needs(Permission.BATCH_FALLBACK)
def batch_lotteries(request: StaffRequest, ref: str) -> HttpResponse:
    """Take what the declared lotteries drew: typed, shown again, then fixed."""
    batch = batch_of_staff(request, ref)
    _wants(batch, Source.LOTTERIES)
    form = forms.LotteryForm(request.POST if request.method == "POST" else None)
    words = ""
    if form.is_bound and form.is_valid():
        words = rfc3797.key_string(form.numbers())
        if "is_sure" in request.POST and _fixed(request, batch, form, words):
            return redirect("booking:batch-detail", ref=batch.ref)
    since = batch.source_since or batch.draws_at
    after = business_date(since, zone=batch.office.zone)
    more = {"lotteries": LOTTERIES, "key_string": words, "after": after}
    return page_of(request, batch, "batch_lotteries", form=form, **more)


@never_cache
@needs(Permission.BATCH_FALLBACK)
def batch_dice(request: StaffRequest, ref: str) -> HttpResponse:
    """Take the throws from the paper: typed, shown again, then fixed."""
    batch = batch_of_staff(request, ref)
    _wants(batch, Source.DICE)
    form = forms.DiceForm(request.POST if request.method == "POST" else None)
    record = ""
    if form.is_bound and form.is_valid():
        record = form.cleaned_data["record"]
        if "is_sure" in request.POST and _fixed(request, batch, form, record):
            return redirect("booking:batch-detail", ref=batch.ref)
    return page_of(request, batch, "batch_dice", form=form, record=record)


@require_safe
@needs(Permission.BATCH_FALLBACK)
def batch_dice_paper(request: StaffRequest, ref: str) -> HttpResponse:
    """Give the sheet on which the throws are written in the hall, before everybody."""
    batch = batch_of_staff(request, ref)
    rows, throws = dice.form(), range(1, dice.THROWS + 1)
    return page_of(request, batch, "batch_dice_paper", rows=rows, throws=throws)
