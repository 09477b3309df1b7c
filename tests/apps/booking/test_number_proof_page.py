"""The page of her proofs: behind the code alone, with a file that holds, and a code to read."""

import re

import pytest
from django.test import Client

from jernih.apps.booking import actions
from jernih.pure import receipt
from jernih.pure.receipt import Verdict, check_receipt
from jernih.pure.roles import CITIZEN
from jernih.ui.receipt_page import LOOK_AGAIN_SECONDS
from tests import makers
from tests.apps.ledger.test_receipts import office_key
from tests.record import publish_record
from tests.visits import Citizen, says

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(clock):
    office = makers.make_office()
    makers.make_supply(office)
    return Citizen(office).take(makers.make_person(name="Siti Aminah"))


def test_right_after_taking_the_page_says_a_few_seconds_and_looks_again(client, row):
    page = client.get(f"/nomor/{row.code}/bukti/")

    assert says(page, "It is being signed. In a few seconds the proof stands here.")
    assert page["Refresh"] == LOOK_AGAIN_SECONDS
    assert client.get(f"/nomor/{row.code}/bukti/0/").status_code == 404


def test_then_the_proof_can_be_kept_and_it_holds(client, row):
    publish_record()

    page = client.get(f"/nomor/{row.code}/bukti/")
    kept = client.get(f"/nomor/{row.code}/bukti/0/")

    assert says(page, "That you took a number")
    assert "Refresh" not in page
    assert kept["Content-Disposition"] == 'attachment; filename="bukti-A-001.tlog-proof"'
    assert check_receipt(kept.content, key=office_key()).verdict == Verdict.GOOD
    [link] = re.findall(r'href="(http[^"]*/periksa/bukti/#[A-Z2-7]+)"', page.content.decode())
    assert receipt.unpack(link) == kept.content


def test_the_page_of_the_number_leads_to_it(client, row):
    assert f'href="/nomor/{row.code}/bukti/"' in client.get(f"/nomor/{row.code}/").content.decode()


@pytest.mark.parametrize("code", ["0123456789ABCDEFGHJK", "A-001", "x"])
@pytest.mark.parametrize("path", ["bukti/", "bukti/0/"])
def test_nobody_without_the_code_sees_it(client, row, code, path):
    publish_record()

    assert client.get(f"/nomor/{code}/{path}").status_code == 404


def test_no_page_nor_file_of_a_proof_names_the_person(client, row):
    publish_record()

    page = (
        client.get(f"/nomor/{row.code}/bukti/").content
        + client.get(f"/nomor/{row.code}/bukti/0/").content
    )

    assert b"Siti" not in page
    assert b"Aminah" not in page


def test_after_erasing_there_is_nothing_left_to_prove_it_with(client, row):
    actions.withdraw(ref=row.ref, actor=CITIZEN, now=makers.NOW)
    actions.erase_application(ref=row.ref, actor=CITIZEN, now=makers.NOW)
    publish_record()

    assert client.get(f"/nomor/{row.code}/bukti/")["Location"] == f"/nomor/{row.code}/"
    assert client.get(f"/nomor/{row.code}/bukti/0/").status_code == 404


def test_the_file_asks_for_no_session_and_is_kept_by_nobody(row):
    publish_record()

    kept = Client().get(f"/nomor/{row.code}/bukti/0/")

    assert "no-store" in kept["Cache-Control"]
    assert not kept.cookies
