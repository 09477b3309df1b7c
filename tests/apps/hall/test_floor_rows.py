import json

import pytest

from jernih.apps.booking.models import Seat
from jernih.apps.hall import actions, jobs, queries
from jernih.apps.hall.models import Prediction
from jernih.pure.calling import Lane
from jernih.pure.reasons import BreakReason
from jernih.pure.roles import CITIZEN, CLOCK
from jernih.pure.states import CounterState, SeatState, TicketState
from tests.hall_makers import (
    DAY,
    by,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    walk_to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def desk(hall):
    return make_desk(hall)


def test_a_supervisor_sees_counters_lines_numbers_and_sums(hall, desk):
    make_ticket(hall, at=TicketState.SERVED, desk=desk)
    make_ticket(hall, at=TicketState.SERVING, desk=desk)
    make_ticket(hall)
    make_application(hall, people=2)
    hall.later(minutes=4)

    floor = queries.floor(hall.office, DAY, now=hall.now)

    [counter] = floor.counters
    assert (counter.counter, counter.officer, counter.served) == (1, desk.officer, 1)
    assert (counter.current, counter.current_state) == ("A-002", TicketState.SERVING)
    assert [(line.lane, line.waiting) for line in floor.lines] == [(Lane.BOOKED, 1)]
    assert [line.number for line in floor.tickets] == ["A-001", "A-002", "A-003"]
    assert (floor.expected, floor.sums.came, floor.sums.in_hall) == (2, 3, 2)
    assert not floor.is_closed


def test_a_counter_that_lets_people_wait_shows_for_how_long(hall, desk):
    make_ticket(hall)
    hall.later(minutes=6)

    [counter] = queries.floor(hall.office, DAY, now=hall.now).counters
    assert (counter.idle_minutes, counter.waiting) == (6, 1)

    press_next(hall, desk)
    [counter] = queries.floor(hall.office, DAY, now=hall.later(minutes=9)).counters
    assert counter.idle_minutes == 0


def test_a_counter_without_a_line_or_with_a_break_is_not_idle(hall, desk):
    hall.later(minutes=6)
    [counter] = queries.floor(hall.office, DAY, now=hall.now).counters
    assert counter.idle_minutes == 0

    make_ticket(hall)
    actions.start_break(**by(hall, desk, reason=BreakReason.LUNCH))
    [counter] = queries.floor(hall.office, DAY, now=hall.later(minutes=30)).counters
    assert (counter.idle_minutes, counter.break_reason) == (0, BreakReason.LUNCH)


def test_a_closed_counter_shows_nobody(hall, desk):
    actions.close_counter(**by(hall, desk))

    [counter] = queries.floor(hall.office, DAY, now=hall.now).counters

    assert (counter.officer, counter.state) == ("", CounterState.CLOSED)


def test_there_is_no_floor_before_the_hall_opens():
    hall = make_hall(is_open=False)

    assert queries.floor(hall.office, DAY, now=hall.now) is None
    assert queries.day_state(hall.office, DAY) is None


def test_the_sums_of_a_day_are_true_while_it_lasts_and_after(hall, desk):
    make_ticket(hall, at=TicketState.SERVED, desk=desk)
    make_ticket(hall, at=TicketState.MISSED, desk=desk)
    make_ticket(hall, at=TicketState.PARKED, desk=desk)
    make_walk_in(hall)
    gone = make_walk_in(hall)
    actions.leave_line(code=queries.ticket_code(gone), actor=CITIZEN, now=hall.now)
    make_application(hall, people=2)
    slot = Seat.objects.last().slot
    Seat.objects.create(
        office=hall.office, day=DAY, series="A", n=99, slot=slot, state=SeatState.HELD
    )

    sums = queries.reconciliation(hall.office, DAY)
    assert (sums.came, sums.walk_ins, sums.booked, sums.released) == (5, 2, 5, 5)
    assert (sums.served, sums.missed, sums.left, sums.expired, sums.in_hall) == (1, 1, 1, 0, 2)

    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)

    sums = queries.reconciliation(hall.office, DAY)
    assert (sums.came, sums.booked, sums.absent) == (5, 5, 2)
    assert (sums.served, sums.missed, sums.left, sums.expired, sums.in_hall) == (1, 1, 1, 2, 0)
    assert (sums.records, sums.exceptions) == (1, 0)


def test_the_published_state_names_numbers_and_no_person(hall, desk):
    ticket = make_ticket(hall, at=TicketState.PARKED, desk=desk)
    make_walk_in(hall, name="Siti Aminah")

    text = json.dumps(queries.day_state(hall.office, DAY))

    assert '"A-001"' in text
    for secret in ("Siti", ticket.applicant.name, ticket.code_index, ticket.applicant.nik_index):
        assert secret not in text


def test_the_hit_rate_counts_what_came_true(hall, desk):
    make_ticket(hall)
    make_ticket(hall)
    jobs.predict(hall.now)
    Prediction.objects.filter(ticket__n=2).update(p50_minutes=5, p90_minutes=6)
    press_next(hall, desk)
    walk_to(hall, desk, "A-001", TicketState.SERVED)
    press_next(hall, desk)

    rate = queries.hit_rate(hall.office, first=DAY, last=DAY)

    assert (rate.predictions, rate.within_p90_permille) == (2, 500)
