"""The front door: every page opens to everyone, in both languages, and says what is true."""

import csv
import io
from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from jernih.apps.ledger import queries as ledger
from jernih.apps.notices import actions as notices
from jernih.apps.notices.models import Notice
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office, OpeningHours
from jernih.apps.portal import queries
from jernih.pure import rulebook
from jernih.pure.states import NoticeState
from jernih.ui import rule_words
from tests.makers import make_office
from tests.record import publish_record
from tests.visits import indonesian

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/",
    "/biaya/",
    "/lapor/",
    "/periksa/",
    "/periksa/bukti/",
    "/periksa/dinding/",
    "/data/",
    "/data/aturan/",
    "/privasi/",
    "/sehat/",
    "/demo/pesan/",
    "/kantor/tarakan/",
)


@pytest.fixture(autouse=True)
def tarakan(settings, tmp_path):
    settings.VAR, settings.IS_DEMO = tmp_path, True
    return make_office(slug="tarakan", is_demo=True)


def text_of(client, path, **headers):
    response = client.get(path, headers=headers)
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_opens_in_both_languages_with_nothing_inline(client, path, language):
    client.cookies["language"] = language

    response = client.get(path)

    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "<style" not in text
    assert " style=" not in text
    assert "https://" not in text.split("<body")[0]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_a_form_by_post(client, path):
    assert client.post(path).status_code == 405


def test_home_has_four_doors_and_every_official_price(client):
    text = text_of(client, "/")

    for address in ("/ambil/", "/nomor/", "/lapor/", "/periksa/", "/layar/tarakan"):
        assert f'href="{address}"' in text
    for price in ("Rp350.000", "Rp650.000", "Rp950.000", "Rp1.000.000"):
        assert price in text


def test_home_works_before_any_office_is_open_and_without_hours(client):
    OpeningHours.objects.all().delete()
    assert client.get("/").status_code == 200

    Office.objects.all().delete()

    for path in ("/", "/biaya/", "/lapor/", "/periksa/", "/data/", "/privasi/", "/sehat/"):
        assert client.get(path).status_code == 200


def test_requirements_are_shown_in_the_readers_language(client):
    indonesian = text_of(client, "/kantor/tarakan/")
    client.cookies["language"] = "en"
    english = text_of(client, "/kantor/tarakan/")

    assert "Kartu Keluarga asli" in indonesian
    assert "Original family card" in english


def test_an_office_that_does_not_exist_is_not_found(client):
    assert client.get("/kantor/atlantis/").status_code == 404


def test_the_check_page_gives_the_line_to_type(client, settings):
    assert f"python3 -I -S jernih-verify.pyz {settings.SITE_URL}" in text_of(client, "/periksa/")


# ---- the sheet for the wall


def test_the_sheet_for_the_wall_says_the_rule_in_both_languages_with_the_key(client, settings):
    publish_record()

    for language in ("id", "en"):
        client.cookies["language"] = language
        text = text_of(client, "/periksa/dinding/")
        assert "Sistem yang memilih, bukan petugas" in text
        assert "The system chooses, not the officer" in text
    key = ledger.record_row().vkey
    assert key
    assert escape(key) in text
    assert sha256(key.encode()).hexdigest() in text.replace(" ", "")
    assert offices.rulebook_hash() in text
    assert f"{settings.SITE_URL}/periksa/" in text
    assert "testserver" not in text.split("<article")[1].split("</article")[0]
    for name in ("priority_every", "early_minutes", "recall_max", "recall_gap_seconds"):
        assert str(offices.rule("lanes", name, on=timezone.localdate())) in text


def test_the_check_page_leads_to_the_sheet(client):
    assert 'href="/periksa/dinding/"' in text_of(client, "/periksa/")


# ---- the rulebook in public


def test_every_number_in_force_is_shown_with_its_source_and_how_sure_it_is(client):
    text = text_of(client, "/data/aturan/")
    rows = queries.rules(on=timezone.localdate())

    assert len(rows) == sum(len(names) for names in offices.rulebook().values())
    for row in rows:
        assert f'id="{row.subject}-{row.name}"' in text
        assert escape(row.source_title) in text
    assert text.count("j-tag") >= sum(row.is_assumed for row in rows) > 0
    assert offices.rulebook_hash() in text


