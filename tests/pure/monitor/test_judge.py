"""A whole day at once: what is listed, what is not, and how long it takes."""

from datetime import UTC, timedelta
from random import Random

from jernih.pure import events
from jernih.pure.monitor.day import read_day
from jernih.pure.monitor.finding import Finding, listed, one_in, permille
from jernih.pure.monitor.judge import Past, judge
from jernih.pure.reasons import AlarmKind, ExceptionReason
from tests.pure.hall_days import random_day
from tests.pure.hall_facts import DAY, OFFICE, at
from tests.pure.monitor import halls
from tests.pure.monitor.big_day import big_day
from tests.pure.monitor.book import NUMBERS
from tests.pure.monitor.calls import call, day


def test_a_day_without_calls_has_nothing_to_tell():
    assert judge(day(), Past(), zone=UTC, numbers=NUMBERS) == []
    empty = read_day([], office=OFFICE, day=DAY)
    assert judge(empty, Past(), zone=UTC, numbers=NUMBERS) == []


def test_one_officer_alone_is_judged_by_the_rule_and_not_by_herself():
    calls = tuple(call(n, reason=None if n % 3 else ExceptionReason.HEALTH) for n in range(1, 30))

    found = judge(day(calls=calls, desks=1), Past(), zone=UTC, numbers=NUMBERS)

    assert {one.kind for one in found} == {AlarmKind.SKIPS, AlarmKind.SKIP_REASON}


def test_the_same_day_is_judged_the_same_and_figures_are_whole():
    facts = random_day(3, deeds=200).facts
    read = read_day(facts, office=OFFICE, day=DAY)

    first = judge(read, Past(), zone=UTC, numbers=NUMBERS)

    assert first == judge(read, Past(), zone=UTC, numbers=NUMBERS)
    assert all(type(value) is int for one in first for value in one.figures.values())


def test_the_list_is_as_long_as_the_questions_and_not_as_what_looks_strange():
    strange = [Finding(kind=AlarmKind.ABSENT, subject=f"s-{n}", chance=0.03) for n in range(2)]
    sure = Finding(kind=AlarmKind.IDLE)

    assert listed([*strange, sure], tested=2, percent=5) == [*strange, sure]
    assert listed([*strange, sure], tested=60, percent=5) == [sure]


def test_chances_are_told_as_once_in_so_many():
    assert [one_in(chance) for chance in (1.0, 0.3, 0.001, 0.0)] == [1, 3, 1000, 10**9]
    assert (permille(1, 3), permille(1, 0)) == (333, 0)


def test_a_large_hall_is_judged_as_a_small_one_and_who_is_strange_is_found():
    facts, strange = big_day(Random(1), counters=12, calls=900)
    read = read_day(facts, office=OFFICE, day=DAY)

    found = judge(read, Past(), zone=UTC, numbers=NUMBERS)

    assert len(read.calls) == 900
    about = {(one.kind, one.subject) for one in found}
    assert (AlarmKind.SKIPS, strange) in about
    assert {subject for kind, subject in about if kind == AlarmKind.SKIPS} == {strange}


def test_a_clock_that_goes_back_in_the_middle_of_the_day_is_survived():
    facts, _ = big_day(Random(2), counters=4, calls=120)
    half = len(facts) // 2
    back = [
        type(fact)(**{**vars(fact), "at": fact.at - timedelta(hours=2)}) for fact in facts[half:]
    ]

    read = read_day([*facts[:half], *back], office=OFFICE, day=DAY)

    assert len(read.calls) == 120
    judge(read, Past(), zone=UTC, numbers=NUMBERS)


def test_a_day_is_closed_when_its_last_fact_says_so():
    facts, _ = big_day(Random(3), counters=2, calls=10)

    assert isinstance(facts[-1], events.DayClosed)
    assert read_day(facts, office=OFFICE, day=DAY).closed_at >= at(0)


def test_an_honest_hall_has_an_alarm_on_few_days_and_a_slow_officer_on_most():
    wrong, _ = halls.alarms(Random(12), days=40)
    _, right = halls.alarms(Random(13), days=10, slower=1.0)

    assert wrong <= 0.15
    assert right >= 0.8
