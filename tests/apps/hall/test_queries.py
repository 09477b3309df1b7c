import json
from datetime import time, timedelta

import pytest

from jernih.apps.booking.models import Seat
from jernih.apps.hall import actions, jobs, queries
from jernih.apps.hall.models import Prediction
from jernih.apps.offices.models import OpeningHours
from jernih.pure.calling import CallRule, Lane
from jernih.pure.codes import show_code
from jernih.pure.reasons import BreakReason, ExceptionReason, ParkReason
from jernih.pure.roles import CITIZEN, CLOCK
from jernih.pure.states import ApplicationState, CounterState, SeatState, TicketState
from tests.hall_makers import (
    DAY,
    EIGHT,
    WINDOW,
    by,
    check_in,
    code_of,
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


def screen(hall, desk):
    found = queries.counter_of(desk.officer, hall.office, DAY)
    return queries.counter_screen(found, now=hall.now)


# ---- the counter


def test_an_officer_finds_her_counter_until_she_leaves_it(hall, desk):
    assert queries.counter_of(desk.officer, hall.office, DAY).pk == desk.pk
    assert queries.counter_of("", hall.office, DAY) is None
    assert queries.counter_of("s-nobody", hall.office, DAY) is None

    actions.close_counter(**by(hall, desk))

    assert queries.counter_of(desk.officer, hall.office, DAY) is None


def test_an_officer_sees_where_she_may_sit_down(hall, desk):
    first, second, _ = queries.counter_choices(hall.office, DAY)

    assert (first.number, first.officer, first.state) == (1, desk.officer, CounterState.OPEN)
    assert (second.number, second.officer, second.state) == (2, "", CounterState.CLOSED)
    assert {service.code for service in second.services} == {"new", "replacement", "interview"}


def test_before_the_call_a_counter_sees_how_many_and_why_but_not_who(hall, desk):
    make_ticket(hall)
    make_walk_in(hall)
    make_walk_in(hall)
    hall.later(minutes=11)

    seen = screen(hall, desk)

    assert seen.current is None
    assert dict(seen.waiting) == {Lane.BOOKED: 1, Lane.PRIORITY: 2}
    assert (seen.waiting_total, seen.longest_minutes) == (3, 11)
    assert seen.next_rule == CallRule.PRIORITY
    assert "A-001" not in repr(seen)
    assert "P-001" not in repr(seen)


def test_a_counter_counts_only_whom_it_may_call(hall):
    desk = make_desk(hall, services=["new"])
    make_ticket(hall, service="replacement")
    make_ticket(hall, helper=desk.officer)

    seen = screen(hall, desk)

    assert (seen.waiting_total, seen.next_rule, seen.longest_minutes) == (0, None, 0)


def test_the_officer_knows_the_person_only_while_she_stands_there(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    identity = screen(hall, desk).current.identity
    assert (identity.name, identity.last4) == (ticket.applicant.name, "0001")
    assert identity.birth_date == ticket.applicant.birth_date

    walk_to(hall, desk, ticket.number, TicketState.SERVED)

    assert screen(hall, desk).current is None
    assert ticket.applicant.name not in repr(screen(hall, desk))
    other = make_desk(hall, 2)
    assert ticket.applicant.name not in repr(screen(hall, other))


def test_of_a_walk_in_the_officer_knows_the_name_if_one_was_given(hall, desk):
    make_walk_in(hall, name="Siti")
    press_next(hall, desk)

    identity = screen(hall, desk).current.identity

    assert (identity.name, identity.birth_date, identity.ref) == ("Siti", None, "")


def test_the_screen_says_what_may_be_done_now(hall, desk):
    make_ticket(hall, at=TicketState.CALLED, desk=desk)
    fresh = screen(hall, desk).current
    hall.later(minutes=1)
    older = screen(hall, desk).current

    assert (fresh.may_recall, fresh.may_miss, fresh.again_at) == (False, False, hall.now)
    assert (older.may_recall, older.may_miss, older.recalls_left) == (True, True, 3)
    assert [choice.code for choice in older.transfer_to] == ["interview"]

    actions.start_ticket(**by(hall, desk, number="A-001"))
    serving = screen(hall, desk).current

    assert (serving.state, serving.serving_at) == (TicketState.SERVING, hall.now)
    assert (serving.may_recall, serving.may_miss) == (False, False)


def test_the_screen_lists_parked_missed_and_my_exceptions(hall, desk):
    make_ticket(hall, at=TicketState.PARKED, desk=desk)
    make_ticket(hall, at=TicketState.MISSED, desk=desk)
    make_ticket(hall)
    make_ticket(hall)
    actions.call_by_exception(**by(hall, desk, number="A-004", reason=ExceptionReason.HEALTH))

    seen = screen(hall, desk)

    assert [line.number for line in seen.parked] == ["A-001"]
    assert [line.number for line in seen.missed] == ["A-002"]
    [exception] = seen.exceptions
    assert (exception.number, exception.instead_of) == ("A-004", "A-003")
    assert exception.reason == ExceptionReason.HEALTH
    assert screen(hall, make_desk(hall, 2)).exceptions == ()


def test_a_page_of_yesterday_says_so(hall, desk):
    assert not screen(hall, desk).is_day_over

    hall.later(minutes=60 * 24)

    assert screen(hall, desk).is_day_over


def test_a_counter_screen_takes_few_questions(hall, desk, django_assert_max_num_queries):
    make_ticket(hall, at=TicketState.CALLED, desk=desk)
    for _ in range(5):
        make_ticket(hall)

    with django_assert_max_num_queries(12):
        screen(hall, desk)


# ---- the floor


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


# ---- the citizen's place


def test_who_waits_sees_her_place_and_an_honest_range(hall, desk):
    for _ in range(4):
        last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert (place.number, place.state, place.ahead) == ("A-004", TicketState.WAITING, 3)
    assert 0 < place.p50_minutes <= place.p90_minutes
    assert place.may_leave
    assert place.key == last.code_index


def test_without_a_counter_nothing_is_promised(hall):
    make_ticket(hall)
    last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert (place.ahead, place.p50_minutes, place.come_back_at) == (1, None, None)


def test_a_long_wait_lets_one_go_out_for_half_of_it(hall, desk):
    for _ in range(8):
        last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert place.p50_minutes >= 30
    assert hall.now < place.come_back_at <= hall.now + timedelta(minutes=place.p50_minutes / 2)
    assert place.come_back_at.minute % 5 == 0


def test_who_is_called_sees_where_to_go(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    place = queries.place(ticket, now=hall.now)

    assert (place.counter, place.direction, place.called_at) == (1, "Lantai 1", hall.now)
    assert (place.ahead, place.may_leave) == (0, False)


def test_a_family_sees_all_its_numbers_by_one_code(hall):
    application = make_application(hall, people=2)
    assert queries.places_by_code(code_of(application), now=hall.now) == []

    check_in(hall, application)

    places = queries.places_by_code(code_of(application), now=hall.now)
    assert [place.number for place in places] == ["A-001", "A-002"]
    [alone] = queries.places_by_code(places[1].code, now=hall.now)
    assert alone.number == "A-002"
    assert queries.places_by_code("nothing", now=hall.now) == []


def test_a_missed_or_parked_one_is_told_that_she_may_come_back(hall, desk):
    missed = make_ticket(hall, at=TicketState.MISSED, desk=desk)
    parked = make_ticket(hall, at=TicketState.PARKED, desk=desk)

    for ticket in (missed, parked):
        assert queries.place(ticket, now=hall.now).may_come_back

    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)
    for ticket in queries.tickets_by_code(queries.ticket_code(missed)):
        assert not queries.place(ticket, now=hall.now).may_come_back


def test_a_kiosk_asks_who_of_a_family_is_here_by_first_names_only(hall):
    application = make_application(hall, people=2, starts_at=EIGHT + WINDOW)
    application.applicants.filter(position=0).update(name="Siti Nurhaliza binti Ahmad")

    early = queries.check_in_preview(code_of(application), now=EIGHT - timedelta(seconds=1))
    preview = queries.check_in_preview(code_of(application), now=EIGHT)

    assert not early.can_check_in
    assert (preview.can_check_in, preview.opens_at) == (True, EIGHT)
    assert preview.people[0].first_name == "Siti"
    assert "Nurhaliza" not in repr(preview)
    assert not preview.people[0].is_here

    check_in(hall, application, positions=[0])

    here = queries.check_in_preview(code_of(application), now=EIGHT).people
    assert [person.is_here for person in here] == [True, False]


def test_a_kiosk_previews_nothing_for_a_code_without_numbers(hall):
    application = make_application(hall, state=ApplicationState.APPLIED)
    application.applicants.update(seat=None)

    assert queries.check_in_preview(code_of(application), now=hall.now) is None
    assert queries.check_in_preview("nothing", now=hall.now) is None


def test_a_number_given_back_cannot_check_in(hall):
    application = make_application(hall)
    application.state, application.ended_at = ApplicationState.WITHDRAWN, hall.now
    application.save()

    assert not queries.check_in_preview(code_of(application), now=hall.now).can_check_in


def test_a_printed_ticket_has_what_its_holder_needs(hall):
    make_ticket(hall)
    ticket = queries.ticket_by_code(queries.ticket_code(make_ticket(hall)))

    paper = queries.ticket_print(ticket)

    assert (paper.number, paper.ahead, paper.service) == ("A-002", 1, "new")
    assert paper.code == show_code(paper.code.replace("-", ""))
    assert queries.ticket_by_code(paper.code).pk == ticket.pk


# ---- the range


def test_the_break_of_the_office_makes_the_wait_longer(hall, desk):
    for _ in range(3):
        last = make_ticket(hall)
    before = queries.place(last, now=hall.now)

    OpeningHours.objects.create(
        office=hall.office,
        weekday=DAY.weekday(),
        opens_at=time(8),
        closes_at=time(16),
        break_from=time(8, 5),
        break_until=time(9, 5),
    )
    hall.later(minutes=1)

    assert queries.place(last, now=hall.now).p50_minutes > before.p50_minutes + 30


def test_a_counter_at_rest_is_expected_back_and_one_that_serves_is_expected_free(hall, desk):
    make_ticket(hall, at=TicketState.SERVING, desk=desk)
    last = make_ticket(hall)
    assert queries.place(last, now=hall.now).p50_minutes >= 1

    actions.finish_ticket(**by(hall, desk, number="A-001"))
    actions.start_break(**by(hall, desk, reason=BreakReason.SHORT))

    assert 15 >= queries.place(last, now=hall.later(seconds=30)).p50_minutes >= 1


def test_who_is_booked_and_not_here_yet_is_reckoned_with(hall, desk):
    standby = make_walk_in(hall, Lane.STANDBY)
    alone = queries.place(standby, now=hall.now)
    press_next(hall, desk)
    actions.return_ticket(**by(hall, desk, number=standby.number))
    standby.refresh_from_db()

    make_ticket(hall)
    make_application(hall, people=3, starts_at=EIGHT)
    hall.later(minutes=1)

    assert queries.place(standby, now=hall.now).p90_minutes > alone.p90_minutes


# ---- sums


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


def test_parking_twice_is_listed_once(hall, desk):
    make_ticket(hall, at=TicketState.PARKED, desk=desk)
    actions.park_ticket(**by(hall, desk, number="A-001", reason=ParkReason.PAYMENT))

    assert len(screen(hall, desk).parked) == 1
