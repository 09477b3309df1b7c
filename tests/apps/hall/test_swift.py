"""The swift way of calling leaves the same rows and the same record as the plain one."""

import dataclasses
import random
from datetime import timedelta

import pytest
from django.db import DataError

from jernih.apps.hall import actions
from jernih.apps.hall.actions import call, look, serve, swift
from jernih.apps.hall.models import HallCall, Leg, Prediction, Press, ServiceRecord, Ticket
from jernih.pure import reasons
from jernih.pure.calling import CallRule, Lane
from jernih.pure.roles import CLOCK
from jernih.pure.states import TicketState
from tests.apps.hall.test_races import at_once
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
SERVICES = (["new"], ["replacement"], ["new", "replacement"], [])


def deed(hall, desk, **more):
    given = {"press_key": "", **more}
    return swift.Deed(**by(hall, desk, **given))


def make_line(hall, seed):
    """Desks of several services, and people of all kinds; the same for the same seed."""
    chance = random.Random(seed)
    desks = [make_desk(hall, n, services=SERVICES[n % 4]) for n in range(1, 6)]
    parked = [make_ticket(hall, at=TicketState.PARKED, desk=desks[1]).number for _ in range(2)]
    for number in parked:
        actions.unpark_ticket(
            hall_day_id=hall.day.pk, number=number, actor=hall.kiosk, now=hall.later(seconds=5)
        )
    for _ in range(14):
        hall.later(seconds=chance.randrange(3))
        helper = chance.choice(["", "", desks[chance.randrange(5)].officer])
        service = chance.choice(["new", "replacement"])
        if chance.random() < 0.4:
            make_walk_in(hall, chance.choice([Lane.PRIORITY, Lane.STANDBY]), service=service)
        else:
            starts_at = EIGHT + chance.choice([-1, 0, 1]) * WINDOW
            make_ticket(hall, starts_at=starts_at, service=service, helper=helper)
    actions.predict_waits(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)
    return desks


def state_of(hall):
    """Everything that is written of a hall, without what is its own: ids and salts."""
    day = hall.day
    mine = {"ticket__hall_day": day}
    own = ("series", "n", "state", "counter__number", "calls", "last_called_at", "ended_at")
    told = [dataclasses.replace(fact, office="office") for fact in facts(hall)]
    return {
        "day": (day.step, day.since_priority, day.moved_at),
        "tickets": list(
            Ticket.objects.filter(hall_day=day).order_by("series", "n").values_list(*own)
        ),
        "legs": sorted(
            Leg.objects.filter(**mine).values_list(
                "ticket__series",
                "ticket__n",
                "service__code",
                "counter__number",
                "officer",
                "waiting_at",
                "called_at",
                "serving_at",
                "ended_at",
                "outcome",
            ),
            key=str,
        ),
        "records": sorted(
            ServiceRecord.objects.filter(leg__ticket__hall_day=day).values_list(
                "leg__ticket__series", "leg__ticket__n", "served_at", "officer"
            )
        ),
        "calls": list(
            HallCall.objects.filter(hall_day=day)
            .order_by("step")
            .values_list("step", "number", "counter_number", "direction", "is_recall", "called_at")
        ),
        "presses": sorted(
            # Makers press with keys by chance.
            Press.objects.filter(hall_day=day, key__contains=" ").values_list(
                "key", "rule", "ticket__series", "ticket__n", "answered_at"
            ),
            key=str,
        ),
        "predictions": sorted(
            Prediction.objects.filter(**mine).values_list(
                "ticket__series", "ticket__n", "actual_minutes"
            ),
            key=str,
        ),
        # Salted commitments of who came in differ; they were told before.
        "facts": [fact for fact in told if fact.kind not in ("hall.walked-in", "hall.checked-in")],
    }


def call_group(hall, desks, key):
    """Press next at all of these in one transaction; none may be left to the plain way."""
    done = swift.do_all(
        [
            deed(hall, desk, press_key=f"{key} {desk.counter.number}", finish_current=True)
            for desk in desks
        ]
    )
    assert None not in done
    return [(one.ticket.number if one.ticket else "", one.rule) for one in done]


def call_one_by_one(hall, desks, key):
    answers = [
        call.call_plainly(
            **by(hall, desk, press_key=f"{key} {desk.counter.number}", finish_current=True)
        )
        for desk in desks
    ]
    return [(one.ticket.number if one.ticket else "", one.rule) for one in answers]


def start_group(hall, called):
    done = swift.do_all([deed(hall, desk, number=number) for desk, number in called])
    assert [one.ticket.state for one in done] == [TicketState.SERVING] * len(called)


def start_one_by_one(hall, called):
    for desk, number in called:
        serve.start_plainly(**by(hall, desk, number=number))


