"""Error pages in plain words; each says what happened, what it means and what to do."""

from enum import StrEnum
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri

STAFF_PATHS = ("/petugas/",)


def bad_request(request: HttpRequest, _said: object = None, **_more: object) -> HttpResponse:
    """Say that what came in could not be read."""
    return _page(request, "400", 400)


def permission_denied(request: HttpRequest, _said: object = None, **_more: object) -> HttpResponse:
    """Say that this member of staff may not do this."""
    return _page(request, "403", 403)


def page_not_found(request: HttpRequest, _said: object = None, **_more: object) -> HttpResponse:
    """Say that nothing is here."""
    return _page(request, "404", 404)


def wrong_method(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Say that a page was sent to that can only be looked at, or the other way round."""
    response = _page(request, "405", 405)
    response["Allow"] = allowed
    return response


def moved_on(request: HttpRequest, *, stands: StrEnum | None = None) -> HttpResponse:
    """Say that the thing has moved on meanwhile, and where it stands now."""
    return _page(request, "409", 409, stands=stands, came_from=_came_from(request))


def _came_from(request: HttpRequest) -> str:
    """Return the address on this site from which the form was sent, or nothing."""
    before = urlsplit(request.headers.get("Referer", ""))
    # Two slashes would name another host.
    if before.netloc != request.get_host() or before.path[:2] in ("", "//"):
        return ""
    return iri_to_uri(before.path)


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that too much was sent at once."""
    return _page(request, "413", 413)


def too_many(request: HttpRequest, *, wait_seconds: int = 60) -> HttpResponse:
    """Say that there were too many tries, and how long to wait."""
    response = _page(request, "429", 429, wait_minutes=max(1, -(-wait_seconds // 60)))
    response["Retry-After"] = str(wait_seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the mistake is ours; needs no database and no session."""
    # Without the request no context is asked for: neither a session nor a database may be up.
    words = {"is_staff_page": request.path.startswith(STAFF_PATHS)}
    return HttpResponse(render_to_string("errors/500.html", words), status=500)


def csrf_failure(request: HttpRequest, **_said: object) -> HttpResponse:
    """Say that the form was open too long, or that cookies are off."""
    return _page(request, "csrf", 403)


def _page(request: HttpRequest, name: str, status: int, **words: object) -> HttpResponse:
    is_staff = request.path.startswith(STAFF_PATHS)
    return render(
        request, f"errors/{name}.html", {"is_staff_page": is_staff, **words}, status=status
    )
