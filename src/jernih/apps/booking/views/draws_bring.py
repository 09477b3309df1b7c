"""What anyone may bring to a draw: the word of the beacon, and a secret. Both prove themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.booking import queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.forms import draw as forms
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries import draw_pages
from jernih.apps.booking.views import draw_words
from jernih.apps.booking.views.draws import batch_or_404, is_too_often, too_many
from jernih.pure.beacon import BadPulse, Chain
from jernih.pure.beacon_text import parse_signature
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.roles import CITIZEN
from jernih.pure.states import BatchState, IllegalMove
from jernih.ui.access import public
from jernih.ui.labels import label_of


@never_cache
@public
def draw_pulse(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the word of the beacon, from whoever has it."""
    batch = batch_or_404(ref)
    if is_too_often(request, "draw-pulse"):
        return too_many(request)
    chain = CHAINS.get(Source(batch.source)) if batch.source else None
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.PulseForm(*data, is_chained=bool(chain and chain.is_chained))
    if data and chain and form.is_valid() and _brought(request, batch, chain, form):
        return redirect("booking:draw-detail", ref=batch.ref)
    now = timezone.now()
    context = {
        "office": batch.office,
        "batch": batch,
        "card": draw_pages.card(batch),
        "form": form,
        "chain": chain,
        "known_at": queries.draw.known_at(batch) if batch.announced_at else None,
        "is_wanted": batch.state == BatchState.CLOSED and chain is not None,
        "is_known": batch.announced_at is not None and now >= queries.draw.known_at(batch),
    }
    status = 422 if form.errors else 200
    return render(request, "booking/draw_pulse.html", context, status=status)


def _brought(request: HttpRequest, batch: Batch, chain: Chain, form: forms.PulseForm) -> bool:
    word, previous = form.cleaned_data["word"], form.cleaned_data.get("previous", "")
    if previous and not word.startswith("{") and ":" not in word:
        word = f"drand:{chain.name}:{batch.round}:{word}:{previous}"
    try:
        pulse = parse_signature(word, chain=chain, number=batch.round)
        draw.fix_seed(
            batch_id=batch.pk,
            evidence=pulse.signature,
            previous=pulse.previous_signature,
            actor=CITIZEN,
            now=timezone.now(),
        )
    except BadPulse as bad:
        form.add_error("word", str(label_of(bad.fault).words))
        return False
    except IllegalMove:
        form.add_error("word", _("This batch does not wait for a word of the beacon now."))
        return False
    except (draw.BadEvidence, draw.NotWitnessed, draw.NotYet) as refused:
        form.add_error("word", draw_words.refusal_words(refused))
        return False
    messages.success(
        request, _("The word is true. The seats are given within a minute; look again then.")
    )
    return True


@never_cache
@public
def draw_secret(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a contributor's secret; that it opens its commitment is all the proof there is."""
    batch = batch_or_404(ref)
    if is_too_often(request, "draw-secret"):
        return too_many(request)
    form = forms.SecretForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _revealed(request, batch, form):
        return redirect("booking:draw-detail", ref=batch.ref)
    context = {
        "office": batch.office,
        "batch": batch,
        "card": draw_pages.card(batch),
        "form": form,
        "contributors": draw_pages.contributors(batch),
        "until": queries.draw.reveals_until(batch) if batch.announced_at else None,
        "is_wanted": batch.state == BatchState.CLOSED,
    }
    status = 422 if form.errors else 200
    return render(request, "booking/draw_secret.html", context, status=status)


def _revealed(request: HttpRequest, batch: Batch, form: forms.SecretForm) -> bool:
    secret = form.cleaned_data["secret"]
    try:
        draw.reveal_secret(
            batch_id=batch.pk,
            name=draw_pages.whose_secret(batch, secret),
            secret=secret,
            actor=CITIZEN,
            now=timezone.now(),
        )
    except IllegalMove:
        form.add_error(
            "secret", _("Secrets are taken once the list is frozen, until the word is here.")
        )
        return False
    except (draw.BadContributor, draw.RevealTooLate) as refused:
        form.add_error("secret", draw_words.refusal_words(refused))
        return False
    messages.success(request, _("Thank you. The secret is on the record, and counts."))
    return True


@require_safe
@public
def draw_secret_maker(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a contributor make a secret in her own browser; nothing is sent."""
    batch = batch_or_404(ref)
    context = {"office": batch.office, "batch": batch, "card": draw_pages.card(batch)}
    return render(request, "booking/draw_secret_maker.html", context)
