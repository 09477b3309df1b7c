"""The record as files, for any program that reads transparency logs, and as a page for people."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jernih.apps.ledger import queries
from jernih.apps.ledger.queries import witnesses
from jernih.ui.access import public

# A tile never changes. The checkpoint changes every second.
_FOREVER = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=1"


@public
@require_safe
def checkpoint(_request: HttpRequest) -> HttpResponse:
    """Show the newest signed size and root."""
    return _file("checkpoint", content_type="text/plain; charset=utf-8", cache=_BRIEFLY)


@public
@require_safe
def witnessed(_request: HttpRequest) -> HttpResponse:
    """Show the newest checkpoint that enough witnesses signed."""
    return _file("checkpoint.witnessed", content_type="text/plain; charset=utf-8", cache=_BRIEFLY)


@public
@require_safe
def policy(_request: HttpRequest) -> HttpResponse:
    """Show who is to witness the record, and how many of them are needed."""
    return _file("policy", content_type="text/plain; charset=utf-8", cache=_BRIEFLY)


@public
@require_safe
def vkey(_request: HttpRequest) -> HttpResponse:
    """Show the public key; whoever is in doubt compares it with the one on the office's wall."""
    return _file("vkey", content_type="text/plain; charset=utf-8", cache=_BRIEFLY)


@public
@require_safe
def vkeys(_request: HttpRequest) -> HttpResponse:
    """Show every key that ever signed, the first one first; the facts say who vouched for each."""
    return _file("vkeys", content_type="text/plain; charset=utf-8", cache=_BRIEFLY)


@public
@require_safe
def tile(_request: HttpRequest, path: str) -> HttpResponse:
    """Show one tile of hashes, or one bundle of entries."""
    return _file(f"tile/{path}", content_type="application/octet-stream", cache=_FOREVER)


@public
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """Hand out the program that checks us."""
    response = HttpResponse(queries.verifier_zip(), content_type="application/zip")
    name = request.path.rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@require_safe
def witness_program(_request: HttpRequest) -> HttpResponse:
    """Hand out the program of whoever watches us from outside."""
    response = HttpResponse(queries.witness_zip(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="jernih-witness.pyz"'
    return response


@public
@require_safe
def record_detail(request: HttpRequest) -> HttpResponse:
    """Explain the record to people, with its figures."""
    # Counting reads as much as there is; nobody needs it fresher than by the minute.
    kinds = cache.get_or_set("ledger-kinds", queries.kind_counts, 60)
    context = {
        "record": queries.record_row(),
        "kinds": kinds,
        "witnessing": witnesses.witnessing(now=timezone.now()),
    }
    return render(request, "ledger/record_detail.html", context)


def _file(path: str, *, content_type: str, cache: str) -> HttpResponse:
    content = queries.log_file(path)
    if content is None:
        raise Http404(path)
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = cache
    # Anyone's page may check us from the reader's own browser.
    response["Access-Control-Allow-Origin"] = "*"
    return response
