import secrets
from datetime import timedelta

import pytest

from jernih.apps.hall import actions
from jernih.apps.hall.models import HallCall, Press, Ticket
from jernih.pure import events, reasons
from jernih.pure.calling import CallRule, Lane
from jernih.pure.roles import Actor, Refused, Role
from jernih.pure.states import TicketState
from tests.hall_makers import (
    EIGHT,
    WINDOW,
    by,
    check_in,
    facts,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    said,
    walk_to,
)

pytestmark = pytest.mark.django_db


def finish(hall, desk, number):
    walk_to(hall, desk, number, TicketState.SERVED)


def call_all(hall, desk):
    numbers = []
    while number := press_next(hall, desk):
        numbers.append(number)
        finish(hall, desk, number)
    return numbers


def test_the_next_is_called_and_told_with_its_rule():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall)

    answer = actions.call_next(**by(hall, desk, press_key="once"))

    assert (answer.ticket.pk, answer.rule, answer.again) == (ticket.pk, CallRule.BOOKED, False)
    fact = facts(hall)[-1]
    assert isinstance(fact, events.Called)
    assert (fact.number, fact.counter, fact.officer) == ("A-001", 1, desk.officer)
    assert fact.rule == "BOOKED"
    ticket.refresh_from_db()
    leg = ticket.legs.get()
    assert (ticket.state, ticket.calls, ticket.last_called_at) == (TicketState.CALLED, 1, hall.now)
    assert (leg.counter_id, leg.officer, leg.called_at) == (
        desk.counter_id,
        desk.officer,
        hall.now,
    )


def test_the_call_is_there_for_boards_and_voices():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)

    press_next(hall, desk)

    call = HallCall.objects.get()
    assert (call.number, call.counter_number, call.direction) == ("A-001", 1, "Lantai 1")
    assert call.step == facts(hall)[-1].step


def test_a_second_click_a_retry_and_a_lost_reply_get_the_same_ticket():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    make_ticket(hall)

    answers = [
        actions.call_next(**by(hall, desk, press_key="the same", now=hall.later(seconds=1)))
        for _ in range(3)
    ]

    assert [answer.ticket.number for answer in answers] == ["A-001"] * 3
    assert [answer.again for answer in answers] == [False, True, True]
    assert [answer.rule for answer in answers] == [CallRule.BOOKED] * 3
    assert said(hall).count("called") == 1


def test_a_retry_is_answered_even_when_the_counter_has_closed_since():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    press_next(hall, desk, press_key="the same")
    actions.close_counter(**by(hall, desk))

    assert press_next(hall, desk, press_key="the same") == "A-001"


def test_nobody_waits_and_a_retry_hears_the_same():
    hall = make_hall()
    desk = make_desk(hall)

    assert press_next(hall, desk, press_key="early bird") == ""
    make_ticket(hall)

    assert press_next(hall, desk, press_key="early bird") == ""
    assert press_next(hall, desk) == "A-001"
    assert Press.objects.count() == 2


def test_a_counter_with_someone_called_calls_nobody_else():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    make_ticket(hall)
    press_next(hall, desk)

    for finish_current in (False, True):
        with pytest.raises(actions.CounterBusy) as refused:
            press_next(hall, desk, finish_current=finish_current)
        assert refused.value.number == "A-001"

    assert said(hall).count("called") == 1


def test_one_press_finishes_and_calls():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.SERVING, desk=desk)
    make_ticket(hall)

    with pytest.raises(actions.CounterBusy):
        press_next(hall, desk)
    called = press_next(hall, desk, finish_current=True)

    ticket.refresh_from_db()
    assert (ticket.state, called) == (TicketState.SERVED, "A-002")
    assert said(hall)[-2:] == ["served", "called"]


def test_windows_then_arrival_then_number_then_early():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall, starts_at=EIGHT + WINDOW)
    late_but_in_time = make_application(hall)
    make_ticket(hall)
    hall.later(minutes=1)
    check_in(hall, late_but_in_time)

    assert call_all(hall, desk) == ["A-003", "A-002", "A-001"]


def test_a_priority_call_after_every_two_others():
    hall = make_hall()
    desk = make_desk(hall)
    for _ in range(3):
        make_walk_in(hall, Lane.PRIORITY)
        hall.later(seconds=1)
    for _ in range(4):
        make_ticket(hall)

    assert call_all(hall, desk) == [
        "P-001",
        "A-001",
        "A-002",
        "P-002",
        "A-003",
        "A-004",
        "P-003",
    ]


