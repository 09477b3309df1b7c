"""The kiosk's page: our device only, a plain sentence for every code that is not one of today."""

from datetime import date, timedelta

import pytest
from django.test import Client

from jernih.apps.booking.queries import code_of
from jernih.apps.hall import actions
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.views.words import ARRIVING
from jernih.pure.roles import CLOCK
from tests import makers
from tests.visits import Citizen, Kiosk, numbers_on, people_of, says, value_of, words

pytestmark = pytest.mark.django_db

FORGED = "0123456789ABCDEFGHJK"
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def office(clock):
    made = makers.make_office()
    makers.make_supply(made)
    return made


@pytest.fixture
def row(office):
    return Citizen(office).take()


@pytest.fixture
def kiosk(office, row, clock):
    """The kiosk at eight o'clock of the day for which `row` is."""
    clock.at(makers.ON_THE_DAY)
    actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=clock.now)
    return Kiosk(office)


@pytest.mark.parametrize("path", ["", "tanpa-nomor/", "cetak/"])
def test_another_browser_is_not_the_kiosk_and_is_told_so(kiosk, row, path):
    stranger = Client()

    page = stranger.post(f"{kiosk.home}{path}", {"code": row.code})

    assert page.status_code == 403
    assert says(page, "This page is for the kiosk in the office")
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "WyJhIiwiYiJd:1abc:forged"])
def test_a_forged_cookie_makes_no_kiosk(kiosk, row, cookie):
    stranger = Client()
    stranger.cookies["kiosk"] = cookie

    assert stranger.post(kiosk.home, {"code": row.code}).status_code == 403
    assert stranger.get(f"{kiosk.home}pasang/guessed/").status_code == 404
    assert not Ticket.objects.exists()


def test_a_new_key_ends_the_kiosks_of_the_old_one(kiosk, office):
    office.kiosk_key = "another key, because a tablet was stolen"
    office.save()

    assert kiosk.client.get(kiosk.home).status_code == 403


@pytest.mark.parametrize("typed", [FORGED, "A-017", "'; --", "https://contoh.id/menu", "☃" * 40])
def test_a_forged_code_or_foreign_qr_is_refused_in_words(kiosk, typed):
    page = kiosk.show(typed)

    assert page.status_code == 422
    assert says(page, ARRIVING[actions.UnknownCode])
    assert not Ticket.objects.exists()


def test_an_empty_field_is_said(kiosk):
    page = kiosk.show("")

    assert page.status_code == 422
    assert says(page, "Show the QR code, or type the code.")


@pytest.mark.parametrize("write", [str, str.lower, lambda c: "-".join((c[:5], c[5:10], c[10:]))])
def test_a_code_typed_or_scanned_is_read(kiosk, row, write):
    shown = kiosk.show(write(row.code))
    scanned = kiosk.show(f"http://localhost:8000/nomor/{row.code}/")

    assert numbers_on(shown) == numbers_on(scanned) == people_of(row)
    assert Ticket.objects.count() == 1


def test_a_number_of_another_day_is_told_its_day(kiosk, office, clock):
    clock.at(makers.NOW)
    makers.make_supply(office, day=THURSDAY)
    other = makers.make_application(office, day=THURSDAY)
    clock.at(makers.ON_THE_DAY)

    page = kiosk.show(code_of(other.ref))

    assert page.status_code == 422
    assert says(page, ARRIVING[actions.WrongDay], day="Kamis, 26 November 2026")


def test_who_comes_too_early_is_told_from_when(office, row, clock):
    clock.at(row.starts_at - timedelta(minutes=31))

    page = Kiosk(office).show(row.code)

    assert page.status_code == 422
    assert "07.30" in words(page)
    assert not Ticket.objects.exists()


def test_a_number_without_booking_is_given_once_a_press(kiosk):
    key = "a" * 32

    first, second = (kiosk.ask(press_key=key) for _ in range(2))

    assert numbers_on(first) == numbers_on(second) == ["P-001"]
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"lane": ""}, "Choose a line."),
        ({"service": ""}, "Choose what you need."),
    ],
)
def test_a_wish_left_out_is_said(kiosk, wish, sentence):
    page = kiosk.ask(**wish)

    assert page.status_code == 422
    assert says(page, sentence)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("wish", [{"lane": "VIP"}, {"service": "wawancara"}, {"service": "x"}])
def test_a_tampered_wish_gives_no_number(kiosk, wish):
    assert kiosk.ask(**wish).status_code == 422
    assert not Ticket.objects.exists()


def test_the_reserve_ends_and_the_kiosk_says_where_help_is(kiosk):
    numbers = []
    while numbers_on(page := kiosk.ask()):
        numbers += numbers_on(page)
        assert len(numbers) < 50

    assert numbers == [f"P-{n:03d}" for n in range(1, len(numbers) + 1)]
    assert page.status_code == 422
    assert says(page, ARRIVING[actions.ReserveUsed])


def test_the_screen_shows_no_name_and_is_kept_by_nobody(kiosk, row):
    page = kiosk.show(row.code)

    assert row.people[0].name not in words(page)
    assert "no-store" in page["Cache-Control"]


def test_a_code_that_was_typed_stays_when_it_is_refused(kiosk):
    assert value_of(kiosk.show(FORGED), "code") == FORGED


def test_a_form_without_its_seal_is_refused_in_plain_words(kiosk, row):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = kiosk.client.cookies

    page = strict.post(kiosk.home, {"code": row.code})

    assert page.status_code == 403
    assert says(page, "Please send that once more")
    assert not Ticket.objects.exists()
