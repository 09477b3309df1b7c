"""What every template may know: the live origin, the office's name, the menus, `may`."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from jernih.pure.roles import Actor, Permission
from jernih.ui.access import actor_of


@dataclass(frozen=True)
class Link:
    """One entry of a menu."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Address:
    """An address as a code holds it, and as people type it."""

    whole: str

    @property
    def short(self) -> str:
        """Return it without what every browser adds by itself."""
        return self.whole.split("://", 1)[-1].rstrip("/")


class May:
    """Answers `{% if may.TICKET_CALL %}`: whether the one who asks holds a permission."""

    def __init__(self, request: HttpRequest) -> None:
        """Look at who asks only when a template does."""
        self._request = request
        self._actor: Actor | None = None

    def __getitem__(self, name: str) -> bool:
        """Tell whether the permission of this name is held; an unknown name is a bug."""
        if self._actor is None:
            self._actor = actor_of(self._request)
        return self._actor.may(Permission[name])


class Menus:
    """Builds the menus of settings when a template asks for them."""

    def __init__(self, request: HttpRequest, may: May) -> None:
        """Keep what the menus depend on."""
        self._request, self._may = request, may

    def site(self) -> list[Link]:
        """Return the footer's links."""
        return [link for item in _setting("SITE_LINKS") if (link := self._link(*item))]

    def staff(self) -> list[Link]:
        """Return the staff navigation, only what this member of staff may open."""
        return [
            link
            for label, url_name, permission in _setting("STAFF_NAV")
            if self._may[permission] and (link := self._link(label, url_name))
        ]

    def _link(self, label: str, url_name: str) -> Link | None:
        try:
            href = url_name if url_name.startswith("/") else reverse(url_name)
        except NoReverseMatch:
            return None
        return Link(gettext(label), href, self._request.path.startswith(href))


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the context of every page."""
    may = May(request)
    return {
        "live_origin": live_origin(request),
        "is_demo": getattr(settings, "IS_DEMO", False),
        "office_name": getattr(settings, "OFFICE_NAME", ""),
        "page_time": timezone.now(),
        "may": may,
        "menus": Menus(request, may),
        "report_address": Address(f"{settings.SITE_URL}/lapor/"),
    }


def live_origin(request: HttpRequest) -> str:
    """Return where the live process answers; empty where one proxy serves both."""
    port = getattr(settings, "LIVE_PORT", 0)
    if not port:
        return ""
    host = request.get_host()
    bare = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return f"{request.scheme}://{bare}:{port}"


def _setting(name: str) -> list[tuple[str, ...]]:
    return list(getattr(settings, name, ()))