@pytest.mark.parametrize("seed", range(3))
def test_many_at_once_leave_what_one_after_the_other_leave(seed):
    swift_hall, plain_hall = make_hall(counters=5), make_hall(counters=5)
    swift_desks, plain_desks = make_line(swift_hall, seed), make_line(plain_hall, seed)
    chance = random.Random(seed)

    for turn in range(7):
        picked = chance.sample(range(5), chance.randint(1, 5))
        for hall in (swift_hall, plain_hall):
            hall.later(seconds=40)
        fast = call_group(swift_hall, [swift_desks[n] for n in picked], turn)
        slow = call_one_by_one(plain_hall, [plain_desks[n] for n in picked], turn)
        assert fast == slow
        called = [(n, number) for n, (number, _) in zip(picked, fast, strict=True) if number]
        if not called:
            continue
        start_group(swift_hall, [(swift_desks[n], number) for n, number in called])
        start_one_by_one(plain_hall, [(plain_desks[n], number) for n, number in called])

    assert state_of(swift_hall) == state_of(plain_hall)
    assert said(swift_hall).count("called") > 10


def test_someone_who_came_back_to_her_counter_is_called_there_first():
    hall = make_hall()
    desk, other = make_desk(hall, 1), make_desk(hall, 2)
    number = make_ticket(hall, at=TicketState.PARKED, desk=desk).number
    actions.unpark_ticket(
        hall_day_id=hall.day.pk, number=number, actor=hall.kiosk, now=hall.later(seconds=5)
    )
    make_walk_in(hall, Lane.PRIORITY)

    assert call_group(hall, [other, desk], "x") == [
        ("P-001", CallRule.PRIORITY),
        (number, CallRule.HOME),
    ]


def test_what_is_not_ordinary_is_left_alone_and_nothing_is_written():
    hall, elsewhere = make_hall(), make_hall()
    desk, closed, resting = (make_desk(hall, n) for n in (1, 2, 3))
    actions.close_counter(**by(hall, closed))
    actions.start_break(**by(hall, resting, reason=reasons.BreakReason.LUNCH))
    make_ticket(hall)
    press_next(hall, desk, press_key="answered")
    make_ticket(hall)
    foreign = make_desk(elsewhere, officer="foreig")
    before = state_of(hall)

    unusual = [
        deed(hall, desk, press_key="answered"),
        deed(hall, desk, press_key="busy"),
        deed(hall, desk, number="A-002"),
        deed(hall, closed, press_key="closed"),
        deed(hall, resting, press_key="resting"),
        deed(hall, foreign, press_key="foreign"),
        deed(hall, closed, press_key="late", now=hall.now + timedelta(days=1)),
        dataclasses.replace(deed(hall, desk, press_key="x"), actor=hall.staff("nobody")),
        dataclasses.replace(deed(hall, desk, press_key="x"), counter_day_id=0),
    ]

    for one in unusual:
        assert swift.do_all([one]) == [None], one
    assert swift.do_all(unusual) == [None] * len(unusual)
    assert state_of(hall) == before


def test_a_second_click_in_the_same_group_is_left_to_be_answered_after_it():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall)
    make_ticket(hall)

    first, second = swift.do_all([deed(hall, desk, press_key="click")] * 2)

    assert (first.ticket.number, second) == ("A-001", None)
    answer = actions.call_next(**by(hall, desk, press_key="click"))
    assert (answer.ticket.number, answer.again) == ("A-001", True)


def test_an_officer_who_registered_all_at_the_front_gets_the_first_whom_she_did_not():
    hall = make_hall()
    desk = make_desk(hall)
    for _ in range(look.SPARE + 2):
        make_ticket(hall, helper=desk.officer)
    other = make_ticket(hall)

    assert swift.do_all([deed(hall, desk, press_key="x")]) == [None]
    assert press_next(hall, desk) == other.number


def test_a_closed_day_is_left_to_the_plain_way():
    hall = make_hall()
    desk = make_desk(hall)
    walk_to(hall, desk, make_ticket(hall, at=TicketState.CALLED, desk=desk).number, "SERVED")
    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)

    assert swift.do_all([deed(hall, desk, press_key="x")]) == [None]
    with pytest.raises(actions.DayIsClosed):
        press_next(hall, desk)


@pytest.mark.django_db(transaction=True)
def test_one_bad_press_in_a_crowd_harms_nobody_else():
    hall = make_hall(counters=6)
    desks = [make_desk(hall, n) for n in range(1, 7)]
    numbers = [make_ticket(hall).number for _ in range(6)]

    def press(desk, key):
        try:
            return press_next(hall, desk, press_key=key)
        except DataError:
            return "refused"

    keys = ["k" * 65, *(f"key {n}" for n in range(5))]
    called = at_once(
        [lambda d=desk, k=key: press(d, k) for desk, key in zip(desks, keys, strict=True)]
    )

    assert sorted(called) == [*numbers[:5], "refused"]
    assert [fact.step for fact in facts(hall)] == list(range(1, hall.day.step + 1))
