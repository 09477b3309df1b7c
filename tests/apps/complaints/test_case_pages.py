"""Pages of cases: holders see what they hold; nobody else learns that there is anything."""

import base64

import pytest

from jernih.apps.complaints import actions
from jernih.apps.complaints.models import CaseFile, Fetch, StaffKey, Step
from jernih.apps.complaints.queries import clocks
from jernih.apps.complaints.views.deed_kinds import KINDS
from jernih.pure.casework import CaseClass, Deed, Finding
from jernih.pure.roles import Role
from jernih.pure.states import ReportState
from jernih.ui.templatetags.jernih import day
from tests import case_makers, report_makers
from tests.makers import make_office
from tests.staff_makers import make_staff, signed_in

pytestmark = pytest.mark.django_db

ROLES = (Role.HANDLER, Role.HANDLER, Role.DECIDER, Role.OVERSEER, Role.OVERSEER)
NOT_HERE = "/petugas/kasus/" + "0" * 32 + "/"


@pytest.fixture
def desk():
    """A filed report, whose holders have accounts."""
    office = make_office(slug="tarakan")
    people = [make_staff(role, office="tarakan") for role in ROLES]
    roster = report_makers.make_roster(office, refs=tuple(one.ref for one in people))
    made = case_makers.make_desk(office, roster=roster)
    made.people = people
    return made


def page_of(desk, at=0):
    return signed_in(desk.people[at]), f"/petugas/kasus/{desk.locator}/"


def sent(desk, kind, *, at=0, role=Role.HANDLER, **fields):
    """What the browser posts for a deed."""
    sealed = desk.seal(kind, role, at)
    files = {name: base64.b64encode(body).decode() for name, body in sealed.files.items()}
    return {"number": sealed.number, "fields": fields, "files": files}


def post(client, path, said=None):
    return client.post(path, said or {}, content_type="application/json")


# ---- who sees what


def test_a_holder_finds_her_case_in_her_inbox_with_its_next_day(desk):
    client, _ = page_of(desk)

    shown = client.get("/petugas/kasus/").content.decode()

    assert desk.locator[:8] in shown
    [clock, *_] = clocks.clock_rows(desk.report, today=desk.report.filed_on)
    assert day(clock.deadline.due) in shown


def test_answers_are_shown_in_the_words_of_the_form(desk):
    client, path = page_of(desk)

    shown = client.get(path).content.decode()

    assert '<span data-question="seen">Apa kejadiannya? Centang yang cocok.</span>' in shown
    assert '<span data-answer="seen:BROKER">Calo, di dalam atau di luar kantor</span>' in shown


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OVERSEER, Role.DECIDER])
def test_who_holds_nothing_sees_an_empty_inbox_and_no_count(desk, role):
    other = signed_in(make_staff(role, office="tarakan"))

    shown = other.get("/petugas/kasus/").content.decode()

    assert desk.locator[:8] not in shown
    assert "j-empty" in shown


@pytest.mark.parametrize("path", ["", "berkas/laporan.age", "ekspor/", "pesan/", "jawab/"])
def test_a_case_that_one_does_not_hold_answers_like_one_that_is_not_there(desk, path):
    other = signed_in(make_staff(Role.HANDLER, office="tarakan"))
    ask = (lambda where: post(other, where, {"fields": {"number": 1}})) if path else other.get

    hidden, absent = ask(f"/petugas/kasus/{desk.locator}/{path}"), ask(NOT_HERE + path)

    assert hidden.status_code == absent.status_code == 404
    assert len(hidden.content) == len(absent.content)
    assert not Fetch.objects.exists()


def test_the_page_has_no_word_of_the_report_and_no_script_of_its_own(desk):
    client, path = page_of(desk)

    answer = client.get(path)

    shown = answer.content.decode()
    assert report_makers.WORDS not in shown
    assert "<script>" not in shown
    assert "blob:" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_decider_sees_a_case_only_once_it_was_handed_to_her(desk):
    case_makers.walk(desk, ReportState.FOUND)
    client, path = page_of(desk, 2)
    before = client.get(path).status_code

    desk.hand_to_decider()

    shown = client.get(path).content.decode()
    assert before == 404
    assert 'data-deed="sanksi"' in shown
    assert "optgroup" in shown
    assert 'data-deed="tutup"' not in shown
    assert "/ekspor/" not in shown


def test_every_fetch_of_a_sealed_file_is_written_down(desk):
    client, path = page_of(desk)

    body = post(client, f"{path}berkas/kunci-0.age").content

    assert body == bytes(CaseFile.objects.get(name="kunci-0.age").body)
    assert Fetch.objects.get().by == desk.people[0].ref


def test_an_export_is_a_zip_of_sealed_files(desk):
    client, path = page_of(desk)

    answer = client.post(f"{path}ekspor/")

    assert answer.content.startswith(b"PK")
    assert report_makers.WORDS.encode() not in answer.content


