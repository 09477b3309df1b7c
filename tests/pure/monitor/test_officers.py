"""Who stands out among counters, and who does not."""

from dataclasses import replace
from datetime import UTC
from random import Random

from jernih.pure.monitor import officers
from jernih.pure.monitor.officers import Month
from jernih.pure.monitor.pace import Usual
from jernih.pure.reasons import AlarmKind, ExceptionReason
from tests.pure.hall_facts import ONE, TWO
from tests.pure.monitor.book import NUMBERS
from tests.pure.monitor.calls import absence, call, day, rest, service

HEALTH = ExceptionReason.HEALTH


def kinds(looked):
    return [(found.kind, found.subject) for found in looked.found]


def skipping(n, *, every, officer=ONE, **what):
    return [
        call(i, officer=officer, reason=HEALTH if i % every == 0 else None, **what)
        for i in range(1, n + 1)
    ]


# ---- calls out of turn


def test_every_third_call_out_of_turn_stands_out_and_says_its_figures():
    looked = officers.look_at_skips(
        day(calls=(*skipping(12, every=3), *skipping(40, every=100, officer=TWO))),
        before={},
        numbers=NUMBERS,
    )

    assert kinds(looked) == [(AlarmKind.SKIPS, ONE), (AlarmKind.SKIP_REASON, ONE)]
    figures = looked.found[0].figures
    assert (figures["calls"], figures["skips"], figures["today"]) == (12, 4, 4)
    assert (figures["permille"], figures["allowed_permille"]) == (333, 10)
    assert figures["one_in"] >= 1000
    assert looked.found[1].detail == HEALTH


def test_one_call_out_of_turn_a_day_does_not_stand_out():
    looked = officers.look_at_skips(
        day(calls=tuple(skipping(40, every=40))), before={}, numbers=NUMBERS
    )

    assert looked.found == ()


def test_what_was_found_over_the_month_counts():
    calls = tuple(skipping(20, every=10))
    month = Month(calls=100, skips={HEALTH: 8})

    alone = officers.look_at_skips(day(calls=calls), before={}, numbers=NUMBERS)
    with_month = officers.look_at_skips(day(calls=calls), before={ONE: month}, numbers=NUMBERS)

    assert alone.found == ()
    assert kinds(with_month)[0] == (AlarmKind.SKIPS, ONE)
    assert with_month.found[0].figures["calls"] == 120


def test_who_keeps_to_the_rule_today_is_not_told_again_about_yesterday():
    month = Month(calls=30, skips={HEALTH: 15})

    looked = officers.look_at_skips(
        day(calls=tuple(skipping(20, every=99))), before={ONE: month}, numbers=NUMBERS
    )

    assert looked.found == ()


def test_who_vouched_for_the_calls_is_named_so_that_she_cannot_judge_them():
    calls = skipping(9, every=3)
    calls[2] = replace(calls[2], second="s-second")

    looked = officers.look_at_skips(day(calls=tuple(calls)), before={}, numbers=NUMBERS)

    assert looked.found[0].involved == {"s-second"}


# ---- at rest


def test_twenty_minutes_of_rest_stand_out_beyond_the_first_minute_of_each():
    rests = (rest(12), rest(11), rest(0.9), rest(30, officer=TWO, counter=2))

    looked = officers.look_at_rest(day(rests=rests), numbers=NUMBERS)

    assert kinds(looked) == [(AlarmKind.IDLE, ONE), (AlarmKind.IDLE, TWO)]
    assert looked.found[0].figures["minutes"] == 21
    assert looked.found[0].figures["longest_minutes"] == 12
    assert looked.found[0].figures["times"] == 2


def test_many_short_rests_do_not_stand_out():
    looked = officers.look_at_rest(day(rests=tuple(rest(1) for _ in range(60))), numbers=NUMBERS)

    assert looked.found == ()


# ---- pace


def pace_of(people, shift, *, officer=ONE, seed=9, least=True):
    rnd = Random(seed)
    usual = {("new", -1): Usual(n=200, mean=6.0, spread=0.4)} if least else {}
    services = tuple(
        service(n, 2.718281828 ** rnd.gauss(6.0 + 0.4 * shift, 0.4), officer=officer)
        for n in range(people)
    )
    one = day(services=services)
    scores = officers.scores_of(one, usual=usual, zone=UTC, numbers=NUMBERS)
    return officers.look_at_pace(one, scores=scores, numbers=NUMBERS)


