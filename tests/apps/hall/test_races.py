"""Many counters, kiosks and clicks at the same moment, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from jernih.apps.hall import actions
from jernih.apps.hall.actions import call, floor, swift
from jernih.apps.hall.models import HallCall, Ticket
from jernih.apps.ledger.models import Entry
from jernih.pure.calling import Lane
from jernih.pure.events import Called
from jernih.pure.states import CounterState, TicketState
from tests.hall_makers import (
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

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Do all of this at the same moment; return each answer, or the refusal."""
    gate = Barrier(len(deeds))

    def run(deed):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return deed()
        except actions.HallRefusal as refused:
            return type(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.parametrize("counters", [2, 20])
def test_counters_that_press_at_once_call_each_number_once_in_order(counters):
    hall = make_hall(counters=counters)
    desks = [make_desk(hall, n) for n in range(1, counters + 1)]
    numbers = [make_ticket(hall).number for _ in range(counters + 3)]

    called = at_once([lambda desk=desk: press_next(hall, desk) for desk in desks])

    assert sorted(called) == numbers[:counters]
    told = [fact.number for fact in facts(hall) if isinstance(fact, Called)]
    assert told == numbers[:counters]
    assert HallCall.objects.count() == counters
    steps = [fact.step for fact in facts(hall)]
    assert steps == list(range(1, hall.day.step + 1))


def test_the_entries_of_a_day_stand_in_the_order_of_its_steps():
    hall = make_hall(counters=8)
    desks = [make_desk(hall, n) for n in range(1, 9)]
    for _ in range(8):
        make_ticket(hall)

    at_once(
        [lambda desk=desk: press_next(hall, desk) for desk in desks]
        + [lambda: make_walk_in(hall, Lane.STANDBY).number for _ in range(4)]
    )

    assert [fact.step for fact in facts(hall)] == list(range(1, hall.day.step + 1))


def test_a_double_click_calls_one():
    hall = make_hall()
    desk = make_desk(hall)
    for _ in range(3):
        make_ticket(hall)

    called = at_once([lambda: press_next(hall, desk, press_key="click")] * 6)

    assert called == ["A-001"] * 6
    assert said(hall).count("called") == 1


def test_two_windows_of_one_counter_do_not_call_two():
    hall = make_hall()
    desk = make_desk(hall)
    for _ in range(3):
        make_ticket(hall)

    called = at_once([lambda: press_next(hall, desk)] * 4)

    assert sorted(map(str, called)) == sorted(["A-001", *[str(actions.CounterBusy)] * 3])


def test_two_kiosks_give_one_family_one_set_of_tickets():
    hall = make_hall(is_open=False)
    application = make_application(hall, people=3)

    answers = at_once(
        [lambda: [ticket.number for ticket in check_in(hall, application)] for _ in range(4)]
    )

    assert answers == [["A-001", "A-002", "A-003"]] * 4
    assert Ticket.objects.count() == 3
    assert said(hall) == ["day-opened", "checked-in", "checked-in", "checked-in"]


def test_the_last_number_of_the_reserve_is_given_once():
    hall = make_hall()
    cap = hall.day.standby_cap
    for _ in range(cap - 1):
        make_walk_in(hall, Lane.STANDBY)

    answers = at_once([lambda: make_walk_in(hall, Lane.STANDBY).number for _ in range(5)])

    assert sorted(map(str, answers)) == sorted([f"S-{cap:03d}", *[str(actions.ReserveUsed)] * 4])


def test_a_tap_that_is_repeated_at_once_gives_one_number():
    hall = make_hall()

    answers = at_once([lambda: make_walk_in(hall, press_key="tap").number] * 5)

    assert answers == ["P-001"] * 5


def test_one_counter_is_taken_by_one_officer():
    hall = make_hall()

    answers = at_once(
        [lambda n=n: make_desk(hall, 1, officer=f"racer{n}").officer for n in range(5)]
    )

    assert answers.count(actions.CounterTaken) == 4
    assert said(hall).count("counter-opened") == 1


def test_one_officer_takes_one_counter():
    hall = make_hall(counters=5)

    answers = at_once(
        [lambda n=n: make_desk(hall, n, officer="racer1").counter_id for n in range(1, 6)]
    )

    assert answers.count(actions.OfficerElsewhere) == 4


def test_first_counters_of_the_morning_open_one_day():
    hall = make_hall(is_open=False, counters=6)

    at_once([lambda n=n: make_desk(hall, n).pk for n in range(1, 7)])

    assert said(hall) == ["day-opened", *["counter-opened"] * 6]
    assert [fact.step for fact in facts(hall)] == [1, 2, 3, 4, 5, 6, 7]


def test_a_number_is_finished_once_whoever_clicks_how_often():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.SERVING, desk=desk)

    at_once([lambda: actions.finish_ticket(**by(hall, desk, number=ticket.number)).state] * 5)

    assert said(hall).count("served") == 1


def test_leaving_and_being_called_at_once_is_one_or_the_other():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.SERVING, desk=desk)
    walk_to(hall, desk, ticket.number, TicketState.SERVED)

    at_once(
        [
            lambda: actions.close_counter(**by(hall, desk)).state,
            lambda: press_next(hall, desk),
        ]
    )

    desk.refresh_from_db()
    assert desk.state == CounterState.CLOSED
    assert not Ticket.objects.filter(state=TicketState.CALLED).exists()


def test_a_deed_that_dies_before_its_end_leaves_no_trace(monkeypatch):
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    before, entries = hall.day.step, Entry.objects.count()

    def die(writing):
        raise KeyboardInterrupt

    monkeypatch.setattr(swift, "_keep", die)
    monkeypatch.setattr(floor, "keep", die)
    with pytest.raises(KeyboardInterrupt):
        press_next(hall, desk, press_key="k")
    with pytest.raises(KeyboardInterrupt):
        call.call_plainly(**by(hall, desk, press_key="k"))
    monkeypatch.undo()

    assert (hall.day.step, Entry.objects.count()) == (before, entries)
    assert Ticket.objects.get().state == TicketState.WAITING
    assert press_next(hall, desk, press_key="k") == "A-001"


def test_boards_hear_of_a_deed_when_it_is_done():
    hall = make_hall()
    make_ticket(hall)
    with connection.cursor() as cursor:
        cursor.execute("LISTEN hall")

    at_once([lambda: make_walk_in(hall).number])

    heard = list(connection.connection.notifies(timeout=5, stop_after=1))
    assert [(news.channel, news.payload) for news in heard] == [("hall", hall.office.slug)]
