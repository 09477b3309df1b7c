"""The pages of gifts: declared on a phone, kept by a keeper, counted for everybody."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jernih.apps.conduct import jobs
from jernih.apps.conduct.models import Gift
from jernih.pure.roles import Role
from tests import pictures
from tests.gift_makers import GIVER, make_gift
from tests.makers import NOW, make_office
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db
HOME = "gratifikasi/"
FIELDS = {
    "answer": "UNREFUSABLE",
    "kind": "FOOD",
    "thing": "sekotak kurma",
    "value": "150000",
    "giver": GIVER,
    "relation": "APPLICANT",
    "occasion": "SERVICE",
    "happened_on_0": "23",
    "happened_on_1": "11",
    "happened_on_2": "2026",
    "place": "loket 3",
    "chronology": "=Ditaruh di meja.",
}


@pytest.fixture
def office(clock):
    return make_office()


@pytest.fixture
def officer(office):
    return Desk(office, Role.COUNTER)


@pytest.fixture
def keeper(office):
    return Desk(office, Role.GIFT_KEEPER)


def declared(desk, **changes):
    photo = SimpleUploadedFile("a.jpg", pictures.jpeg(), content_type="image/jpeg")
    return desk.do(f"{HOME}baru/", **FIELDS | {"photo": photo} | changes)


def test_an_officer_declares_on_one_page_and_sees_what_the_law_makes_of_it(officer):
    assert says(officer.see(HOME), "Nothing yet.")

    page = declared(officer)

    assert says(page, "Thank you. It stands in the register.")
    assert says(page, "Must be reported: it has to do with our work")
    gift = Gift.objects.get()
    shown = officer.see(f"{HOME}{gift.ref}/foto/{gift.photos.get().pk}")
    assert shown["Content-Type"] == "image/jpeg"
    assert pictures.CANARY not in shown.content
    assert "no-store" in shown["Cache-Control"]


def test_what_is_wrong_is_said_and_nothing_is_kept(officer):
    bad = SimpleUploadedFile("a.jpg", b"MZ\x90", content_type="image/jpeg")

    page = declared(officer, photo=bad, value="seratus", happened_on_0="31")

    assert page.status_code == 422
    assert says(page, "We can read photos only: JPEG, PNG or WebP.")
    assert says(page, "Digits only, without dots: 150000.")
    assert says(declared(officer, happened_on_0="24"), "This day is still to come.")
    assert not Gift.objects.exists()


def test_everybody_sees_her_own_only_and_the_keeper_sees_all(office, officer, keeper):
    declared(officer)
    gift = Gift.objects.get()
    stranger = Desk(office, Role.SUPERVISOR)

    assert GIVER not in words(stranger.see(HOME))
    for page in ("", f"foto/{gift.photos.get().pk}"):
        assert stranger.see(f"{HOME}{gift.ref}/{page}").status_code == 404
    assert stranger.do(f"{HOME}{gift.ref}/lengkap/").status_code == 404
    assert stranger.see(f"{HOME}daftar/").status_code == 403
    for kind in ("json", "csv", "pdf"):
        assert officer.see(f"{HOME}{gift.ref}/formulir.{kind}").status_code == 403
    assert GIVER in words(keeper.see(f"{HOME}{gift.ref}/"))
    assert Desk(make_office(), Role.GIFT_KEEPER).see(f"{HOME}{gift.ref}/").status_code == 404


def test_the_keeper_takes_a_gift_to_its_end(office, officer, keeper):
    declared(officer)
    gift = Gift.objects.get()
    page = f"{HOME}{gift.ref}/"
    witness = Desk(office, Role.GIFT_KEEPER)

    assert not says(keeper.see(page), "Hand the thing over")
    assert keeper.do(f"{page}minta/").status_code == 422
    assert says(keeper.do(f"{page}minta/", **{"ask-words": "Nilai?"}), "Something is missing")
    assert says(officer.do(f"{page}tambah/", **{"add-words": "150 ribu"}), "Something was added")
    hand = {"offer-to": "REGISTER", "offer-second": keeper.staff.ref, "offer-words": "utuh"}
    officer.do(f"{page}serah/", **hand)
    assert says(keeper.see(HOME), "Waits for your signature")
    keeper.do(f"{HOME}serah/{gift.handovers.get().pk}/")
    keeper.do(f"{page}lengkap/")
    keeper.do(f"{page}teruskan/")
    keeper.do(f"{page}putus/", **{"decide-decision": "STATE", "decide-decree": "B/1"})
    refused = keeper.do(f"{page}tutup/", **{"end-end": "DECIDED"})
    assert says(refused, "First hand the thing over to where it belongs.")
    keeper.do(f"{page}serah/", **{"offer-to": "STATE", "offer-second": witness.staff.ref})
    witness.do(f"{HOME}serah/{gift.handovers.latest('pk').pk}/")
    done = keeper.do(f"{page}tutup/", **{"end-end": "DECIDED"})

    assert says(done, "Decision carried out")
    assert says(keeper.see(f"{HOME}daftar/"), "Nothing is open.")
    assert keeper.do(f"{page}apa/").status_code == 404


def test_the_form_of_the_commission_comes_in_its_order(officer, keeper):
    declared(officer, own_nik="6571010101900001")
    base = f"{HOME}{Gift.objects.get().ref}/formulir."

    told = json.loads(keeper.see(f"{base}json").content)
    head, row = csv.reader(io.StringIO(keeper.see(f"{base}csv").content.decode()))

    assert list(told) == head
    assert head[:2] == ["recipient_nik", "recipient_name"]
    assert told["giver_name"] == GIVER
    assert row[head.index("chronology")] == "'=Ditaruh di meja."
    assert keeper.see(f"{base}pdf").content.startswith(b"%PDF")
    assert keeper.see(f"{base}exe").status_code == 404


def test_everybody_reads_counts_and_what_may_never_be_given(office, officer, clock):
    page = Client().get("/gratifikasi/")
    assert says(page, "What may never be given")
    make_gift(office, officer.staff.as_actor())
    jobs.night(NOW)
    clock.at(NOW + timedelta(days=1))

    page = Client().get("/gratifikasi/")

    assert says(page, "of them refused on the spot")
    assert GIVER not in words(page)


def test_without_an_office_there_is_no_such_page():
    assert Client().get("/gratifikasi/").status_code == 404


def test_nobody_comes_in_without_signing_in():
    answer = Client().get(f"/petugas/{HOME}")

    assert answer.status_code == 302
    assert "masuk" in answer["Location"]
