from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jernih.pure import events
from jernih.pure.audit import check
from jernih.pure.audit_limits import limit_checks
from jernih.pure.events import Event, event_bytes
from jernih.pure.reasons import MoveReason
from tests.pure.booking_facts import (
    DAY,
    MORNING,
    QUOTAS,
    added,
    moved,
    taken,
    withdrawn,
)

# The evening before DAY (25 November) at 19.00 in Tarakan.
EVENING = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def rules(*facts: Event) -> list[str]:
    report = check(map(event_bytes, facts), checks=limit_checks(QUOTAS))
    return [one.rule for one in report.violations]


def given_back(at: datetime) -> events.Withdrawn:
    return replace(withdrawn(1, "A-001"), at=at)


def anew(at: datetime) -> events.SeatAdded:
    return added("A-007", "A-001", at=at)


def test_a_family_has_one_to_eight_numbers():
    many = [f"A-{n:03}" for n in range(1, 10)]

    assert rules(taken(1, *many[:8])) == []
    assert rules(taken(1, *many)) == ["booking.limits"]
    assert rules(taken(1)) == ["booking.limits"]


def test_an_application_moves_once_of_its_own_will():
    first, second = moved(1, "A-001", "A-002"), moved(1, "A-002", "A-003")
    officers = replace(second, reason=MoveReason.OFFICE_FAULT)

    assert rules(first) == []
    assert rules(first, moved(2, "A-004", "A-005")) == []
    assert rules(first, second) == ["booking.limits"]
    assert rules(first, officers, officers) == []


def test_the_last_time_to_move_is_the_day_before():
    last = datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)  # 23.59.59 in Tarakan

    assert rules(replace(moved(1, "A-001", "A-002"), at=last)) == []
    assert rules(replace(moved(1, "A-001", "A-002"), at=last + timedelta(hours=2))) == [
        "booking.limits"
    ]


@pytest.mark.parametrize("after", [timedelta(0), timedelta(seconds=1), timedelta(hours=8)])
def test_a_number_given_back_does_not_come_anew_before_its_rest(after):
    early = MORNING - timedelta(days=3)

    assert rules(given_back(early), anew(early + after)) == ["booking.rest"]


def test_after_its_rest_or_in_the_evening_before_it_comes_anew():
    early = MORNING - timedelta(days=3)
    late = EVENING - timedelta(minutes=5)

    assert rules(given_back(early), anew(early + timedelta(hours=12))) == []
    assert rules(given_back(late), anew(EVENING)) == []
    assert rules(given_back(late), anew(EVENING - timedelta(hours=2))) == ["booking.rest"]


def test_given_back_after_the_last_evening_it_goes_to_the_hall():
    too_late = EVENING + timedelta(hours=1)

    assert rules(given_back(too_late), anew(too_late + timedelta(hours=13))) == ["booking.rest"]


def test_a_number_that_was_moved_away_from_rests_too():
    away = moved(1, "A-001", "A-002")

    assert rules(away, anew(MORNING + timedelta(minutes=1))) == ["booking.rest"]


def test_what_was_never_given_back_is_left_to_another_rule():
    assert rules(anew(MORNING)) == []


def test_before_the_first_rule_nothing_was_allowed():
    long_ago = replace(taken(1, "A-001"), day=DAY.replace(year=2001))

    assert rules(long_ago) == ["booking.limits"]
