from datetime import timedelta

import pytest
from django.db import transaction

from jernih.apps.booking import actions, queries
from jernih.apps.booking.models import Applicant, NoShow, Seat, Supply
from jernih.pure.roles import CITIZEN, CLOCK, Refused
from jernih.pure.states import ApplicationState, IllegalMove, SeatState
from tests.makers import (
    DAY,
    NEXT_DAY,
    NOW,
    ON_THE_DAY,
    check_in,
    facts,
    make_application,
    make_office,
    make_person,
    make_supply,
    make_wanted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    made = make_office()
    make_supply(made)
    return made


def seats_of(application):
    seats = Seat.objects.filter(applicant__application=application)
    return list(seats.order_by("applicant__position").values_list("state", flat=True))


def settle(office, now=NEXT_DAY):
    with transaction.atomic():
        return actions.settle_day(office, day=DAY, now=now)


def test_who_comes_has_used_the_number(office):
    application = make_application(office)

    check_in(application.ref)

    application.refresh_from_db()
    assert (application.state, application.present_at) == (ApplicationState.PRESENT, ON_THE_DAY)
    assert seats_of(application) == [SeatState.USED]


def test_a_family_may_arrive_one_after_the_other(office):
    application = make_application(office, people=3)

    check_in(application.ref, positions=[1])
    check_in(application.ref, positions=[0, 1], now=ON_THE_DAY + timedelta(minutes=5))

    application.refresh_from_db()
    assert application.present_at == ON_THE_DAY
    assert seats_of(application) == [SeatState.USED, SeatState.USED, SeatState.TAKEN]
    assert [row.position for row in queries.applicants_to_come(office, day=DAY)] == [2]


@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED])
def test_an_ended_application_cannot_come(office, state):
    application = make_application(office, at=state)

    with pytest.raises(IllegalMove):
        check_in(application.ref)


def test_at_the_end_every_seat_has_one_fate(office):
    came = make_application(office)
    check_in(came.ref)
    make_application(office)
    gone = make_application(office, at=ApplicationState.WITHDRAWN)

    settled = settle(office)

    assert (settled.used, settled.missed) == (1, 1)
    assert seats_of(gone) == [SeatState.RETURNED]
    states = Seat.objects.filter(day=DAY).values_list("state", flat=True)
    assert set(states) == {SeatState.USED, SeatState.UNUSED, SeatState.RETURNED}
    assert settled.unused == 40 - 3
    assert not Supply.objects.filter(day=DAY, closed_at=None).exists()


def test_who_of_a_family_did_not_come_is_noted_alone(office):
    application = make_application(office, people=3)
    check_in(application.ref, positions=[0, 2])

    settle(office)

    application.refresh_from_db()
    missing = Applicant.objects.get(application=application, position=1)
    [fact] = facts(office, "booking.missed-day")
    assert application.state == ApplicationState.PRESENT
    assert fact.numbers == (missing.seat.number,)
    assert NoShow.objects.get().nik_index == missing.nik_index


def test_settling_twice_changes_nothing(office):
    make_application(office)
    settle(office)

    again = settle(office, now=NEXT_DAY + timedelta(hours=1))

    assert again.missed == 0
    assert len(facts(office, "booking.missed-day")) == 1
    assert NoShow.objects.count() == 1
    assert set(Supply.objects.values_list("closed_at", flat=True)) == {NEXT_DAY}


def test_after_the_visit_the_same_person_may_come_again(office):
    person = make_person()
    application = make_application(office, people=[person])
    check_in(application.ref)
    later = DAY + timedelta(days=2)
    make_supply(office, day=later)
    wanted = make_wanted(office, people=[person], preferences=(), any_after=later)
    with pytest.raises(actions.AlreadyHolding):
        actions.take_numbers(wanted=wanted, actor=CITIZEN, now=NOW)

    settle(office)

    assert actions.take_numbers(wanted=wanted, actor=CITIZEN, now=NOW).ref


def test_a_day_is_not_closed_while_it_lasts(office):
    with pytest.raises(actions.TooEarly):
        actions.close_past_day(office_id=office.pk, day=DAY, actor=CLOCK, now=ON_THE_DAY)
    with pytest.raises(Refused):
        actions.close_past_day(office_id=office.pk, day=DAY, actor=CITIZEN, now=NEXT_DAY)


def test_a_closed_day_gives_out_no_numbers(office):
    settle(office)

    with pytest.raises(actions.NotOffered):
        make_application(office)
