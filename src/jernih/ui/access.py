"""The door of every page: `@needs(permission)` for staff, `@public` for everyone."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Protocol, cast, runtime_checkable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jernih.pure.roles import CITIZEN, Actor, Permission, require

PUBLIC: Final = "public"
START: Final = "/petugas/"

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request that came through a door: `actor` is the signed-in member of staff."""

    actor: Actor


@runtime_checkable
class ActsInOffice(Protocol):
    """A user who can say which actor they are; the accounts app's user does."""

    def as_actor(self) -> Actor:
        """Return the actor with the roles held now."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes this request: the signed-in member of staff, or a citizen."""
    known = getattr(request, "actor", None)
    if isinstance(known, Actor):
        return known
    user: Any = getattr(request, "user", None)
    if user is not None and user.is_authenticated and isinstance(user, ActsInOffice):
        return user.as_actor()
    return CITIZEN


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Let only staff in who hold every permission; others sign in first, or are refused.

    Raises Refused for staff who lack one; the middleware says it in plain words.
    """

    def door(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            actor = actor_of(request)
            for permission in permissions:
                require(actor, permission)
            cast(StaffRequest, request).actor = actor
            return view(request, *args, **kwargs)

        inside.door = permissions  # type: ignore[attr-defined]
        return inside

    return door


def public(view: View) -> View:
    """Let everyone in; the request acts as the signed-in member of staff, or as a citizen."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        cast(StaffRequest, request).actor = actor_of(request)
        return view(request, *args, **kwargs)

    inside.door = PUBLIC  # type: ignore[attr-defined]
    return inside


def door_of(view: object) -> tuple[Permission, ...] | str | None:
    """Return the permissions a view asks for, PUBLIC, or None if it has no door."""
    return getattr(view, "door", None)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # A form that was posted cannot be repeated by a redirect: begin at the start.
    if request.method not in ("GET", "HEAD"):
        return redirect_to_login(START)
    return redirect_to_login(request.get_full_path())
