"""A day is the office's own day, in each of the country's three zones, whatever UTC says."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jernih.apps.booking import actions, queries
from jernih.apps.booking.models import Application, Slot
from jernih.pure.people import Preference
from jernih.pure.roles import CITIZEN
from tests.makers import DAY, NOW, facts, make_office, make_supply, make_wanted

pytestmark = pytest.mark.django_db
ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


@pytest.fixture(params=ZONES)
def office(request):
    return make_office(time_zone=request.param)


def local(office, hour, minute=0, *, days=0):
    clock = datetime.combine(DAY + timedelta(days=days), time(hour, minute))
    return clock.replace(tzinfo=ZoneInfo(office.time_zone)).astimezone(UTC)


def test_every_window_lies_in_the_offices_own_day_and_hours(office):
    make_supply(office)

    starts = [slot.starts_at.astimezone(office.zone) for slot in Slot.objects.all()]
    assert {start.date() for start in starts} == {DAY}
    assert min(start.time() for start in starts) == time(8)
    assert all(time(8) <= s.time() < time(12) or time(13) <= s.time() < time(16) for s in starts)


def test_a_window_in_yesterdays_utc_can_be_taken(office):
    # At Jayapura eight o'clock is 23:00 UTC of the day before.
    supply = make_supply(office)
    first = queries.open_days(supply.service_id, now=NOW)[0].windows[0]
    wish = Preference(day=DAY, starts_at=first.starts_at)

    taken = actions.take_numbers(
        wanted=make_wanted(office, preferences=(wish,)), actor=CITIZEN, now=NOW
    )

    application = Application.objects.get(ref=taken.ref)
    [fact] = facts(office, "booking.taken")
    assert application.day == fact.day == DAY
    assert queries.application(taken.ref, NOW).starts_at == local(office, 8)


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), days=st.sampled_from([-1, 0]))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_moving_ends_at_the_offices_midnight_and_at_no_other(office, hour, minute, days):
    now = local(office, hour, minute, days=days)

    assert queries.may_move_on(office, day=DAY, now=now) == (days == -1)


def test_confirming_has_the_offices_hours(office):
    times = queries.confirm_times(office, day=DAY)

    assert times.opens_at == local(office, 8, days=-1)
    assert times.until == local(office, 18, days=-1)


@pytest.mark.parametrize("hour", [16, 17, 18, 23])
def test_in_the_evening_tomorrow_is_still_tomorrow(office, hour):
    # Counting days in UTC turned numbers over at 17:00 elsewhere.
    make_supply(office, day=DAY + timedelta(days=1))
    now = local(office, hour)
    wanted = make_wanted(office, preferences=(), any_after=DAY + timedelta(days=1), now=now)

    taken = actions.take_numbers(wanted=wanted, actor=CITIZEN, now=now)

    application = Application.objects.get(ref=taken.ref)
    assert application.day == DAY + timedelta(days=1)
    assert queries.application(taken.ref, now).people[0].number == "A-001"
