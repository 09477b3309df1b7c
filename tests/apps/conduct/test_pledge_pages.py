"""A pledge is declared, signed in person by everybody, and shown beside what was measured."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from jernih.apps.conduct import actions, jobs, queries
from jernih.apps.conduct.models import Pledge, PledgeWitness, Signature
from jernih.apps.ledger.models import Entry
from jernih.apps.notices.models import Notice
from jernih.pure import canonical
from jernih.pure.casework import StaffKind
from jernih.pure.pledges import Metric, PledgeKind, SignMethod
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from tests.makers import NOW, make_office
from tests.staff_makers import PASSWORD, make_staff
from tests.visits import Desk, says, words

pytestmark = pytest.mark.django_db
HOME = "janji/"
DECLARED = {
    "kind": "PERFORMANCE",
    "year": "2026",
    "held_on_0": "5",
    "held_on_1": "1",
    "held_on_2": "2026",
    "led_by": "HEAD",
    "witness_kind_0": "OMBUDSMAN",
    "witness_name_0": "Saksi Kanari",
}
PROMISE = {
    "metric": "WAIT_MINUTES",
    "target": "45",
    "due_on_0": "31",
    "due_on_1": "12",
    "due_on_2": "2026",
    "owner": "SUPERVISOR",
}


@pytest.fixture
def office(clock):
    return make_office()


@pytest.fixture
def head(office):
    return Desk(office, Role.HEAD)


@pytest.fixture
def officer(office):
    return Desk(office, Role.COUNTER)


@pytest.fixture
def pledge(head, officer):
    head.do(f"{HOME}baru/", **DECLARED)
    return Pledge.objects.get()


def facts(kind):
    found = [json.loads(bytes(entry.body)) for entry in Entry.objects.order_by("pk")]
    return [body for body in found if body["kind"] == f"conduct.{kind}"]


def prove_identity(desk, password=PASSWORD):
    return desk.client.post("/petugas/masuk/reauthenticate/", {"password": password})


def sign(desk, pledge, **more):
    return desk.do(f"{HOME}{pledge.ref}/tanda-tangan/", staff_kind="PNS", **more)


def test_the_head_declares_and_the_record_has_words_and_counts_without_names(head, pledge):
    [fact] = facts("pledge-declared")

    assert (fact["what"], fact["year"], fact["witnesses"], fact["staff"]) == (
        "PERFORMANCE",
        2026,
        1,
        2,
    )
    assert fact["text_hash"] == queries.text_of(pledge).hash
    assert b"Kanari" not in b"".join(bytes(one.body) for one in Entry.objects.all())
    assert b"Kanari" not in bytes(PledgeWitness.objects.get().sealed)
    assert "Saksi Kanari" in words(head.see(f"{HOME}{pledge.ref}/"))
    again = head.do(f"{HOME}baru/", **DECLARED)
    assert says(again, "This was declared for that year already.")
    later = DECLARED | {"kind": "ZONE", "held_on_2": "2027"}
    assert says(head.do(f"{HOME}baru/", **later), "This day is still to come.")
    nameless = DECLARED | {"kind": "ZONE", "witness_name_0": ""}
    assert head.do(f"{HOME}baru/", **nameless).status_code == 422
    assert Pledge.objects.count() == 1


def test_nobody_signs_without_showing_again_who_she_is(officer, pledge):
    page = officer.do(f"{HOME}{pledge.ref}/tanda-tangan/", staff_kind="PNS")

    assert page.redirect_chain[-1][0].startswith("/petugas/masuk/reauthenticate/")
    prove_identity(officer, password="wrong")
    sign(officer, pledge)
    assert not Signature.objects.exists()

    prove_identity(officer)
    assert says(officer.see(f"{HOME}{pledge.ref}/tanda-tangan/"), "It is you. Now sign.")
    done = sign(officer, pledge)

    assert says(done, "You signed")
    row = Signature.objects.get()
    assert (row.n, row.staff, row.method, row.staff_kind) == (
        1,
        officer.staff.ref,
        "PASSWORD",
        "PNS",
    )


def test_what_was_shown_once_signs_once(office, officer, head, pledge):
    head.do(f"{HOME}baru/", **DECLARED | {"kind": "INTEGRITY"})
    other = Pledge.objects.get(kind="INTEGRITY")
    prove_identity(officer)
    sign(officer, pledge)

    page = sign(officer, other)

    assert page.redirect_chain[-1][0].startswith("/petugas/masuk/reauthenticate/")
    assert Signature.objects.count() == 1


def test_a_signature_is_a_commitment_that_its_signer_alone_can_open(office, officer, pledge):
    who = officer.staff.as_actor()
    row = actions.sign_pledge(
        ref=pledge.ref, staff_kind=StaffKind.PPNPN, method=SignMethod.PASSKEY, actor=who, now=NOW
    )
    again = actions.sign_pledge(
        ref=pledge.ref, staff_kind=StaffKind.PNS, method=SignMethod.PASSWORD, actor=who, now=NOW
    )

    [fact] = facts("pledge-signed")
    assert again == row
    assert who.ref not in json.dumps(fact)
    assert fact["commitment"] == canonical.commitment(
        "signature", salt=bytes(row.salt), fields={"officer": who.ref, "pledge": pledge.ref}
    )
    got = officer.see(f"{HOME}{pledge.ref}/sertifikat.pdf")
    assert got.content.startswith(b"%PDF")
    assert "attachment" in got["Content-Disposition"]


def test_there_is_no_certificate_of_what_was_not_signed(officer, pledge):
    page = officer.client.get(f"/petugas/{HOME}{pledge.ref}/sertifikat.pdf", follow=True)

    assert page["Content-Type"].startswith("text/html")
    assert says(page, "There is no certificate: you have not signed this yet.")


def test_only_who_works_here_signs(office, pledge):
    far = make_staff(Role.COUNTER, office=make_office().slug).as_actor()
    auditor = make_staff(Role.AUDITOR, office=office.slug).as_actor()
    everywhere = make_staff(Role.COUNTER, office="").as_actor()

    for who in (far, auditor, CITIZEN):
        with pytest.raises(Refused):
            actions.sign_pledge(
                ref=pledge.ref, staff_kind=StaffKind.PNS, method=SignMethod.PASSWORD, actor=who,
                now=NOW,
            )  # fmt: skip
    with pytest.raises(actions.NotAskedToSign):
        actions.sign_pledge(
            ref=pledge.ref, staff_kind=StaffKind.PNS, method=SignMethod.PASSWORD, actor=everywhere,
            now=NOW,
        )  # fmt: skip
    assert not Signature.objects.exists()


def test_a_figure_is_promised_once_and_for_good(head, officer, pledge):
    page = f"{HOME}{pledge.ref}/"
    assert says(head.do(page, **PROMISE), "Promised. It stands on the public record.")
    assert says(
        head.do(page, **PROMISE | {"target": "10"}), "This figure is promised already, for good."
    )
    much = PROMISE | {"metric": "CALLS_OUT_OF_TURN", "target": "1001"}
    assert head.do(page, **much).status_code == 422

    assert [(one["metric"], one["target"]) for one in facts("promise-made")] == [
        ("WAIT_MINUTES", 45)
    ]
    assert officer.see(page).status_code == 403
    assert officer.do(f"{HOME}baru/", **DECLARED).status_code == 403


def test_everybody_sees_promise_beside_fact_and_who_is_absent_as_a_count(head, officer, pledge):
    for metric in Metric:
        if metric is not Metric.WAIT_MINUTES:
            head.do(f"{HOME}{pledge.ref}/", **PROMISE | {"metric": metric, "target": "9"})
    head.do(f"{HOME}{pledge.ref}/", **PROMISE)
    prove_identity(officer)
    sign(officer, pledge)

    page = Client().get("/janji/")

    said = words(page)
    assert says(page, "people signed, each in person")
    assert says(page, "who work here have not signed")
    assert says(page, "Nothing measured yet")
    assert officer.staff.full_name not in said
    assert "Kanari" not in said
    assert officer.staff.ref not in page.content.decode()


def test_my_own_list_shows_what_waits_and_what_i_signed(head, officer, pledge):
    assert says(officer.see(HOME), "Read and sign")
    prove_identity(officer)
    sign(officer, pledge)
    assert says(officer.see(HOME), "You signed")
    assert says(head.see(HOME), "Declare a pledge")


def test_who_has_not_signed_is_asked_once_a_week(office, officer, pledge):
    type(officer.staff).objects.filter(pk=officer.staff.pk).update(email="loket@contoh.id")

    assert jobs.remind(NOW) == 1
    jobs.remind(NOW + timedelta(hours=1))

    [notice] = Notice.objects.filter(purpose="pledge-unsigned")
    assert f"/petugas/{HOME}{pledge.ref}/tanda-tangan/" in notice.body
    who = officer.staff.as_actor()
    actions.sign_pledge(
        ref=pledge.ref, staff_kind=StaffKind.PNS, method=SignMethod.PASSWORD, actor=who, now=NOW
    )
    assert (
        actions.remind_unsigned(office_id=office.pk, actor=CLOCK, now=NOW + timedelta(days=7)) == 0
    )
    with pytest.raises(Refused):
        actions.remind_unsigned(office_id=office.pk, actor=who, now=NOW)
    assert mail.outbox == []
    assert queries.signed_of(office, year=2026) == (1, 2)
    assert [one.kind for one in queries.to_sign_pledges(office, actor=CLOCK, year=2026)] == [
        PledgeKind.PERFORMANCE
    ]
