"""Each number of a hall: how it comes, where it goes, and every lie about that."""

from datetime import timedelta

import pytest

from jernih.pure import events, reasons
from tests.pure.hall_facts import (
    DAY,
    EIGHT,
    HALF,
    HASH,
    HELPER,
    OFFICE,
    TWO,
    Story,
    at,
    ref,
    rules,
    seated,
    words,
)

FAR = "s-zzzzzz"


# --- numbers ---


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (events.Served, {"counter": 1}),
        (events.ServiceStarted, {"counter": 1}),
        (events.Missed, {"counter": 1}),
        (events.Parked, {"counter": 1, "reason": "PHOTOCOPY"}),
        (events.Transferred, {"counter": 1, "from_service": "new", "service": "photo"}),
        (events.Unparked, {}),
        (events.ReEntered, {"place_at": EIGHT}),
        (events.CallReturned, {"counter": 1, "reason": "MISTAKEN_CALL"}),
        (events.Recalled, {"counter": 1, "times": 1}),
    ],
)
def test_a_number_that_only_waits_goes_nowhere_but_to_a_call(kind, what):
    story = seated().tell(kind, number="A-001", **what)

    assert "hall.number" in rules(story)
    assert "when it was WAITING" in words(story)


def test_nobody_is_served_who_was_not_at_the_counter():
    story = seated().called("A-001").did(events.Served, "A-001")

    assert words(story) == "A-001 of 2026-11-25 became SERVED when it was CALLED."


def test_a_number_that_never_came_is_a_ghost():
    assert "ghost" in words(seated().tell(events.LeftLine, number="A-009"))
    assert "ghost" in words(seated().did(events.Recalled, "A-009", times=1))
    assert {"hall.call", "hall.number"} == set(rules(seated().called("A-009")))


def test_a_number_is_dealt_with_where_it_was_called():
    story = seated().sat(2, TWO).called("A-001").did(events.ServiceStarted, "A-001", counter=2)

    assert "called to counter 1, and dealt with at 2" in words(story)


def test_a_counter_calls_one_at_a_time():
    assert "while A-001 stood there" in words(seated().called("A-001").called("A-002"))


def test_two_counters_do_not_call_the_same_number():
    story = seated().sat(2, TWO).called("A-001").called("A-001", counter=2, officer=TWO)

    assert "became CALLED when it was CALLED" in words(story)


@pytest.mark.parametrize(("from_service", "service"), [("photo", "interview"), ("new", "new")])
def test_a_number_is_sent_on_from_what_it_waited_for(from_service, service):
    story = seated().called("A-001").did(events.ServiceStarted, "A-001")
    story.did(events.Transferred, "A-001", from_service=from_service, service=service)

    assert rules(story) == ["hall.number"]


@pytest.mark.parametrize(("times", "after"), [(2, 1), (1, 0.98)])
def test_recalls_are_counted_and_a_minute_apart(times, after):
    story = seated().called("A-001").did(events.Recalled, "A-001", after=after, times=times)

    assert rules(story) == ["hall.number"]


def test_there_are_three_recalls_and_no_more():
    story = seated().called("A-001")
    for times in (1, 2, 3):
        story.did(events.Recalled, "A-001", after=1, times=times)
    assert rules(story) == []

    assert rules(story.did(events.Recalled, "A-001", after=1, times=4)) == ["hall.number"]


def test_who_was_called_has_a_minute_to_come():
    assert rules(seated().called("A-001").did(events.Missed, "A-001", after=0.98)) == [
        "hall.number"
    ]
    assert rules(seated().called("A-001").did(events.Missed, "A-001", after=1)) == []


def test_a_missed_number_comes_back_once_at_the_end():
    story = seated().called("A-001").did(events.Missed, "A-001", after=1)
    story.tell(events.ReEntered, number="A-001", place_at=at(1)).called("A-002").served("A-002")
    story.called("A-001").did(events.Missed, "A-001", after=1)
    assert rules(story) == []

    again = story.tell(events.ReEntered, number="A-001", place_at=at(story.minute))
    assert "once too often" in words(again)


def test_a_missed_number_comes_back_to_its_own_place():
    story = seated().called("A-001").did(events.Missed, "A-001", after=1)

    assert "not its own" in words(story.tell(events.ReEntered, number="A-001", place_at=EIGHT))


# --- arrivals ---


def test_a_number_comes_once():
    assert rules(seated().came(1)) == ["hall.arrival"]
    assert "came twice" in words(Story().opened().walked(1).walked(1))


def test_nobody_comes_in_before_the_time():
    assert rules(Story().opened().came(1, window=30)) == []
    assert rules(Story().opened().came(1, window=31)) == ["hall.arrival"]


def test_nobody_gets_a_better_place_than_the_rule_gives():
    assert rules(Story().opened().came(1, place_at=EIGHT - HALF)) == ["hall.arrival"]
    assert rules(Story().opened().came(1, after=61)) == ["hall.arrival"]
    assert rules(Story().opened().came(1, after=61, place_at=at(61))) == []


def release(**lie):
    window = events.Window(starts_at=EIGHT, ends_at=EIGHT + HALF, first=1, last=2, held=0)
    return events.SupplyReleased(
        office=OFFICE,
        at=EIGHT - timedelta(days=3),
        day=DAY,
        service="new",
        series="A",
        mode=reasons.ReleaseMode.OPEN,
        planned=2,
        windows=(window,),
        held_reason=reasons.HoldReason.NONE,
        **lie,
    )


def test_a_number_comes_for_the_time_and_service_it_was_released_for():
    released = Story().said(release()).opened()
    assert rules(released.came(1)) == []

    assert rules(Story().said(release()).opened().came(1, window=-30)) == ["hall.arrival"]
    assert rules(Story().said(release()).opened().came(1, service="photo")) == ["hall.arrival"]


def test_a_number_added_later_has_its_own_time():
    added = events.SeatAdded(
        office=OFFICE,
        at=EIGHT - timedelta(days=1),
        day=DAY,
        service="new",
        number="A-003",
        replaces="A-001",
        starts_at=EIGHT + HALF,
        ends_at=EIGHT + 2 * HALF,
    )

    assert rules(Story().said(added).opened().came(3, window=30)) == []
    assert rules(Story().said(added).opened().came(3, window=0)) == ["hall.arrival"]


def test_who_helped_at_the_booking_is_named_at_the_arrival():
    taken = events.Taken(
        office=OFFICE,
        at=EIGHT - timedelta(days=2),
        ref=ref(1),
        service="new",
        day=DAY,
        numbers=("A-001",),
        classes=(reasons.PriorityClass.GENERAL,),
        channel=reasons.Channel.ASSISTED,
        helper=HELPER,
        commitments=(HASH,),
    )

    assert rules(Story().said(taken).opened().came(1, helper=HELPER)) == []
    assert "another helper" in words(Story().said(taken).opened().came(1))


def test_numbers_at_the_door_are_given_in_order_and_within_the_reserve():
    assert rules(Story().opened().walked(2)) == ["hall.arrival"]
    assert rules(Story().opened().walked(1, number="S-001")) == ["hall.arrival"]
    assert rules(Story().opened().walked(1).walked(2).walked(1, priority=False)) == []
    assert "beyond the reserve of 2" in words(Story().opened().walked(1).walked(2).walked(3))


def test_evidence_is_seen_by_somebody():
    assert rules(Story().opened().walked(1, evidence_seen=True)) == ["hall.arrival"]
    assert rules(Story().opened().walked(1, evidence_seen=True, granted_by=FAR)) == []
