from datetime import UTC, date, datetime, timedelta

import pytest

from jernih.pure.audit_floor import Floor
from jernih.pure.audit_hall import hall_checks
from jernih.pure.audit_state import BadState, differences
from jernih.pure.events import Called, CounterOpened, DayOpened, WalkedIn
from jernih.pure.reasons import Channel, PriorityClass

DAY = date(2026, 11, 25)
EIGHT = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
HERE = {"office": "tarakan", "day": DAY}


def told() -> Floor:
    """A day with one counter, one number called to it and one that waits."""
    rule = {"rule_version": 1, "priority_every": 2, "early_minutes": 30, "late_minutes": 30}
    caps = {"recall_max": 3, "recall_gap_seconds": 60, "priority_cap": 9, "standby_cap": 9}
    facts = [
        DayOpened(**HERE, at=EIGHT, step=1, **rule, **caps),
        CounterOpened(**HERE, at=EIGHT, step=2, counter=1, officer="s-aaaaaa", services=("new",)),
        *[
            WalkedIn(
                **HERE,
                at=EIGHT,
                step=2 + n,
                number=f"P-{n:03}",
                service="new",
                lane=PriorityClass.PRIORITY,
                channel=Channel.KIOSK,
                granted_by="",
                evidence_seen=False,
                commitment="0" * 64,
            )
            for n in (1, 2)
        ],
        Called(
            **HERE,
            at=EIGHT + timedelta(seconds=5),
            step=5,
            number="P-001",
            counter=1,
            officer="s-aaaaaa",
            rule="PRIORITY",
        ),
    ]
    checks = hall_checks()
    for index, fact in enumerate(facts):
        for check in checks:
            if handler := check.handlers().get(type(fact)):
                assert list(handler(index, fact)) == []
    return checks[0]._floor


def ticket(number, **more):
    return {
        "number": number,
        "service": "new",
        "lane": "PRIORITY",
        "state": "WAITING",
        "place_at": "2026-11-25T00:00:00Z",
        "arrived_at": "2026-11-25T00:00:00Z",
        "counter": 0,
        "home_counter": 0,
        "returned_at": "",
        "helper": "",
        "calls": 0,
        "last_called_at": "",
        "re_entries": 0,
        **more,
    }


def state(**more):
    called = {"state": "CALLED", "counter": 1, "calls": 1, "last_called_at": "2026-11-25T00:00:05Z"}
    return {
        "office": "tarakan",
        "day": "2026-11-25",
        "step": 5,
        "since_priority": 0,
        "priority_n": 2,
        "standby_n": 0,
        "closed_at": "",
        "counters": [
            {"counter": 1, "state": "OPEN", "officer": "s-aaaaaa", "services": ["new"]},
        ],
        "tickets": [ticket("P-001", **called), ticket("P-002")],
        **more,
    }


def words(**more):
    return " ".join(found.words for found in differences(told(), state(**more)))


def test_tables_that_say_what_the_record_says_are_clean():
    assert words() == ""


def test_a_moved_place_is_found_with_both_values():
    found = words(
        tickets=[*state()["tickets"][:1], ticket("P-002", place_at="2026-11-24T00:00:00Z")]
    )

    assert "number P-002: place_at is '2026-11-25T00:00:00Z' on the record" in found
    assert "'2026-11-24T00:00:00Z' in the tables" in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tickets": state()["tickets"][:1]}, "number P-002 is gone from the tables"),
        ({"tickets": [*state()["tickets"], ticket("P-003")]}, "number P-003 is in the tables"),
        ({"tickets": [*state()["tickets"], ticket("P-002")]}, "have a number twice"),
        ({"counters": []}, "counter 1 is gone"),
        ({"since_priority": 2}, "since_priority is 0 on the record and 2"),
        ({"closed_at": "2026-11-25T08:00:00Z"}, "is_closed is False"),
        ({"step": 4}, "the tables stand at step 4, the record at 5"),
        ({"office": "nunukan"}, "a day that is not on the record"),
    ],
)
def test_each_kind_of_change_is_said_in_words(change, said):
    assert said in words(**change)


def test_tables_that_are_ahead_of_what_is_published_are_not_compared():
    assert words(step=6, since_priority=9) == ""


def test_where_a_number_was_called_before_does_not_matter():
    assert words(tickets=[state()["tickets"][0], ticket("P-002", counter=7)]) == ""


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"day": "yesterday"},
        {**state(), "tickets": None},
        {**state(), "tickets": [{"number": "P-001"}, ticket("P-002")]},
        {**state(), "counters": ["1"]},
        {**state(), "step": "5"},
    ],
)
def test_what_is_no_state_is_refused(broken):
    with pytest.raises(BadState):
        differences(told(), broken)