def test_standby_comes_before_those_who_are_early_and_after_all_others():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall, starts_at=EIGHT + WINDOW)
    make_walk_in(hall, Lane.STANDBY)
    make_ticket(hall)

    answers = []
    for _ in range(3):
        answer = actions.call_next(**by(hall, desk, press_key=secrets.token_hex(4)))
        answers.append((answer.ticket.number, answer.rule))
        walk_to(hall, desk, answer.ticket.number, TicketState.SERVING)
        actions.finish_ticket(**by(hall, desk, number=answer.ticket.number))

    assert answers == [
        ("A-002", CallRule.BOOKED),
        ("S-001", CallRule.STANDBY),
        ("A-001", CallRule.EARLY),
    ]


def test_a_counter_calls_only_for_what_it_does():
    hall = make_hall()
    desk = make_desk(hall, services=["replacement"])
    make_ticket(hall)
    make_ticket(hall, service="replacement")

    assert press_next(hall, desk) == "B-001"


def test_an_officer_is_never_given_whom_she_registered():
    hall = make_hall()
    desk, other = make_desk(hall, 1), make_desk(hall, 2)
    make_ticket(hall, helper=desk.officer)
    make_ticket(hall)

    assert press_next(hall, desk) == "A-002"
    assert press_next(hall, other) == "A-001"


def test_an_officer_is_never_given_whom_she_let_in_at_the_door():
    hall = make_hall()
    both = hall.staff("both01", Role.COUNTER, Role.HELPER)
    desk = make_desk(hall, officer="both01")
    make_walk_in(hall, actor=both)

    assert press_next(hall, desk) == ""


def test_only_the_officer_who_sits_there_calls():
    hall = make_hall()
    desk, other = make_desk(hall, 1), make_desk(hall, 2)
    make_ticket(hall)

    with pytest.raises(actions.NotYourCounter):
        actions.call_next(
            counter_day_id=desk.pk,
            press_key="x",
            actor=hall.staff(other.officer.removeprefix("s-")),
            now=hall.now,
        )

    assert said(hall).count("called") == 0


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COUNTER])
def test_nobody_but_a_counter_officer_calls(role):
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    actor = Actor(roles=frozenset({role}), ref=desk.officer, office=hall.office.slug)

    with pytest.raises(Refused):
        actions.call_next(counter_day_id=desk.pk, press_key="x", actor=actor, now=hall.now)


def test_an_officer_of_another_office_calls_nobody():
    hall = make_hall()
    desk = make_desk(hall)
    actor = Actor(roles=frozenset({Role.COUNTER}), ref=desk.officer, office="nunukan")

    with pytest.raises(Refused):
        actions.call_next(counter_day_id=desk.pk, press_key="x", actor=actor, now=hall.now)


def test_recalls_do_not_count_as_calls_of_the_rule():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    press_next(hall, desk)
    before = hall.day.since_priority

    hall.later(minutes=1)
    actions.recall_ticket(**by(hall, desk, number="A-001"))

    assert hall.day.since_priority == before


def test_what_waits_is_called_once_each():
    hall = make_hall()
    desk = make_desk(hall)
    numbers = {make_ticket(hall).number for _ in range(12)}

    called = call_all(hall, desk)

    assert sorted(called) == sorted(numbers)
    assert not Ticket.objects.exclude(state=TicketState.SERVED).exists()


def test_a_clock_that_runs_back_does_not_make_a_booked_one_early():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)

    answer = actions.call_next(**by(hall, desk, press_key="x", now=hall.now - timedelta(seconds=2)))

    assert answer.rule == CallRule.BOOKED
    assert facts(hall)[-1].at == EIGHT


def test_a_press_key_of_another_office_is_another_press():
    hall, elsewhere = make_hall(), make_hall()
    make_ticket(hall)
    press_next(elsewhere, make_desk(elsewhere), press_key="k")

    assert press_next(hall, make_desk(hall), press_key="k") == "A-001"


def test_reasons_of_a_break_do_not_stay_after_it():
    hall = make_hall()
    desk = make_desk(hall)
    actions.start_break(**by(hall, desk, reason=reasons.BreakReason.LUNCH))

    assert actions.end_break(**by(hall, desk)).break_reason == ""
