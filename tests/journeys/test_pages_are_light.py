"""Every page is light: few questions to the database, few bytes on a citizen's first visit."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jernih.pure.roles import Role
from tests import makers
from tests.journeys.days import make_day
from tests.record import publish_record
from tests.visits import Desk

pytestmark = pytest.mark.django_db

BYTES_MOST = 60_000
QUERIES_MOST = 8
CITIZEN = ("/", "/ambil/", "/nomor/", "/biaya/", "/periksa/", "/data/", "/privasi/", "/lapor/")
# Session and account of the one who is signed in come before the page's own questions.
STAFF = {
    Role.COUNTER: ("loket/",),
    Role.HELPER: ("datang/", "bantuan/", "datang/tanpa-nomor/"),
    Role.SUPERVISOR: ("lantai/", "kuota/", "pindah/", "pesan/"),
}
STAFF_MOST = 30


def questions(client, path):
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path)
    assert page.status_code == 200, path
    return [query["sql"] for query in asked]


def first_visit_bytes(html):
    """What a phone fetches for a page it has never seen: itself, sheets, scripts, the font."""
    sources = set(re.findall(r'(?:src|href)="/static/([^"]+)"', html))
    sources |= {f"js/{name}" for name in ("forms.js", "keys.js")}
    total = len(gzip.compress(html.encode()))
    for source in sources:
        found = finders.find(source)
        assert found, source
        with open(found, "rb") as file:
            content = file.read()
        total += len(content) if source.endswith("woff2") else len(gzip.compress(content))
    return total


@pytest.mark.parametrize("path", CITIZEN)
def test_a_citizen_page_is_light_on_the_wire_and_asks_little(clock, path):
    make_day(clock)
    publish_record()
    html = Client().get(path).content.decode()

    asked = questions(Client(), path)

    assert len(asked) <= QUERIES_MOST, "\n".join(asked)
    assert first_visit_bytes(html) <= BYTES_MOST


def test_the_pages_of_a_number_ask_little(clock):
    day = make_day(clock)
    row = day.booked(*(makers.make_person() for _ in range(4)))
    client = Client()
    kuota = f"/kuota/{day.office.slug}/"

    for path in (f"/nomor/{row.code}/", f"/nomor/{row.code}/kembalikan/", kuota):
        asked = questions(client, path)
        assert len(asked) <= QUERIES_MOST, path + "\n" + "\n".join(asked)


@pytest.mark.parametrize("role", STAFF)
def test_staff_pages_ask_the_same_however_many_wait(clock, role):
    day = make_day(clock)
    rows = [day.booked() for _ in range(5)]
    day.open()
    desk = Desk(day.office, role)
    kiosk = day.kiosk()
    if role == Role.COUNTER:
        desk.open_counter(1)
    kiosk.ask()
    few = {path: len(questions(desk.client, f"/petugas/{path}")) for path in STAFF[role]}

    for row in rows:
        clock.at(max(clock.now, row.starts_at))
        kiosk.show(row.code)
        kiosk.ask()
    desk.sign_in()
    desk.see("lantai/")
    many = {path: len(questions(desk.client, f"/petugas/{path}")) for path in STAFF[role]}

    assert {path: n for path, n in many.items() if n > max(few[path] + 3, QUERIES_MOST)} == {}
    assert max(many.values()) <= STAFF_MOST