def test_every_number_of_the_rulebook_has_words_in_both_languages():
    nameless = [
        (subject, name)
        for subject, names in offices.rulebook().items()
        for name in names
        if name not in rule_words.RULES.get(subject, {})
    ]
    assert nameless == []
    assert set(offices.rulebook()) <= set(rule_words.SUBJECTS)
    sentences = [rule_words.SURE, rule_words.SUBJECTS, rule_words.SOURCES]
    for words in [words for book in sentences for words in book.values()]:
        assert indonesian(words)
    for names in rule_words.RULES.values():
        assert all(indonesian(words) for words in names.values())


def test_a_number_that_will_change_says_what_follows():
    today = timezone.localdate()
    later = today + timedelta(days=9)
    now = rulebook.Rule(since=date(2022, 1, 1), value=40, source="x")
    then = rulebook.Rule(since=later, value=55, source="y")
    book = {"quotas": {"seats_a_day": (now, then)}}

    assert [(row.rule, row.then) for row in offices.rules_on(today, book=book)] == [(now, then)]
    assert [(row.rule, row.then) for row in offices.rules_on(later, book=book)] == [(then, None)]
    assert offices.rules_on(date(2021, 1, 1), book=book) == []


def test_the_numbers_can_be_downloaded(client):
    lines = list(csv.DictReader(io.StringIO(text_of(client, "/data/aturan.csv"))))

    assert {"subject", "name", "value", "since", "source", "confidence"} == set(lines[0])
    [price] = [line for line in lines if line["name"] == "e_passport_5y"]
    assert (price["value"], price["confidence"]) == ("650000", "H")


def test_privacy_says_the_days_of_the_rulebook(client):
    text = text_of(client, "/privasi/")

    for name in ("personal_keep_days", "no_show_keep_days", "message_keep_days"):
        assert f"{offices.rule('quotas', name, on=timezone.localdate())} hari" in text


# ---- health


def post_message(**more):
    now = timezone.now()
    words = {
        "office": "tarakan",
        "channel": "EMAIL",
        "address": "siti@example.org",
        "purpose": "code",
        "once_key": "k",
        "language": "id",
        "subject": "Kode Anda",
        "body": "Kode: 123456",
        "not_before": now,
        "is_urgent": True,
    }
    with transaction.atomic():
        notices.post(now=now, **{**words, **more})


def test_health_answers_machines_in_json(client):
    response = client.get("/sehat/", headers={"accept": "application/json"})

    assert response.status_code == 200
    assert response.json()["ok"] is True


def test_health_says_when_messages_hang(client):
    post_message()
    Notice.objects.update(
        created_at=timezone.now() - timedelta(hours=1),
        not_before=timezone.now() - timedelta(hours=1),
    )

    response = client.get("/sehat/", headers={"accept": "application/json"})

    assert response.status_code == 503
    assert response.json()["late_messages"] == 1


# ---- the demonstration's mailbox


def test_the_demo_page_shows_what_would_be_sent(client):
    post_message()
    Notice.objects.update(state=NoticeState.SENT, sent_at=timezone.now())

    text = text_of(client, "/demo/pesan/")

    assert "Kode: 123456" in text
    assert "Kode: 123456" in text_of(client, "/demo/pesan/?untuk=siti@example.org")
    assert "Kode: 123456" not in text_of(client, "/demo/pesan/?untuk=other@example.org")


def test_a_site_in_earnest_has_no_demo_page(client, settings):
    post_message()
    settings.IS_DEMO = False

    assert client.get("/demo/pesan/").status_code == 404


def test_an_office_in_earnest_shows_no_message_on_the_demo_page(client):
    post_message()
    Office.objects.update(is_demo=False)

    assert client.get("/demo/pesan/").status_code == 404


def test_messages_of_another_office_in_earnest_stay_hidden(client):
    Office.objects.create(slug="nunukan", name="Nunukan", opened_on=timezone.localdate())
    post_message(office="nunukan")

    assert "Kode: 123456" not in text_of(client, "/demo/pesan/")
