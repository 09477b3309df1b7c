"""The questionnaire on a phone, at the kiosk, from paper; what is published, for everybody."""

import csv
import io
import secrets
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from jernih.apps.hall.queries import ticket_code
from jernih.apps.hall.queries.kiosks import COOKIE, SALT
from jernih.apps.surveys import actions
from jernih.apps.surveys.models import Box, PublishedIndex, SealedAnswer, TokenGiven
from jernih.pure import blind
from jernih.pure.roles import CITIZEN, CLOCK, Role
from jernih.pure.survey import Way
from jernih.pure.vrf_key import read_key
from tests.hall_makers import make_hall, make_ticket
from tests.staff_makers import make_staff, signed_in
from tests.survey_makers import CONTENT, make_key, said, served_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(clock):
    made = make_hall()
    # After the longest day of these tests: pages ask the time, makers go on by themselves.
    clock.at(made.now + timedelta(hours=8))
    return made


@pytest.fixture
def key(hall):
    return make_key(hall.office, now=hall.now)


def filled(text=CONTENT, **more):
    skm, spkp, spak, asked = text.split("|")
    names = {"skm": skm, "spkp": spkp, "spak": spak}
    points = {
        f"{one}_{nth}": digit for one, said in names.items() for nth, digit in enumerate(said, 1)
    }
    return points | {"asked": asked, "asked_for": "1"} | more


def page_of(code):
    return reverse("surveys:answer", args=[code])


def test_whoever_was_served_answers_without_javascript_once(client, hall, key):
    [code] = served_codes(hall)
    shown = client.get(page_of(code))
    assert shown.status_code == 200
    assert key.modulus in shown.text
    assert "no-store" in shown["Cache-Control"]

    sent = client.post(page_of(code), filled())

    assert sent["Location"] == reverse("surveys:thanks")
    assert Box.objects.get().way == Way.SERVER
    again = client.post(page_of(code), filled())
    assert again.status_code == 409
    assert SealedAnswer.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"skm_1": "5"}, {"spak_5": ""}, {"asked": "MAYBE"}])
def test_answers_out_of_scale_are_said_plainly_and_nothing_is_kept(client, hall, key, wrong):
    [code] = served_codes(hall)

    sent = client.post(page_of(code), filled(**wrong))

    assert sent.status_code == 422
    assert "error-summary" in sent.text
    assert sent.text.count(" checked") == 22
    assert not TokenGiven.objects.exists()


def test_nobody_else_is_asked(client, hall, key):
    waiting = make_ticket(hall)

    assert client.get(page_of(ticket_code(waiting))).status_code == 409
    assert client.get(page_of("AAAA-AAAA-AAAA")).status_code == 404


def post(client, name, *args, **body):
    return client.post(reverse(name, args=args), body, content_type="application/json")


def test_a_browser_blinds_its_token_and_sends_the_answer_apart(client, hall, key):
    [code] = served_codes(hall)
    public, token, prefix = read_key(key.modulus), secrets.token_bytes(32), secrets.token_bytes(32)
    prepared = blind.prepare(token, prefix=prefix)
    hidden = blind.blind(public, prepared, salt=bytes(48), chance=12345)

    signed = post(client, "surveys:token", code, key=key.key, blinded=hidden.message.hex()).json()
    signature = blind.finish(
        public, prepared, signed=bytes.fromhex(signed["signed"]), unblind=hidden.unblind
    )
    told = {
        "office": hall.office.slug, "key": key.key, "prefix": prefix.hex(), "token": token.hex(),
        "signature": signature.hex(), "answer": CONTENT,
    }  # fmt: skip
    forged = post(client, "surveys:drop", **told | {"token": "00" * 32})
    bent = post(client, "surveys:drop", **told | {"answer": CONTENT.replace("4", "5")})
    taken = post(client, "surveys:drop", **told)
    again = post(client, "surveys:drop", **told)

    assert [one.status_code for one in (forged, bent, taken, again)] == [422, 422, 200, 409]
    assert again.json()["reason"] == "SpentAlready"
    assert Box.objects.get().way == Way.BROWSER
    assert SealedAnswer.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"key": 1, "blinded": ""}', "\x00", "{" * 9000])
def test_what_is_no_answer_is_refused(client, hall, key, body):
    [code] = served_codes(hall)
    for name, args in (("surveys:token", [code]), ("surveys:drop", [])):
        sent = client.post(reverse(name, args=args), body, content_type="application/json")
        assert sent.status_code == 422
        assert sent.json()["words"]


def test_the_kiosk_takes_an_answer_and_marks_it(client, hall):
    hall.office.kiosk_key = "k"
    hall.office.save()
    address = reverse("surveys:kiosk", args=[hall.office.slug])
    assert client.get(address).status_code == 403
    client.cookies[COOKIE] = signing.dumps([hall.office.slug, "k"], salt=SALT)
    [code] = served_codes(hall)

    assert client.get(address).status_code == 200
    assert "skm_9" in client.post(address, {"code": code}).text
    assert client.post(address, filled(code=code, skm_1="")).status_code == 422
    assert client.post(address, filled(code=code)).status_code == 200
    assert client.post(address, {"code": "AAAA-AAAA-AAAA"}).status_code == 404

    assert Box.objects.get().way == Way.KIOSK


def test_a_helper_enters_paper_and_it_is_marked(hall):
    helper = signed_in(make_staff(Role.HELPER, office=hall.office.slug))
    [code] = served_codes(hall)
    address = reverse("surveys:paper")

    assert helper.get(address).status_code == 200
    assert helper.post(address, filled(code="AAAA-AAAA-AAAA")).status_code == 422
    assert helper.post(address, filled(code=code)).status_code == 302

    assert Box.objects.get().way == Way.PAPER


def test_the_head_publishes_and_everybody_can_reckon_it_again(client, hall, clock):
    staff = make_staff(Role.HEAD, office=hall.office.slug)
    for code in served_codes(hall, 10):
        actions.answer_here(code=code, answer=said(), way=Way.SERVER, actor=CITIZEN, now=hall.now)
    actions.open_boxes(office_id=hall.office.pk, actor=CLOCK, now=hall.now)
    assert client.get("/survei/").status_code == 200
    signed_in(staff).post(reverse("surveys:publish"), {"period": "2026-Q4"})
    assert not PublishedIndex.objects.exists()
    clock.at(hall.now + timedelta(days=40))
    head = signed_in(staff)

    page = head.get(reverse("surveys:publish"))
    assert page.status_code == 200
    head.post(reverse("surveys:publish"), {"period": "2026-Q4"})

    shown = client.get("/survei/")
    # Five of nine gave 4, four gave 3 … as CONTENT spells: 444433334.
    assert "88.89" in shown.text
    rows = list(csv.DictReader(io.StringIO(client.get("/survei/2026-Q4.csv").text)))
    points = [int(row["points"]) * int(row["people"]) for row in rows if row["what"] == "SKM"]
    assert round(sum(points) / 10 / 9 * 25, 2) == 88.89
    assert client.get("/survei/2026-Q4/").status_code == 200
    assert client.get("/survei/2026-Q1/").status_code == 404
    assert client.get("/survei/2026-Q1.csv").status_code == 404


def test_a_served_number_leads_to_the_questions(client, hall, key):
    [code] = served_codes(hall)

    assert page_of(code) in client.get(reverse("hall:place", args=[code])).text
