import pytest

from jernih.apps.hall import actions, queries
from jernih.pure.calling import CallRule, Lane
from jernih.pure.reasons import ExceptionReason, ParkReason
from jernih.pure.states import CounterState, TicketState
from tests.hall_makers import (
    DAY,
    by,
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


def test_parking_twice_is_listed_once(hall, desk):
    make_ticket(hall, at=TicketState.PARKED, desk=desk)
    actions.park_ticket(**by(hall, desk, number="A-001", reason=ParkReason.PAYMENT))

    assert len(screen(hall, desk).parked) == 1
