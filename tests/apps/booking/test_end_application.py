from datetime import UTC, datetime, timedelta

import pytest

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.models import Application, Seat
from jernih.apps.notices.models import Notice
from jernih.pure.reasons import EndReason
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import ApplicationState, IllegalMove, SeatState
from tests.makers import (
    DAY,
    DAY_BEFORE,
    NOW,
    ON_THE_DAY,
    check_in,
    facts,
    make_application,
    make_assisted,
    make_office,
    make_person,
    make_supply,
    make_wanted,
    staff,
)

pytestmark = pytest.mark.django_db
EIGHT = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 08:00 of the day before, at Tarakan
UNTIL = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # 18:00


@pytest.fixture
def office():
    made = make_office()
    make_supply(made)
    return made


def withdraw(application, **more):
    actions.withdraw(ref=application.ref, **{"actor": CITIZEN, "now": NOW} | more)
    application.refresh_from_db()


def confirm(application, now=DAY_BEFORE, **more):
    actions.confirm(ref=application.ref, **{"actor": CITIZEN, "now": now} | more)
    application.refresh_from_db()


def test_numbers_given_back_are_closed_for_ever_and_the_record_says_so(office):
    application = make_application(office, people=3)

    withdraw(application)

    assert application.state == ApplicationState.WITHDRAWN
    assert set(
        Seat.objects.filter(applicant__application=application).values_list("state", flat=True)
    ) == {SeatState.RETURNED}
    [fact] = facts(office, "booking.withdrawn")
    assert (fact.day, len(fact.numbers), fact.reason) == (DAY, 3, EndReason.CITIZEN)
    assert Notice.objects.filter(purpose="withdrawn").count() == 1


def test_a_number_given_back_cannot_be_taken_at_once(office):
    Seat.objects.filter(series="A", n__gt=1, state=SeatState.FREE).update(state=SeatState.UNUSED)
    withdraw(make_application(office))

    with pytest.raises(actions.Full):
        make_application(office)


@pytest.mark.parametrize(
    "state", [ApplicationState.WITHDRAWN, ApplicationState.PRESENT, ApplicationState.EXPIRED]
)
def test_what_is_used_or_ended_is_not_given_back(office, state):
    application = make_application(office, at=state)

    with pytest.raises(IllegalMove):
        withdraw(application)


def test_staff_do_not_give_back_for_someone(office):
    with pytest.raises(Refused):
        withdraw(make_application(office), actor=staff(office, Role.SUPERVISOR))


def test_the_day_before_one_word_confirms_and_twice_is_once(office):
    application = make_application(office)

    confirm(application)
    confirm(application)

    assert application.state == ApplicationState.CONFIRMED
    assert len(facts(office, "booking.confirmed")) == 1


def test_confirming_has_its_hours(office):
    application = make_application(office)

    with pytest.raises(actions.TooEarly) as refused:
        confirm(application, now=EIGHT - timedelta(seconds=1))
    with pytest.raises(actions.TooLate):
        confirm(application, now=UNTIL)

    assert refused.value.opens_at == EIGHT
    assert queries.application(application.ref, EIGHT).can_confirm
    assert not queries.application(application.ref, UNTIL).can_confirm


@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED])
def test_what_has_ended_is_not_confirmed(office, state):
    with pytest.raises(IllegalMove):
        confirm(make_application(office, at=state))


def test_everybody_is_asked_once_the_day_before(office):
    make_application(office)
    make_application(office, at=ApplicationState.WITHDRAWN)

    asked = [jobs.remind(now) for now in (EIGHT - timedelta(minutes=1), EIGHT, DAY_BEFORE)]

    assert asked == [0, 1, 0]
    [notice] = Notice.objects.filter(purpose="reminder")
    assert notice.not_before >= EIGHT
    assert "18.00" in notice.body


def test_who_confirmed_is_not_asked(office):
    make_application(office, at=ApplicationState.CONFIRMED)

    assert jobs.remind(DAY_BEFORE) == 0


def test_unconfirmed_numbers_are_given_up_at_the_hour_and_their_holder_told(office):
    application = make_application(office)
    jobs.remind(EIGHT)

    given_up = [jobs.give_up(now) for now in (UNTIL - timedelta(minutes=1), UNTIL, UNTIL)]

    application.refresh_from_db()
    assert given_up == [0, 1, 0]
    assert (application.state, application.end_reason) == (
        ApplicationState.EXPIRED,
        EndReason.UNCONFIRMED,
    )
    [fact] = facts(office, "booking.withdrawn")
    assert fact.reason == EndReason.UNCONFIRMED
    assert Notice.objects.filter(purpose="given-up").count() == 1


def test_who_confirmed_keeps_the_number(office):
    application = make_application(office)
    jobs.remind(EIGHT)
    confirm(application)

    assert jobs.give_up(UNTIL) == 0


def test_nobody_loses_a_number_over_a_question_that_was_never_asked(office):
    make_application(office)
    make_assisted(office, staff(office, Role.HELPER))

    assert jobs.give_up(UNTIL) == 0
    assert Application.objects.filter(state=ApplicationState.GRANTED).count() == 2


