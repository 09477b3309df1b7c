from datetime import timedelta

import pytest

from jernih.apps.hall import actions
from jernih.apps.hall.models import Ticket
from jernih.pure import canonical, events, reasons
from jernih.pure.calling import Lane
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from tests.hall_makers import DAY, EIGHT, facts, make_hall, make_walk_in, said

pytestmark = pytest.mark.django_db


def test_priority_and_standby_have_their_own_numbers():
    hall = make_hall()

    numbers = [
        make_walk_in(hall, lane).number
        for lane in (Lane.PRIORITY, Lane.STANDBY, Lane.PRIORITY, Lane.STANDBY)
    ]

    assert numbers == ["P-001", "S-001", "P-002", "S-002"]


def test_the_record_says_who_gave_a_number_and_what_was_seen_but_not_to_whom():
    hall = make_hall()
    helper = hall.staff("desk01", Role.HELPER)

    ticket = make_walk_in(hall, actor=helper, evidence_seen=True, name="  Siti   Aminah ")

    fact = facts(hall)[-1]
    assert isinstance(fact, events.WalkedIn)
    assert (fact.number, fact.lane, fact.service) == (
        "P-001",
        reasons.PriorityClass.PRIORITY,
        "new",
    )
    assert (fact.granted_by, fact.evidence_seen) == ("s-desk01", True)
    assert fact.channel == reasons.Channel.DESK
    assert ticket.walk_in_name == "Siti Aminah"
    assert fact.commitment == canonical.commitment(
        "walk-in", salt=bytes(ticket.walk_in_salt), fields={"name": "Siti Aminah"}
    )


def test_two_people_without_a_name_have_different_commitments():
    hall = make_hall()

    make_walk_in(hall)
    make_walk_in(hall)

    assert len({fact.commitment for fact in facts(hall)[1:]}) == 2


def test_a_kiosk_sees_no_evidence():
    hall = make_hall()

    make_walk_in(hall, evidence_seen=True)

    fact = facts(hall)[-1]
    assert (fact.granted_by, fact.evidence_seen, fact.channel) == ("", False, reasons.Channel.KIOSK)


def test_a_second_tap_gives_the_same_number():
    hall = make_hall()

    numbers = {make_walk_in(hall, press_key="tap").number for _ in range(3)}

    assert numbers == {"P-001"}
    assert said(hall).count("walked-in") == 1


@pytest.mark.parametrize(("lane", "cap"), [(Lane.PRIORITY, "priority"), (Lane.STANDBY, "standby")])
def test_the_reserve_of_a_day_has_an_end(lane, cap):
    hall = make_hall()
    for _ in range(getattr(hall.day, f"{cap}_cap")):
        make_walk_in(hall, lane)

    with pytest.raises(actions.ReserveUsed) as refused:
        make_walk_in(hall, lane)

    assert refused.value.lane == lane
    assert Ticket.objects.count() == getattr(hall.day, f"{cap}_cap")
    assert hall.day.step == Ticket.objects.count() + 1


@pytest.mark.parametrize("service", ["haircut", "interview", ""])
def test_only_what_the_office_does_at_its_door_is_given(service):
    hall = make_hall()

    with pytest.raises(actions.UnknownService):
        make_walk_in(hall, service=service)


def test_a_service_that_is_no_longer_offered_is_not_given():
    hall = make_hall()
    hall.office.services.update(is_active=False)

    with pytest.raises(actions.UnknownService):
        make_walk_in(hall)


def test_nobody_gets_a_number_before_the_hall_is_open():
    hall = make_hall(is_open=False)

    with pytest.raises(actions.NotOpen):
        make_walk_in(hall)


def test_nobody_takes_a_number_at_the_door_from_home():
    hall = make_hall()

    with pytest.raises(Refused):
        make_walk_in(hall, actor=CITIZEN)
    with pytest.raises(Refused):
        make_walk_in(hall, actor=hall.staff("coun01", Role.COUNTER))


@pytest.mark.parametrize("hour", [8, 16, 17, 20, 23])
def test_numbers_of_one_day_run_on_past_every_hour_at_which_other_clocks_turn(hour):
    hall = make_hall()
    hall.now = EIGHT + timedelta(hours=hour - 8, minutes=-1)
    before = make_walk_in(hall)

    hall.later(minutes=2)

    assert (before.number, make_walk_in(hall).number) == ("P-001", "P-002")


def test_after_midnight_of_the_office_the_numbers_begin_again():
    hall = make_hall()
    make_walk_in(hall)
    hall.now = EIGHT + timedelta(hours=16)

    with pytest.raises(actions.NotOpen):
        make_walk_in(hall)
    actions.open_hall_day(office_id=hall.office.pk, actor=CLOCK, now=hall.now)

    ticket = make_walk_in(hall)
    assert (ticket.number, ticket.hall_day.day) == ("P-001", DAY + timedelta(days=1))
