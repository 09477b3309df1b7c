"""What a reporter meets without JavaScript: two doors, a form, a code, and her own case."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from jernih.apps.complaints.models import Report
from jernih.apps.complaints.queries import forms
from jernih.apps.ledger import actions as ledger
from jernih.pure.casework import Made
from jernih.pure.roles import Actor, Role
from tests.makers import make_office
from tests.report_makers import make_roster

pytestmark = pytest.mark.django_db(transaction=True)

KEY_MAKER = Actor(roles=frozenset({Role.CLOCK}))
CANARIES = [f"kenari-{n:02}-zqx" for n in range(40)]
SHOWN = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")


@pytest.fixture
def roster():
    ledger.make_key(actor=KEY_MAKER)
    return make_roster(make_office())


@pytest.fixture
def visitor():
    """A browser whose cookies would be seen."""
    return Client(enforce_csrf_checks=True)


def told(visitor, **more):
    page = visitor.get("/lapor/segel/")
    chance = re.search(r'name="chance" value="([0-9a-f]{64})"', page.content.decode())
    assert chance
    return {
        "chance": chance[1],
        "end": "1",
        "words": "Ada calo di ruang foto.",
        "seen": ["BROKER"],
        **more,
    }


def filed(visitor, **more):
    """File a report; return its code as the page shows it."""
    page = visitor.post("/lapor/segel/", told(visitor, **more))
    assert page.status_code == 200, page.content.decode()
    return SHOWN.search(page.content.decode())[0]


def test_a_report_is_filed_followed_and_added_to_with_the_code_alone(visitor, roster):
    code = filed(visitor)

    page = visitor.post("/lapor/ikuti/", {"code": code.lower().replace("-", " ")})
    assert "Ada calo di ruang foto." in page.content.decode()
    photo = SimpleUploadedFile("bukti.txt", b"isi berkas bukti")
    page = visitor.post(
        "/lapor/ikuti/tulis/",
        {"code": code, "words": "Namanya Contoh.", "files": photo, "end": "1"},
    )
    assert "Namanya Contoh." in page.content.decode()
    found = visitor.post("/lapor/ikuti/berkas/", {"code": code, "name": "lampiran-1-1.age"})

    assert found.content == b"isi berkas bukti"
    assert Report.objects.get().made == Made.SERVER
    assert dict(visitor.cookies) == {}


def test_every_question_stands_on_the_form(visitor, roster):
    page = visitor.get("/lapor/segel/").content.decode()
    shown = {name.split("_")[0] for name in re.findall(r'name="(\w+)"', page)}

    assert {one.name for one in forms.questionnaire().questions} <= shown
    assert {"words", "files", "concerned", "sections", "chance", "end"} <= shown


def test_the_code_is_typed_again_before_anyone_leaves(visitor, roster):
    code = filed(visitor)
    groups = code.split("-")

    wrong = visitor.post("/lapor/segel/kode/", {"code": code, "second": "0000", "fifth": "0000"})
    right = visitor.post(
        "/lapor/segel/kode/", {"code": code, "second": groups[1].lower(), "fifth": groups[4]}
    )

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert code in wrong.content.decode()


def test_the_same_form_sent_twice_is_one_report(visitor, roster):
    once = told(visitor)

    codes = {
        SHOWN.search(visitor.post("/lapor/segel/", once).content.decode())[0] for _ in range(2)
    }

    assert len(codes) == 1
    assert Report.objects.count() == 1


def test_nothing_told_is_refused_and_what_was_typed_stays(visitor, roster):
    nothing = visitor.post("/lapor/segel/", told(visitor, words="", seen=[]))
    wrong = visitor.post("/lapor/segel/", told(visitor, asked="banyak sekali"))

    assert (nothing.status_code, wrong.status_code) == (422, 422)
    assert "Ada calo di ruang foto." in wrong.content.decode()
    assert Report.objects.count() == 0


def test_whoever_it_is_about_cannot_hold_it(visitor, roster):
    accused = roster.of(Role.HANDLER)

    filed(visitor, concerned=[accused.ref])

    held = set(Report.objects.get().holds.values_list("staff", flat=True))
    assert accused.ref not in held
    assert {one.ref for one in roster.roster.of_role(Role.OVERSEER)} <= held


def test_a_wrong_code_and_an_unknown_one_answer_alike(visitor, roster):
    filed(visitor)

    typo = visitor.post("/lapor/ikuti/", {"code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"})
    api = [
        visitor.post(
            "/lapor/segel/buka/",
            {"locator": locator, "auth": "00" * 32},
            content_type="application/json",
        )
        for locator in (Report.objects.get().locator, "0" * 32)
    ]

    assert typo.status_code == 422
    assert {(one.status_code, one.content) for one in api} == {(404, api[0].content)}


@pytest.mark.parametrize("path", ["/lapor/", "/lapor/segel/", "/lapor/ikuti/"])
def test_the_pages_know_nobody_and_stay_nowhere(visitor, roster, path):
    visitor.cookies["sessionid"] = "x" * 32

    page = visitor.get(path)

    assert page.status_code == 200
    assert page.cookies == {}
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self';" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_without_enough_who_could_read_it_the_door_is_shut(visitor):
    make_roster(make_office(), people=((Role.HANDLER, "tikkim"), (Role.OVERSEER, "outside")))

    page = visitor.get("/lapor/segel/")

    assert page.status_code == 503
    assert "137" in page.content.decode()


def test_forty_canaries_are_found_in_no_table_and_no_folder(visitor, roster, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    large = SimpleUploadedFile("besar.txt", " ".join(CANARIES).encode() * 5_000)

    filed(visitor, words=" ".join(CANARIES), who=CANARIES[0], place=CANARIES[1], files=[large])

    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT "{table}"::text FROM "{table}"')
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert not [one for one in CANARIES if one in rows or one.encode().hex() in rows]
    assert [*Path(tmp_path).iterdir()] == []


def test_large_files_are_taken_up_to_what_the_form_says_and_no_further(visitor, roster):
    fits = SimpleUploadedFile("besar.pdf", b"%PDF-" + bytes(12_000_000))
    too_large = SimpleUploadedFile("raksasa.pdf", b"%PDF-" + bytes(22_000_000))

    code = filed(visitor, files=fits)
    refused = visitor.post("/lapor/segel/", told(visitor, files=too_large))

    assert code
    assert refused.status_code == 413
    assert Report.objects.count() == 1
