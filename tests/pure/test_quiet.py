"""Quiet hours: nobody is woken, and nothing is held longer than until they end."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.quiet import QuietHours, next_waking

TARAKAN = ZoneInfo("Asia/Makassar")
NIGHT = QuietHours(start=time(21), end=time(7))
moments = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-25T12:59:00", "2026-11-25T12:59:00"),  # 20:59 at Tarakan
        ("2026-11-25T13:00:00", "2026-11-25T23:00:00"),  # 21:00
        ("2026-11-25T18:00:00", "2026-11-25T23:00:00"),  # 02:00 the next day
        ("2026-11-25T22:59:59", "2026-11-25T23:00:00"),  # 06:59:59
        ("2026-11-25T23:00:00", "2026-11-25T23:00:00"),  # 07:00
    ],
)
def test_messages_of_the_night_wait_for_seven(now, then):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    found = next_waking(moment, zone=TARAKAN, quiet=NIGHT)

    assert found == datetime.fromisoformat(then).replace(tzinfo=UTC)


def test_quiet_hours_may_lie_within_one_day():
    noon = QuietHours(start=time(12), end=time(13))

    moment = datetime(2026, 11, 25, 12, 30, tzinfo=TARAKAN)

    assert next_waking(moment, zone=TARAKAN, quiet=noon) == moment + timedelta(minutes=30)


@given(moments)
def test_what_goes_out_is_awake_and_never_earlier_nor_ten_hours_later(now):
    then = next_waking(now, zone=TARAKAN, quiet=NIGHT)

    assert now <= then <= now + timedelta(hours=10)
    assert not NIGHT.hold(then.astimezone(TARAKAN).time())
    assert next_waking(then, zone=TARAKAN, quiet=NIGHT) == then