def test_who_took_the_number_the_day_before_need_not_confirm(office):
    make_application(office, now=DAY_BEFORE)
    jobs.remind(DAY_BEFORE)

    assert jobs.give_up(UNTIL) == 0


def test_after_the_hour_nobody_is_asked_any_more(office):
    application = make_application(office)

    assert jobs.remind(UNTIL) == 0

    application.refresh_from_db()
    assert application.reminded_at is None


def test_giving_up_is_for_the_clock_and_only_at_its_hour(office):
    application = make_application(office)

    with pytest.raises(Refused):
        actions.give_up_unconfirmed(ref=application.ref, actor=CITIZEN, now=UNTIL)
    with pytest.raises(actions.TooEarly):
        actions.give_up_unconfirmed(ref=application.ref, actor=CLOCK, now=DAY_BEFORE)
    with pytest.raises(Refused):
        actions.remind(ref=application.ref, actor=CITIZEN, now=DAY_BEFORE)
    with pytest.raises(actions.TooEarly):
        actions.remind(ref=application.ref, actor=CLOCK, now=NOW)


def test_a_citizen_who_answered_since_is_not_given_up(office):
    application = make_application(office, at=ApplicationState.CONFIRMED)

    with pytest.raises(IllegalMove):
        actions.give_up_unconfirmed(ref=application.ref, actor=CLOCK, now=UNTIL)


def test_a_day_that_no_hall_closed_is_settled_by_the_clock(office):
    application = make_application(office, people=2)

    settled = [
        jobs.settle(now)
        for now in (
            ON_THE_DAY + timedelta(hours=15),
            ON_THE_DAY + timedelta(hours=16),
            ON_THE_DAY + timedelta(hours=17),
        )
    ]

    application.refresh_from_db()
    assert settled == [0, 1, 0]
    assert (application.state, application.end_reason) == (
        ApplicationState.EXPIRED,
        EndReason.NO_SHOW,
    )
    [fact] = facts(office, "booking.missed-day")
    assert (fact.ref, fact.day, len(fact.numbers)) == (application.ref, DAY, 2)
    assert not Seat.objects.filter(
        state__in=[SeatState.FREE, SeatState.HELD, SeatState.TAKEN]
    ).exists()


def test_a_day_on_which_nobody_at_all_came_is_held_against_nobody(office):
    make_application(office, people=2)

    jobs.settle(ON_THE_DAY + timedelta(hours=16))

    rows = queries.no_shows(office.slug, DAY, DAY)
    assert [row.excused_at for row in rows] == [ON_THE_DAY + timedelta(hours=16)] * 2


def test_a_day_that_others_came_to_counts(office):
    make_application(office)
    check_in(make_application(office).ref)

    jobs.settle(ON_THE_DAY + timedelta(hours=16))

    [row] = queries.no_shows(office.slug, DAY, DAY)
    assert row.excused_at is None


def test_two_unexcused_absences_make_one_pause(office):
    person = make_person()
    second = DAY + timedelta(days=1)
    for day in (DAY, second):
        make_application(office, day=day, people=[person], at=ApplicationState.EXPIRED)
    make_supply(office, day=second + timedelta(days=21))
    after = ON_THE_DAY + timedelta(days=3)
    wanted = make_wanted(office, people=[person], preferences=(), any_after=second, now=after)

    with pytest.raises(actions.Paused) as refused:
        actions.take_numbers(wanted=wanted, actor=CITIZEN, now=after)

    assert (refused.value.person, refused.value.until) == (0, second + timedelta(days=14))


def test_an_excused_absence_does_not_count(office):
    person = make_person()
    second = DAY + timedelta(days=1)
    for day in (DAY, second):
        make_application(office, day=day, people=[person], at=ApplicationState.EXPIRED)
    make_supply(office, day=second + timedelta(days=21))
    [row, _] = queries.no_shows(office.slug, DAY, second)
    supervisor = staff(office, Role.SUPERVISOR, "s-superv")
    after = ON_THE_DAY + timedelta(days=3)

    actions.excuse_no_show(no_show_id=row.id, actor=supervisor, now=after)
    actions.excuse_no_show(no_show_id=row.id, actor=supervisor, now=after + timedelta(hours=1))

    wanted = make_wanted(office, people=[person], preferences=(), any_after=second, now=after)
    assert actions.take_numbers(wanted=wanted, actor=CITIZEN, now=after).ref
    assert queries.no_shows(office.slug, DAY, second)[0].excused_at == after


def test_a_counter_does_not_excuse(office):
    make_application(office, at=ApplicationState.EXPIRED)
    [row] = queries.no_shows(office.slug, DAY, DAY)

    with pytest.raises(Refused):
        actions.excuse_no_show(no_show_id=row.id, actor=staff(office, Role.COUNTER), now=NOW)
    with pytest.raises(Refused):
        actions.excuse_no_show(
            no_show_id=row.id, actor=staff(make_office(), Role.SUPERVISOR), now=NOW
        )
