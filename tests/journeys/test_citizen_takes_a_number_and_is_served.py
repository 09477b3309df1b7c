"""A citizen takes a number on her phone, comes, is called, is served."""

import pytest
from django.test import Client

from jernih.apps.booking import queries
from jernih.apps.booking.models import NoShow, Seat
from jernih.apps.hall.models import Ticket
from jernih.pure.states import ApplicationState, SeatState, TicketState
from tests import makers
from tests.journeys.days import make_day
from tests.record import check_record
from tests.visits import Citizen, numbers_on, people_of, words

pytestmark = pytest.mark.django_db

FATES = [SeatState.USED, SeatState.UNUSED, SeatState.FREE, SeatState.TAKEN]


def test_a_citizen_takes_a_number_comes_and_is_served(clock):
    day = make_day(clock)
    siti = Citizen(day.office)

    row = siti.take(makers.make_person(name="Siti Aminah"))
    [person] = row.people
    receipt = words(siti.client.get(f"/nomor/{row.code}/"))
    clock.at(makers.DAY_BEFORE)
    siti.client.post(f"/nomor/{row.code}/konfirmasi/")
    day.open()
    clock.at(person.starts_at)
    shown = day.kiosk().show(row.code)
    counter = day.counter()
    called = counter.next()
    board = words(Client().get(f"/layar/{day.office.slug}"))
    clock.later(minutes=1)
    desk = words(counter.deal("mulai", called))
    clock.later(minutes=9)
    counter.deal("selesai", called)

    assert person.number in receipt
    assert "Siti Aminah" in receipt
    assert numbers_on(shown) == [person.number]
    assert called == person.number
    assert called in board
    assert "Siti Aminah" not in board
    assert "Siti Aminah" in desk
    assert Ticket.objects.get().state == TicketState.SERVED
    check_record()


def test_a_whole_day_is_closed_and_every_number_has_one_fate(clock):
    day = make_day(clock)
    came, absent = day.booked(), day.booked()
    supervisor = day.open()
    day.kiosk().show(came.code)
    counter = day.counter()
    number = counter.next()
    clock.later(minutes=1)
    counter.deal("mulai", number)
    clock.later(minutes=9)
    counter.deal("selesai", number)
    counter.do("loket/tutup/")
    clock.at(makers.ON_THE_DAY.replace(hour=9))
    supervisor.sign_in()

    supervisor.do("lantai/tutup/", id=Ticket.objects.get().hall_day_id)

    states = {row.n: row.state for row in Seat.objects.filter(series="A", state__in=FATES)}
    assert states.pop(int(people_of(came)[0][2:])) == SeatState.USED
    assert states.pop(int(people_of(absent)[0][2:])) == SeatState.UNUSED
    assert set(states.values()) == {SeatState.UNUSED}
    assert NoShow.objects.count() == 1
    assert queries.find_by_code(absent.code).state == ApplicationState.EXPIRED
    counts = check_record().report.counts[day.office.slug, makers.DAY]
    told = ("taken", "checked in", "called", "served", "did not come")
    assert [counts[word] for word in told] == [2, 1, 1, 1, 1]
