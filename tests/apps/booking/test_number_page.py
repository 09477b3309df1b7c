"""The pages of one number: found by its code only, and nothing is said to who has a wrong one."""

import pytest
from django.test import Client

from jernih.apps.booking.models import Application
from tests import makers
from tests.visits import Citizen, says, value_of, words

pytestmark = pytest.mark.django_db

FORGED = "0123456789ABCDEFGHJK"


@pytest.fixture
def office(clock):
    made = makers.make_office()
    makers.make_supply(made)
    return made


@pytest.fixture
def row(office):
    return Citizen(office).take(makers.make_person(name="Siti Aminah"))


def test_a_code_is_found_however_it_is_typed(client, row):
    code = row.code
    shown = "-".join(code[at : at + 5] for at in range(0, 20, 5))

    for typed in (code, shown, shown.lower(), f" {code} ", f"http://localhost/nomor/{code}"):
        assert client.post("/nomor/", {"code": typed})["Location"] == f"/nomor/{code}/"


def test_the_address_with_a_carelessly_typed_code_leads_to_the_right_one(client, row):
    assert client.get(f"/nomor/{row.code.lower()}/")["Location"] == f"/nomor/{row.code}/"


@pytest.mark.parametrize("typed", [FORGED, "AAAA", "A-017", "'--", "☃" * 20, "x" * 200])
def test_a_forged_code_is_refused_and_stays_in_the_field(client, row, typed):
    page = client.post("/nomor/", {"code": typed})

    assert page.status_code == 422
    assert says(page, "We do not know this code. Compare it with your receipt.")
    assert value_of(page, "code") == typed


def test_an_empty_field_is_said(client, row):
    page = client.post("/nomor/", {"code": ""})

    assert page.status_code == 422
    assert says(page, "Write the code of your receipt.")


@pytest.mark.parametrize(
    "path", ["", "tanda-terima.pdf", "jadwal.ics", "pindah/", "kembalikan/", "konfirmasi/"]
)
@pytest.mark.parametrize("code", [FORGED, "A-017", "x"])
def test_a_forged_code_in_an_address_is_not_found_in_plain_words(client, row, path, code):
    send = client.post if path == "konfirmasi/" else client.get

    page = send(f"/nomor/{code}/{path}")

    assert page.status_code == 404
    assert says(page, "We cannot find this page")
    assert "Siti" not in words(page)


def test_a_number_shows_no_whole_nik_and_is_not_kept_by_browsers(client, office):
    person = makers.make_person()
    row = Citizen(office).take(person)

    page = client.get(f"/nomor/{row.code}/")

    assert person.nik not in page.content.decode()
    assert person.nik[-4:] in words(page)
    assert "no-store" in page["Cache-Control"]
    assert row.code not in str(page.headers.get("Link", ""))


def test_the_receipt_and_the_calendar_are_files_of_this_number(client, row):
    paper = client.get(f"/nomor/{row.code}/tanda-terima.pdf")
    visit = client.get(f"/nomor/{row.code}/jadwal.ics")

    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    assert b"BEGIN:VEVENT" in visit.content
    assert row.people[0].number.encode() in visit.content


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", ""),
        ("post", "tanda-terima.pdf"),
        ("put", "pindah/"),
        ("delete", "kembalikan/"),
        ("get", "konfirmasi/"),
    ],
)
def test_a_wrong_method_changes_nothing(client, row, method, path):
    page = getattr(client, method)(f"/nomor/{row.code}/{path}")

    assert page.status_code in (200, 405)
    assert Application.objects.get().state == "GRANTED"
    if page.status_code == 405:
        assert says(page, "This page cannot be asked like that")


def test_a_form_without_its_seal_is_refused_in_plain_words(row):
    strict = Client(enforce_csrf_checks=True)

    page = strict.post(f"/nomor/{row.code}/kembalikan/")

    assert page.status_code == 403
    assert says(page, "Please send that once more")
    assert Application.objects.get().state == "GRANTED"


def test_ten_megabytes_are_refused_in_plain_words(client, row):
    page = client.post(
        f"/nomor/{row.code}/kembalikan/", data=b"x" * 10_000_000, content_type="text/plain"
    )

    assert page.status_code == 413
    assert says(page, "That is too much at once")
    assert Application.objects.get().state == "GRANTED"


def test_a_thousand_fields_are_refused_in_plain_words(client, row):
    page = client.post("/nomor/", {f"field{n}": "x" for n in range(1000)})

    assert page.status_code == 400
    assert says(page, "We could not read that")


@pytest.mark.parametrize("first", ["", "ANY", "2020-01-01", "2026-11-28T08:00:00+08:00", "x"])
def test_a_number_does_not_move_to_a_time_that_is_not_offered(client, row, first):
    page = client.post(f"/nomor/{row.code}/pindah/", {"first": first})

    assert page.status_code in (302, 422)
    if page.status_code == 302:
        assert first == "ANY"
