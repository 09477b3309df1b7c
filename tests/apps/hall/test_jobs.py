from datetime import time, timedelta

import pytest

from jernih.apps.hall import actions, jobs
from jernih.apps.hall.models import HallDay, Prediction
from jernih.apps.ledger.models import Entry
from jernih.apps.offices.models import Holiday, OpeningHours
from jernih.pure.roles import CLOCK, Refused
from jernih.pure.states import TicketState
from tests.hall_makers import (
    DAY,
    EIGHT,
    by,
    make_desk,
    make_hall,
    make_ticket,
    press_next,
    said,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def open_from_eight_to_four(hall):
    for weekday in range(5):
        OpeningHours.objects.create(
            office=hall.office, weekday=weekday, opens_at=time(8), closes_at=time(16)
        )
    return hall


@pytest.fixture
def unopened():
    return open_from_eight_to_four(make_hall(is_open=False))


@pytest.fixture
def hall():
    return open_from_eight_to_four(make_hall())


def test_the_hall_opens_when_the_first_may_check_in(unopened):
    assert jobs.open_days(EIGHT - 31 * MINUTE) == 0
    assert jobs.open_days(EIGHT - 30 * MINUTE) == 1
    assert jobs.open_days(EIGHT - 29 * MINUTE) == 0

    assert said(unopened) == ["day-opened"]


def test_a_clock_that_was_off_opens_late_and_not_after_the_day(unopened):
    assert jobs.open_days(EIGHT + 8 * HOUR) == 0
    assert jobs.open_days(EIGHT + 7 * HOUR) == 1


def test_the_hall_stays_shut_on_holidays_and_sundays(unopened):
    Holiday.objects.create(office=None, day=DAY, name="Hari libur")

    assert jobs.open_days(EIGHT) == 0
    assert jobs.open_days(EIGHT + 4 * timedelta(days=1)) == 0


def test_after_hours_the_clock_closes_a_hall_in_which_nobody_works(hall):
    assert jobs.close_days(EIGHT + 8 * HOUR - MINUTE) == 0
    assert jobs.close_days(EIGHT + 8 * HOUR) == 1
    assert jobs.close_days(EIGHT + 9 * HOUR) == 0

    assert said(hall)[-1] == "day-closed"


def test_while_a_counter_works_on_the_clock_leaves_it_to_the_supervisor(hall):
    make_desk(hall)

    assert jobs.close_days(EIGHT + 10 * HOUR) == 0
    assert jobs.close_days(EIGHT + 17 * HOUR) == 1

    assert said(hall)[-2:] == ["counter-closed", "day-closed"]


def test_a_demonstration_that_is_being_played_is_left_alone(hall):
    hall.office.is_demo = True
    hall.office.save()
    last = Entry.objects.last().created_at

    HallDay.objects.update(day=last.date() - timedelta(days=1))

    assert jobs.close_days(last + MINUTE) == 0
    assert jobs.close_days(last + 11 * MINUTE) == 1


def test_everybody_who_waits_is_told_a_range_once_and_it_is_kept(hall):
    make_desk(hall)
    make_ticket(hall)
    make_ticket(hall)

    assert jobs.predict(hall.now) == 2
    assert jobs.predict(hall.later(minutes=1)) == 0

    first, second = Prediction.objects.order_by("ticket__n")
    assert first.made_at == EIGHT
    assert first.p50_minutes <= first.p90_minutes
    assert first.p90_minutes < second.p90_minutes
    assert first.actual_minutes is None


def test_what_came_true_is_written_beside_what_was_told(hall):
    desk = make_desk(hall)
    make_ticket(hall)
    jobs.predict(hall.now)
    hall.later(minutes=7, seconds=1)

    press_next(hall, desk)

    assert Prediction.objects.get().actual_minutes == 8


def test_nothing_is_told_while_no_counter_is_open(hall):
    make_ticket(hall)

    assert jobs.predict(hall.now) == 0


def test_who_was_called_before_is_not_predicted_again(hall):
    desk = make_desk(hall)
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)
    actions.return_ticket(**by(hall, desk, number=ticket.number))

    assert jobs.predict(hall.now) == 0


def test_a_hall_that_never_was_predicts_nothing():
    with pytest.raises(actions.NotOpen):
        actions.predict_waits(hall_day_id=10**9, actor=CLOCK, now=EIGHT)


def test_a_counter_officer_keeps_no_predictions(hall):
    with pytest.raises(Refused):
        actions.predict_waits(hall_day_id=hall.day.pk, actor=hall.staff("coun01"), now=EIGHT)


def test_each_job_runs_as_the_clock_starts_it(hall):
    for job in (
        jobs.open_hall_days,
        jobs.close_hall_days,
        jobs.predict_hall_waits,
        jobs.tell_near_ones,
    ):
        assert job(timestamp=0) >= 0


def test_a_hall_that_refuses_does_not_stop_the_others(hall, caplog):
    with jobs._alone(hall.office):
        raise actions.StillServing(["A-001"])

    assert "StillServing" in caplog.text
