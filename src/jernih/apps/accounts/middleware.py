"""Watch the sessions of staff: their age, a password others know, a missing second factor."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jernih.apps.accounts import queries
from jernih.apps.accounts.models import Staff

SINCE, SEEN = "staff_since", "staff_seen"
# Noting every request would be a write for every request.
SEEN_EVERY_SECONDS: Final = 60


class StaffGate:
    """Let staff through whose session is young and whose sign-in is complete."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send her back to what is to be done first."""
        if request.user.is_authenticated:
            detour = _too_old(request) or _unfinished(request)
            if detour:
                return detour
        return self.get_response(request)


def _too_old(request: HttpRequest) -> HttpResponse | None:
    now, session = int(timezone.now().timestamp()), request.session
    since, seen = session.get(SINCE, now), session.get(SEEN, 0)
    idle = timedelta(minutes=settings.STAFF_IDLE_MINUTES).total_seconds()
    if now - since > settings.SESSION_COOKIE_AGE or (seen and now - seen > idle):
        logout(request)
        messages.info(request, _("You were signed out because some time has passed."))
        return redirect_to_login(request.path if request.method == "GET" else "/")
    if now - seen >= SEEN_EVERY_SECONDS:
        session[SINCE], session[SEEN] = since, now
        cast(Any, UserSession.objects).create_from_request(request)
    return None


def _unfinished(request: HttpRequest) -> HttpResponse | None:
    staff = cast(Staff, request.user)
    if request.path.startswith((settings.SIGN_IN_PATH, settings.STATIC_URL)):
        return None
    if request.path == reverse("set_language"):
        return None
    if staff.has_given_password:
        messages.info(request, _("Choose a password of your own first: others know this one."))
        return redirect("account_change_password")
    if settings.STAFF_SECOND_FACTOR and not queries.has_second_factor(staff):
        messages.info(request, _("Set up a second step for signing in first."))
        return redirect("mfa_index")
    return None
