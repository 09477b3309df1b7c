"""Keep reporters unknown: no cookie, no session, no cache, no words of theirs in any log."""

import logging
from collections.abc import Callable
from typing import Final, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import get_supported_language_variant

from jernih.ui import errors

# Nobody is known here, signed in or not.
QUIET: Final = ("/lapor/segel/", "/lapor/ikuti/", "/lapor/layanan/")
FRONT: Final = "/lapor/"
DESK: Final = "/petugas/lapor/"
LANGUAGE: Final = "bahasa"

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; img-src 'self' data: blob:; "
        "object-src 'none'; require-trusted-types-for 'script'; script-src 'self'; "
        "style-src 'self'; worker-src 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}

Respond = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger(__name__)


class QuietDoors:
    """Answer on the reporters' pages without knowing who asks, and leave nothing with them."""

    def __init__(self, get_response: Respond) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; outside the reporters' pages change nothing."""
        if request.path_info.startswith(DESK):
            return _with_headers(self.get_response(request))
        if not is_quiet(request.path_info):
            return self.get_response(request)
        _forget_who_asks(request)
        response = _with_headers(self.get_response(request))
        response.cookies.clear()
        if request.method == "GET":
            # The form is long, and lines are thin. What is only looked at holds nothing of hers;
            # what is sent goes back as it is, for lengths after packing would tell of it.
            response = _packed(request, response)
        if response.has_header("Vary"):
            del response["Vary"]
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Show our own page for a mistake of ours; the log gets its kind and place, no words."""
        if not is_quiet(request.path_info) and not request.path_info.startswith(DESK):
            return None
        if isinstance(problem, Http404):
            return None
        logger.error("%s at %s", type(problem).__name__, _place_of(problem))
        return errors.server_error(request)


def is_quiet(path: str) -> bool:
    """Tell whether this is a page on which nobody is known."""
    return path == FRONT or path.startswith(QUIET)


def _forget_who_asks(request: HttpRequest) -> None:
    """Keep the language alone of what the browser tells of itself."""
    chosen = request.GET.get(LANGUAGE) or request.COOKIES.get("language", "")
    request.COOKIES.clear()
    request.META.pop("HTTP_COOKIE", None)
    try:
        language = get_supported_language_variant(chosen)
    except LookupError:
        return
    request.COOKIES["language"] = language


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    packed = GZipMiddleware(lambda _: response).process_response(request, response)
    return cast(HttpResponse, packed)


def _with_headers(response: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _place_of(problem: Exception) -> str:
    trace = problem.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