# ---- deeds


def test_the_deeds_on_the_page_are_those_that_the_state_leaves_open(desk):
    client, path = page_of(desk)

    shown = client.get(path).content.decode()

    assert 'data-deed="terima"' in shown
    assert 'data-deed="telaah"' not in shown


def test_a_sealed_deed_moves_the_case_on(desk):
    client, path = page_of(desk)

    answer = post(client, f"{path}terima/", sent(desk, Deed.ACKNOWLEDGED))

    assert answer.json() == {"done": True}
    assert desk.state is ReportState.ACKNOWLEDGED
    assert Step.objects.latest("number").message == 1


def test_closed_fields_go_with_it_and_are_checked(desk):
    case_makers.walk(desk, ReportState.ACKNOWLEDGED)
    client, path = page_of(desk)

    wrong = post(client, f"{path}telaah/", sent(desk, Deed.TRIAGED, case_class="LOUD"))
    right = post(client, f"{path}telaah/", sent(desk, Deed.TRIAGED, case_class="SUPERVISORY"))

    assert wrong.status_code == 422
    assert "case_class" in wrong.json()["errors"]
    assert right.status_code == 200
    assert desk.report.case_class == CaseClass.SUPERVISORY


def test_a_message_under_a_number_that_is_taken_says_which_is_free(desk):
    client, path = page_of(desk)
    late = sent(desk, Deed.MESSAGE)
    post(client, f"{path}pesan/", sent(desk, Deed.MESSAGE))

    answer = post(client, f"{path}pesan/", late)

    assert answer.status_code == 409
    assert answer.json() == {"expected": 2}


def test_a_refusal_is_said_in_words(desk):
    case_makers.walk(desk, ReportState.CHECKING)
    client, path = page_of(desk)

    answer = post(client, f"{path}temuan/", sent(desk, Deed.FOUND, finding="PROVEN"))

    assert answer.status_code == 422
    assert answer.json()["words"]


def test_four_eyes_hold_on_the_page_of_the_sanction_too(desk):
    case_makers.walk(desk, ReportState.FOUND)
    desk.hand_to_decider()
    client, path = page_of(desk, 2)
    said = sent(desk, Deed.SANCTIONED, role=Role.DECIDER, code="PNS_HEAVY_DISMISSED")
    said["fields"]["letter_on"] = desk.report.filed_on.isoformat()

    answer = post(client, f"{path}sanksi/", said)

    assert answer.status_code == 200
    assert desk.state is ReportState.SANCTIONED
    assert client.get(path).status_code == 404


def test_a_second_person_is_asked_and_finds_it_in_her_inbox(desk):
    asks, path = page_of(desk)
    other, _ = page_of(desk, 3)

    asked = post(asks, f"{path}minta/", {"fields": {"deed": "KEYS_RENEWED"}})
    waiting = other.get("/petugas/kasus/").content.decode()
    same = post(asks, f"{path}jawab/", {"fields": {"number": 1, "is_agreed": "true"}})
    agreed = post(other, f"{path}jawab/", {"fields": {"number": 1, "is_agreed": "true"}})

    assert asked.status_code == agreed.status_code == 200
    assert f"/petugas/kasus/{desk.locator}/" in waiting
    assert same.status_code == 422
    assert desk.report.approvals.get().is_agreed


def test_new_keys_come_as_five_files(desk):
    desk.agreed(Deed.KEYS_RENEWED)
    client, path = page_of(desk)
    files = {
        name: base64.b64encode(body).decode()
        for name, body in desk.epoch(*case_makers.HOLDERS).items()
    }

    answer = post(client, f"{path}kunci-baru/", {"files": files})

    assert answer.status_code == 200
    assert desk.report.epoch == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"files":{"a":"*"}}', b'{"number":"x"}'])
@pytest.mark.parametrize("deed", ["pesan", "catatan", "minta", "kunci-baru"])
def test_what_is_no_deed_is_refused_and_breaks_nothing(desk, deed, body):
    client, path = page_of(desk)

    answer = client.post(f"{path}{deed}/", body, content_type="application/json")

    assert 400 <= answer.status_code < 500
    assert desk.state is ReportState.FILED


def test_who_found_it_is_told_that_another_decides_and_offered_whom_to_ask(desk):
    case_makers.walk(desk, ReportState.FOUND)
    (finder, path), (other, _) = page_of(desk), page_of(desk, 3)

    hers, another = (client.get(path).content.decode() for client in (finder, other))

    assert "Sanksi diputuskan orang lain" in hers
    assert 'data-deed="sanksi"' not in hers
    assert 'data-deed="sanksi"' in another
    # Of the five on the roster four hold it: only the decider may join.
    assert f'<option value="{desk.people[2].ref}">' in hers
    assert f'<option value="{desk.people[1].ref}">' not in hers


