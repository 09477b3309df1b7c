"""What is given back on a drawn day goes to the next in draw order who waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from jernih.apps.booking import actions, jobs
from jernih.apps.booking.actions import draw
from jernih.apps.booking.models import Application, Seat
from jernih.pure.people import Preference
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import ApplicationState, IllegalMove
from tests.draw_makers import DRAWN_AT, assist, close, make_batch, make_drawn_office, seat, seed
from tests.makers import facts, make_wanted, staff
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

LATER = DRAWN_AT + timedelta(hours=1)


@pytest.fixture
def drawn():
    """A day wanted by more than it has seats; half of all wait at short notice."""
    batch = make_batch(make_drawn_office())
    for n in range(26):
        assist(batch, standby=n % 2 == 0)
    for step in (close, seed, seat):
        batch = step(batch.pk)
    return batch


def waiting(batch):
    return Application.objects.filter(
        batch=batch, state=ApplicationState.UNSEATED, standby=True
    ).order_by("draw_number")


def test_the_next_in_draw_order_gets_it(drawn):
    first, second = waiting(drawn)[:2]
    holder = Application.objects.filter(batch=drawn, state=ApplicationState.GRANTED).first()
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=LATER)

    jobs.serve_standby(LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.day) == (ApplicationState.GRANTED, holder.day)
    assert second.state == ApplicationState.UNSEATED
    check_record()


def test_nobody_can_take_it_at_once(drawn):
    holder = Application.objects.filter(batch=drawn, state=ApplicationState.GRANTED).first()
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=LATER)

    jobs.offer_again(LATER + timedelta(days=4))

    with pytest.raises(actions.NotOffered):
        actions.take_numbers(wanted=make_wanted(drawn.office, now=LATER), actor=CITIZEN, now=LATER)


def test_who_waits_no_longer_is_free_for_the_next_draw(drawn):
    first = waiting(drawn).first()

    draw.leave_standby(ref=first.ref, actor=CITIZEN, now=LATER)

    first.refresh_from_db()
    assert first.state == ApplicationState.WITHDRAWN
    assert not first.applicants.filter(is_live=True).exists()
    with pytest.raises(IllegalMove):
        draw.leave_standby(ref=first.ref, actor=CITIZEN, now=LATER)


def test_waiting_ends_with_the_last_day(drawn):
    jobs.serve_standby(datetime(2023, 9, 10, 12, tzinfo=UTC))
    assert waiting(drawn).exists()

    jobs.serve_standby(datetime(2023, 9, 11, 12, tzinfo=UTC))

    assert not waiting(drawn).exists()
    ended = Application.objects.filter(batch=drawn, state=ApplicationState.EXPIRED)
    assert set(ended.values_list("end_reason", flat=True)) == {"DAYS_OVER"}


# ---- who is passed over


def give_back_one(batch, now=LATER, **whose):
    holders = Application.objects.filter(batch=batch, state=ApplicationState.GRANTED, **whose)
    holder = holders.first()
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=now)
    return holder


@pytest.fixture
def mixed():
    """Monday, wanted by singles alone, by families, and by some who want Tuesday."""
    batch = make_batch(make_drawn_office())
    monday, tuesday = batch.first_day, batch.first_day + timedelta(days=1)
    for day in (monday, tuesday):
        for n in range(8):
            assist(batch, preferences=(Preference(day=day),), people=1 + (n > 5))
    for _ in range(4):
        assist(batch, preferences=(Preference(day=monday),), people=5, standby=True)
    # So many that no draw seats all of them.
    for _ in range(10):
        assist(batch, preferences=(Preference(day=tuesday),), standby=True)
        assist(batch, preferences=(Preference(day=monday),), standby=True)
    for step in (close, seed, seat):
        batch = step(batch.pk)
    return batch


def test_a_family_that_finds_no_room_is_passed_over_and_keeps_its_place(mixed):
    before = [one.pk for one in waiting(mixed)]
    alone = [one for one in waiting(mixed) if one.applicants.count() == 1]
    holder = give_back_one(mixed, day=alone[0].preferences[0][0])

    jobs.serve_standby(LATER)

    people = holder.applicants.count()
    expected, room = [], people
    for one in Application.objects.filter(pk__in=before).order_by("draw_number"):
        size = one.applicants.count()
        if one.preferences[0][0] == holder.day.isoformat() and size <= room:
            expected.append(one.pk)
            room -= size
    assert expected
    seated = [pk for pk in before if pk not in [one.pk for one in waiting(mixed)]]
    assert sorted(seated) == sorted(expected)
    check_record()


def test_what_comes_back_within_the_hour_before_its_window_goes_to_nobody(drawn):
    holder = Application.objects.filter(batch=drawn, state=ApplicationState.GRANTED).first()
    number = Seat.objects.select_related("slot").get(applicant__application=holder)
    actions.withdraw(ref=holder.ref, actor=CITIZEN, now=LATER)
    too_late = number.slot.starts_at - timedelta(minutes=59)

    jobs.serve_standby(too_late)

    assert not facts(drawn.office, "draw.standby-seated")
    jobs.serve_standby(number.slot.starts_at - timedelta(minutes=60))
    assert len(facts(drawn.office, "draw.standby-seated")) == 1


def test_the_clock_may_run_twice(drawn):
    give_back_one(drawn)

    jobs.serve_standby(LATER)
    jobs.serve_standby(LATER)

    [fact] = facts(drawn.office, "draw.standby-seated")
    assert Application.objects.get(ref=fact.ref).day == fact.day


def test_nobody_but_the_clock_hands_out_what_was_given_back(drawn):
    give_back_one(drawn)
    supply = drawn.supplies.first()

    for actor in (CITIZEN, staff(drawn.office, Role.HELPER), staff(drawn.office, Role.COUNTER)):
        with pytest.raises(Refused):
            draw.seat_standby(supply_id=supply.pk, actor=actor, now=LATER)

    assert not facts(drawn.office, "draw.standby-seated")


def test_waiting_does_not_end_before_the_last_day_is_over(drawn):
    first = waiting(drawn).first()

    with pytest.raises(draw.NotYet):
        draw.end_standby(ref=first.ref, actor=CLOCK, now=LATER)
    with pytest.raises(Refused):
        draw.end_standby(ref=first.ref, actor=CITIZEN, now=LATER + timedelta(days=30))

    first.refresh_from_db()
    assert first.state == ApplicationState.UNSEATED


def test_whoever_does_not_wait_at_short_notice_is_free_at_once(drawn):
    lost = Application.objects.filter(state=ApplicationState.UNSEATED, standby=False).first()

    assert not lost.applicants.filter(is_live=True).exists()
    give_back_one(drawn)
    jobs.serve_standby(LATER)
    lost.refresh_from_db()
    assert lost.state == ApplicationState.UNSEATED
