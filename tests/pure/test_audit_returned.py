"""A number given back in time comes anew; one that does not is a number in somebody's pocket."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jernih.pure import events_draw
from jernih.pure.audit import check
from jernih.pure.audit_all import all_checks
from jernih.pure.events import Event, event_bytes
from jernih.pure.reasons import ReleaseMode
from tests.pure.booking_facts import (
    DAY,
    LONG_AFTER,
    NINE,
    added,
    at_the_end,
    confirmed,
    found,
    freed,
    moved,
    ref,
    released,
    taken,
    withdrawn,
)

# Seven in the evening before DAY, in the east of the country.
EVENING = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
STORY = (released(), released(day=DAY + timedelta(days=1)), taken(1, "A-001"))
END = at_the_end(freed("A-006"))


def rules(*facts: Event) -> list[str]:
    return [one.rule for one in found(*facts) if one.rule == "booking.returned"]


@pytest.mark.parametrize(
    "gone", [withdrawn(1, "A-001"), moved(1, "A-001", "A-001")], ids=["withdrawn", "moved"]
)
def test_a_number_that_was_given_back_and_never_came_anew_is_found(gone):
    (wrong,) = [one for one in found(*STORY, gone, END) if one.rule == "booking.returned"]

    assert wrong.indexes == (3,)
    assert "A-001 of 2026-11-25 in tarakan was given back in time" in wrong.words
    assert rules(*STORY, gone, added("A-007", "A-001"), END) == []


def test_what_came_anew_and_was_given_back_again_must_come_anew_again():
    story = *STORY, withdrawn(1, "A-001"), replace(added("A-007", "A-001"), at=EVENING - HOUR)
    again = taken(2, "A-007"), replace(withdrawn(2, "A-007"), at=EVENING - timedelta(minutes=1))

    assert rules(*story, *again, END) == ["booking.returned"]
    assert rules(*story, *again, added("A-008", "A-007"), END) == []


def test_what_came_back_too_late_to_be_offered_is_nobodys_fault():
    assert rules(*STORY, replace(withdrawn(1, "A-001"), at=EVENING), END) == []
    assert rules(*STORY, replace(withdrawn(1, "A-001"), at=LONG_AFTER)) == []


@pytest.mark.parametrize(("at", "broken"), [(NINE, 0), (NINE + HOUR, 1)])
def test_until_its_window_has_begun_it_may_still_come(at, broken):
    last = replace(confirmed(1), at=at)

    assert len(rules(*STORY, withdrawn(1, "A-001"), last)) == broken


def test_on_drawn_days_the_next_in_draw_order_has_it_until_it_is_open_to_all():
    drawn = released(mode=ReleaseMode.DRAW)
    offered = events_draw.LeftoverOffered(
        office="tarakan",
        at=drawn.at,
        batch=ref(9),
        day=DAY,
        numbers=("A-001",),
        opens_at=drawn.at,
    )

    assert rules(drawn, taken(1, "A-001"), withdrawn(1, "A-001"), END) == []
    assert rules(drawn, offered, taken(1, "A-001"), withdrawn(1, "A-001"), END)


def test_before_there_was_a_rule_nothing_was_in_time():
    facts = [*STORY, withdrawn(1, "A-001"), END]
    report = check(map(event_bytes, facts), checks=all_checks({}))

    assert "booking.returned" not in [one.rule for one in report.violations]
