"""Headers on every answer, and refusals said in plain words instead of a trace."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from jernih.pure.roles import Refused
from jernih.pure.states import IllegalMove
from jernih.ui import errors

Respond = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    # The kiosk and the scan page read a QR code by camera; nothing else is ever asked for.
    "Permissions-Policy": (
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), "
        "accelerometer=(), gyroscope=(), magnetometer=(), browsing-topics=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


class SecurityHeaders:
    """Put the headers on every answer that Django itself has no setting for."""

    def __init__(self, get_response: Respond) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add the headers a view has not set itself."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class PlainRefusals:
    """Turn refusals into pages: who (403), method (405), state (409), size (413)."""

    def __init__(self, get_response: Respond) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless the body is larger than anything this office asks for."""
        # Before any view reads the body: a refusal must not cost ten megabytes of memory.
        if _body_bytes(request) > _room_of(request):
            return errors.too_large(request)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.wrong_method(request, allowed=response["Allow"])
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Return the page for a refusal, or None for a bug."""
        match problem:
            case Refused():
                return errors.permission_denied(request)
            case IllegalMove(stands=stands):
                return errors.moved_on(request, stands=stands)
            case RequestDataTooBig():
                return errors.too_large(request)
        return None


def _room_of(request: HttpRequest) -> int:
    is_roomy = request.path.startswith(tuple(settings.ROOM_FOR_PHOTOS))
    most = (
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE if is_roomy else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    )
    return int(most)


def _body_bytes(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
