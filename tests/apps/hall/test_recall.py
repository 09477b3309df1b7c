from datetime import timedelta

import pytest

from jernih.apps.hall import actions
from jernih.apps.hall.models import HallCall, LegOutcome
from jernih.pure import events, reasons
from jernih.pure.calling import Lane
from jernih.pure.states import IllegalMove, TicketState
from tests.hall_makers import (
    EIGHT,
    WINDOW,
    by,
    facts,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    said,
    walk_to,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def desk(hall):
    return make_desk(hall)


@pytest.fixture
def called(hall, desk):
    return make_ticket(hall, at=TicketState.CALLED, desk=desk)


def again(hall, desk, ticket, **wait):
    hall.later(**wait)
    return actions.recall_ticket(**by(hall, desk, number=ticket.number))


def test_a_minute_after_the_call_it_may_sound_again(hall, desk, called):
    with pytest.raises(actions.RecallTooSoon) as refused:
        again(hall, desk, called, seconds=59)
    ticket = again(hall, desk, called, seconds=1)

    assert refused.value.at == hall.now
    assert (ticket.calls, ticket.last_called_at) == (2, hall.now)
    assert facts(hall)[-1].times == 1
    assert list(HallCall.objects.values_list("is_recall", flat=True)) == [False, True]


def test_it_sounds_three_times_again_and_no_more(hall, desk, called):
    for _ in range(3):
        again(hall, desk, called, minutes=1)

    with pytest.raises(actions.RecallsUsed):
        again(hall, desk, called, minutes=5)

    assert [fact.times for fact in facts(hall) if isinstance(fact, events.Recalled)] == [1, 2, 3]


def test_who_is_served_is_not_called_again(hall, desk, called):
    walk_to(hall, desk, called.number, TicketState.SERVING)

    with pytest.raises(actions.StalePage):
        again(hall, desk, called, minutes=1)


def test_another_counter_does_not_call_again(hall, desk, called):
    with pytest.raises(actions.StalePage):
        again(hall, make_desk(hall, 2), called, minutes=1)


def test_nobody_is_missed_before_a_minute_has_passed(hall, desk, called):
    with pytest.raises(actions.MissTooSoon) as refused:
        actions.miss_ticket(**by(hall, desk, number=called.number))
    assert refused.value.at == hall.now + timedelta(minutes=1)

    again(hall, desk, called, minutes=1)
    with pytest.raises(actions.MissTooSoon):
        actions.miss_ticket(**by(hall, desk, number=called.number))
    hall.later(minutes=1)
    ticket = actions.miss_ticket(**by(hall, desk, number=called.number))

    assert ticket.state == TicketState.MISSED
    assert said(hall)[-1] == "missed"
    assert ticket.legs.get().outcome == LegOutcome.MISSED


def test_two_clicks_on_missed_are_one(hall, desk, called):
    for _ in range(2):
        walk_to(hall, desk, called.number, TicketState.MISSED)

    assert said(hall).count("missed") == 1


def test_who_is_being_served_is_not_missed(hall, desk, called):
    walk_to(hall, desk, called.number, TicketState.SERVING)
    hall.later(minutes=5)

    with pytest.raises(IllegalMove):
        actions.miss_ticket(**by(hall, desk, number=called.number))


def test_the_counter_calls_the_next_after_a_miss(hall, desk, called):
    make_ticket(hall)
    walk_to(hall, desk, called.number, TicketState.MISSED)

    assert press_next(hall, desk) == "A-002"


def come_back(hall, number):
    return actions.re_enter_ticket(
        hall_day_id=hall.day.pk, number=number, actor=hall.kiosk, now=hall.now
    )


def test_a_missed_one_joins_the_end_of_the_line(hall, desk, called):
    make_ticket(hall)
    walk_to(hall, desk, called.number, TicketState.MISSED)

    ticket = come_back(hall, called.number)

    assert (ticket.state, ticket.place_at) == (TicketState.WAITING, hall.now)
    assert facts(hall)[-1].place_at == hall.now
    assert press_next(hall, desk) == "A-002"
    assert ticket.legs.count() == 2


def test_she_comes_back_once_only(hall, desk, called):
    walk_to(hall, desk, called.number, TicketState.MISSED)
    come_back(hall, called.number)
    come_back(hall, called.number)
    assert said(hall).count("re-entered") == 1

    press_next(hall, desk)
    walk_to(hall, desk, called.number, TicketState.MISSED)

    with pytest.raises(actions.AlreadyReEntered):
        come_back(hall, called.number)


def test_who_was_called_early_gains_nothing_by_not_coming(hall, desk):
    early = make_ticket(hall, at=TicketState.MISSED, desk=desk, starts_at=EIGHT + WINDOW)

    ticket = come_back(hall, early.number)

    assert ticket.place_at == EIGHT + WINDOW


def test_who_waits_does_not_join_again(hall):
    ticket = make_ticket(hall)

    with pytest.raises(IllegalMove):
        come_back(hall, ticket.number)


def test_a_mistaken_call_is_taken_back_and_the_line_is_as_before(hall, desk):
    make_ticket(hall)
    second = make_ticket(hall)
    number = press_next(hall, desk)
    since = hall.day.since_priority

    ticket = actions.return_ticket(**by(hall, desk, number=number))

    assert (ticket.state, ticket.counter, ticket.calls) == (TicketState.WAITING, None, 0)
    assert facts(hall)[-1].reason == reasons.ReturnReason.MISTAKEN_CALL
    assert hall.day.since_priority == since - 1
    assert press_next(hall, make_desk(hall, 2)) == number
    assert press_next(hall, desk) == second.number


def test_a_mistaken_priority_call_leaves_priority_next(hall, desk):
    make_walk_in(hall, Lane.PRIORITY)
    make_ticket(hall)
    assert press_next(hall, desk) == "P-001"

    actions.return_ticket(**by(hall, desk, number="P-001"))

    assert press_next(hall, desk) == "P-001"


def test_two_clicks_on_mistaken_are_one(hall, desk, called):
    for _ in range(2):
        actions.return_ticket(**by(hall, desk, number=called.number))

    assert said(hall).count("call-returned") == 1


def test_who_is_being_served_is_not_sent_back_to_the_line(hall, desk, called):
    walk_to(hall, desk, called.number, TicketState.SERVING)

    with pytest.raises(IllegalMove):
        actions.return_ticket(**by(hall, desk, number=called.number))
