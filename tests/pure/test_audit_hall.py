"""A clean day is clean; each lie about a day, its calls or counters is found by its rule."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import events, reasons
from jernih.pure.audit_all import all_checks
from jernih.pure.audit_hall import exceptions_by_counter, hall_checks
from jernih.pure.audit_ticket import MOVES
from jernih.pure.states import TICKET, TicketState
from tests.pure.hall_days import random_day
from tests.pure.hall_facts import (
    DAY,
    LONG_AFTER,
    OFFICE,
    ONE,
    TWO,
    Story,
    at,
    bent,
    found,
    ref,
    rules,
    seated,
    true_day,
    words,
)

# --- the true day ---


def test_a_true_day_is_clean():
    assert found(true_day()) == []


def test_the_true_day_holds_every_fact_of_the_hall():
    kinds = {kind for kind in events.KINDS.values() if issubclass(kind, events.HallEvent)}

    assert {type(fact) for fact in true_day().facts} == kinds


def test_the_verifier_runs_the_checks_of_the_hall():
    assert {check.rule for check in hall_checks()} <= {check.rule for check in all_checks({})}


def test_every_move_that_is_checked_is_drawn_in_the_table_of_states():
    for since, then in MOVES.values():
        for state in since:
            TICKET.check(state, then)
    drawn = {(a, b) for a, then in TICKET.moves.items() for b in then}
    assert {(a, then) for since, then in MOVES.values() for a in since} == drawn


@pytest.mark.parametrize("index", range(len(true_day().facts)))
def test_a_fact_left_out_is_found(index):
    facts = true_day().facts
    del facts[index]

    # The last one leaves an open day, which shows once it is over.
    assert found([*facts, Story().said(a_later_fact()).facts[0]])


@pytest.mark.parametrize("index", range(len(true_day().facts)))
def test_a_fact_told_twice_is_found(index):
    facts = true_day().facts

    assert found([*facts[: index + 1], *facts[index:]])


@pytest.mark.parametrize("index", range(len(true_day().facts) - 1))
def test_two_facts_in_the_wrong_order_are_found(index):
    facts = true_day().facts
    facts[index : index + 2] = facts[index + 1 : index - 1 : -1] if index else facts[1::-1]

    assert "hall.steps" in rules(facts)


def a_later_fact():
    return events.Confirmed(office=OFFICE, at=LONG_AFTER, ref=ref(1))


# --- the day ---


def test_a_day_opens_once():
    assert rules(Story().opened().opened()) == ["hall.steps"]


def test_nothing_happens_before_a_day_opens_and_it_is_said_once():
    story = Story().sat().came(1).walked(1).called("A-001").did(events.Recalled, "A-001", times=1)
    story.did(events.CallReturned, "A-001", reason=reasons.ReturnReason.MISTAKEN_CALL)
    story.excepted("A-001", "A-002").served("A-001").stood().closed()

    assert [violation.rule for violation in found(story)] == ["hall.steps"]


def test_steps_have_no_gaps():
    assert rules(Story().opened(step=2)) == ["hall.steps"]
    assert rules(Story().opened().sat(step=3)) == ["hall.steps"]
    assert rules(Story().opened().sat(step=1)) == ["hall.steps"]


def test_time_goes_on():
    assert rules(Story().opened(after=5).sat(after=-1)) == ["hall.steps"]


def test_nothing_happens_after_a_day_closed():
    assert rules(Story().opened().closed().sat()) == ["hall.steps"]


def test_a_day_that_is_over_has_closed():
    assert rules(Story().opened()) == []
    assert rules(Story().opened().said(a_later_fact())) == ["hall.steps"]
    assert rules(Story().opened().closed().said(a_later_fact())) == []


def test_two_offices_and_two_days_do_not_mix():
    story = Story().opened()
    story.steps = 0
    story.opened(office="nunukan")
    story.steps = 0
    story.opened(day=date(2026, 11, 26))

    assert found(story) == []


# --- calls ---


def test_a_call_out_of_turn_is_found_and_names_who_was_next():
    story = seated().called("A-002")

    assert rules(story) == ["hall.call"]
    assert "Counter 1 called A-002 on 2026-11-25 by BOOKED; the rule's choice was A-001" in words(
        story
    )


def test_the_right_number_by_the_wrong_rule_is_found():
    assert rules(seated().called("A-001", "EARLY")) == ["hall.call"]


def test_a_priority_call_too_many_is_found():
    story = seated().walked(1).walked(2).called("P-001", "PRIORITY").served("P-001")

    assert rules(story.called("P-002", "PRIORITY")) == ["hall.call"]


def test_a_call_counts_for_the_rule_even_if_it_was_wrong():
    story = seated().came(3).walked(1).called("A-001").served("A-001")

    assert len(found(story.called("P-001", "PRIORITY"))) == 1


def test_a_call_that_was_taken_back_leaves_the_count_as_before():
    story = seated().walked(1).called("P-001", "PRIORITY")
    story.did(events.CallReturned, "P-001", reason=reasons.ReturnReason.MISTAKEN_CALL)

    assert rules(story.called("P-001", "PRIORITY")) == []


def test_an_officer_who_calls_whom_he_registered_is_found():
    story = Story().opened().sat().came(1, helper=ONE).called("A-001")

    assert "the rule's choice was nobody" in words(story)
    assert f"{ONE} had registered it himself" in words(story)


def test_own_clients_may_not_be_called_by_exception_either():
    story = seated().came(3, helper=ONE).excepted("A-003", "A-001")

    assert rules(story) == ["hall.call"]


def test_a_service_the_counter_does_not_do_is_found():
    story = seated().came(3, service="photo").excepted("A-003", "A-001")

    assert "does not do photo" in words(story)


def test_a_number_that_waits_for_nobody_is_not_passed_over():
    story = Story().opened().sat().came(1, service="photo").excepted("A-001", "")

    assert "in place of nobody; next was nobody" in words(story)


def test_an_exception_says_truly_who_was_passed_over():
    assert rules(seated().excepted("A-002", "A-001")) == []
    assert "next was A-001" in words(seated().excepted("A-002", "A-002"))


def test_who_is_next_is_not_called_by_exception():
    assert "though it was next" in words(seated().excepted("A-001", "A-001"))


@pytest.mark.parametrize(
    ("reason", "second", "broken"),
    [("OTHER", "", True), ("OTHER", ONE, True), ("HEALTH", ONE, True), ("OTHER", TWO, False)],
)
def test_the_reason_other_needs_a_second_officer(reason, second, broken):
    story = seated().excepted("A-002", "A-001", reason=reason, second_officer=second)

    assert rules(story) == ["hall.call"] * broken


def test_exceptions_are_counted_by_counter_and_named():
    counted = exceptions_by_counter(true_day().excepted("A-001", "A-002").facts)

    assert counted == {(OFFICE, DAY, 1): Counter({reasons.ExceptionReason.HEALTH: 2})}


# --- counters ---


def test_a_counter_nobody_opened_calls_nobody():
    story = Story().opened().came(1).called("A-001")

    assert rules(story) == ["hall.call", "hall.counter"]


def test_a_counter_that_rests_serves_nobody():
    story = seated().tell(events.BreakStarted, counter=1, reason=reasons.BreakReason.SHORT)

    assert rules(story.called("A-001")) == ["hall.counter"]


def test_another_officer_does_not_call_at_a_counter():
    assert rules(seated().called("A-001", officer=TWO)) == ["hall.counter"]


def test_a_counter_opens_once_and_an_officer_sits_at_one():
    assert "opened twice" in words(seated().sat(1, TWO))
    assert f"{ONE} sat at counters 1 and 2 at once" in words(seated().sat(2, ONE))
    assert rules(seated().sat(2, TWO).stood(2, TWO).sat(2, TWO)) == []
    assert rules(seated().stood().sat(2, ONE)) == []


def in_two_halls(*, stood: bool) -> Story:
    story = Story().opened().sat(1, ONE)
    if stood:
        story.stood(1, ONE)
    story.steps = 0
    return story.opened(office="nunukan").sat(1, ONE, office="nunukan")


def test_an_officer_sits_in_one_hall_at_a_time():
    assert f"{ONE} sat in tarakan and in nunukan at once" in words(in_two_halls(stood=False))
    assert rules(in_two_halls(stood=True)) == []


def test_counters_turn_only_as_drawn():
    rest = {"counter": 1, "reason": reasons.BreakReason.SHORT}

    assert rules(seated().tell(events.BreakEnded, counter=1)) == ["hall.counter"]
    assert rules(seated().tell(events.BreakStarted, **rest).tell(events.BreakStarted, **rest)) == [
        "hall.counter"
    ]
    assert rules(Story().opened().stood()) == ["hall.counter"]


def test_a_counter_is_closed_for_who_sat_there():
    assert f"{ONE} sat there" in words(seated().stood(1, TWO))


def test_a_counter_does_not_close_or_rest_while_someone_stands_there():
    called = seated().called("A-001")

    assert "while A-001 stood there" in words(called.stood())


# --- the end of the day ---


def test_a_day_does_not_close_over_an_open_counter_or_a_number_without_a_fate():
    story = seated().closed()

    assert rules(story) == ["hall.close"]
    assert "closed while A-001 was WAITING" in words(story)
    assert "closed while counter 1 was OPEN" in words(story)


@pytest.mark.parametrize("word", ["served", "missed", "left", "expired", "exceptions"])
def test_the_figures_of_a_day_are_true(word):
    assert rules(bent(events.DayClosed, **{word: 9})) == ["hall.close"]


def test_a_missed_number_that_came_back_and_was_served_is_not_counted_as_missed():
    story = Story().opened().sat().came(1).called("A-001").did(events.Missed, "A-001", after=1)
    story.tell(events.ReEntered, number="A-001", place_at=at(1)).called("A-001").served("A-001")

    assert rules(story.stood().closed(served=1)) == []


# --- lies in the true day ---


@pytest.mark.parametrize(
    ("kind", "nth", "lie", "rule"),
    [
        (events.DayOpened, 0, {"early_minutes": 0}, "hall.arrival"),
        (events.CheckedIn, 0, {"place_at": at(20)}, "hall.arrival"),
        (events.CheckedIn, 1, {"helper": ONE}, "hall.call"),
        (events.CounterOpened, 0, {"services": ("photo",)}, "hall.call"),
        (events.Called, 0, {"officer": TWO}, "hall.counter"),
        (events.Called, 4, {"rule": "BOOKED"}, "hall.call"),
        (events.Unparked, 0, {"number": "A-003"}, "hall.number"),
        (events.WalkedIn, 0, {"lane": reasons.PriorityClass.GENERAL}, "hall.arrival"),
        (events.Served, 0, {"number": "A-003"}, "hall.number"),
        (events.LeftLine, 0, {"number": "A-004"}, "hall.number"),
    ],
)
def test_a_lie_in_the_middle_of_a_true_day_is_found(kind, nth, lie, rule):
    assert rule in rules(bent(kind, nth, **lie))


def test_a_ticket_that_ended_stays_ended():
    ends = {TicketState.SERVED, TicketState.LEFT, TicketState.EXPIRED}

    assert ends == TICKET.ends
    assert not ends & {state for since, _ in MOVES.values() for state in since}


# --- days that nobody wrote down beforehand ---


@given(st.integers(0, 10**9))
@settings(max_examples=40)
def test_whatever_happens_in_a_hall_that_keeps_the_rule_is_clean(seed):
    assert found(random_day(seed)) == []


@given(st.integers(0, 10**9), st.randoms())
@settings(max_examples=40)
def test_any_call_of_another_number_is_found(seed, rnd):
    facts = random_day(seed).facts
    calls = [n for n, fact in enumerate(facts) if isinstance(fact, events.Called)]
    numbers = sorted({fact.number for fact in facts if hasattr(fact, "number")})
    if not calls:
        return
    index = rnd.choice(calls)
    other = rnd.choice([n for n in numbers if n != facts[index].number] or ["A-999"])

    facts[index] = replace(facts[index], number=other)

    assert any(violation.indexes[-1] <= index for violation in found(facts))
    assert "hall.call" in rules(facts)
