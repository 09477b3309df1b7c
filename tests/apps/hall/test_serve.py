import pytest
from django.db import IntegrityError

from jernih.apps.hall import actions
from jernih.apps.hall.models import LegOutcome, ServiceRecord
from jernih.apps.hall.queries import codes
from jernih.pure import events
from jernih.pure.calling import CallRule
from jernih.pure.reasons import ParkReason
from jernih.pure.roles import CITIZEN, Actor, Refused, Role
from jernih.pure.states import IllegalMove, TicketState
from tests.hall_makers import (
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
def serving(hall, desk):
    return make_ticket(hall, at=TicketState.SERVING, desk=desk)


def park(hall, desk, ticket):
    return actions.park_ticket(
        **by(hall, desk, number=ticket.number, reason=ParkReason.PAPER_MISSING)
    )


def unpark(hall, ticket, **more):
    return actions.unpark_ticket(
        **{
            "hall_day_id": hall.day.pk,
            "number": ticket.number,
            "actor": hall.kiosk,
            "now": hall.now,
            **more,
        }
    )


def transfer(hall, desk, ticket, service="interview"):
    return actions.transfer_ticket(**by(hall, desk, number=ticket.number, service=service))


def test_a_served_number_leaves_a_record_of_its_leg(hall, desk, serving):
    hall.later(minutes=3)
    ticket = actions.finish_ticket(**by(hall, desk, number=serving.number))

    record = ServiceRecord.objects.get()
    assert (ticket.state, ticket.ended_at) == (TicketState.SERVED, hall.now)
    assert record.leg == ticket.legs.get()
    assert (record.officer, record.served_at) == (desk.officer, hall.now)
    assert record.leg.outcome == LegOutcome.SERVED
    assert said(hall)[-3:] == ["called", "service-started", "served"]


def test_no_service_without_a_number():
    with pytest.raises(IntegrityError):
        ServiceRecord.objects.create(leg_id=None, served_at=make_hall().now, officer="s-aaaaaa")


def test_two_clicks_are_one_start_and_one_end(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    for _ in range(2):
        actions.start_ticket(**by(hall, desk, number=ticket.number))
    for _ in range(2):
        actions.finish_ticket(**by(hall, desk, number=ticket.number))
    actions.start_ticket(**by(hall, desk, number=ticket.number))

    assert said(hall)[-3:] == ["called", "service-started", "served"]
    assert ServiceRecord.objects.count() == 1


def test_who_has_not_come_to_the_counter_is_not_served(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    with pytest.raises(IllegalMove):
        actions.finish_ticket(**by(hall, desk, number=ticket.number))

    assert not ServiceRecord.objects.exists()


def test_a_stale_page_serves_nobody(hall, desk, serving):
    waiting = make_ticket(hall)

    for deed in (actions.start_ticket, actions.finish_ticket, actions.recall_ticket):
        with pytest.raises(actions.StalePage):
            deed(**by(hall, desk, number=waiting.number))


def test_a_neighbour_finishes_nothing(hall, serving):
    other = make_desk(hall, 2)

    with pytest.raises(actions.StalePage):
        actions.finish_ticket(**by(hall, other, number=serving.number))


def test_a_parked_number_comes_first_at_its_counter_when_it_is_back(hall, desk, serving):
    park(hall, desk, serving)
    other = make_ticket(hall)
    assert press_next(hall, desk) == other.number
    walk_to(hall, desk, other.number, TicketState.SERVED)
    make_ticket(hall)

    ticket = unpark(hall, serving)
    answer = actions.call_next(**by(hall, desk, press_key="x"))

    assert (ticket.home_counter, ticket.returned_at) == (1, hall.now)
    assert (answer.ticket.number, answer.rule) == (serving.number, CallRule.HOME)


def test_elsewhere_a_parked_number_keeps_its_old_place(hall, desk, serving):
    park(hall, desk, serving)
    make_ticket(hall)
    unpark(hall, serving)

    answer = actions.call_next(**by(hall, make_desk(hall, 2), press_key="x"))

    assert (answer.ticket.number, answer.rule) == (serving.number, CallRule.BOOKED)


def test_a_called_number_back_from_parking_that_is_returned_is_still_first_at_home(
    hall, desk, serving
):
    park(hall, desk, serving)
    unpark(hall, serving)
    make_ticket(hall)
    number = press_next(hall, desk)

    actions.return_ticket(**by(hall, desk, number=number))
    answer = actions.call_next(**by(hall, desk, press_key="x"))

    assert (answer.ticket.number, answer.rule) == (serving.number, CallRule.HOME)


def test_parking_is_told_with_its_reason_and_twice_is_once(hall, desk, serving):
    for _ in range(2):
        park(hall, desk, serving)
    for _ in range(2):
        unpark(hall, serving)

    assert said(hall)[-2:] == ["parked", "unparked"]
    assert facts(hall)[-2].reason == ParkReason.PAPER_MISSING
    assert [leg.outcome for leg in serving.legs.order_by("pk")] == [LegOutcome.PARKED, ""]


def test_a_number_that_was_not_started_is_not_parked(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    with pytest.raises(IllegalMove):
        park(hall, desk, ticket)


def test_the_officer_lets_a_parked_number_back_too(hall, desk, serving):
    park(hall, desk, serving)

    unpark(hall, serving, actor=hall.staff(desk.officer.removeprefix("s-")))

    assert said(hall)[-1] == "unparked"


def test_a_missed_number_is_not_parked_number(hall, desk):
    ticket = make_ticket(hall, at=TicketState.MISSED, desk=desk)

    with pytest.raises(IllegalMove):
        unpark(hall, ticket)


def test_a_transfer_ends_one_leg_and_opens_the_next_in_the_old_place(hall, desk, serving):
    place_at = serving.place_at

    ticket = transfer(hall, desk, serving)

    first, second = ticket.legs.order_by("pk")
    assert (ticket.state, ticket.service.code) == (TicketState.WAITING, "interview")
    assert (ticket.place_at, ticket.counter, ticket.calls) == (place_at, None, 0)
    assert (first.outcome, first.service.code) == (LegOutcome.TRANSFERRED, "new")
    assert (second.outcome, second.service.code) == ("", "interview")
    fact = facts(hall)[-1]
    assert isinstance(fact, events.Transferred)
    assert (fact.from_service, fact.service, fact.counter) == ("new", "interview", 1)


def test_a_transferred_number_is_called_where_its_next_step_is_done(hall, serving, desk):
    other = make_desk(hall, 2, services=["interview"])
    assert press_next(hall, other) == ""

    transfer(hall, desk, serving)

    assert press_next(hall, other) == serving.number


def test_two_clicks_on_transfer_are_one(hall, desk, serving):
    for _ in range(2):
        transfer(hall, desk, serving)

    assert said(hall).count("transferred") == 1


@pytest.mark.parametrize("service", ["new", "haircut"])
def test_a_transfer_goes_to_another_service_of_the_office(hall, desk, serving, service):
    with pytest.raises(actions.UnknownService):
        transfer(hall, desk, serving, service=service)


def test_only_who_is_served_is_transferred(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    with pytest.raises(IllegalMove):
        transfer(hall, desk, ticket)


def leave(ticket, hall, **more):
    return actions.leave_line(
        **{"code": codes.ticket_code(ticket), "actor": CITIZEN, "now": hall.now, **more}
    )


def test_a_citizen_leaves_the_line_with_her_code(hall, desk):
    ticket = make_walk_in(hall)

    for _ in range(2):
        leave(ticket, hall)

    assert said(hall)[-1] == "left"
    assert said(hall).count("left") == 1
    assert press_next(hall, desk) == ""


def test_a_parked_number_may_go_home(hall, desk, serving):
    park(hall, desk, serving)

    assert leave(serving, hall).state == TicketState.LEFT


def test_who_stands_at_the_counter_does_not_leave_by_phone(hall, serving):
    with pytest.raises(IllegalMove):
        leave(serving, hall)


def test_an_unknown_code_leaves_nothing(hall):
    with pytest.raises(actions.UnknownCode):
        actions.leave_line(code="nonsense", actor=CITIZEN, now=hall.now)


def test_a_counter_officer_sends_nobody_home(hall):
    ticket = make_walk_in(hall)

    with pytest.raises(Refused):
        leave(ticket, hall, actor=hall.staff("coun01"))


def test_an_it_admin_does_none_of_it(hall, desk, serving):
    admin = Actor(roles=frozenset({Role.IT_ADMIN}), ref=desk.officer, office=hall.office.slug)
    here = {"counter_day_id": desk.pk, "number": serving.number, "actor": admin, "now": hall.now}

    for deed in (
        actions.start_ticket,
        actions.finish_ticket,
        actions.recall_ticket,
        actions.miss_ticket,
        actions.return_ticket,
    ):
        with pytest.raises(Refused):
            deed(**here)


def test_a_supervisor_parks_for_an_officer_who_had_to_leave(hall, desk, serving):
    boss = hall.staff("boss01", Role.SUPERVISOR)
    park = by(hall, desk, number=serving.number, reason=ParkReason.SYSTEM_DOWN)

    with pytest.raises(actions.NotYourCounter):
        actions.park_ticket(**{**park, "actor": hall.staff("other1")})
    actions.park_ticket(**{**park, "actor": boss})
    actions.close_counter(counter_day_id=desk.pk, actor=boss, now=hall.now)

    assert said(hall)[-2:] == ["parked", "counter-closed"]


def test_only_the_clock_says_that_the_day_ended(hall, desk, serving):
    with pytest.raises(Refused):
        actions.park_ticket(**by(hall, desk, number=serving.number, reason=ParkReason.DAY_ENDED))
