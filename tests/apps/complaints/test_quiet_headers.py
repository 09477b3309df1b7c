"""The headers of everything a reporter's browser is answered, address by address: one snapshot."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jernih.apps.complaints.middleware import is_quiet
from jernih.apps.ledger import actions as ledger
from jernih.pure.roles import CLOCK
from tests.makers import make_office
from tests.report_makers import make_roster

pytestmark = pytest.mark.django_db

SNAPSHOT = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; img-src 'self' data: blob:; "
        "object-src 'none'; require-trusted-types-for 'script'; script-src 'self'; "
        "style-src 'self'; worker-src 'self'"
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), accelerometer=(), "
        "gyroscope=(), magnetometer=(), browsing-topics=()"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noarchive",
}
# What answers carry besides, each where it must.
MAY = {"Content-Type", "Content-Length", "Content-Language", "Content-Disposition", "Allow"}
MAY |= {"Expires"}
ALSO = {"/lapor/ikuti/keluar/": {"Clear-Site-Data": '"cache", "storage"'}}
FILL = {"ref": "0" * 32, "name": "laporan.age", "what": "tulis"}


def addresses() -> list[str]:
    """Every quiet address of the app, and two that are none."""
    named = [
        reverse(
            f"complaints:{pattern.name}",
            kwargs={name: FILL[name] for name in pattern.pattern.converters if name in FILL},
        )
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and resolver.namespace == "complaints"
        for pattern in resolver.url_patterns
        if isinstance(pattern, URLPattern)
        and set(pattern.pattern.converters) <= set(FILL)
        and str(pattern.pattern).startswith("lapor/")
    ]
    found = [address for address in named if is_quiet(address)]
    return [*found, "/lapor/segel/tidak-ada", "/lapor/ikuti/berkas/lain/"]


def test_every_answer_to_a_reporter_has_these_headers_and_no_cookie():
    ledger.make_key(actor=CLOCK)
    make_roster(make_office())
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["sessionid"] = browser.cookies["csrftoken"] = "x" * 32
    seen = set()

    for address in addresses():
        for method in ("get", "post", "put", "delete"):
            answer = getattr(browser, method)(address)
            wanted = SNAPSHOT | ALSO.get(address, {}) if answer.status_code == 200 else SNAPSHOT
            assert dict(answer.headers) == wanted | {
                name: value for name, value in answer.headers.items() if name in MAY
            }, (method, address, answer.status_code)
            assert answer.cookies == {}
            seen.add(answer.status_code)

    assert seen >= {200, 404, 405, 422}
    assert len(addresses()) > 15


def test_the_empty_form_is_packed_for_a_thin_line_and_what_answers_to_her_words_never_is():
    ledger.make_key(actor=CLOCK)
    make_roster(make_office())
    thin = Client(headers={"accept-encoding": "gzip"})

    form, sent = thin.get("/lapor/segel/"), thin.post("/lapor/segel/", {"words": "x", "end": "1"})

    assert form["Content-Encoding"] == "gzip"
    assert 2_000 < len(form.content) < 10_000
    assert not sent.has_header("Content-Encoding")
    assert SNAPSHOT.items() <= dict(form.headers).items()
    assert not form.has_header("Vary")


def test_too_much_at_once_is_refused_with_the_same_headers():
    answer = Client().generic("POST", "/lapor/segel/", b"x", CONTENT_LENGTH="200000000")

    assert answer.status_code == 413
    assert SNAPSHOT.items() <= dict(answer.headers).items()
    assert answer.cookies == {}


def test_no_page_of_a_reporter_holds_a_script_of_its_own_or_loads_from_elsewhere():
    ledger.make_key(actor=CLOCK)
    make_roster(make_office())

    for address in ("/lapor/", "/lapor/segel/", "/lapor/ikuti/", "/lapor/ikuti/keluar/"):
        words = Client().get(address).content.decode()
        assert "<script>" not in words
        assert " onclick=" not in words
        assert "style=" not in words
        assert not re.findall(
            r'(?:src|action|srcset|rel="stylesheet" href)="(?!/[^/])[^"]*"', words
        )
