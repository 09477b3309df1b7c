from datetime import timedelta

import pytest

from jernih.apps.booking import actions, queries
from jernih.apps.booking.models import Application, Seat
from jernih.apps.notices.models import Notice
from jernih.pure.people import Preference
from jernih.pure.reasons import MoveReason
from jernih.pure.roles import CITIZEN, Refused, Role
from jernih.pure.states import ApplicationState, IllegalMove, SeatState
from tests.makers import (
    DAY,
    DAY_BEFORE,
    NOW,
    ON_THE_DAY,
    facts,
    make_application,
    make_office,
    make_supply,
    numbers_of,
    staff,
)

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=1)


@pytest.fixture
def office():
    made = make_office()
    make_supply(made)
    make_supply(made, day=LATER)
    return made


def move(application, **more):
    wanted = {"preferences": (Preference(day=LATER),), "actor": CITIZEN, "now": NOW}
    actions.move_numbers(ref=application.ref, **wanted | more)
    application.refresh_from_db()


def test_a_moved_family_gets_new_numbers_and_the_old_ones_stay_closed(office):
    application = make_application(office, people=2)
    old = numbers_of(application)
    old_seats = list(Seat.objects.filter(applicant__application=application))

    move(application)

    assert application.day == LATER
    assert [seat.day for seat in Seat.objects.filter(applicant__application=application)] == [
        LATER,
        LATER,
    ]
    for seat in old_seats:
        seat.refresh_from_db()
        assert (seat.state, seat.returned_at) == (SeatState.RETURNED, NOW)
    [fact] = facts(office, "booking.moved")
    assert (fact.day, fact.numbers) == (DAY, tuple(old))
    assert (fact.to_day, fact.to_numbers) == (LATER, tuple(numbers_of(application)))
    assert Notice.objects.filter(purpose="moved").count() == 1


def test_nobody_can_take_what_was_left_by_a_move(office):
    Seat.objects.filter(day=DAY, series="A", n__gt=1, state=SeatState.FREE).update(
        state=SeatState.UNUSED
    )
    move(make_application(office))

    with pytest.raises(actions.Full):
        make_application(office)


def test_a_citizen_moves_once(office):
    application = make_application(office)
    move(application)

    with pytest.raises(actions.AlreadyMoved):
        move(application, preferences=(Preference(day=DAY),))

    assert application.moves == 1
    assert len(facts(office, "booking.moved")) == 1


def test_the_last_chance_to_move_is_the_day_before_on_the_offices_clock(office):
    application = make_application(office)
    midnight = ON_THE_DAY - timedelta(hours=8)

    with pytest.raises(actions.TooLate):
        move(application, now=midnight)

    move(application, now=midnight - timedelta(seconds=1))
    assert application.moves == 1


def test_a_confirmed_number_that_moves_is_asked_again(office):
    application = make_application(office, at=ApplicationState.CONFIRMED)

    move(application, now=DAY_BEFORE)

    assert application.state == ApplicationState.GRANTED
    assert (application.confirmed_at, application.reminded_at) == (None, None)


def test_for_the_offices_fault_a_supervisor_moves_on_the_day_itself_and_again(office):
    application = make_application(office)
    supervisor = staff(office, Role.SUPERVISOR)
    fault = {"reason": MoveReason.OFFICE_FAULT, "actor": supervisor, "now": ON_THE_DAY}

    move(application, **fault)
    move(application, **fault, preferences=(), any_after=LATER)

    assert application.moves == 0
    assert [fact.reason for fact in facts(office, "booking.moved")] == [MoveReason.OFFICE_FAULT] * 2


@pytest.mark.parametrize(
    ("reason", "role"),
    [
        (MoveReason.OFFICE_FAULT, Role.COUNTER),
        (MoveReason.OFFICE_FAULT, Role.HELPER),
        (MoveReason.CITIZEN, Role.SUPERVISOR),
    ],
)
def test_others_may_not_move(office, reason, role):
    application = make_application(office)

    with pytest.raises(Refused):
        move(application, reason=reason, actor=staff(office, role))

    assert application.day == DAY


def test_a_supervisor_of_another_office_may_not_move(office):
    application = make_application(office)
    stranger = staff(make_office(), Role.SUPERVISOR)

    with pytest.raises(Refused):
        move(application, reason=MoveReason.OFFICE_FAULT, actor=stranger)


@pytest.mark.parametrize(
    "state", [ApplicationState.WITHDRAWN, ApplicationState.PRESENT, ApplicationState.EXPIRED]
)
def test_what_is_used_or_ended_does_not_move(office, state):
    application = make_application(office, at=state)

    with pytest.raises(IllegalMove):
        move(application, now=NOW)


def test_a_move_to_a_full_day_changes_nothing(office):
    application = make_application(office)
    Seat.objects.filter(day=LATER).update(state=SeatState.UNUSED)

    with pytest.raises(actions.Full):
        move(application)

    assert numbers_of(Application.objects.get()) == ["A-001"]
    assert Seat.objects.get(applicant__application=application).state == SeatState.TAKEN
    assert not facts(office, "booking.moved")


def test_the_page_knows_whether_it_may_move(office):
    application = make_application(office)

    assert queries.application(application.ref, NOW).can_move
    assert not queries.application(application.ref, ON_THE_DAY).can_move
    move(application)
    assert not queries.application(application.ref, NOW).can_move
