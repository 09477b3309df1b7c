"""A citizen moves her number, gives one back, confirms one."""

from datetime import date, timedelta

import pytest
from django.test import Client

from jernih.apps.booking import queries
from jernih.apps.booking.models import Seat
from jernih.pure.states import ApplicationState, SeatState
from tests import makers
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import Citizen, people_of, says, words

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 26)


def thursday_morning(office):
    [day] = [
        row
        for row in queries.open_days(makers.service_of(office).pk, now=makers.NOW)
        if row.day == THURSDAY
    ]
    return day.windows[0].starts_at.isoformat()


def test_a_number_moves_once_and_the_old_seat_is_not_free_at_once(clock):
    day = make_day(clock)
    makers.make_supply(day.office, day=THURSDAY)
    siti = Citizen(day.office)
    row = siti.take()
    [old] = people_of(row)
    path = f"/nomor/{row.code}/pindah/"

    moved = siti.client.post(path, {"first": thursday_morning(day.office)}, follow=True)
    again = siti.client.post(path, {"first": thursday_morning(day.office)})

    now = queries.find_by_code(row.code)
    assert now.day == THURSDAY
    assert Seat.objects.get(day=makers.DAY, series="A", n=int(old[2:])).state == SeatState.RETURNED
    assert "26 November 2026" in words(moved)
    assert again.status_code == 422
    assert says(again, "This number cannot be moved any more.")
    check_record()


def test_on_the_day_itself_it_is_too_late_to_move(clock):
    day = make_day(clock)
    makers.make_supply(day.office, day=THURSDAY)
    row = day.booked()
    clock.at(makers.ON_THE_DAY)

    page = Client().get(f"/nomor/{row.code}/pindah/")
    refused = Client().post(f"/nomor/{row.code}/pindah/", {"first": thursday_morning(day.office)})

    assert says(page, "This number cannot be moved any more.")
    assert refused.status_code == 422
    assert queries.find_by_code(row.code).day == makers.DAY
    check_record()


def test_a_number_that_is_given_back_can_be_taken_again_by_the_same_person(clock):
    day = make_day(clock)
    person = makers.make_person()
    siti = Citizen(day.office)
    row = siti.take(person)
    asked = siti.client.get(f"/nomor/{row.code}/kembalikan/")

    given = siti.client.post(f"/nomor/{row.code}/kembalikan/", follow=True)
    twice = siti.client.post(f"/nomor/{row.code}/kembalikan/")
    clock.later(minutes=5)
    new = Citizen(day.office).take(person)

    assert says(asked, "Give the number back?")
    assert says(given, "This number was given back.")
    assert twice.status_code == 409
    assert says(twice, "This has already moved on")
    assert queries.find_by_code(row.code).state == ApplicationState.WITHDRAWN
    assert people_of(new) != people_of(row)
    check_record()


def test_a_number_is_confirmed_the_day_before_not_earlier_and_not_later(clock):
    day = make_day(clock)
    row, late = day.booked(), day.booked()
    path = f"/nomor/{row.code}/konfirmasi/"

    early = Client().post(path, follow=True)
    clock.at(makers.DAY_BEFORE)
    offered = Client().get(f"/nomor/{row.code}/")
    thanked = Client().post(path, follow=True)
    twice = Client().post(path, follow=True)
    clock.at(makers.DAY_BEFORE + timedelta(hours=9))
    too_late = Client().post(f"/nomor/{late.code}/konfirmasi/", follow=True)

    assert says(early, "You can confirm from the day before your visit.")
    assert says(offered, "Will you come?")
    assert says(thanked, "Confirmed. We expect you.")
    assert twice.status_code == 200
    assert queries.find_by_code(row.code).state == ApplicationState.CONFIRMED
    assert queries.find_by_code(late.code).state == ApplicationState.GRANTED
    assert says(too_late, "It is too late for that: the last chance was the day before.")
    check_record()


def test_a_given_back_number_is_refused_at_the_kiosk(clock):
    day = make_day(clock)
    row = day.booked()
    Client().post(f"/nomor/{row.code}/kembalikan/")
    day.open()

    page = day.kiosk().show(row.code)

    assert page.status_code == 422
    assert says(page, "This number was given back or has expired. The front desk helps you.")
    check_record()
