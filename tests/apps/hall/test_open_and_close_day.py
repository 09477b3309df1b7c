from datetime import timedelta

import pytest

from jernih.apps.booking.models import Seat
from jernih.apps.hall import actions
from jernih.apps.hall.models import HallDay, Leg, Ticket
from jernih.apps.hall.queries import codes
from jernih.apps.ledger.models import Entry
from jernih.pure import events, reasons
from jernih.pure.calling import Lane
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import CounterState, SeatState, TicketState
from tests.hall_makers import (
    DAY,
    EIGHT,
    OPENING,
    check_in,
    facts,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
    said,
)

pytestmark = pytest.mark.django_db


def close(hall, **more):
    return actions.close_hall_day(
        **{"hall_day_id": hall.day.pk, "actor": CLOCK, "now": hall.now, **more}
    )


def test_the_clock_opens_the_day_under_the_rule_in_force():
    hall = make_hall()

    [opened] = facts(hall)
    assert isinstance(opened, events.DayOpened)
    assert (opened.step, opened.day, opened.at) == (1, DAY, OPENING)
    assert (opened.rule_version, opened.priority_every, opened.recall_max) == (1, 2, 3)
    assert hall.day.since_priority == opened.priority_every


def test_opening_twice_opens_once():
    hall = make_hall()

    actions.open_hall_day(office_id=hall.office.pk, actor=CLOCK, now=hall.later(minutes=1))

    assert said(hall) == ["day-opened"]


def test_the_day_is_that_of_the_office_not_of_greenwich():
    hall = make_hall(is_open=False)
    late_evening = EIGHT - timedelta(minutes=1) - timedelta(hours=8)  # 23:59 the day before

    actions.open_hall_day(office_id=hall.office.pk, actor=CLOCK, now=late_evening)
    actions.open_hall_day(
        office_id=hall.office.pk, actor=CLOCK, now=late_evening + timedelta(minutes=1)
    )

    days = HallDay.objects.filter(office=hall.office).order_by("day")
    assert [row.day for row in days] == [DAY - timedelta(days=1), DAY]


def test_a_counter_officer_may_not_open_the_day_by_itself():
    hall = make_hall(is_open=False)

    with pytest.raises(Refused):
        actions.open_hall_day(office_id=hall.office.pk, actor=hall.staff("coun01"), now=hall.now)

    assert not HallDay.objects.exists()
    assert not Entry.objects.exists()


def test_the_first_counter_opens_the_day():
    hall = make_hall(is_open=False)

    make_desk(hall)

    assert said(hall) == ["day-opened", "counter-opened"]
    assert hall.day.step == 2


def test_closing_gives_every_number_its_fate_and_the_counts_add_up():
    hall = make_hall()
    desk = make_desk(hall)
    for state in (TicketState.SERVED, TicketState.MISSED, TicketState.PARKED):
        make_ticket(hall, at=state, desk=desk)
    waiting = make_ticket(hall)
    gone = make_walk_in(hall)
    actions.leave_line(code=codes.ticket_code(gone), actor=CITIZEN, now=hall.now)
    assert waiting.state == TicketState.WAITING

    close(hall)

    last = facts(hall)[-1]
    assert isinstance(last, events.DayClosed)
    assert (last.served, last.missed, last.left, last.expired) == (1, 1, 1, 2)
    assert not Ticket.objects.filter(
        hall_day=hall.day,
        state__in=[TicketState.WAITING, TicketState.PARKED, TicketState.MISSED],
    ).exists()
    assert not Leg.objects.filter(ended_at=None).exists()
    assert said(hall)[-5:] == [
        "counter-closed",
        "ticket-expired",
        "ticket-expired",
        "ticket-expired",
        "day-closed",
    ]


def test_a_day_with_someone_at_a_counter_is_not_closed():
    hall = make_hall()
    ticket = make_ticket(hall, at=TicketState.SERVING)
    before = said(hall)

    with pytest.raises(actions.StillServing) as refused:
        close(hall)

    assert refused.value.numbers == (ticket.number,)
    assert said(hall) == before
    assert hall.day.closed_at is None


def test_after_midnight_a_forgotten_service_is_said_to_be_without_a_word():
    hall = make_hall()
    ticket = make_ticket(hall, at=TicketState.SERVING)

    close(hall, now=hall.later(minutes=60 * 17))

    ticket.refresh_from_db()
    assert ticket.state == TicketState.EXPIRED
    parked = [fact for fact in facts(hall) if isinstance(fact, events.Parked)]
    assert [fact.reason for fact in parked] == [reasons.ParkReason.DAY_ENDED]


def test_a_called_number_gets_its_place_back_before_the_day_ends():
    hall = make_hall()
    make_ticket(hall, at=TicketState.CALLED)

    close(hall)

    assert said(hall)[-4:] == ["call-returned", "counter-closed", "ticket-expired", "day-closed"]


def test_numbers_that_never_came_are_settled_with_the_day():
    hall = make_hall()
    application = make_application(hall)

    close(hall)

    seat = Seat.objects.get(applicant__application=application)
    assert seat.state == SeatState.UNUSED
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.index("booking.missed-day") < kinds.index("hall.day-closed")


def test_closing_twice_closes_once():
    hall = make_hall()

    close(hall)
    close(hall, now=hall.later(minutes=1))

    assert said(hall) == ["day-opened", "day-closed"]


def test_nothing_happens_after_the_end_of_the_day():
    hall = make_hall()
    application = make_application(hall)
    close(hall)

    with pytest.raises(actions.DayIsClosed):
        make_desk(hall)
    with pytest.raises(actions.DayIsClosed):
        make_walk_in(hall)
    with pytest.raises((actions.DayIsClosed, actions.NotBooked)):
        check_in(hall, application)

    assert said(hall) == ["day-opened", "day-closed"]


def test_yesterdays_page_calls_nobody():
    hall = make_hall()
    desk = make_desk(hall)
    make_walk_in(hall, Lane.STANDBY)

    with pytest.raises(actions.DayIsOver):
        press_next(hall, desk, now=hall.later(minutes=60 * 17))


def test_a_counter_officer_may_not_close_the_day():
    hall = make_hall()

    with pytest.raises(Refused):
        close(hall, actor=hall.staff("coun01"))

    with pytest.raises(Refused):
        close(
            hall,
            actor=hall.staff("boss01", Role.SUPERVISOR).__class__(
                roles=frozenset({Role.SUPERVISOR}), ref="s-boss02", office="elsewhere"
            ),
        )


def test_steps_have_no_gaps_and_time_never_goes_back():
    hall = make_hall()
    desk = make_desk(hall)
    make_ticket(hall, at=TicketState.SERVED, desk=desk)
    hall.later(seconds=-90)
    make_walk_in(hall)
    close(hall)

    told = facts(hall)
    assert [fact.step for fact in told] == list(range(1, len(told) + 1))
    assert [fact.at for fact in told] == sorted(fact.at for fact in told)
    assert hall.day.step == len(told)
    assert hall.day.counters.get().state == CounterState.CLOSED
