import pytest

from jernih.apps.hall import actions
from jernih.pure import events, reasons
from jernih.pure.roles import Actor, Refused, Role
from jernih.pure.states import CounterState, IllegalMove, TicketState
from tests.hall_makers import (
    by,
    facts,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    said,
)

pytestmark = pytest.mark.django_db


def test_an_officer_sits_down_for_all_that_the_counter_can_do():
    hall = make_hall()

    desk = make_desk(hall)

    opened = facts(hall)[-1]
    assert isinstance(opened, events.CounterOpened)
    assert (opened.counter, opened.officer) == (1, desk.officer)
    assert opened.services == ("interview", "new", "replacement")
    assert desk.state == CounterState.OPEN


def test_an_officer_may_do_less_than_the_counter_can():
    hall = make_hall()

    desk = make_desk(hall, services=["new"])

    assert [service.code for service in desk.services.all()] == ["new"]


def test_a_counter_does_not_open_for_what_it_cannot_do():
    hall = make_hall()

    with pytest.raises(actions.UnknownService):
        make_desk(hall, services=["new", "haircut"])

    assert said(hall) == ["day-opened"]


def test_a_counter_that_can_do_nothing_does_not_open():
    hall = make_hall()
    hall.office.counters.get(number=1).services.clear()

    with pytest.raises(actions.UnknownService):
        make_desk(hall)


def test_the_office_has_no_tenth_counter():
    hall = make_hall()

    with pytest.raises(actions.UnknownCounter):
        make_desk(hall, counter=10)


def test_sitting_down_twice_is_sitting_down_once():
    hall = make_hall()
    desk = make_desk(hall)

    again = make_desk(hall)

    assert again.pk == desk.pk
    assert said(hall).count("counter-opened") == 1


def test_nobody_sits_down_where_somebody_sits():
    hall = make_hall()
    make_desk(hall, officer="aaaaaa")

    with pytest.raises(actions.CounterTaken):
        make_desk(hall, officer="bbbbbb")


def test_nobody_sits_at_two_counters():
    hall = make_hall()
    make_desk(hall, counter=1, officer="aaaaaa")

    with pytest.raises(actions.OfficerElsewhere) as refused:
        make_desk(hall, counter=2, officer="aaaaaa")

    assert refused.value.counter == 1


def test_a_counter_can_change_hands_after_it_closed():
    hall = make_hall()
    desk = make_desk(hall, officer="aaaaaa")
    actions.close_counter(**by(hall, desk))

    again = make_desk(hall, officer="bbbbbb", services=["new"])

    assert again.pk == desk.pk
    assert again.officer == "s-bbbbbb"
    assert said(hall)[-3:] == ["counter-opened", "counter-closed", "counter-opened"]


def test_an_officer_of_another_office_is_refused():
    hall = make_hall()
    stranger = Actor(roles=frozenset({Role.COUNTER}), ref="s-strang", office="nunukan")

    with pytest.raises(Refused):
        actions.open_counter(office_id=hall.office.pk, counter=1, actor=stranger, now=hall.now)


def test_an_auditor_does_not_run_a_counter():
    hall = make_hall()

    with pytest.raises(Refused):
        actions.open_counter(
            office_id=hall.office.pk,
            counter=1,
            actor=hall.staff("audit1", Role.AUDITOR),
            now=hall.now,
        )


def test_closing_a_counter_gives_the_called_one_her_place_back():
    hall = make_hall()
    desk, other = make_desk(hall), make_desk(hall, 2)
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)
    place_at = ticket.place_at

    actions.close_counter(**by(hall, desk))

    ticket.refresh_from_db()
    assert (ticket.state, ticket.place_at) == (TicketState.WAITING, place_at)
    assert said(hall)[-2:] == ["call-returned", "counter-closed"]
    assert press_next(hall, other) == ticket.number


def test_a_counter_does_not_close_on_someone_it_serves():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.SERVING, desk=desk)

    with pytest.raises(actions.StillServing) as refused:
        actions.close_counter(**by(hall, desk))

    assert refused.value.numbers == (ticket.number,)


def test_closing_a_closed_counter_changes_nothing():
    hall = make_hall()
    desk = make_desk(hall)
    actions.close_counter(**by(hall, desk))

    actions.close_counter(**by(hall, desk))

    assert said(hall).count("counter-closed") == 1


def test_a_supervisor_closes_any_counter_and_an_officer_only_her_own():
    hall = make_hall()
    desk = make_desk(hall)

    with pytest.raises(actions.NotYourCounter):
        actions.close_counter(counter_day_id=desk.pk, actor=hall.staff("other1"), now=hall.now)
    actions.close_counter(
        counter_day_id=desk.pk, actor=hall.staff("boss01", Role.SUPERVISOR), now=hall.now
    )

    assert said(hall)[-1] == "counter-closed"


def test_a_counter_that_never_was_is_unknown():
    hall = make_hall()

    with pytest.raises(actions.UnknownCounter):
        actions.close_counter(counter_day_id=10**9, actor=hall.staff("coun01"), now=hall.now)


def test_a_break_is_on_the_record_from_its_start_to_its_end():
    hall = make_hall()
    desk = make_desk(hall)

    desk = actions.start_break(**by(hall, desk, reason=reasons.BreakReason.PRAYER))
    assert desk.state == CounterState.BREAK
    desk = actions.end_break(**by(hall, desk))

    assert desk.state == CounterState.OPEN
    assert said(hall)[-2:] == ["break-started", "break-ended"]


def test_two_clicks_on_break_are_one_break():
    hall = make_hall()
    desk = make_desk(hall)

    for _ in range(2):
        actions.start_break(**by(hall, desk, reason=reasons.BreakReason.LUNCH))
    for _ in range(2):
        actions.end_break(**by(hall, desk))

    assert said(hall)[-2:] == ["break-started", "break-ended"]


def test_no_break_while_someone_is_called():
    hall = make_hall()
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    with pytest.raises(actions.CounterBusy) as refused:
        actions.start_break(**by(hall, desk, reason=reasons.BreakReason.LUNCH))

    assert refused.value.number == ticket.number


def test_a_resting_counter_calls_nobody():
    hall = make_hall()
    desk = make_desk(hall)
    make_walk_in(hall)
    actions.start_break(**by(hall, desk, reason=reasons.BreakReason.LUNCH))

    with pytest.raises(actions.CounterNotOpen):
        press_next(hall, desk)


def test_a_closed_counter_has_no_break():
    hall = make_hall()
    desk = make_desk(hall)
    actions.close_counter(**by(hall, desk))

    with pytest.raises(IllegalMove):
        actions.start_break(**by(hall, desk, reason=reasons.BreakReason.LUNCH))
    with pytest.raises(actions.CounterNotOpen):
        actions.end_break(**by(hall, desk))
