from datetime import time, timedelta

import pytest

from jernih.apps.hall import actions, queries
from jernih.apps.hall.queries import waits
from jernih.apps.offices.models import OpeningHours
from jernih.pure.calling import Lane
from jernih.pure.codes import show_code
from jernih.pure.reasons import BreakReason
from jernih.pure.roles import CLOCK
from jernih.pure.states import ApplicationState, TicketState
from tests.hall_makers import (
    DAY,
    EIGHT,
    WINDOW,
    by,
    check_in,
    code_of,
    make_application,
    make_desk,
    make_hall,
    make_ticket,
    make_walk_in,
    press_next,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return make_hall()


@pytest.fixture
def desk(hall):
    return make_desk(hall)


def test_who_waits_sees_her_place_and_an_honest_range(hall, desk):
    for _ in range(4):
        last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert (place.number, place.state, place.ahead) == ("A-004", TicketState.WAITING, 3)
    assert 0 < place.p50_minutes <= place.p90_minutes
    assert place.may_leave
    assert place.key == last.code_index


def test_without_a_counter_nothing_is_promised(hall):
    make_ticket(hall)
    last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert (place.ahead, place.p50_minutes, place.come_back_at) == (1, None, None)


def test_a_long_wait_lets_one_go_out_for_half_of_it(hall, desk):
    for _ in range(8):
        last = make_ticket(hall)

    place = queries.place(last, now=hall.now)

    assert place.p50_minutes >= 30
    assert hall.now < place.come_back_at <= hall.now + timedelta(minutes=place.p50_minutes / 2)
    assert place.come_back_at.minute % 5 == 0


def test_who_is_called_sees_where_to_go(hall, desk):
    ticket = make_ticket(hall, at=TicketState.CALLED, desk=desk)

    place = queries.place(ticket, now=hall.now)

    assert (place.counter, place.direction, place.called_at) == (1, "Lantai 1", hall.now)
    assert (place.ahead, place.may_leave) == (0, False)


def test_a_family_sees_all_its_numbers_by_one_code(hall):
    application = make_application(hall, people=2)
    assert queries.places_by_code(code_of(application), now=hall.now) == []

    check_in(hall, application)

    places = queries.places_by_code(code_of(application), now=hall.now)
    assert [place.number for place in places] == ["A-001", "A-002"]
    [alone] = queries.places_by_code(places[1].code, now=hall.now)
    assert alone.number == "A-002"
    assert queries.places_by_code("nothing", now=hall.now) == []


def test_a_missed_or_parked_one_is_told_that_she_may_come_back(hall, desk):
    missed = make_ticket(hall, at=TicketState.MISSED, desk=desk)
    parked = make_ticket(hall, at=TicketState.PARKED, desk=desk)

    for ticket in (missed, parked):
        assert queries.place(ticket, now=hall.now).may_come_back

    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)
    for ticket in queries.tickets_by_code(queries.ticket_code(missed)):
        assert not queries.place(ticket, now=hall.now).may_come_back


def test_a_kiosk_asks_who_of_a_family_is_here_by_first_names_only(hall):
    application = make_application(hall, people=2, starts_at=EIGHT + WINDOW)
    application.applicants.filter(position=0).update(name="Siti Nurhaliza binti Ahmad")

    early = queries.check_in_preview(code_of(application), now=EIGHT - timedelta(seconds=1))
    preview = queries.check_in_preview(code_of(application), now=EIGHT)

    assert not early.can_check_in
    assert (preview.can_check_in, preview.opens_at) == (True, EIGHT)
    assert preview.people[0].first_name == "Siti"
    assert "Nurhaliza" not in repr(preview)
    assert not preview.people[0].is_here

    check_in(hall, application, positions=[0])

    here = queries.check_in_preview(code_of(application), now=EIGHT).people
    assert [person.is_here for person in here] == [True, False]


def test_a_kiosk_previews_nothing_for_a_code_without_numbers(hall):
    application = make_application(hall, state=ApplicationState.APPLIED)
    application.applicants.update(seat=None)

    assert queries.check_in_preview(code_of(application), now=hall.now) is None
    assert queries.check_in_preview("nothing", now=hall.now) is None


def test_a_number_given_back_cannot_check_in(hall):
    application = make_application(hall)
    application.state, application.ended_at = ApplicationState.WITHDRAWN, hall.now
    application.save()

    assert not queries.check_in_preview(code_of(application), now=hall.now).can_check_in


def test_a_printed_ticket_has_what_its_holder_needs(hall):
    make_ticket(hall)
    ticket = queries.ticket_by_code(queries.ticket_code(make_ticket(hall)))

    paper = queries.ticket_print(ticket)

    assert (paper.number, paper.ahead, paper.service) == ("A-002", 1, "new")
    assert paper.code == show_code(paper.code.replace("-", ""))
    assert queries.ticket_by_code(paper.code).pk == ticket.pk


def place_now(ticket, *, now):
    """As a page asks: everything read anew."""
    return queries.place(queries.ticket_by_code(queries.ticket_code(ticket)), now=now)


def test_the_break_of_the_office_makes_the_wait_longer(hall, desk):
    for _ in range(3):
        last = make_ticket(hall)
    before = place_now(last, now=hall.now)

    OpeningHours.objects.create(
        office=hall.office,
        weekday=DAY.weekday(),
        opens_at=time(8),
        closes_at=time(16),
        break_from=time(8, 5),
        break_until=time(9, 5),
    )
    hall.later(minutes=1)

    assert place_now(last, now=hall.now).p50_minutes > before.p50_minutes + 30


def test_a_counter_at_rest_is_expected_back_and_one_that_serves_is_expected_free(hall, desk):
    make_ticket(hall, at=TicketState.SERVING, desk=desk)
    last = make_ticket(hall)
    assert place_now(last, now=hall.now).p50_minutes >= 1

    actions.finish_ticket(**by(hall, desk, number="A-001"))
    actions.start_break(**by(hall, desk, reason=BreakReason.SHORT))

    assert 15 >= place_now(last, now=hall.later(seconds=30)).p50_minutes >= 1


def test_who_is_booked_and_not_here_yet_is_reckoned_with(hall, desk):
    standby = make_walk_in(hall, Lane.STANDBY)
    alone = place_now(standby, now=hall.now)
    press_next(hall, desk)
    actions.return_ticket(**by(hall, desk, number=standby.number))
    standby.refresh_from_db()

    make_ticket(hall)
    make_application(hall, people=3, starts_at=EIGHT)
    hall.later(minutes=1)

    assert place_now(standby, now=hall.now).p90_minutes > alone.p90_minutes


def test_a_counter_at_rest_in_the_office_break_is_expected_after_it(hall, desk):
    OpeningHours.objects.create(
        office=hall.office,
        weekday=DAY.weekday(),
        opens_at=time(7),
        closes_at=time(16),
        break_from=time(8),
        break_until=time(9),
    )
    last = make_ticket(hall)
    working = place_now(last, now=hall.now).p50_minutes
    actions.start_break(**by(hall, desk, reason=BreakReason.LUNCH))

    assert working == 0
    assert place_now(last, now=hall.now).p50_minutes == 60


def test_in_a_crowd_that_takes_too_long_to_play_only_the_count_is_told(hall, desk, monkeypatch):
    monkeypatch.setattr(waits, "MANY", 1)
    make_ticket(hall)
    last = make_ticket(hall)

    place = place_now(last, now=hall.now)

    assert (place.ahead, place.p50_minutes) == (1, None)
