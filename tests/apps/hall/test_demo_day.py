"""A played day: real actions, invented people, stopped and gone on with."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from jernih.apps.booking.models import Applicant, Application
from jernih.apps.hall.management.demo import book, draws, people, plan, play, stage
from jernih.apps.hall.models import HallDay, ServiceRecord, Ticket
from jernih.apps.offices.models import Office
from jernih.apps.oversight import jobs as oversight
from jernih.apps.oversight.models import Alarm
from jernih.pure import nik
from jernih.pure.nik import NikWarning
from jernih.pure.reasons import AlarmKind
from jernih.pure.states import TICKET
from tests import makers
from tests.drills import strangers
from tests.makers import DAY, make_office
from tests.record import check_record

pytestmark = pytest.mark.django_db(transaction=True)

# One hour a day, so that it is soon played.
SHORT = {day: ["08:00-09:00"] for day in ("mon", "tue", "wed", "thu", "fri")}


def make_demo() -> Office:
    # Chance in a demonstration follows from the name: under one name each run plays the same day.
    return make_office(slug="kantor-1", is_demo=True, hours=SHORT)


def play_day(office: Office) -> list[str]:
    said: list[str] = []
    play.play(stage.set_stage(office, day=DAY), speed=0, say=said.append)
    return said


def check_day(office: Office) -> None:
    day = HallDay.objects.get(office=office, day=DAY)
    tickets = Ticket.objects.filter(hall_day=day)
    assert day.closed_at is not None
    assert ServiceRecord.objects.filter(leg__ticket__hall_day=day).exists()
    assert {ticket.state for ticket in tickets} <= set(TICKET.ends)
    check_record()


def test_a_played_day_breaks_no_rule_and_strangers_prove_it_without_us(tmp_path):
    office = make_demo()

    said = play_day(office)

    assert any("served" in line for line in said)
    check_day(office)
    # The monitor finds the officer who is played as one that calls out of turn, and nobody else.
    oversight.judge(makers.ON_THE_DAY)
    skipping = Alarm.objects.filter(office=office, kind=AlarmKind.SKIPS)
    assert [alarm.subject for alarm in skipping] == ["s-demo03"]
    prove_it_without_us(tmp_path)


def prove_it_without_us(home: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(strangers.PEOPLE)
        everybody = list(strangers.people_of(cursor.fetchall()))
    key = Path(settings.LOG_KEY_FILE)
    strangers.look(strangers.take_away(Path(settings.LOG_DIR), home, key=key), everybody)


def test_a_play_that_was_killed_goes_on_where_it_was():
    office = make_demo()
    lines = 0

    def die(line: str) -> None:
        nonlocal lines
        lines += 1
        if lines == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play.play(stage.set_stage(office, day=DAY), speed=0, say=die)
    before = HallDay.objects.get(office=office, day=DAY)
    applications = Application.objects.count()
    play_day(office)

    assert before.closed_at is None
    assert before.step > 1
    assert Application.objects.count() == applications
    check_day(office)


def test_nobody_in_a_played_day_can_be_a_real_person():
    office = make_demo()
    day = stage.set_stage(office, day=DAY)
    stage.release(day)
    book.take_all(day)
    names = set(Applicant.objects.values_list("name", flat=True))

    assert names
    assert all(name.split()[1] in people.MARKS for name in names)
    assert all(
        address.endswith("@demo.invalid")
        for address in Application.objects.exclude(contact="").values_list("contact", flat=True)
    )


def test_an_invented_id_number_is_well_formed_and_of_no_district():
    for family in range(50):
        for person in people.invented_family(f"seed/{family}", people=4, on=DAY):
            read = nik.read_nik(person.nik)
            assert read.agrees_with(person.birth_date)
            assert NikWarning.UNKNOWN_DISTRICT in read.warnings


def test_a_real_office_gets_no_invented_people():
    office = make_office(is_demo=False)

    with pytest.raises(CommandError):
        call_command("demo_day", office=office.slug)


def test_a_day_must_be_written_like_a_day():
    with pytest.raises(CommandError):
        call_command("demo_day", office=make_demo().slug, day="tomorrow")


def test_the_same_day_is_planned_the_same_way_and_another_day_is_not():
    def planned(day: date) -> list[plan.Party]:
        seed = plan.seed_of("tarakan", day)
        return plan.parties(seed, service="paspor-baru", seats=34, on=day)

    assert planned(DAY) == planned(DAY)
    assert planned(DAY) != planned(date(2026, 11, 26))


def test_one_in_sixteen_does_not_come():
    parties = plan.parties("a seed", service="x", seats=6_000, on=DAY)
    absent = sum(len(party.people) for party in parties if not party.comes)

    assert absent / sum(len(party.people) for party in parties) == pytest.approx(0.062, abs=0.012)


def test_service_times_scatter_about_what_is_expected():
    times = [draws.seconds_about(12, "seed", n) for n in range(4000)]

    assert sum(times) / len(times) == pytest.approx(12 * 60, rel=0.05)
    assert min(times) >= 30
