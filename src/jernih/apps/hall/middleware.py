"""Answer first of all whoever asks whether her place has changed since, and it has not.

On a full day most looks are of this kind; they need no session and no page.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.translation import get_language_from_request

from jernih.apps.hall import queries

PATH = "/tempat/"

Respond = Callable[[HttpRequest], HttpResponse]


class SamePlace:
    """Say 304 to a page that still holds, and put on every new one what it holds by."""

    def __init__(self, get_response: Respond) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, at once if the asker's page is still true."""
        if request.method != "GET" or not request.path_info.startswith(PATH):
            return self.get_response(request)
        # Taken before the page is made: what it says may be newer than its tag, never older.
        tag = _tag(request)
        if tag and tag == request.META.get("HTTP_IF_NONE_MATCH"):
            return HttpResponseNotModified(headers={"ETag": tag})
        response = self.get_response(request)
        if tag and response.status_code == 200:
            response["ETag"] = tag
        return response


def _tag(request: HttpRequest) -> str | None:
    asked = request.META
    return queries.line_tag(
        request.path_info.removeprefix(PATH).rstrip("/"),
        # Whoever signs in, or is owed a message, brings another cookie and gets another page.
        reader=(
            get_language_from_request(request),
            asked.get("HTTP_COOKIE", ""),
            asked.get("HTTP_X_PART", ""),
        ),
        now=timezone.now(),
    )
