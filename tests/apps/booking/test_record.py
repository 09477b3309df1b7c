"""Whatever people and the clock do in whatever order: the record of it verifies."""

import random
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from jernih.apps.booking import actions, jobs, queries
from jernih.apps.booking.models import Application, Seat
from jernih.pure.people import Preference
from jernih.pure.reasons import MoveReason
from jernih.pure.roles import CITIZEN, Role
from jernih.pure.states import SEATED_APPLICATION, IllegalMove, SeatState
from tests.makers import (
    DAY,
    NOW,
    facts,
    make_application,
    make_office,
    make_person,
    make_supply,
    make_wanted,
    staff,
)
from tests.record import check_record

pytestmark = pytest.mark.django_db


class Life:
    """A few days of an office, as chance has it; the same chance gives the same days."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.office = make_office()
        self.now: datetime = NOW
        self.people = [make_person() for _ in range(30)]
        self.supervisor = staff(self.office, Role.SUPERVISOR)
        for ahead in (0, 1):
            make_supply(self.office, day=DAY + timedelta(days=ahead))

    def step(self) -> None:
        often = [self.take] * 3
        rare = [self.move, self.rescue, self.withdraw, self.confirm, self.free, self.clock]
        with suppress(actions.BookingRefusal, IllegalMove):
            self.chance.choice([*often, *rare])()
        self.now += timedelta(minutes=self.chance.choice([1, 5, 20, 45]))

    def day(self) -> Preference:
        return Preference(day=DAY + timedelta(days=self.chance.choice([0, 1])))

    def someone(self) -> str:
        refs = Application.objects.filter(state__in=SEATED_APPLICATION).order_by("pk")
        found = list(refs.values_list("ref", flat=True))
        if not found:
            raise actions.Full
        return self.chance.choice(found)

    def take(self) -> None:
        people = self.chance.sample(self.people, self.chance.choice([1, 1, 2, 4]))
        service = self.chance.choice(["paspor-baru", "penggantian"])
        wanted = make_wanted(
            self.office,
            service=service,
            people=people,
            preferences=(self.day(),),
            any_after=DAY,
            now=self.now,
        )
        actions.take_numbers(wanted=wanted, actor=CITIZEN, now=self.now)

    def move(self) -> None:
        actions.move_numbers(
            ref=self.someone(), preferences=(self.day(),), actor=CITIZEN, now=self.now
        )

    def rescue(self) -> None:
        actions.move_numbers(
            ref=self.someone(),
            any_after=DAY,
            reason=MoveReason.OFFICE_FAULT,
            actor=self.supervisor,
            now=self.now,
        )

    def withdraw(self) -> None:
        actions.withdraw(ref=self.someone(), actor=CITIZEN, now=self.now)

    def confirm(self) -> None:
        actions.confirm(ref=self.someone(), actor=CITIZEN, now=self.now)

    def free(self) -> None:
        supply = make_supply(self.office, now=self.now)
        actions.free_held_seats(supply_id=supply.pk, seats=1, actor=self.supervisor, now=self.now)

    def clock(self) -> None:
        jobs.remind(self.now)
        jobs.give_up(self.now)
        jobs.offer_again(self.now)


@pytest.mark.parametrize("seed", range(4))
def test_any_few_days_of_booking_verify(seed):
    life = Life(seed)
    for _ in range(80):
        life.step()
    # The day before the second day ends, both days end, and the record says so.
    for _ in range(16):
        life.now += timedelta(hours=6)
        life.clock()
        jobs.settle(life.now)

    check_record()

    left = Seat.objects.filter(state__in=[SeatState.FREE, SeatState.HELD, SeatState.TAKEN])
    assert not left.exists()
    for row in queries.capacity(life.office.slug, DAY, DAY + timedelta(days=1)):
        assert row.planned == row.held + row.released
        assert row.released + row.added == row.booked + row.returned + row.free
        assert row.booked == row.used + row.missed


def test_the_record_names_nobody():
    office = make_office()
    person = make_person(name="Siti Rahayu")
    application = make_application(office, people=[person])
    actions.withdraw(ref=application.ref, actor=CITIZEN, now=NOW)

    told = repr(facts(office))

    assert "Rahayu" not in told
    assert person.nik not in told
    assert application.contact not in told