def test_who_is_a_spread_slower_stands_out_and_who_is_not_does_not():
    slow, usual = pace_of(35, 1.0), pace_of(35, 0.0)

    assert kinds(slow) == [(AlarmKind.SLOW, ONE)]
    assert slow.found[0].chance < 0.001
    assert slow.found[0].figures["people"] == 35
    assert usual.found == ()
    assert slow.tested == usual.tested == 1


def test_without_days_before_nobody_alone_can_be_slow():
    assert pace_of(35, 2.0, least=False).found == ()
    assert pace_of(35, 2.0, least=False).tested == 0


def test_without_days_before_colleagues_are_what_is_usual():
    rnd = Random(11)
    theirs = [service(n, rnd.uniform(300, 500), officer=TWO, counter=2) for n in range(40)]
    mine = [service(n, rnd.uniform(600, 900)) for n in range(20)]
    one = day(services=tuple(theirs + mine))

    scores = officers.scores_of(one, usual={}, zone=UTC, numbers=NUMBERS)
    looked = officers.look_at_pace(one, scores=scores, numbers=NUMBERS)

    assert kinds(looked) == [(AlarmKind.SLOW, ONE)]
    # Twenty are too few to say what is usual for the other.
    assert scores[TWO] == []


def test_times_of_no_length_are_nobody_s_pace():
    one = day(services=(service(0, 0.0), service(1, -1800.0)))
    usual = {("new", -1): Usual(n=200, mean=6.0, spread=0.4)}

    assert officers.scores_of(one, usual=usual, zone=UTC, numbers=NUMBERS) == {ONE: []}


# ---- absences


def absences_of(mine, theirs, *, calls=40, **what):
    rows = [absence(n, **what) for n in range(mine)]
    rows += [absence(n, officer=TWO, counter=2) for n in range(theirs)]
    calling = [call(n) for n in range(calls)]
    calling += [call(n, officer=TWO, counter=2) for n in range(calls)]
    return officers.look_at_absences(
        day(absences=tuple(rows), calls=tuple(calling)), numbers=NUMBERS
    )


def test_more_absent_ones_than_colleagues_have_may_stand_out():
    found = {one.kind: one for one in absences_of(12, 2).found if one.subject == ONE}

    assert found[AlarmKind.ABSENT].chance < 0.001
    assert found[AlarmKind.ABSENT].figures["permille"] == 300
    assert found[AlarmKind.ABSENT].figures["others_permille"] == 50


def test_as_many_as_colleagues_are_no_wonder():
    found = {one.subject: one.chance for one in absences_of(3, 3).found}

    assert found[ONE] > 0.3


def test_marked_absent_right_after_the_call_is_counted_apart():
    found = {one.kind: one for one in absences_of(4, 4, since_first=62.0).found
             if one.subject == ONE}  # fmt: skip

    assert found[AlarmKind.ABSENT_QUICK].chance < 0.01
    assert found[AlarmKind.ABSENT_QUICK].figures["absent"] == 4


def test_marked_absent_before_the_time_was_over_needs_no_chance():
    looked = absences_of(1, 0, since_last=12.0)
    [soon] = [one for one in looked.found if one.kind == AlarmKind.ABSENT_TOO_SOON]

    assert soon.chance is None
    assert soon.figures == {"absent": 1, "gap_seconds": 60, "shortest_seconds": 12}


def test_an_officer_alone_is_compared_with_nobody():
    looked = officers.look_at_absences(
        day(calls=tuple(call(n) for n in range(40)), absences=(absence(1), absence(2)), desks=1),
        numbers=NUMBERS,
    )

    assert looked.found == ()


def test_calling_one_s_own_absent_ones_again_is_counted():
    calls = tuple(call(n, missed_by=ONE) for n in range(6))

    looked = officers.look_at_absences(day(calls=calls, desks=8), numbers=NUMBERS)

    [same] = looked.found
    assert same.kind == AlarmKind.ABSENT_SAME
    assert same.chance < 1e-4
    assert (same.figures["own"], same.figures["back"]) == (6, 6)
