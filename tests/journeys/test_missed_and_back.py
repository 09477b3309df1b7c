"""Called, called again, did not come, came back once; paused and sent on."""

import pytest
from django.test import Client

from jernih.apps.hall.models import Ticket
from jernih.pure.states import TicketState
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import at_counter, people_of, says, words

pytestmark = pytest.mark.django_db


def one_called(day):
    row = day.booked()
    day.open()
    day.kiosk().show(row.code)
    counter = day.counter()
    return row, counter, counter.next()


def test_a_number_is_called_again_missed_and_comes_back_once(clock):
    day = make_day(clock)
    row, counter, number = one_called(day)

    too_soon = counter.deal("ulang", number)
    not_yet = counter.deal("terlewat", number)
    clock.later(seconds=61)
    again = counter.deal("ulang", number)
    clock.later(seconds=61)
    missed = counter.deal("terlewat", number)
    told = Client().get(f"/tempat/{row.code}/")
    clock.later(minutes=5)
    counter.do("loket/kembali/", number=number, **{"from": "missed"})
    back = Ticket.objects.get().state

    assert "08.01.00" in words(too_soon)
    assert "08.01.00" in words(not_yet)
    assert at_counter(again) == number
    assert at_counter(missed) == ""
    assert number in words(missed)
    assert says(
        told,
        "You were called and did not come. Go to the front desk: you can rejoin the end of the"
        " line once.",
    )
    assert back == TicketState.WAITING
    check_record()


def test_a_number_that_was_missed_twice_does_not_come_back(clock):
    day = make_day(clock)
    _row, counter, number = one_called(day)
    clock.later(seconds=61)
    counter.deal("terlewat", number)

    first = counter.do("loket/kembali/", number=number, **{"from": "missed"})
    assert counter.next() == number
    clock.later(seconds=61)
    counter.deal("terlewat", number)
    second = counter.do("loket/kembali/", number=number, **{"from": "missed"})

    assert says(first, "Back in the line.")
    assert says(second, "This number came back once already. The front desk helps you.")
    assert Ticket.objects.get().state == TicketState.MISSED
    check_record()


def test_a_number_is_paused_for_a_photocopy_and_goes_first_at_its_counter(clock):
    day = make_day(clock)
    row, counter, number = one_called(day)
    clock.later(minutes=1)
    counter.deal("mulai", number)
    clock.later(minutes=2)

    parked = counter.deal("tunda", number, reason="PHOTOCOPY")
    place = Client().get(f"/tempat/{row.code}/")
    clock.later(minutes=6)
    counter.do("loket/kembali/", number=number, **{"from": "parked"})

    assert at_counter(parked) == ""
    assert says(place, "Bring what is missing, then tell the counter: you go first there.")
    assert counter.next() == number
    check_record()


def test_a_number_is_sent_on_to_the_interview_and_keeps_its_place(clock):
    day = make_day(clock)
    _row, counter, number = one_called(day)
    clock.later(minutes=1)
    counter.deal("mulai", number)
    clock.later(minutes=4)

    counter.deal("alih", number, service="wawancara")
    third = day.counter(3)

    assert counter.next() == ""
    assert third.next() == number
    check_record()


def test_a_call_by_mistake_gives_the_place_back(clock):
    day = make_day(clock)
    _row, counter, number = one_called(day)

    counter.deal("batal", number)

    assert counter.next() == number
    check_record()


def test_a_break_stops_calls_and_a_double_press_calls_once(clock):
    day = make_day(clock)
    rows = [day.booked(), day.booked()]
    day.open()
    for row in rows:
        day.kiosk().show(row.code)
    counter = day.counter()
    counter.do("loket/istirahat/", reason="LUNCH")

    resting = counter.do("loket/berikut/", press_key="a" * 32)
    clock.later(minutes=30)
    counter.do("loket/lanjut/")
    presses = [at_counter(counter.do("loket/berikut/", press_key="b" * 32)) for _ in range(3)]

    assert at_counter(resting) == ""
    assert set(presses) == {people_of(rows[0])[0]}
    check_record()


def test_a_citizen_leaves_the_line_by_her_own_will(clock):
    day = make_day(clock)
    row = day.booked()
    day.open()
    day.kiosk().show(row.code)
    ticket = Ticket.objects.get()
    place = Client().get(f"/tempat/{row.code}/").content.decode()
    path = place.split('action="/tempat/')[1].split('"')[0]

    left = Client().post(f"/tempat/{path}", follow=True)

    ticket.refresh_from_db()
    assert ticket.state == TicketState.LEFT
    assert says(left, "You have left the line.")
    check_record()
