"""Who has lost her code comes in at the front desk: number, birth date, document seen."""

import pytest

from jernih.apps.hall import actions
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.views.words import ARRIVING
from jernih.pure.roles import CLOCK, Role
from tests import makers
from tests.record import check_record
from tests.visits import Citizen, Desk, says

pytestmark = pytest.mark.django_db

BORN = {"birth_date_0": "1", "birth_date_1": "1", "birth_date_2": "1990"}


@pytest.fixture
def row(office):
    return Citizen(office).take()


@pytest.fixture
def office(clock):
    made = makers.make_office()
    makers.make_supply(made)
    return made


@pytest.fixture
def desk(office, row, clock):
    clock.at(makers.ON_THE_DAY)
    actions.open_hall_day(office_id=office.pk, actor=CLOCK, now=clock.now)
    return Desk(office, Role.HELPER)


def come(desk: Desk, number: str, **more: str):
    return desk.do("datang/tanpa-kode/", **{"number": number, **BORN, "identity_seen": "on"} | more)


def test_she_gets_her_number_printed_and_the_record_names_who_saw_her(office, desk, row):
    number = row.people[0].number

    page = come(desk, number.lower().replace("-0", ""))

    assert number in page.content.decode()
    assert Ticket.objects.get().number == number
    [seen] = makers.facts(office, "hall.identity-seen")
    assert (seen.number, seen.officer) == (number, desk.staff.as_actor().ref)
    check_record()


def test_the_front_desk_links_to_it(desk):
    assert "/petugas/datang/tanpa-kode/" in desk.see("datang/").content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"birth_date_0": "2"}, ARRIVING[actions.UnknownNumber]),
        ({"number": "A-999"}, ARRIVING[actions.UnknownNumber]),
        ({"number": "siti"}, "Write the number as on the ticket, for example A-017."),
        ({"identity_seen": ""}, "Without a document nobody is let in without a code."),
        ({"birth_date_2": "tahun"}, "This date does not exist. Example: 27 3 1985."),
    ],
)
def test_what_does_not_belong_together_lets_nobody_in(desk, row, more, words):
    page = come(desk, **{"number": row.people[0].number} | more)

    assert page.status_code == 422
    assert says(page, words)
    assert not Ticket.objects.exists()


def test_counter_officers_and_strangers_find_the_door_shut(office, desk, row):
    assert Desk(office, Role.COUNTER).see("datang/tanpa-kode/").status_code == 403
    elsewhere = Desk(makers.make_office(), Role.HELPER)
    assert come(elsewhere, row.people[0].number).status_code == 422
    assert not Ticket.objects.exists()
