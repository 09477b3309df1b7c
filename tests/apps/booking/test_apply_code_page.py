"""The apply pages from the one-time code on: codes, the review, jumps, forged drafts."""

from datetime import date, timedelta

import pytest

from jernih.apps.booking.models import Application
from jernih.apps.notices.models import Notice
from jernih.pure.people import PersonFault
from tests import makers
from tests.visits import Citizen, posted, says, value_of, words

pytestmark = pytest.mark.django_db

F = PersonFault
BORN = date(1990, 1, 1)


@pytest.mark.usefixtures("nothing_written")
def test_a_code_dies_after_five_wrong_tries(siti):
    siti.come_to("kode/")
    right = siti.sent_code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"

    pages = [siti.type_code(wrong) for _ in range(6)]
    late = siti.type_code(right)

    assert {page.status_code for page in pages} == {422}
    assert says(pages[0], "This code is not right. Tries left: {tries_left}", tries_left=4)
    assert says(pages[5], "This code no longer works. Ask for a new one below.")
    assert late.status_code == 422


@pytest.mark.usefixtures("nothing_written")
def test_a_code_dies_after_its_minutes(siti, clock):
    siti.come_to("kode/")
    clock.later(minutes=10, seconds=1)

    page = siti.type_code()

    assert page.status_code == 422
    assert says(page, "This code no longer works. Ask for a new one below.")


@pytest.mark.usefixtures("nothing_written")
def test_a_code_is_good_once(siti):
    siti.come_to("kode/")
    code = siti.sent_code()

    first, second = siti.type_code(code), siti.type_code(code)

    assert first.status_code == 302
    assert second.status_code == 422
    assert says(second, "This code no longer works. Ask for a new one below.")


@pytest.mark.usefixtures("nothing_written")
def test_a_code_of_another_visit_is_worth_nothing(siti, office):
    siti.come_to("kode/")
    thief = Citizen(office)
    thief.come_to("kontak/")
    thief.address = siti.address

    thief.give_address()
    page = thief.type_code(siti.sent_code())

    assert page.status_code == 422


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 21])
def test_what_is_no_code_is_said(siti, typed):
    siti.come_to("kode/")

    page = siti.post("kode/", code=typed)

    assert page.status_code == 422


def test_a_new_code_too_soon_or_too_often_is_refused_with_the_time(siti, clock):
    siti.come_to("kode/")

    soon = siti.client.post("/ambil/kode/", {"again": "1"}, follow=True)
    for _ in range(4):
        clock.later(seconds=61)
        siti.post("kode/", again="1")
    clock.later(seconds=61)
    often = siti.client.post("/ambil/kode/", {"again": "1"}, follow=True)

    again_at = "The code was sent a moment ago. You can ask again at {again_at}."
    assert says(soon, again_at, again_at="10.01")
    assert says(
        often, "Too many codes were asked for. Please try again at {again_at}.", again_at="11.00"
    )
    assert Notice.objects.count() == 5


def test_the_review_sent_twice_is_one_application(siti):
    siti.come_to("periksa/")
    draft = siti.client.cookies["draft"].value

    first = siti.number(siti.post("periksa/"))
    siti.client.cookies["draft"] = draft
    second = siti.number(siti.post("periksa/"))

    assert first.ref == second.ref
    assert Application.objects.count() == 1


@pytest.mark.usefixtures("nothing_written")
def test_a_review_an_hour_later_asks_for_a_new_code_and_keeps_the_rest(siti, clock):
    person = makers.make_person(name="Siti Aminah")
    siti.come_to("periksa/", person)
    clock.later(minutes=61)

    page = siti.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/kontak/", 302)]
    assert says(page, "The code has expired. Please ask for a new one; all else is kept.")
    assert value_of(page, "contact") == siti.address
    assert value_of(siti.client.get("/ambil/orang/"), "p0-nik") == person.nik


def test_one_person_one_number(siti, office):
    person = makers.make_person(name="Siti Aminah")
    siti.take(person)
    again = Citizen(office)
    again.come_to("periksa/", person)

    page = again.client.post("/ambil/periksa/", follow=True)

    assert page.redirect_chain == [("/ambil/orang/", 302)]
    assert says(
        page,
        "{who} already has a number for this service, or is in its draw. One person, one number: "
        "find it with the code of the receipt, or give it back first.",
        who="Siti Aminah",
    )
    assert Application.objects.count() == 1


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize("step", ["orang/", "waktu/", "kontak/", "kode/", "periksa/"])
def test_a_step_that_one_jumps_to_leads_back_to_the_first_that_is_missing(siti, step):
    page = siti.client.get(f"/ambil/{step}", follow=True)

    assert page.redirect_chain[-1][0] == "/ambil/"
    assert page.status_code == 200


@pytest.mark.usefixtures("nothing_written")
def test_a_forged_draft_is_a_fresh_start(siti):
    siti.client.cookies["draft"] = "gAAAAABforged"

    assert siti.client.get("/ambil/waktu/", follow=True).redirect_chain[-1][0] == "/ambil/"


@pytest.mark.usefixtures("nothing_written")
@pytest.mark.parametrize(
    "fields", [{"count": 9}, {"count": 0}, {"service": 0}, {"service": "x"}, {"service": ""}]
)
def test_a_tampered_first_step_is_refused(siti, office, fields):
    service = makers.service_of(office).pk

    page = siti.post("", **{"service": service, "count": 1} | fields)

    assert page.status_code == 422


def test_a_draft_is_never_readable_in_the_cookie(siti):
    person = makers.make_person()
    siti.come_to("waktu/", person)

    cookie = siti.client.cookies["draft"]

    assert person.nik not in cookie.value
    assert cookie["httponly"]
    assert cookie["path"] == "/ambil/"
    assert timedelta(seconds=cookie["max-age"]) == timedelta(hours=2)


def test_an_office_without_numbers_says_so(client, clock):
    office = makers.make_office()
    visitor = Citizen(office)
    visitor.choose()
    page = visitor.client.post("/ambil/orang/", posted(makers.make_person()), follow=True)

    assert says(page, "All published days are full")
    assert words(page)
