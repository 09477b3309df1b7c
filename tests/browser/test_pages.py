"""No page has a barrier, a foreign word, a stranger's file, or is wider than its screen."""

import pytest
from django.urls import URLResolver, get_resolver, resolve

from tests.browser import monitor_rows, people, zone_rows
from tests.browser.pages import NO_PAGES, ON_THE_WAY, PAGES

SAMPLE = {
    "alarm": "a",
    "code": "A",
    "judged": "2026-11-25",
    "office": "1",
    "service": "1",
    "staff": "a",
    "ticket": "A",
}


@pytest.fixture(scope="session")
def known(browser, site, kiosk):
    """Things that pages are about: a booked number of a later day, one who waits, rows."""
    with browser.new_context(base_url=site.url, locale="id") as context:
        page = context.new_page()
        code = people.take_number(page, *people.nobody(90), day=1).rstrip("/").rsplit("/", 1)[-1]
        page.goto(kiosk)
        ticket = people.walk_in(page, "PRIORITY")
    [(service,)] = site.rows("SELECT min(id) FROM offices_service")
    [(office,)] = site.rows("SELECT id FROM offices_office")
    [(staff,)] = site.rows("SELECT ref FROM accounts_staff WHERE username = 'loket3'")
    judged, alarm = monitor_rows.judged_day(site, office=office)
    zone_rows.sheet_and_pledge(site, office=office)
    rows = {"service": service, "office": office, "staff": staff}
    return rows | {"code": code, "ticket": ticket, "judged": judged, "alarm": alarm}


@pytest.fixture
def open_as(open_page, staff, password_of, kiosk):
    """Give a function that opens a browser as one of PAGES, and one that goes to a page in it."""

    def opened(who, language):
        if who in ("", "kiosk"):
            page = open_page(kiosk if who else "/", language=language)
        else:
            page = staff(who, language=language)

        def go(path):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            if "reauthenticate" in page.url and "reauthenticate" not in path:
                people.confirm(page, password_of(who))
            return page

        return go

    return opened


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "citizen")
def test_no_page_has_a_barrier(open_as, known, look, who, language):
    go = open_as(who, language)

    for path in PAGES[who]:
        name = path.format(**dict.fromkeys(known, "x")).strip("/").replace("/", "-")
        look(go(path.format(**known)), name or "home")


def names(resolver, space=""):
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            yield from names(found, f"{space}{found.namespace}:" if found.namespace else space)
        elif found.name:
            yield f"{space}{found.name}"


def test_no_address_is_forgotten():
    looked_at = {
        resolve(path.format(**SAMPLE)).view_name for paths in PAGES.values() for path in paths
    }

    forgotten = {*names(get_resolver())} - looked_at - {*ON_THE_WAY} - {*NO_PAGES}

    assert forgotten == set()
    assert {*ON_THE_WAY, *NO_PAGES} <= {*names(get_resolver())}
