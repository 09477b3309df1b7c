"""Working days, opening hours and windows, in zones east and west of Greenwich."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import workdays
from jernih.pure.workdays import BadHours, Calendar, Span

WITA = ZoneInfo("Asia/Makassar")
WEEK = workdays.read_week(
    {
        **{day: ["08:00-12:00", "13:00-16:00"] for day in ("mon", "tue", "wed", "thu")},
        "fri": ["08:00-11:30", "13:00-16:30"],
    }
)
NEW_YEAR = date(2026, 1, 1)
TARAKAN = Calendar(zone=WITA, week=WEEK, holidays=frozenset({NEW_YEAR}))

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
zones = st.sampled_from(
    ["Asia/Makassar", "Asia/Jakarta", "Asia/Jayapura", "America/Vancouver", "Pacific/Kiritimati"]
).map(ZoneInfo)
calendars = st.builds(
    Calendar,
    zone=zones,
    week=st.just(WEEK),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 2, 28)), max_size=20),
)


# --- the business date ---


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 1, 5, 15, 59, 59, tzinfo=UTC), date(2026, 1, 5)),
        (datetime(2026, 1, 5, 16, 0, tzinfo=UTC), date(2026, 1, 6)),
        (datetime(2026, 1, 5, 23, 59, 59, tzinfo=UTC), date(2026, 1, 6)),
        (datetime(2026, 1, 6, 0, 0, tzinfo=UTC), date(2026, 1, 6)),
    ],
)
def test_the_day_changes_at_midnight_in_tarakan_and_not_in_greenwich(utc, day):
    assert workdays.business_date(utc, zone=WITA) == day


@given(days, zones, st.integers(0, 24 * 60 - 1))
def test_no_minute_of_a_local_day_belongs_to_another_day(day, zone, minute):
    """The 17:00 fault: in Vancouver the UTC day changes at 16:00 or 17:00, amid office hours."""
    clock = time(minute // 60, minute % 60)

    moment = workdays.moment_of(day, clock, zone=zone)

    assert moment.tzinfo is UTC
    assert workdays.business_date(moment, zone=zone) == day


@given(days, zones)
def test_days_touch_and_do_not_overlap(day, zone):
    start, end = workdays.day_bounds(day, zone=zone)
    second = timedelta(seconds=1)

    assert end == workdays.day_bounds(day + timedelta(days=1), zone=zone)[0]
    assert workdays.business_date(start, zone=zone) == day
    assert workdays.business_date(start - second, zone=zone) == day - timedelta(days=1)
    assert workdays.business_date(end - second, zone=zone) == day


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="without a time zone"):
        workdays.business_date(datetime(2026, 1, 5), zone=WITA)  # noqa: DTZ001


# --- working days ---


def test_weekends_and_holidays_are_no_working_days():
    said = [workdays.is_working_day(date(2026, 1, d), calendar=TARAKAN) for d in range(1, 6)]

    assert said == [False, True, False, False, True]


def test_four_working_days_from_new_years_eve_skip_the_holiday_and_the_weekend():
    due = workdays.add_working_days(date(2025, 12, 31), 4, calendar=TARAKAN)

    assert due == date(2026, 1, 7)


@given(days, st.integers(0, 15), st.integers(0, 15), calendars)
def test_days_add_up_in_any_split(day, a, b, calendar):
    once = workdays.add_working_days(day, a + b, calendar=calendar)
    first = workdays.add_working_days(day, a, calendar=calendar)

    assert workdays.add_working_days(first, b, calendar=calendar) == once


@given(days, st.integers(0, 30), calendars)
def test_counting_back_gives_what_was_added(day, count, calendar):
    then = workdays.add_working_days(day, count, calendar=calendar)

    assert workdays.working_days_between(day, then, calendar=calendar) == count
    assert count == 0 or workdays.is_working_day(then, calendar=calendar)


def test_nothing_lies_between_a_day_and_one_before_it():
    assert workdays.working_days_between(NEW_YEAR, date(2025, 12, 1), calendar=TARAKAN) == 0


def test_working_days_cannot_be_counted_backward_or_in_an_office_that_never_works():
    with pytest.raises(ValueError, match="forward"):
        workdays.add_working_days(NEW_YEAR, -1, calendar=TARAKAN)
    with pytest.raises(BadHours, match="never works"):
        workdays.add_working_days(NEW_YEAR, 1, calendar=Calendar(zone=WITA, week={0: ()}))


# --- hours and windows ---


@pytest.mark.parametrize(
    "hours",
    [
        {"someday": []},
        {"mon": ["08:00"]},
        {"mon": ["8:00-12:00"]},
        {"mon": ["08:00-12:00:00"]},
        {"mon": ["12:00-08:00"]},
        {"mon": ["08:00-08:00"]},
        {"mon": ["08:00-12:00", "11:00-13:00"]},
        {"mon": ["13:00-16:00", "08:00-12:00"]},
    ],
)
def test_hours_that_are_not_hours_are_refused(hours):
    with pytest.raises(BadHours):
        workdays.read_week(hours)


def test_the_gap_on_friday_is_the_prayer():
    gap = Span(opens=time(11, 30), closes=time(13))

    assert workdays.breaks_of(WEEK[4]) == (gap,)
    assert workdays.breaks_of(WEEK[4][:1]) == ()
    assert (
        workdays.breaks_of(
            (Span(opens=time(8), closes=time(9)), Span(opens=time(9), closes=time(10)))
        )
        == ()
    )


spans = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda ab: ab[0] < ab[1])


@given(spans, st.lists(spans, max_size=4))
def test_an_hour_is_open_when_it_is_in_the_hours_and_in_no_break(hours, breaks):
    whole, *rests = (Span(opens=time(a), closes=time(b)) for a, b in (hours, *breaks))

    left = workdays.cut(whole, breaks=rests)

    for clock in map(time, range(24)):
        inside = whole.opens <= clock < whole.closes
        resting = any(rest.opens <= clock < rest.closes for rest in rests)
        assert any(s.opens <= clock < s.closes for s in left) is (inside and not resting)


def test_friday_is_cut_around_its_prayer():
    prayer = Span(opens=time(11, 30), closes=time(13))

    assert workdays.cut(Span(opens=time(8), closes=time(16, 30)), breaks=[prayer]) == WEEK[4]


@pytest.mark.parametrize(
    ("local", "opened"),
    [
        ("2026-01-09T07:59:59", False),
        ("2026-01-09T08:00:00", True),
        ("2026-01-09T11:29:59", True),
        ("2026-01-09T11:30:00", False),
        ("2026-01-09T13:00:00", True),
        ("2026-01-09T16:29:59", True),
        ("2026-01-09T16:30:00", False),
        ("2026-01-08T11:45:00", True),
        ("2026-01-10T09:00:00", False),
        ("2026-01-01T09:00:00", False),
    ],
)
def test_the_office_rests_on_friday_noon_on_weekends_and_on_holidays(local, opened):
    now = datetime.fromisoformat(local).replace(tzinfo=WITA).astimezone(UTC)

    assert workdays.is_open(now, calendar=TARAKAN) is opened


def test_a_thursday_and_a_friday_have_fourteen_windows_of_half_an_hour_each():
    thursday, friday = (
        workdays.windows_of(date(2026, 1, d), minutes=30, calendar=TARAKAN) for d in (8, 9)
    )

    assert len(thursday) == len(friday) == 14
    assert thursday[0].starts_at == datetime(2026, 1, 8, 0, 0, tzinfo=UTC)
    assert [w.ends_at.astimezone(WITA).time() for w in friday[6:8]] == [time(11, 30), time(13, 30)]


@given(days, st.integers(1, 600), calendars)
def test_windows_stand_in_open_hours_in_order_and_never_across_a_break(day, minutes, calendar):
    windows = workdays.windows_of(day, minutes=minutes, calendar=calendar)

    assert bool(windows) <= workdays.is_working_day(day, calendar=calendar)
    for before, after in pairwise(windows):
        assert before.ends_at <= after.starts_at
    for window in windows:
        assert window.ends_at - window.starts_at == timedelta(minutes=minutes)
        assert any(
            workdays.moment_of(day, span.opens, zone=calendar.zone) <= window.starts_at
            and window.ends_at <= workdays.moment_of(day, span.closes, zone=calendar.zone)
            for span in workdays.spans_on(day, calendar=calendar)
        )


def test_a_window_of_no_length_is_refused():
    with pytest.raises(ValueError, match="at least one minute"):
        workdays.windows_of(NEW_YEAR, minutes=0, calendar=TARAKAN)


@given(st.integers(0, 500), st.integers(1, 40))
def test_seats_are_dealt_evenly_and_all_of_them(total, parts):
    dealt = workdays.spread(total, parts)

    assert sum(dealt) == total
    assert len(dealt) == parts
    assert max(dealt) - min(dealt) <= 1
