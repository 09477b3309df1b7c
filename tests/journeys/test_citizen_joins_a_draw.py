"""A draw from end to end by the pages: join, wait, get a number or not, come, be served."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client

from jernih.apps.booking import jobs, queries
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Batch, NoShow, Seat
from jernih.apps.booking.views.words import SAID
from jernih.apps.hall.models import Ticket
from jernih.apps.notices.models import Notice
from jernih.pure.reasons import PriorityClass
from jernih.pure.roles import Role
from jernih.pure.states import ApplicationState, SeatState, TicketState
from tests import makers
from tests.draw_makers import (
    CLOSES_AT,
    DRAWN_AT,
    OPENS_AT,
    SIGNATURE,
    close,
    make_batch,
    make_drawn_office,
    seat,
)
from tests.draw_visits import Player
from tests.journeys.days import Day
from tests.record import check_record
from tests.visits import Desk, numbers_on, people_of, posted, says, value_of, words

pytestmark = pytest.mark.django_db
RESULT = DRAWN_AT + timedelta(minutes=1)


@pytest.fixture
def batch(clock):
    """The one draw of this office, open."""
    clock.at(OPENS_AT)
    return make_batch(make_drawn_office())


def draw_it(batch: Batch, clock) -> None:
    """Close it, bring the word of the beacon as anybody may, and draw."""
    close(batch.pk)
    clock.at(DRAWN_AT)
    brought = Client().post(f"/undian/{batch.ref}/suar/", {"word": SIGNATURE})
    assert brought.status_code == 302, words(brought)
    seat(batch.pk)
    clock.at(RESULT)


def drawn(row: queries.ApplicationRow) -> queries.ApplicationRow:
    """The same application as it stands now."""
    found = queries.application(row.ref)
    assert found is not None
    return found


def open_hall(day: Day, at: datetime) -> Desk:
    """Let it be eight o'clock on a day, and open the hall."""
    day.clock.at(at)
    supervisor = Desk(day.office, Role.SUPERVISOR)
    supervisor.do("lantai/buka/")
    return supervisor


def morning_of(row: queries.ApplicationRow) -> datetime:
    return datetime.combine(row.day, time(0), tzinfo=UTC)


def serve(day: Day, row: queries.ApplicationRow) -> str:
    """Let somebody come in her window, be called, and be served; return her number."""
    [person] = row.people
    day.clock.at(person.starts_at)
    shown = day.kiosk().show(row.code)
    assert numbers_on(shown) == [person.number]
    counter = day.counter()
    called = counter.next()
    day.clock.later(minutes=1)
    counter.deal("mulai", called)
    day.clock.later(minutes=9)
    counter.deal("selesai", called)
    return called


def test_a_citizen_takes_part_gets_a_number_comes_and_is_served(batch, clock):
    siti = Player(batch)
    row = siti.take_part(makers.make_person(name="Siti Aminah"), rank_1="1", any_from="2023-09-04")
    waiting = words(siti.client.get(f"/nomor/{row.code}/"))
    for _ in range(3):
        Player(batch).take_part()
    draw_it(batch, clock)
    result, mine = words(siti.client.get(f"/nomor/{row.code}/")), drawn(row)
    letter = Notice.objects.get(purpose="drawn", address=siti.address)
    day, morning = Day(office=batch.office, clock=clock), morning_of(mine)

    clock.at(morning - timedelta(hours=22))
    confirmed = siti.client.post(f"/nomor/{row.code}/konfirmasi/", follow=True)
    supervisor = open_hall(day, morning)
    called = serve(day, mine)

    assert "Anda ikut undian." in waiting
    assert f"Nomor urut undian Anda {mine.draw.place} dari 4." in result
    assert mine.day == date(2023, 9, 5)
    assert people_of(mine) == [called]
    assert called in letter.subject
    assert says(confirmed, "Confirmed. We expect you.")
    assert Ticket.objects.get().state == TicketState.SERVED
    clock.at(morning.replace(hour=9))
    supervisor.sign_in()
    supervisor.do("lantai/tutup/", id=Ticket.objects.get().hall_day_id)
    check_record()


