"""Ask again, at the moment of signing, who it is: password or passkey, once for each signature."""

import time
from typing import Final
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from jernih.pure.pledges import SignMethod

FRESH_SECONDS: Final = 180
USED: Final = "pledge_identity_used"


def fresh_method(request: HttpRequest) -> SignMethod | None:
    """Return how the reader has just shown who she is; None if she must (again)."""
    for record in reversed(get_authentication_records(request, request.user)):
        is_fresh = time.time() - record["at"] < FRESH_SECONDS
        is_unused = record["at"] > request.session.get(USED, 0)
        if record.get("reauthenticated") and is_fresh and is_unused:
            return _method(record)
    return None


def use_up(request: HttpRequest) -> None:
    """Let nothing be signed by what was shown so far."""
    request.session[USED] = time.time()


def ask(request: HttpRequest) -> HttpResponse:
    """Send the reader to show who she is, and back to this page."""
    back = urlencode({"next": request.path})
    return redirect(f"{reverse('account_reauthenticate')}?{back}")


def _method(record: dict[str, object]) -> SignMethod | None:
    if record.get("method") == "password":
        return SignMethod.PASSWORD
    # A code from an app is no signature: it can be read aloud to somebody else.
    return SignMethod.PASSKEY if record.get("type") == "webauthn" else None
