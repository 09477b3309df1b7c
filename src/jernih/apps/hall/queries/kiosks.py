"""Which browsers are kiosks of an office."""

from typing import Final

from django.core import signing
from django.http import HttpRequest

from jernih.apps.offices.models import Office

COOKIE: Final = "kiosk"
SALT: Final = "jernih.kiosk"
A_YEAR: Final = 365 * 24 * 3600


def is_our_device(request: HttpRequest, office: Office) -> bool:
    """Tell whether this browser was set up as a kiosk with the office's present key."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=A_YEAR)
    except signing.BadSignature:
        return False
    return bool(office.kiosk_key) and known == [office.slug, office.kiosk_key]
