"""Draws in public: the calendar, one batch's life and result, its file, what anyone may bring."""

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import condition, require_POST, require_safe

from jernih.apps.booking import queries
from jernih.apps.booking.forms import draw as forms
from jernih.apps.booking.models import Batch
from jernih.apps.booking.queries import draw_pages, draw_result
from jernih.apps.booking.views import draw_words
from jernih.apps.offices import queries as offices
from jernih.pure import ics
from jernih.pure.states import BatchState
from jernih.ui import errors
from jernih.ui.access import public

FILE_NAME = "berkas.jsonl"
# A try costs a tenth of a second of our time; nobody honest needs more than some.
TRIES, TRIES_SECONDS = "20/10m/ip", 600


def batch_or_404(ref: str) -> Batch:
    """Return the batch of this ref. Raises Http404."""
    batch = draw_pages.by_ref(ref)
    if batch is None:
        raise Http404
    return batch


def is_too_often(request: HttpRequest, action: str) -> bool:
    """Tell whether this address has tried more often than anybody needs to."""
    used = ratelimit.consume(
        request, app="booking", action=action, config={action: TRIES}, limit_get=False
    )
    return request.method == "POST" and used is None


@require_safe
@public
def draw_list(request: HttpRequest) -> HttpResponse:
    """Show all batches: open, coming, waiting for their word, drawn."""
    cards = draw_pages.cards()
    coming = sorted(
        (row for row in cards if row.state in (BatchState.PLANNED, BatchState.ANNOUNCED)),
        key=lambda row: row.opens_at,
    )
    context = {
        "office": offices.the_office(),
        "open": [row for row in cards if row.state == BatchState.OPEN],
        "coming": coming,
        "waiting": [row for row in cards if row.state in (BatchState.CLOSED, BatchState.SEEDED)],
        "done": [row for row in cards if row.state in (BatchState.DRAWN, BatchState.CANCELLED)],
    }
    return render(request, "booking/draw_list.html", context)


@require_safe
@public
def draw_calendar(request: HttpRequest) -> HttpResponse:
    """Give the times of all draws to come as a calendar file."""
    now = timezone.now()
    to_come = [row for row in draw_pages.cards() if row.draws_at >= now and not row.drawn_at]
    dates = [
        ics.Appointment(
            uid=f"{row.ref}-{what}@jernih",
            starts_at=at,
            ends_at=at,
            made_at=now,
            summary=f"{words}: {draw_words.batch_name(row)}",
            location=row.office_name,
            description=f"{settings.SITE_URL}{reverse('booking:draw-detail', args=[row.ref])}",
        )
        for row in to_come
        if row.state != BatchState.CANCELLED
        for what, words, at in (
            ("opens", _("Applications open"), row.opens_at),
            ("closes", _("Applications close"), row.closes_at),
            ("draws", _("Public draw"), row.draws_at),
        )
    ]
    response = HttpResponse(ics.calendar_bytes(*dates), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="undian.ics"'
    return response


@require_safe
@public
def draw_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Tell one batch's life in order, and its result in draw order."""
    batch = batch_or_404(ref)
    return _detail(request, batch, forms.SearchForm(), mine=request.GET.get("nomor", ""))


def _detail(
    request: HttpRequest, batch: Batch, search: forms.SearchForm, *, mine: str = ""
) -> HttpResponse:
    applications, people = draw_pages.applications_in(batch)
    context: dict[str, Any] = {
        "office": batch.office,
        "batch": batch,
        "card": draw_pages.card(batch, applications=applications),
        "people": people,
        "life": draw_words.life(batch, applications=applications),
        "days": draw_pages.days(batch) if batch.announced_at else [],
        "contributors": draw_pages.contributors(batch),
        "chain": draw_pages.chain_name(batch),
        "source": draw_pages.source_of(batch),
        "sources": draw_pages.sources(batch),
        "known_at": queries.draw.known_at(batch) if batch.announced_at else None,
        "freeze": queries.draw_frozen.freeze_of(batch) if batch.closed_at else None,
        "search": search,
        "site": settings.SITE_URL,
        "is_past_round": draw_words.is_real_past_round(batch),
    }
    if batch.state == BatchState.DRAWN:
        context |= _result(request, batch, mine)
    status = 422 if search.errors else 200
    return render(request, "booking/draw_detail.html", context, status=status)


def _result(request: HttpRequest, batch: Batch, mine: str) -> dict[str, Any]:
    figures = draw_result.figures(batch)
    found = draw_result.result_row(batch, mine) if mine else None
    pages = max(1, -(-figures.applications // draw_result.ROWS_A_PAGE))
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    if not page and found:
        page = (found.place - 1) // draw_result.ROWS_A_PAGE + 1
    page = min(max(page, 1), pages)
    return {
        "figures": figures,
        "found": found,
        "rows": draw_result.result_page(batch, page),
        "page": page,
        "pages": pages,
        "leftover": draw_result.leftover(batch),
        "standby": draw_pages.standby_waiting(batch),
    }


@never_cache
@require_POST
@public
def draw_find(request: HttpRequest, ref: str) -> HttpResponse:
    """Find one's place by the code of the receipt; the address then has the public ref only."""
    batch = batch_or_404(ref)
    form = forms.SearchForm(request.POST)
    if not form.is_valid():
        return _detail(request, batch, form)
    typed = form.cleaned_data["code"].strip().rstrip("/").rsplit("/", 1)[-1]
    row = queries.find_by_code(typed)
    found = row.ref if row else typed.lower()
    of = draw_pages.batch_of(found)
    if of is None:
        form.add_error("code", _("We know no application of a draw by this. Compare it again."))
        return _detail(request, batch, form)
    page = "booking:draw-check" if "check" in request.POST else "booking:draw-detail"
    return redirect(f"{reverse(page, args=[of])}?nomor={found}#saya")


def _file_mark(_request: HttpRequest, ref: str) -> str | None:
    batch = draw_pages.by_ref(ref)
    return f'"{queries.draw_file.file_mark(batch)}"' if batch else None


@require_safe
@public
@condition(etag_func=_file_mark)
def draw_file(_request: HttpRequest, ref: str) -> StreamingHttpResponse:
    """Give the facts of one batch, a line each, as they stand on the record."""
    batch = batch_or_404(ref)
    lines = (body + b"\n" for body in queries.draw_file.file_entries(batch))
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="undian-{batch.ref[:8]}.jsonl"'
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@public
def draw_check(request: HttpRequest, ref: str) -> HttpResponse:
    """Repeat the draw in the reader's own browser."""
    batch = batch_or_404(ref)
    context = {
        "office": batch.office,
        "batch": batch,
        "card": draw_pages.card(batch),
        "mine": request.GET.get("nomor", "")[:32],
        "search": forms.SearchForm(),
        "site": settings.SITE_URL,
        "is_past_round": draw_words.is_real_past_round(batch),
    }
    return render(request, "booking/draw_check.html", context)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that there were too many tries."""
    return errors.too_many(request, wait_seconds=TRIES_SECONDS)
