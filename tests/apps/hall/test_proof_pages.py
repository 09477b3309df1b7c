"""Proofs of arrival: on her phone, at the kiosk, and at the front desk for who has lost all."""

import pytest

from jernih.apps.hall import actions, queries
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries.receipts import arrival_receipt
from jernih.apps.hall.views import printing
from jernih.pure import receipt
from jernih.pure.calling import Lane
from jernih.pure.receipt import Verdict, check_receipt, parse_receipt
from jernih.pure.roles import CLOCK, Role, kiosk
from tests import makers
from tests.apps.ledger.test_receipts import office_key
from tests.record import publish_record
from tests.visits import Citizen, Desk, Kiosk, says

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(clock):
    made = makers.make_office()
    makers.make_supply(made)
    return made


@pytest.fixture
def row(office, clock):
    taken = Citizen(office).take()
    clock.at(makers.ON_THE_DAY)
    actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=clock.now)
    return taken


@pytest.fixture
def ticket(office, row, clock):
    [made] = actions.check_in(
        office_id=office.pk, code=row.code, actor=kiosk(office.slug), now=clock.now
    )
    return made


def walk_in(office, clock, name: str) -> Ticket:
    return actions.walk_in(
        office_id=office.pk,
        wish=actions.WalkIn(
            service=makers.NEW, lane=Lane.PRIORITY, press_key=name, name=name, evidence_seen=True
        ),
        actor=makers.staff(office, Role.HELPER),
        now=clock.now,
    )


def kept_file(client, ticket) -> bytes:
    publish_record()
    return client.get(f"/tempat/{queries.ticket_code(ticket)}/bukti/0/").content


def test_who_arrived_keeps_a_proof_of_her_place(client, ticket):
    code = queries.ticket_code(ticket)
    early = client.get(f"/tempat/{code}/bukti/")
    file = kept_file(client, ticket)

    assert says(early, "It is being signed. In a few seconds the proof stands here.")
    assert early["Refresh"]
    assert check_receipt(file, key=office_key()).verdict == Verdict.GOOD
    fact = parse_receipt(file).fact
    assert (fact["kind"], fact["number"]) == ("hall.checked-in", ticket.number)
    assert says(client.get(f"/tempat/{code}/bukti/"), "That you arrived at the office")
    assert f"/tempat/{code}/bukti/" in client.get(f"/tempat/{code}/").content.decode()


def test_the_code_of_the_application_shows_the_same(client, row, ticket):
    publish_record()

    assert says(client.get(f"/tempat/{row.code}/bukti/"), "That you arrived at the office")
    assert client.get(f"/tempat/{row.code}/bukti/1/").status_code == 404
    assert client.get("/tempat/0123456789ABCDEFGHJK/bukti/").status_code == 404


def test_a_walk_in_can_open_the_seal_of_her_name(client, office, clock, row):
    file = kept_file(client, walk_in(office, clock, "Tono Wijaya"))

    assert receipt.opened_by(parse_receipt(file), {"name": "Tono Wijaya"}) == (0,)
    assert b"Tono" not in file


def test_a_walk_in_without_a_name_has_nothing_to_open(client, office, clock, row):
    walk_in(office, clock, "Somebody Else")

    file = kept_file(client, walk_in(office, clock, ""))

    assert parse_receipt(file).salts == ()
    assert check_receipt(file, key=office_key()).verdict == Verdict.GOOD


def test_the_kiosk_shows_and_prints_it_once_it_is_signed(office, ticket):
    door, code = Kiosk(office), queries.ticket_code(ticket)
    early = door.client.post(f"{door.home}bukti/", {"code": code})
    publish_record()
    page = door.client.post(f"{door.home}bukti/", {"code": code})

    assert says(early, "It is being signed. In a few seconds the proof stands here.")
    assert says(page, "That you arrived at the office")
    assert "data-print-now" in page.content.decode()
    assert door.client.post(f"{door.home}bukti/", {"code": "x"}).status_code == 404


def test_another_browser_is_not_the_kiosk(client, office, ticket):
    sent = {"code": queries.ticket_code(ticket)}

    assert client.post(f"/kios/{office.slug}/bukti/", sent).status_code == 403


def test_the_printer_of_the_office_gets_the_whole_proof(office, ticket, settings, tmp_path):
    settings.TICKET_PRINTER = str(tmp_path / "printer")
    publish_record()
    door = Kiosk(office)

    door.client.post(f"{door.home}bukti/", {"code": queries.ticket_code(ticket)})

    row = arrival_receipt(ticket)
    assert row.packed.encode() in (tmp_path / "printer").read_bytes()
    assert printing.print_proofs([row], office=office) == printing.Printed.PRINTED


def test_who_has_lost_all_gets_her_receipts_again_at_the_desk(office, row):
    desk = Desk(office, Role.HELPER)
    born = {"birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "1990"}

    page = desk.do(
        "datang/tanpa-kode/", number=row.people[0].number, identity_seen="on", **born
    ).content.decode()

    ticket = Ticket.objects.get()
    assert f"/petugas/bantuan/{row.code}/" in page
    assert f"/tempat/{queries.ticket_code(ticket)}/bukti/" in page
    again = desk.see(f"bantuan/{row.code}/").content.decode()
    assert f"/nomor/{row.code}/bukti/" in again
