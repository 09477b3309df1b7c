"""Names given at the door are forgotten like all others."""

from datetime import datetime, timedelta

import pytest

from jernih.apps.hall import actions, jobs, queries
from jernih.apps.hall.models import Ticket
from jernih.apps.ledger.models import Entry
from jernih.pure.calling import Lane
from jernih.pure.events import parse_event
from jernih.pure.roles import CITIZEN, CLOCK, Refused, Role
from tests.hall_makers import (
    DAY,
    EIGHT,
    HallMade,
    check_in,
    make_application,
    make_hall,
    make_walk_in,
)
from tests.record import read_record

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=90)
LONG_AFTER = EIGHT + KEPT + timedelta(days=1)


@pytest.fixture
def hall():
    made = make_hall()
    helper = made.staff("helper", Role.HELPER)
    make_walk_in(made, name="Siti Zubaidah", evidence_seen=True, actor=helper)
    make_walk_in(made, Lane.STANDBY)
    return made


def close(hall: HallMade) -> None:
    actions.close_hall_day(hall_day_id=hall.day.pk, actor=CLOCK, now=hall.later(minutes=30))


def erase(hall: HallMade, **more) -> None:
    actions.erase_walk_ins(
        **{"hall_day_id": hall.day.pk, "actor": CLOCK, "now": LONG_AFTER, **more}
    )


def told(hall: HallMade) -> list:
    found = Entry.objects.filter(office=hall.office.slug, kind="hall.walk-ins-erased")
    return [parse_event(bytes(entry.body)) for entry in found]


def test_names_and_salts_of_the_day_are_wiped_and_the_record_says_so_once(hall):
    close(hall)

    erase(hall)
    erase(hall)

    assert set(Ticket.objects.values_list("walk_in_name", flat=True)) == {""}
    assert {bytes(salt) for salt in Ticket.objects.values_list("walk_in_salt", flat=True)} == {b""}
    assert [fact.day for fact in told(hall)] == [DAY]
    assert [one for one in read_record().violations if one.rule == "hall.erased"] == []


def test_a_day_that_goes_on_keeps_its_names(hall):
    with pytest.raises(actions.DayNotClosed):
        erase(hall)

    assert told(hall) == []


@pytest.mark.parametrize("actor", ["SUPERVISOR", "IT_ADMIN", "HEAD"])
def test_no_member_of_staff_erases(hall, actor):
    close(hall)

    with pytest.raises(Refused):
        erase(hall, actor=hall.staff("someon", Role(actor)))


def test_a_citizen_erases_no_one_elses_day(hall):
    close(hall)

    with pytest.raises(Refused):
        erase(hall, actor=CITIZEN)


def test_the_clock_does_it_when_the_days_of_the_rulebook_are_over(hall):
    close(hall)
    last: datetime = EIGHT + KEPT

    assert jobs.erase(last) == 0
    assert jobs.erase(LONG_AFTER) == 1
    assert jobs.erase(LONG_AFTER) == 0
    assert len(told(hall)) == 1


def test_a_day_without_anyone_from_the_door_needs_nothing():
    hall = make_hall()
    check_in(hall, make_application(hall))
    close(hall)

    assert queries.days_to_erase(now=LONG_AFTER) == []
    erase(hall)
    assert told(hall) == []
