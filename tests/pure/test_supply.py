from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.supply import (
    Desk,
    ReleaseClock,
    capacity,
    last_release,
    next_release,
    offered_again_at,
    plan_windows,
    share,
)
from jernih.pure.workdays import TimeWindow

ZONE = ZoneInfo("Asia/Makassar")
CLOCK = ReleaseClock(weekday=4, at=time(14), evening_at=time(20, 30), rest=timedelta(hours=12))
DAY = date(2026, 11, 25)  # a Wednesday
START = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)


def windows(count):
    return [
        TimeWindow(starts_at=START + n * HALF, ends_at=START + (n + 1) * HALF) for n in range(count)
    ]


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_a_desk_shares_its_time_among_what_it_does():
    desks = [Desk(services=frozenset({"new", "renew"})), Desk(services=frozenset({"new"}))]

    able = capacity(desks, minutes={"new": 10, "renew": 20}, open_minutes=420)

    assert able == {"new": 21 + 42, "renew": 10}


def test_a_service_that_no_desk_does_has_no_numbers():
    able = capacity([Desk(services=frozenset({"lost"}))], minutes={"new": 10}, open_minutes=420)

    assert able == {"new": 0}
    assert share(40, able) == {"new": 0}


@given(
    st.integers(0, 500),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 90), min_size=1),
)
def test_shares_add_up_and_are_fair_to_a_whole_number(total, weights):
    dealt = share(total, weights)
    whole = sum(weights.values())

    assert sum(dealt.values()) == (total if whole else 0)
    assert all(abs(dealt[n] * whole - total * w) < whole for n, w in weights.items() if whole)


@given(st.integers(0, 200), st.data(), st.integers(1, 16))
def test_every_planned_seat_is_in_one_window_and_none_holds_more_than_it_has(seats, data, parts):
    held = data.draw(st.integers(0, seats))

    plan = plan_windows(windows(parts), seats=seats, held=held)

    assert sum(window.seats for window in plan) == seats
    assert sum(window.held for window in plan) == held
    assert all(0 <= window.held <= window.seats for window in plan)
    assert [window.starts_at for window in plan] == sorted(window.starts_at for window in plan)


@pytest.mark.parametrize(("seats", "held", "parts"), [(3, 4, 2), (1, 0, 0)])
def test_a_plan_that_does_not_add_up_is_refused(seats, held, parts):
    with pytest.raises(ValueError, match="more held"):
        plan_windows(windows(parts), seats=seats, held=held)


def test_the_weekly_release_is_on_the_offices_own_clock():
    assert next_release(at(20, 13, 59), clock=CLOCK, zone=ZONE) == at(20, 14)
    assert next_release(at(20, 14), clock=CLOCK, zone=ZONE) == at(20, 14)
    assert next_release(at(20, 14, 1), clock=CLOCK, zone=ZONE) == at(27, 14)
    assert last_release(at(20, 13, 59), clock=CLOCK, zone=ZONE) == at(13, 14)
    assert last_release(at(20, 14), clock=CLOCK, zone=ZONE) == at(20, 14)
    assert last_release(at(23, 1), clock=CLOCK, zone=ZONE) == at(20, 14)


@pytest.mark.parametrize(
    ("returned", "again"),
    [
        (at(16, 9), at(20, 14)),  # the next Friday
        (at(20, 1), at(20, 14)),  # thirteen hours before it: rested
        (at(20, 9), at(24, 20, 30)),  # not rested by Friday: the evening before
        (at(24, 20, 29), at(24, 20, 30)),
        (at(24, 20, 30), None),
        (at(25, 8), None),
    ],
)
def test_a_returned_seat_comes_back_at_the_release_or_in_the_last_evening(returned, again):
    assert offered_again_at(returned, day=DAY, clock=CLOCK, zone=ZONE) == again


@given(st.datetimes(datetime(2026, 10, 1), datetime(2026, 11, 26), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_returned_seat_never_comes_back_at_once(returned):
    again = offered_again_at(returned, day=DAY, clock=CLOCK, zone=ZONE)

    assert again is None or again > returned