def test_an_objection_stands_on_the_case_and_in_the_inbox(desk):
    case_makers.walk(desk, ReportState.CLOSED, finding=Finding.NOT_PROVEN)
    sealed = desk.seal(Deed.OBJECTED, None)
    actions.object_to_outcome(**desk.as_reporter(sealed=sealed))
    client, path = page_of(desk)

    assert "Pelapor keberatan" in client.get("/petugas/kasus/").content.decode()
    assert "Pelapor keberatan dengan hasilnya" in client.get(path).content.decode()


def test_every_deed_that_a_page_may_offer_has_its_form():
    offered = {kind.deed for kind in KINDS.values()}

    others = {Deed.FILED, Deed.OBJECTED, Deed.WITHDRAWN, Deed.OVERDUE, Deed.ESCALATED}
    assert offered == set(Deed) - others


# ---- keys and the roster


def locked(n="a"):
    armour = "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n"
    keys = report_makers.Keys()
    return {"recipient": keys.recipient, "signs": keys.signs, "locked": armour, "has_paper": True}


def test_a_key_is_kept_as_its_browser_locked_it_and_shown_only_to_its_owner():
    make_office(slug="tarakan")
    client = signed_in(make_staff(Role.HANDLER, office="tarakan"))
    key = locked()

    first = post(client, "/petugas/kasus/kunci/baru/", key)
    second = post(client, "/petugas/kasus/kunci/baru/", locked())

    assert first.status_code == 200
    assert second.status_code == 409
    assert StaffKey.objects.get().recipient == key["recipient"]
    assert key["recipient"] in client.get("/petugas/kasus/kunci/").content.decode()


def test_a_key_gets_another_passphrase_and_stays_the_same():
    make_office(slug="tarakan")
    client = signed_in(make_staff(Role.OVERSEER, office="tarakan"))
    key = locked()
    post(client, "/petugas/kasus/kunci/baru/", key)
    anew = key["locked"].replace("YWdl", "YWdm")

    answer = post(client, "/petugas/kasus/kunci/sandi/", {**key, "locked": anew})

    assert answer.status_code == 200
    assert StaffKey.objects.get().locked == anew


def test_a_lost_key_is_replaced():
    make_office(slug="tarakan")
    client = signed_in(make_staff(Role.DECIDER, office="tarakan"))
    post(client, "/petugas/kasus/kunci/baru/", locked())
    key = locked()

    answer = post(client, "/petugas/kasus/kunci/ganti/", key)

    assert answer.status_code == 200
    assert StaffKey.objects.get(ended_at=None).recipient == key["recipient"]


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"recipient":1}'])
def test_what_is_no_key_is_refused(body):
    make_office(slug="tarakan")
    client = signed_in(make_staff(Role.HANDLER, office="tarakan"))

    answer = client.post("/petugas/kasus/kunci/baru/", body, content_type="application/json")

    assert answer.status_code == 422
    assert not StaffKey.objects.exists()


def test_a_roster_comes_in_by_two(desk):
    refs = tuple(one.ref for one in desk.people)
    next_one = report_makers.make_roster(
        desk.report.office, refs=refs, serial=2, keys=desk.made.roster.keys, is_accepted=False
    )
    desk.report.office.rosters.filter(serial=2).delete()
    brings, accepts = signed_in(desk.people[3]), signed_in(desk.people[4])
    words = actions.keys.rosters.roster_words()

    brought = brings.post("/petugas/kasus/daftar/", {"note": next_one.note})
    other_words = accepts.post("/petugas/kasus/daftar/2/", {"words": "satu dua"})
    same = brings.post("/petugas/kasus/daftar/2/", {"words": words})
    accepted = accepts.post("/petugas/kasus/daftar/2/", {"words": words})

    assert brought.status_code == accepted.status_code == 302
    assert other_words.status_code == same.status_code == 422
    assert desk.report.office.rosters.get(serial=2).accepted_by == desk.people[4].ref


def test_a_forged_roster_is_refused_with_its_reason(desk):
    client = signed_in(desk.people[3])
    forged = desk.made.roster.note.replace("Orang 1", "Orang X")

    answer = client.post("/petugas/kasus/daftar/", {"note": forged})

    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_who_leaves_loses_key_and_holds(desk):
    client = signed_in(desk.people[3])

    client.post(f"/petugas/kasus/daftar/akhiri/{desk.people[0].ref}/")

    assert page_of(desk)[0].get(f"/petugas/kasus/{desk.locator}/").status_code == 404


def test_the_door_stands_on_the_start_page_of_holders_alone():
    make_office(slug="tarakan")
    shown = {
        role: signed_in(make_staff(role, office="tarakan")).get("/petugas/").content.decode()
        for role in (Role.HANDLER, Role.DECIDER, Role.OVERSEER, Role.HEAD, Role.IT_ADMIN)
    }

    having = {role for role, page in shown.items() if "/petugas/kasus/" in page}
    assert having == {Role.HANDLER, Role.DECIDER, Role.OVERSEER}
