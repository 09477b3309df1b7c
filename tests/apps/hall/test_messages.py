from datetime import timedelta

import pytest

from jernih.apps.hall import actions, jobs
from jernih.apps.notices.models import Notice
from jernih.pure.roles import Refused, Role
from jernih.pure.states import TicketState
from tests.hall_makers import (
    by,
    check_in,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    press_next,
    walk_to,
)

pytestmark = pytest.mark.django_db
SITI = "siti@example.id"


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def desk(hall):
    return make_desk(hall)


def test_who_was_missed_hears_that_she_can_come_back(hall, desk):
    make_ticket(hall, at=TicketState.MISSED, desk=desk, contact=SITI)

    notice = Notice.objects.get()
    assert (notice.address, notice.purpose) == (SITI, "hall-missed")
    assert "A-001" in notice.body
    assert "/tempat/" in notice.body


def test_in_the_hall_there_are_no_quiet_hours_and_no_message_of_yesterday(hall, desk):
    make_ticket(hall, at=TicketState.MISSED, desk=desk, contact=SITI)

    notice = Notice.objects.get()
    assert notice.not_before == hall.now
    assert hall.now < notice.expires_at <= hall.now + timedelta(days=1)


def test_who_cannot_come_back_again_is_not_told_that_she_can(hall, desk):
    ticket = make_ticket(hall, at=TicketState.MISSED, desk=desk, contact=SITI)
    actions.re_enter_ticket(
        hall_day_id=hall.day.pk, number=ticket.number, actor=hall.kiosk, now=hall.now
    )
    press_next(hall, desk)
    walk_to(hall, desk, ticket.number, TicketState.MISSED)

    assert Notice.objects.count() == 1


def test_two_clicks_on_missed_write_once(hall, desk):
    ticket = make_ticket(hall, at=TicketState.MISSED, desk=desk, contact=SITI)
    actions.miss_ticket(**by(hall, desk, number=ticket.number))

    assert Notice.objects.count() == 1


def test_who_left_no_address_is_not_written_to(hall, desk):
    make_ticket(hall, at=TicketState.MISSED, desk=desk)

    assert jobs.tell(hall.now) == 0
    assert not Notice.objects.exists()


def test_with_three_before_her_she_is_told_once(hall, desk):
    for _ in range(4):
        make_ticket(hall)
    [last] = check_in(hall, make_application(hall, contact=SITI))
    assert jobs.tell(hall.now) == 0

    number = press_next(hall, desk)
    walk_to(hall, desk, number, TicketState.SERVED)

    assert jobs.tell(hall.now) == 1
    assert jobs.tell(hall.later(minutes=1)) == 0
    notice = Notice.objects.get()
    assert notice.purpose == "hall-near"
    assert last.number in notice.subject


def test_a_message_is_in_the_language_of_its_reader(hall, desk):
    application = make_application(hall, contact=SITI)
    application.language = "en"
    application.save()
    check_in(hall, application)

    jobs.tell(hall.now)

    assert "will be called soon" in Notice.objects.get().body


def test_only_the_floor_lets_messages_out(hall, desk):
    with pytest.raises(Refused):
        actions.tell_near(hall_day_id=hall.day.pk, actor=hall.staff("coun01"), now=hall.now)
    with pytest.raises(actions.NotOpen):
        actions.tell_near(
            hall_day_id=10**9, actor=hall.staff("boss01", Role.SUPERVISOR), now=hall.now
        )