def test_of_more_people_than_numbers_some_wait_and_one_gets_what_is_given_back(batch, clock):
    monday = {"rank_0": "1", "standby": "on"}
    rows = [Player(batch).take_part(**monday) for _ in range(14)]
    draw_it(batch, clock)
    now = [drawn(row) for row in rows]
    holders = [row for row in now if row.state == ApplicationState.GRANTED]
    first, second = sorted(
        (row for row in now if row.state == ApplicationState.UNSEATED), key=lambda r: r.draw.place
    )
    giver, absent = holders[0], holders[1]

    Client().post(f"/nomor/{giver.code}/kembalikan/")
    jobs.serve_standby(RESULT + timedelta(minutes=5))
    gained = drawn(first)
    day = Day(office=batch.office, clock=clock)
    supervisor = open_hall(day, morning_of(gained))
    served = serve(day, gained)
    clock.at(morning_of(gained).replace(hour=9))
    day.counter().do("loket/tutup/")
    supervisor.sign_in()
    supervisor.do("lantai/tutup/", id=Ticket.objects.get().hall_day_id)

    assert len(holders) == 12
    assert gained.state == ApplicationState.GRANTED
    assert served not in [number for row in holders for number in people_of(row)]
    assert drawn(second).draw.standby_place == 1
    assert drawn(absent).state == ApplicationState.EXPIRED
    assert NoShow.objects.filter(ref=absent.ref).exists()
    fates = Seat.objects.filter(day=batch.first_day, series="A").values_list("state", flat=True)
    assert not set(fates) & {SeatState.TAKEN, SeatState.FREE}
    check_record()


def test_whoever_cannot_do_it_alone_takes_part_with_the_same_odds(batch, clock):
    helper = Desk(batch.office, Role.HELPER)
    service = makers.service_of(batch.office).pk
    person = makers.make_person(name="Mbah Karto", priority=PriorityClass.PRIORITY)
    ask = helper.see(f"bantuan/?service={service}&count=1")
    form = helper.see(f"bantuan/?service={service}&count=1&way={batch.ref}")
    fields = posted(person) | {"service": service, "count": 1, "way": batch.ref, "contact": ""}
    fields |= {"any_from": "2023-09-04", "once_key": value_of(form, "once_key")}

    wrong = helper.do("bantuan/", **fields | {"p0-nik": "123", "rank_0": "1"})
    receipt = helper.do("bantuan/", **fields)
    again = helper.do("bantuan/", **fields)

    assert says(ask, "Take part in the draw")
    assert (wrong.status_code, value_of(wrong, "p0-name")) == (422, "Mbah Karto")
    assert "Anda ikut undian" in words(receipt)
    assert helper.staff.ref in words(receipt)
    assert again.redirect_chain == receipt.redirect_chain
    [application] = Application.objects.all()
    assert (application.state, application.helper) == ("APPLIED", helper.staff.ref)
    draw_it(batch, clock)
    application.refresh_from_db()
    assert application.state == ApplicationState.GRANTED
    check_record()


def test_a_helper_whose_draw_closes_while_she_types_loses_nothing(batch, clock):
    helper = Desk(batch.office, Role.HELPER)
    service = makers.service_of(batch.office).pk
    fields = posted(makers.make_person(name="Mbah Karto"))
    fields |= {"service": service, "count": 1, "way": batch.ref, "contact": ""}
    close(batch.pk)
    clock.at(CLOSES_AT)
    helper.sign_in()

    page = helper.do("bantuan/", any_from="2023-09-04", once_key="a" * 32, **fields)

    assert page.status_code == 422
    assert value_of(page, "p0-name") == "Mbah Karto"
    assert says(page, SAID[draw.BatchNotOpen])
    assert not Application.objects.exists()
    check_record()


def test_a_family_is_seated_together_and_gives_its_numbers_back_together(batch, clock):
    family = [makers.make_person() for _ in range(4)]
    row = Player(batch).take_part(*family)
    draw_it(batch, clock)
    mine = drawn(row)

    Client().post(f"/nomor/{row.code}/kembalikan/")

    assert len(set(people_of(mine))) == 4
    assert {person.starts_at.date() for person in mine.people} == {mine.day}
    assert drawn(row).state == ApplicationState.WITHDRAWN
    assert Seat.objects.filter(state=SeatState.RETURNED).count() == 4
    check_record()
