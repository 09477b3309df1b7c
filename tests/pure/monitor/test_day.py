"""What the monitor reads of a day: from true days, odd days and days in disorder."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from jernih.pure import events, reasons
from jernih.pure.monitor.day import read_day
from tests.pure.hall_days import random_day
from tests.pure.hall_facts import DAY, HELPER, OFFICE, ONE, TWO, Story, at, seated, true_day


def read(story):
    facts = story.facts if isinstance(story, Story) else story
    return read_day(facts, office=OFFICE, day=DAY)


def resting(story):
    return {(rest.counter, rest.seconds) for rest in read(story).rests}


def test_a_whole_day_is_read():
    day = read(true_day())

    assert [call.number for call in day.calls if call.reason] == ["A-005"]
    assert [one.number for one in day.absences] == ["A-001", "A-001"]
    assert [one.recalls for one in day.absences] == [1, 0]
    assert {one.number for one in day.services} == {"P-001", "A-002", "A-003", "A-005"}
    assert day.grants[0].helper == HELPER
    assert day.grants[0].is_priority
    assert (day.desks, day.recall_gap_seconds) == (2, 60)
    assert len(day.came) == 7
    assert day.closed_at is not None


def test_a_number_that_comes_back_is_called_as_one_that_was_missed():
    again = [call for call in read(true_day()).calls if call.missed_by]

    assert [(call.number, call.missed_by) for call in again] == [("A-001", ONE)]


def test_a_service_is_counted_where_it_was_given_and_each_leg_for_itself():
    story = seated().called("A-001").did(events.ServiceStarted, "A-001")
    story.did(events.Transferred, "A-001", from_service="new", service="interview", after=4)
    story.sat(2, TWO, "interview").called("A-001", counter=2, officer=TWO)
    story.did(events.ServiceStarted, "A-001", counter=2)
    story.did(events.Served, "A-001", counter=2, after=7)

    legs = [(one.service, one.officer, one.seconds) for one in read(story).services]

    assert legs == [("new", ONE, 240.0), ("interview", TWO, 420.0)]


# ---- at rest while somebody waits


def test_a_counter_that_calls_nobody_rests_while_somebody_waits():
    story = seated().called("A-001", after=3)

    # A-001 came at once; the counter had let her wait for three minutes.
    assert resting(story) == {(1, 180.0)}


def test_nobody_who_could_be_called_no_rest():
    story = Story().opened().sat().tell(events.BreakStarted, counter=1, after=30,
        reason=reasons.BreakReason.SHORT)  # fmt: skip
    other = Story().opened().sat(1, ONE, "photo").came(1).closed(after=60)

    assert resting(story) == set()
    assert resting(other) == set()


def test_pauses_are_no_rest():
    story = seated().tell(events.BreakStarted, counter=1, reason=reasons.BreakReason.PRAYER)
    story.tell(events.BreakEnded, counter=1, after=20).called("A-001", after=2)

    assert resting(story) == {(1, 120.0)}


def test_the_time_in_which_the_line_was_empty_is_no_rest():
    story = Story().opened().sat().came(1).called("A-001").served("A-001")
    story.came(2, after=10).called("A-002", after=4)

    assert resting(story) == {(1, 240.0)}


def test_a_counter_may_not_call_its_own_clients_and_does_not_rest_over_them():
    story = Story().opened().sat().sat(2, TWO).came(1, helper=ONE)
    story.called("A-001", counter=2, officer=TWO, after=5).came(2, after=1)
    story.called("A-002", after=2)

    assert resting(story) == {(2, 300.0), (1, 120.0)}


def test_a_counter_that_is_opened_again_rests_from_then_on():
    story = seated().stood(after=5).sat(after=30).called("A-001", after=1)

    assert sorted(rest.seconds for rest in read(story).rests) == [60.0, 300.0]


def test_the_end_of_the_day_ends_all_rest():
    story = seated().closed(after=7)

    assert resting(story) == {(1, 420.0)}


# ---- in disorder


def test_a_clock_set_back_shows_no_time_and_breaks_nothing():
    story = seated().called("A-001", after=5)
    story.did(events.ServiceStarted, "A-001").did(events.Served, "A-001", after=-30)
    story.called("A-002", after=31)
    day = read(story)

    assert [one.seconds for one in day.services] == [-1800.0]
    assert all(rest.seconds >= 0 for rest in day.rests)
    # Half an hour that the clock went through twice is counted once.
    assert sum(rest.seconds for rest in day.rests) == 300 + 60


def test_other_offices_and_days_are_left_out():
    told = true_day().facts
    others = [replace(fact, office="elsewhere") for fact in told]
    later = [replace(fact, day=DAY + timedelta(days=1)) for fact in told]

    assert read([*told, *others, *later]) == read(told)


def test_a_day_of_which_nothing_is_known_is_empty():
    day = read([])

    assert (day.calls, day.came, day.closed_at, day.desks) == ((), (), None, 0)


@pytest.mark.parametrize("seed", range(6))
def test_days_with_facts_left_out_or_doubled_are_read_all_the_same(seed):
    facts = random_day(seed, deeds=80).facts

    for cut in range(0, len(facts), 7):
        read(facts[:cut] + facts[cut + 1 :])
        read(facts[:cut] + facts[cut : cut + 1] + facts[cut:])
    read(facts[::-1])


@pytest.mark.parametrize("seed", range(6))
def test_rest_is_what_a_simple_count_of_every_second_says(seed):
    """A second, simple-minded way: look at the hall every half minute."""
    facts = random_day(seed, deeds=120).facts
    day = read(facts)

    total = sum(rest.seconds for rest in day.rests)

    assert total == pytest.approx(simple_rest(facts))


ENTER = (events.CheckedIn, events.WalkedIn)
JOINS = (*ENTER, events.ReEntered, events.Unparked, events.CallReturned, events.Transferred)
CALLS = (events.Called, events.CalledByException)
GOES = (*CALLS, events.LeftLine, events.TicketExpired)
ENDS = (events.Served, events.Missed, events.Parked, events.Transferred, events.CallReturned)
FREES = (events.CounterOpened, events.BreakEnded, *ENDS)
TAKES = (*CALLS, events.BreakStarted, events.CounterClosed)


def simple_rest(facts):
    """Walk from fact to fact; between two, every free counter with somebody for it rests."""
    total, waits, free, seats, known = 0.0, {}, set(), {}, {}
    for before, fact in pairwise([facts[0], *facts]):
        span = (fact.at - before.at).total_seconds()
        total += span * sum(could_call(seats[counter], waits) for counter in free)
        number = getattr(fact, "number", "")
        if isinstance(fact, (*ENTER, events.Transferred)):
            helper = getattr(fact, "helper", known.get(number, ("", ""))[1])
            known[number] = (fact.service, helper)
        if isinstance(fact, events.CounterOpened):
            seats[fact.counter] = (fact.officer, fact.services)
        if isinstance(fact, JOINS):
            waits[number] = known[number]
        if isinstance(fact, GOES):
            waits.pop(number, None)
        free |= {fact.counter} if isinstance(fact, FREES) else set()
        free -= {fact.counter} if isinstance(fact, TAKES) else set()
    return total


def could_call(seat, waits):
    officer, services = seat
    return any(service in services and helper != officer for service, helper in waits.values())


def test_a_place_of_who_came_back_is_the_new_one():
    day = read(true_day())

    first, second = (call for call in day.calls if call.number == "A-001")
    assert first.place == at(0) < second.place
