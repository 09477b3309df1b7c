"""The demonstration's clock stands in office hours, and never goes back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from jernih.config.demo_clock import known_shift, shift_for
from jernih.pure.workdays import Calendar, Span, is_open

WEEK = {
    day: (Span(opens=time(8), closes=time(12)), Span(opens=time(13), closes=time(16)))
    for day in range(5)
}
CALENDAR = Calendar(
    zone=ZoneInfo("Asia/Makassar"), week=WEEK, holidays=frozenset({date(2026, 12, 25)})
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 365 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def test_in_office_hours_the_clock_is_the_true_one():
    morning = datetime(2026, 11, 24, 2, 5, tzinfo=UTC)

    assert shift_for(morning, known=0, calendar=CALENDAR) == 0


def test_at_night_it_stands_just_before_the_next_opening():
    friday_night = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)

    shift = shift_for(friday_night, known=0, calendar=CALENDAR)

    there = (friday_night + timedelta(seconds=shift)).astimezone(CALENDAR.zone)
    assert (there.date(), there.hour, there.minute) == (date(2026, 11, 30), 7, 32)


def test_at_lunch_it_stands_just_before_the_afternoon():
    noon = datetime(2026, 11, 24, 4, 5, tzinfo=UTC)

    there = noon + timedelta(seconds=shift_for(noon, known=0, calendar=CALENDAR))

    assert there == datetime(2026, 11, 24, 4, 32, tzinfo=UTC)


@given(MOMENTS, st.integers(0, 10**7))
def test_it_never_goes_back_and_ends_on_a_working_day(now, known):
    shift = shift_for(now, known=known, calendar=CALENDAR)

    there = now + timedelta(seconds=shift)
    assert shift >= known
    noon = there.astimezone(CALENDAR.zone).replace(hour=9)
    assert is_open(noon, calendar=CALENDAR)


def test_a_clock_that_was_never_moved_is_the_true_one(tmp_path):
    assert known_shift(tmp_path / "none") == 0
