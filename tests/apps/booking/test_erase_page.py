"""She asks on the page of her number; the page says what goes, what stays, and what is gone."""

import pytest
from django.test import Client

from jernih.apps.booking import actions
from jernih.apps.booking.models import Application
from jernih.pure.roles import CITIZEN, Role
from tests import makers
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(siti):
    return siti.take(makers.make_person(name="Siti Zubaidah"))


@pytest.fixture
def given_back(row):
    actions.withdraw(ref=row.ref, actor=CITIZEN, now=makers.NOW)
    return row


def see(path: str):
    return Client().get(path, follow=True)


def test_while_the_number_counts_nothing_can_be_erased(row):
    assert "hapus-data" not in see(f"/nomor/{row.code}/").content.decode()

    asked = see(f"/nomor/{row.code}/hapus-data/")
    answer = Client().post(f"/nomor/{row.code}/hapus-data/", follow=True)

    assert "<form" not in asked.content.decode().split("<main")[1].split("</main")[0]
    assert says(answer, "This number still counts. Give it back first.")
    assert Application.objects.get().erased_at is None


def test_one_question_is_asked_and_says_what_goes_and_what_stays(given_back):
    assert (
        f"/nomor/{given_back.code}/hapus-data/"
        in see(f"/nomor/{given_back.code}/").content.decode()
    )

    page = see(f"/nomor/{given_back.code}/hapus-data/")

    assert says(page, "your name and birth date;")
    assert says(page, "in sealed back-up copies for at most 30 days more.")
    assert "90 hari" in words(page)
    assert Application.objects.get().erased_at is None


def test_after_it_every_page_of_the_number_says_so(given_back):
    code = given_back.code

    page = Client().post(f"/nomor/{code}/hapus-data/", follow=True)

    assert says(page, "Your data are erased")
    for path in ("", "hapus-data/", "tanda-terima.pdf", "jadwal.ics"):
        page = see(f"/nomor/{code}/{path}")
        assert says(page, "Your data are erased")
        assert "Zubaidah" not in page.content.decode()


def test_what_cannot_be_done_any_more_does_not_break(given_back):
    code = given_back.code
    Client().post(f"/nomor/{code}/hapus-data/")

    assert Client().get(f"/nomor/{code}/pindah/").status_code == 200
    assert Client().get(f"/nomor/{code}/kembalikan/").status_code == 200
    assert Client().post(f"/nomor/{code}/kembalikan/").status_code == 409


def test_staff_who_look_for_her_receipt_are_told(office, given_back):
    Client().post(f"/nomor/{given_back.code}/hapus-data/")

    page = Desk(office, Role.HELPER).do(f"bantuan/{given_back.code}/")

    assert "Zubaidah" not in words(page)
    assert says(page, "Your data are erased")


def test_a_forged_code_erases_nothing(given_back):
    assert Client().post("/nomor/0123456789ABCDEFGHJK/hapus-data/").status_code == 404
    assert Application.objects.get().erased_at is None
