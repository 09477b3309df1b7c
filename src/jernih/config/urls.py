"""Addresses: / for citizens, /petugas/, /layar/ and /log/; each app keeps its own list."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from jernih.config import health
from jernih.config.security_txt import security_txt
from jernih.ui import errors
from jernih.ui.access import public

# Top of the house first, so that a fixed address wins over one with a name in it.
APPS = (
    "portal",
    "integrity",
    "complaints",
    "conduct",
    "surveys",
    "oversight",
    "hall",
    "booking",
    "offices",
    "notices",
    "accounts",
    "ledger",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", public(health.healthz), name="healthz"),
    path(".well-known/security.txt", public(security_txt), name="security-txt"),
    path("language/", public(set_language), name="set_language"),
    *(
        path("", include(f"jernih.apps.{app}.urls"))
        for app in APPS
        if find_spec(f"jernih.apps.{app}.urls")
    ),
    path("petugas/masuk/", include("allauth.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
