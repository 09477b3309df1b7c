"""Where somebody who found a hole may tell it: /.well-known/security.txt, RFC 9116."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

# The RFC wants less than a year; the file is made anew at each look.
GOOD_FOR: Final = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """Say whom to write to, until when this counts, and that an answer comes in three days."""
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        "# We answer within three working days, and thank whoever tells us first.",
        "# Kami menjawab dalam tiga hari kerja.",
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {midnight + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
