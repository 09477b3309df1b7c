"""Papers about reporting: a poster whose code leads to the doors, a card that holds no code."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from jernih.apps.complaints import jobs
from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import rosters
from jernih.apps.ledger import actions as ledger
from jernih.pure.receipt import parse_receipt
from jernih.pure.seal.code import derive, read
from tests import qr
from tests.apps.complaints.test_report_pages import KEY_MAKER, filed
from tests.makers import make_office
from tests.record import publish_record
from tests.report_makers import make_roster

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visitor():
    ledger.make_key(actor=KEY_MAKER)
    make_roster(make_office())
    return Client(enforce_csrf_checks=True)


@qr.needed
def test_the_poster_leads_to_the_doors_and_has_the_six_words(visitor, tmp_path):
    answer = visitor.get("/lapor/poster/")

    assert answer["Content-Type"] == "application/pdf"
    assert qr.codes_on(answer.content, tmp_path) == [f"{settings.SITE_URL}/lapor/"]
    said = qr.words_on(answer.content)
    assert rosters.roster_words() in said
    assert "Ada yang meminta uang?" in said
    assert "Did someone ask you for money?" in said


@qr.needed
def test_the_card_holds_days_and_proofs_and_neither_code_nor_words(visitor, tmp_path):
    code = filed(visitor)
    keys = derive(read(code), origin=settings.LOG_ORIGIN)
    shown = {"locator": keys.locator, "auth": keys.auth.hex()}

    by_form = visitor.post("/lapor/segel/kartu/", {"code": code})
    by_keys = visitor.post("/lapor/segel/kartu/", shown, content_type="application/json")

    report = Report.objects.get()
    for answer in (by_form, by_keys):
        said = qr.words_on(answer.content)
        assert report.commitment in said
        assert not any(group in said for group in code.split("-"))
        assert "calo" not in said
        assert keys.locator not in said
        assert qr.codes_on(answer.content, tmp_path) == [f"{settings.SITE_URL}/lapor/ikuti/"]
    assert b"00:00:00" in by_form.content or re.search(rb"D:\d{8}000000", by_form.content)


def test_the_proof_of_a_report_is_given_as_a_file_once_a_night_has_told_it(visitor):
    code = filed(visitor)

    before = visitor.post("/lapor/ikuti/bukti/", {"code": code})
    jobs.tell(timezone.now() + timedelta(days=1))
    publish_record()
    after = visitor.post("/lapor/ikuti/bukti/", {"code": code})
    page = visitor.post("/lapor/ikuti/", {"code": code}).content.decode()

    assert before.status_code == 404
    assert parse_receipt(after.content).fact["kind"] == "complaints.filed"
    assert "Simpan bukti" in page


@pytest.mark.parametrize("path", ["/lapor/segel/kartu/", "/lapor/ikuti/bukti/"])
def test_whoever_has_no_code_gets_no_paper(visitor, path):
    filed(visitor)

    bad = [
        visitor.post(path, {"code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"}),
        visitor.post(
            path, {"locator": "0" * 32, "auth": "0" * 64}, content_type="application/json"
        ),
        visitor.post(path, "[1]", content_type="application/json"),
    ]

    assert {one.status_code for one in bad} == {404}
