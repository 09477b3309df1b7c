"""A family of four takes numbers together; three of them come first, one later."""

from datetime import date

import pytest

from jernih.apps.hall.models import Ticket
from jernih.pure.states import TicketState
from tests.journeys.days import make_day
from tests.makers import make_nik, make_person
from tests.record import check_record
from tests.visits import Citizen, numbers_on, people_of, says, words

pytestmark = pytest.mark.django_db

CHILD = date(2019, 5, 4)


def family():
    names = ("I Made Wirawan", "Ni Luh Sari", "Putu", "Kadek D'Arc")
    births = (date(1985, 3, 5), date(1987, 12, 31), CHILD, CHILD)
    return [
        make_person(name=name, birth_date=born, nik=make_nik(born, is_female=name[0] == "N"))
        for name, born in zip(names, births, strict=True)
    ]


def test_a_family_gets_numbers_that_follow_each_other_and_comes_in_two_parts(clock):
    day = make_day(clock)
    people = family()
    row = day.booked(*people)
    numbers = people_of(row)
    day.open()
    clock.at(row.people[2].starts_at)
    kiosk = day.kiosk()

    asked = kiosk.show(row.code)
    first = kiosk.show(row.code, present=["0", "1", "2"])
    clock.later(minutes=3)
    late = kiosk.show(row.code, present=["3"])
    again = kiosk.show(row.code, present=["3"])

    assert says(asked, "Who is here now?")
    assert "Wirawan" not in words(asked)
    assert len(set(numbers)) == 4
    assert [int(number[2:]) for number in numbers] == sorted(int(n[2:]) for n in numbers)
    assert numbers_on(first) == numbers[:3]
    assert numbers_on(late) == numbers_on(again) == numbers[3:]
    assert Ticket.objects.count() == 4
    check_record()


def test_one_code_shows_the_places_of_the_whole_family(client, clock):
    day = make_day(clock)
    row = day.booked(*family())
    day.open()
    clock.at(row.people[2].starts_at)
    day.kiosk().show(row.code, present=["0", "1", "2", "3"])

    page = words(client.get(f"/tempat/{row.code}/"))

    assert all(number in page for number in people_of(row))
    assert {ticket.state for ticket in Ticket.objects.all()} == {TicketState.WAITING}
    check_record()


def test_a_family_is_refused_as_a_whole_if_one_of_them_has_a_number_already(clock):
    day = make_day(clock)
    people = family()
    day.booked(people[2])

    visitor = Citizen(day.office)
    visitor.come_to("periksa/", *people)
    page = visitor.client.post("/ambil/periksa/", follow=True)

    assert "Putu" in words(page)
    assert "Wirawan sudah" not in words(page)
    check_record()
