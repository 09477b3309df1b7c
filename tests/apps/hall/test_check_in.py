from datetime import date, timedelta

import pytest

from jernih.apps.booking.models import Seat
from jernih.apps.hall import actions
from jernih.apps.hall.models import Leg, Ticket
from jernih.apps.hall.queries import codes
from jernih.pure import events, reasons
from jernih.pure.calling import Lane
from jernih.pure.codes import show_code
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from jernih.pure.states import ApplicationState, SeatState, TicketState
from tests.hall_makers import (
    EIGHT,
    WINDOW,
    check_in,
    code_of,
    facts,
    make_application,
    make_hall,
    make_ticket,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall_and_people():
    hall = make_hall()
    return hall, list(make_application(hall, people=2).applicants.order_by("position"))


def test_whoever_checks_in_waits_in_her_window():
    hall = make_hall()
    application = make_application(hall)

    [ticket] = check_in(hall, application)

    assert (ticket.number, ticket.state, ticket.lane) == ("A-001", TicketState.WAITING, Lane.BOOKED)
    assert (ticket.place_at, ticket.arrived_at) == (EIGHT, EIGHT)
    assert Leg.objects.get(ticket=ticket).waiting_at == EIGHT
    application.refresh_from_db()
    assert application.state == ApplicationState.PRESENT
    assert Seat.objects.get(ticket=ticket).state == SeatState.USED


def test_the_record_says_who_checked_in_where_and_how():
    hall = make_hall()
    application = make_application(hall, helper="s-helper")

    check_in(hall, application, actor=hall.staff("desk01", Role.HELPER))

    fact = facts(hall)[-1]
    assert isinstance(fact, events.CheckedIn)
    assert (fact.ref, fact.number, fact.service) == (application.ref, "A-001", "new")
    assert (fact.starts_at, fact.ends_at, fact.place_at) == (EIGHT, EIGHT + WINDOW, EIGHT)
    assert (fact.helper, fact.channel) == ("s-helper", reasons.Channel.DESK)


def test_moments_are_cut_to_whole_seconds():
    hall = make_hall()
    application = make_application(hall)

    [ticket] = check_in(hall, application, now=EIGHT + timedelta(milliseconds=999))

    assert ticket.arrived_at == EIGHT


def test_checking_in_twice_gives_the_same_ticket():
    hall = make_hall()
    application = make_application(hall)
    first = check_in(hall, application)

    again = check_in(hall, application, now=hall.later(minutes=5))

    assert [ticket.pk for ticket in again] == [ticket.pk for ticket in first]
    assert said(hall).count("checked-in") == 1


@pytest.mark.parametrize(
    "spelled",
    [
        show_code,
        lambda code: f"  {show_code(code).lower()} ",
        lambda code: f"https://antrean.example/n/{code}",
        lambda code: f"https://antrean.example/n/{show_code(code)}/?from=qr#top",
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_a_code_may_be_typed_scanned_or_misspelled(spelled):
    hall = make_hall()
    application = make_application(hall)

    [ticket] = check_in(hall, application, code=spelled(code_of(application)))

    assert ticket.number == "A-001"


def test_a_ticket_is_known_by_its_own_code_too():
    hall = make_hall()
    ticket = make_ticket(hall)

    [again] = check_in(hall, make_application(hall), code=codes.ticket_code(ticket))

    assert again.pk == ticket.pk


@pytest.mark.parametrize("code", ["", "A-001", "0" * 20, "U" * 20, "x" * 5000, "\0"])
def test_a_code_that_is_none_opens_nothing(code):
    hall = make_hall()

    with pytest.raises(actions.UnknownCode):
        check_in(hall, make_application(hall), code=code)


def test_a_family_joins_together_each_with_her_own_ticket():
    hall = make_hall()
    application = make_application(hall, people=3)

    tickets = check_in(hall, application)

    assert [ticket.number for ticket in tickets] == ["A-001", "A-002", "A-003"]
    assert len({ticket.code_index for ticket in tickets}) == 3
    assert said(hall).count("checked-in") == 3


def test_of_a_family_those_join_who_are_here():
    hall = make_hall()
    application = make_application(hall, people=3)

    first = check_in(hall, application, positions=[1])
    rest = check_in(hall, application, now=hall.later(minutes=10))

    assert [ticket.number for ticket in first] == ["A-002"]
    assert [ticket.number for ticket in rest] == ["A-001", "A-002", "A-003"]
    assert rest[0].arrived_at - rest[1].arrived_at == timedelta(minutes=10)


def test_nobody_joins_for_someone_who_is_not_in_the_family():
    hall = make_hall()
    application = make_application(hall, people=2)

    with pytest.raises(actions.NotPresent):
        check_in(hall, application, positions=[0, 7])

    assert not Ticket.objects.exists()


def test_half_an_hour_early_is_early_enough_and_a_second_more_is_not():
    hall = make_hall()
    application = make_application(hall, starts_at=EIGHT + WINDOW)

    with pytest.raises(actions.TooEarly) as refused:
        check_in(hall, application, now=EIGHT - timedelta(seconds=1))
    [ticket] = check_in(hall, application, now=EIGHT)

    assert refused.value.opens_at == EIGHT
    assert ticket.place_at == EIGHT + WINDOW


def test_coming_too_early_writes_nothing():
    hall = make_hall()
    application = make_application(hall, starts_at=EIGHT + 8 * WINDOW)

    with pytest.raises(actions.TooEarly):
        check_in(hall, application)

    application.refresh_from_db()
    assert application.state == ApplicationState.GRANTED
    assert said(hall) == ["day-opened"]


def test_coming_late_keeps_the_place_for_half_an_hour_only():
    hall = make_hall()
    intime, late = make_application(hall), make_application(hall)

    [kept] = check_in(hall, intime, now=EIGHT + 2 * WINDOW)
    [lost] = check_in(hall, late, now=EIGHT + 2 * WINDOW + timedelta(seconds=1))

    assert kept.place_at == EIGHT
    assert lost.place_at == lost.arrived_at


@pytest.mark.parametrize("days", [-1, 1])
def test_a_number_of_another_day_is_refused_with_its_day(days):
    hall = make_hall()
    other = EIGHT + timedelta(days=days)

    with pytest.raises(actions.WrongDay) as refused:
        check_in(hall, make_application(hall, starts_at=other))

    assert refused.value.day == other.astimezone(hall.office.zone).date()


def test_yesterdays_ticket_is_refused_with_its_day():
    hall = make_hall()
    ticket = make_ticket(hall)

    with pytest.raises(actions.WrongDay) as refused:
        check_in(
            hall,
            make_application(hall),
            code=codes.ticket_code(ticket),
            now=hall.later(minutes=60 * 24),
        )

    assert refused.value.day == ticket.hall_day.day


def test_a_code_of_another_office_is_refused_as_such():
    hall, elsewhere = make_hall(), make_hall()
    ticket = make_ticket(elsewhere)

    with pytest.raises(actions.ForeignOffice):
        check_in(hall, make_application(elsewhere))
    with pytest.raises(actions.ForeignOffice):
        check_in(hall, make_application(hall), code=codes.ticket_code(ticket))


@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED])
def test_a_number_that_was_given_back_does_not_come_in(state):
    hall = make_hall()
    application = make_application(hall)
    application.state, application.ended_at = state, EIGHT
    application.save()

    with pytest.raises(actions.NotBooked):
        check_in(hall, application)


def test_an_application_without_a_number_does_not_come_in():
    hall = make_hall()
    application = make_application(hall, state=ApplicationState.APPLIED)
    application.applicants.update(seat=None)

    with pytest.raises(actions.NotBooked):
        check_in(hall, application)


def test_a_citizen_does_not_check_in_from_home():
    hall = make_hall()

    with pytest.raises(Refused):
        check_in(hall, make_application(hall), actor=CITIZEN)


def test_the_kiosk_of_another_office_checks_nobody_in():
    hall, elsewhere = make_hall(), make_hall()

    with pytest.raises(Refused):
        check_in(hall, make_application(hall), actor=elsewhere.kiosk)


def test_the_kiosk_opens_the_day_when_nobody_else_did():
    hall = make_hall(is_open=False)

    check_in(hall, make_application(hall))

    assert said(hall) == ["day-opened", "checked-in"]


def by_number(hall, person, **more):
    return actions.check_in_by_number(
        **{
            "office_id": hall.office.pk,
            "number": person.seat.number,
            "birth_date": person.birth_date,
            "actor": hall.staff("desk01", Role.HELPER),
            "now": hall.now,
            **more,
        }
    )


def test_who_lost_her_code_is_known_at_the_desk_by_number_and_birth_date(hall_and_people):
    hall, people = hall_and_people

    ticket = by_number(hall, people[1])

    assert ticket.number == "A-002"
    assert said(hall) == ["day-opened", "identity-seen", "checked-in"]
    seen = facts(hall)[1]
    assert (seen.number, seen.officer) == ("A-002", "s-desk01")
    assert by_number(hall, people[1]).pk == ticket.pk
    assert len(said(hall)) == 3


@pytest.mark.parametrize(
    "wrong",
    [{"birth_date": date(1990, 1, 2)}, {"number": "A-009"}, {"number": "1"}, {"number": "A-0001"}],
)
def test_another_birth_date_or_number_opens_nothing(hall_and_people, wrong):
    hall, people = hall_and_people

    with pytest.raises(actions.UnknownNumber):
        by_number(hall, people[0], **wrong)


def test_a_machine_asks_for_the_code(hall_and_people):
    hall, people = hall_and_people

    with pytest.raises(Refused):
        by_number(hall, people[0], actor=hall.kiosk)


def test_a_number_given_back_is_not_let_in_by_birth_date(hall_and_people):
    hall, people = hall_and_people
    application = people[0].application
    application.state, application.ended_at = ApplicationState.WITHDRAWN, EIGHT
    application.save()

    with pytest.raises(actions.NotBooked):
        by_number(hall, people[0])


def test_after_the_end_of_the_day_nobody_of_a_family_is_let_in(hall_and_people):
    hall, people = hall_and_people
    check_in(hall, people[0].application, positions=[0])
    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.now)

    for positions in ([], [1]):
        with pytest.raises(actions.DayIsClosed):
            check_in(hall, people[0].application, positions=positions)
    [ticket] = check_in(hall, people[0].application, positions=[0])

    assert ticket.state == TicketState.EXPIRED
