"""A closed day is judged from the record, once, whoever would rather not."""

from datetime import timedelta

import pytest

from jernih.apps.hall.models import CallException
from jernih.apps.ledger.models import Entry
from jernih.apps.oversight import actions, jobs, queries
from jernih.apps.oversight.models import Alarm, AlarmNote, JudgedDay, OfficerDay
from jernih.pure.reasons import AlarmKind
from jernih.pure.roles import CLOCK, Refused, Role
from tests import hall_makers as made
from tests import oversight_makers as makers
from tests.oversight_makers import EVENING, STRANGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall():
    return makers.strange_hall()


def test_who_calls_out_of_turn_again_and_again_raises_an_alarm(hall):
    found = makers.judged(hall)

    assert [(one.kind, one.subject, one.detail) for one in found] == [
        (AlarmKind.SKIPS, STRANGE, ""),
        (AlarmKind.SKIP_REASON, STRANGE, "HEALTH"),
    ]
    figures = found[0].figures
    assert (figures["calls"], figures["skips"]) == (5, 4)
    assert figures["one_in"] >= 1000
    # Five working days from Wednesday evening.
    assert found[0].due_on.isoformat() == "2026-12-02"


def test_what_was_counted_is_kept_by_officer_and_counter(hall):
    makers.judged(hall)

    [row] = OfficerDay.objects.all()
    assert (row.officer, row.counter) == (STRANGE, 1)
    assert (row.calls, row.skips, row.services, row.absent) == (5, 4, 5, 0)
    assert row.reasons == {"HEALTH": 4}
    assert CallException.objects.count() == row.skips


def test_judged_again_nothing_is_raised_twice(hall):
    makers.judged(hall)
    before = (Alarm.objects.count(), AlarmNote.objects.count(), OfficerDay.objects.count())

    makers.judged(hall, now=EVENING + timedelta(hours=5))

    assert (Alarm.objects.count(), AlarmNote.objects.count(), OfficerDay.objects.count()) == before
    assert JudgedDay.objects.get().judged_at == EVENING


def test_judging_writes_no_fact_so_that_no_hour_is_told(hall):
    before = Entry.objects.count()

    makers.judged(hall)

    assert Entry.objects.count() == before


def test_a_day_that_runs_is_not_judged():
    hall = made.make_hall()

    with pytest.raises(actions.DayNotClosed):
        actions.judge_day(hall_day_id=hall.day.pk, actor=CLOCK, now=EVENING)
    assert queries.days_to_judge() == []
    assert jobs.judge(EVENING) == 0


def test_a_day_without_calls_is_judged_and_raises_nothing():
    hall = made.make_hall()
    makers.close_day(hall)

    assert makers.judged(hall) == []
    assert not OfficerDay.objects.exists()
    assert queries.day_row(hall.office, made.DAY).calls == 0


def test_the_clock_judges_what_is_closed_and_once(hall):
    assert jobs.judge(EVENING) == 1
    assert jobs.judge(EVENING) == 0


def test_others_may_not_judge(hall):
    for role in (Role.COUNTER, Role.HEAD, Role.HELPER, Role.IT_ADMIN):
        with pytest.raises(Refused):
            actions.judge_day(
                hall_day_id=hall.day.pk, actor=hall.staff("somebo", role), now=EVENING
            )
        hall.actors.pop("somebo")


def test_another_office_s_supervisor_may_not_judge(hall):
    other = made.make_hall(is_open=False)

    with pytest.raises(Refused):
        actions.judge_day(hall_day_id=hall.day.pk, actor=makers.supervisor(other), now=EVENING)


def test_an_officer_who_keeps_to_the_rule_raises_nothing():
    assert makers.judged(makers.strange_hall(people=3, every=99)) == []


def test_the_facts_are_those_between_the_opening_and_the_close(hall):
    other = makers.strange_hall(people=2)

    facts = queries.hall_facts(hall.office, made.DAY)

    assert {fact.office for fact in facts} == {hall.office.slug}
    assert [fact.step for fact in facts] == list(range(1, len(facts) + 1))
    assert queries.hall_facts(other.office, made.DAY - timedelta(days=1)) == []


def test_a_standing_alarm_about_the_same_is_not_raised_again_but_noted(hall):
    first = makers.make_alarm(hall)
    # The same is seen on the day after, while nobody has looked yet.
    Alarm.objects.filter(pk=first.pk).update(day=made.DAY - timedelta(days=1))

    makers.judged(hall)
    makers.judged(hall)

    assert Alarm.objects.filter(kind=AlarmKind.SKIPS).count() == 1
    assert list(first.notes.values_list("deed", flat=True)) == ["RAISED", "AGAIN"]


def test_the_bet_starts_anew_after_an_alarm(hall):
    makers.judged(hall)
    day = made.DAY + timedelta(days=1)
    numbers = queries.numbers_on(day)

    past = queries.past_of(hall.office, day, numbers=numbers)

    assert past.months == {}
    Alarm.objects.all().update(day=made.DAY - timedelta(days=1))
    past = queries.past_of(hall.office, day, numbers=numbers)
    assert past.months[STRANGE].calls == 5
    assert past.months[STRANGE].skips == {"HEALTH": 4}


def test_a_new_month_is_a_new_bet(hall):
    makers.judged(hall)
    december = made.DAY.replace(month=12, day=1)

    past = queries.past_of(hall.office, december, numbers=queries.numbers_on(december))

    assert past.months == {}


def test_usual_times_come_from_the_days_before(hall):
    day = made.DAY + timedelta(days=1)

    past = queries.past_of(hall.office, day, numbers=queries.numbers_on(day))

    usual = past.usual["new", -1]
    assert usual.n == 5
    assert usual.mean == pytest.approx(5.704, abs=0.01)  # ln 300
    assert {hour for service, hour in past.usual if service == "new"} >= {-1, 8}
    assert queries.past_of(hall.office, made.DAY, numbers=queries.numbers_on(day)).usual == {}
