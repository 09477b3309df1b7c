"""Nobody is sold twice, nobody holds two, nothing that was promised is lost."""

import time
from collections import Counter

import pytest
from django.utils import timezone

from jernih.apps.booking import queries
from jernih.apps.booking.models import Applicant, Application, Seat
from jernih.apps.offices import queries as offices
from jernih.pure.states import SeatState
from tests.drills import race
from tests.makers import facts, make_office, make_supply, service_of
from tests.record import check_record

FEW, MANY = 600, 100_000


def run_race(attempts: int) -> None:
    office = make_office(slug="tarakan")
    now = timezone.now()
    tomorrow = offices.working_days_from(office, offices.today(office, now), count=3)[1:]
    seats = 0
    for day in tomorrow:
        make_supply(office, day=day, now=now)
        free = Seat.objects.filter(day=day, series="A", state=SeatState.FREE)
        seats += free.count()
    tries = race.make_attempts(service_of(office), attempts)

    with race.web() as port:
        began = time.monotonic()
        answers = race.race(port, tries)
        spent = time.monotonic() - began

    print(f"{attempts} attempts in {spent:.1f} s, {attempts / spent:.0f} a second")
    check_answers(answers, seats)
    check_tables(seats)
    assert len(facts(office, "booking.taken")) == seats
    check_record()


def check_answers(answers, seats):
    assert {answer.status for answer in answers} == {302}
    codes = {answer.code for answer in answers if answer.code}
    told = {queries.code_of(ref) for ref in Application.objects.values_list("ref", flat=True)}
    # Nothing acknowledged is lost, and nothing is there that nobody was told of.
    assert codes == told
    assert len(codes) == seats
    by_person = {(a.attempt.person, a.code) for a in answers if a.code}
    assert max(Counter(person for person, _ in by_person).values()) == 1
    by_form = {(a.attempt.form, a.code) for a in answers if a.code}
    assert max(Counter(form for form, _ in by_form).values()) == 1


def check_tables(seats):
    taken = Seat.objects.filter(state=SeatState.TAKEN)
    assert taken.count() == seats
    assert not Seat.objects.filter(series="A", state=SeatState.FREE).exists()
    people = Applicant.objects.all()
    assert people.count() == seats
    assert people.values("nik_index").distinct().count() == seats
    assert sorted(people.values_list("seat_id", flat=True)) == sorted(
        taken.values_list("pk", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_six_hundred_attempts_on_few_numbers_sell_each_once():
    run_race(FEW)


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_attempts_on_few_numbers_sell_each_once():
    run_race(MANY)
