"""By which day, and why: held to a calendar made by hand, weekend by weekend, 2024 to 2027."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import rulebook
from jernih.pure.case_clock import (
    DayKind,
    StandStill,
    Story,
    count_days,
    deadlines,
    law_calendar,
)
from jernih.pure.casework import CaseClass, ClockKind, Deed, PauseReason
from jernih.pure.rulebook import NoRule, Rule, read_rules
from jernih.pure.workdays import business_date
from tests.vectors import load

MADE = load("case_clock")
WITA = ZoneInfo("Asia/Makassar")
CALENDAR = law_calendar(map(date.fromisoformat, MADE["holidays"]), zone=WITA)
TEXT = Path(rulebook.__file__).parents[1] / "rulebook" / "complaints.toml"
RULES = read_rules(TEXT.read_text())
MOST = dict.fromkeys(PauseReason, 30)
FILED = date(2026, 11, 23)
days = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 9, 1))


def clock(story: Story, kind: ClockKind):
    return next(one for one in deadlines(story, rules=RULES, calendar=CALENDAR) if one.kind is kind)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", MADE["deadlines"], ids=lambda row: row["why"])
def test_the_last_day_is_the_one_found_by_hand(row):
    found = count_days(day(row["begins"]), row["days"], calendar=CALENDAR)

    assert found[-1].day == day(row["due"])


@pytest.mark.parametrize("row", MADE["midnights"], ids=lambda row: row["moment"])
def test_a_report_at_midnight_belongs_to_the_offices_own_day(row):
    zone = ZoneInfo(row["zone"])
    filed = business_date(datetime.fromisoformat(row["moment"]), zone=zone)

    assert filed == day(row["day"])
    assert clock(Story(filed_on=filed), ClockKind.ACKNOWLEDGE).due == day(row["due"])


@settings(max_examples=60)
@given(days, st.integers(0, 60))
def test_every_day_is_told_once_and_only_working_days_count(begins, count):
    rows = count_days(begins, count, calendar=CALENDAR)

    assert [row.day for row in rows] == [begins + timedelta(days=n + 1) for n in range(len(rows))]
    counted = [row for row in rows if row.kind is DayKind.COUNTED]
    assert [row.number for row in counted] == list(range(1, count + 1))
    assert all(row.day.weekday() < 5 for row in counted)
    assert not {row.day.isoformat() for row in counted} & {*MADE["holidays"]}
    assert rows[-1:] == tuple(counted[-1:])
    skipped = [row for row in rows if row.kind is DayKind.HOLIDAY]
    assert all(row.day.isoformat() in MADE["holidays"] for row in skipped)


@settings(max_examples=60)
@given(days, st.integers(1, 60), st.integers(1, 30))
def test_who_files_later_or_has_more_days_is_never_due_earlier(begins, count, later):
    def due(since, many):
        return count_days(since, many, calendar=CALENDAR)[-1].day

    assert due(begins, count) <= due(begins + timedelta(days=later), count)
    assert due(begins, count) < due(begins, count + 1)


@settings(max_examples=60)
@given(
    days, st.integers(1, 60), st.integers(0, 80), st.integers(0, 80), st.sampled_from(PauseReason)
)
def test_a_pause_moves_the_day_by_what_it_took_and_no_more_than_it_may(begins, n, start, span, why):
    since = begins + timedelta(days=start)
    pause = StandStill(reason=why, since=since, until=since + timedelta(days=span))

    plain = count_days(begins, n, calendar=CALENDAR)
    paused = count_days(begins, n, calendar=CALENDAR, pauses=[pause], most=MOST)

    rows = [row for row in paused if row.kind is DayKind.PAUSED]
    assert len(rows) <= min(span, 30)
    assert all(row.reason is why and since <= row.day < pause.until for row in rows)
    assert paused[-1].day >= plain[-1].day
    assert sum(row.kind is DayKind.COUNTED for row in paused) == n


def test_a_pause_that_never_ends_rings_all_the_same():
    pause = StandStill(reason=PauseReason.WAITS_FOR_REPORTER, since=FILED + timedelta(days=1))
    found = clock(Story(filed_on=FILED, pauses=[pause]), ClockKind.PLAN)
    still = StandStill(reason=PauseReason.FORCE_MAJEURE, since=FILED)

    assert found.due > clock(Story(filed_on=FILED), ClockKind.PLAN).due
    assert sum(row.kind is DayKind.PAUSED for row in found.days) == 30
    assert found.stands_still(found.begins + timedelta(days=1))
    assert not found.stands_still(found.due)
    assert not clock(Story(filed_on=FILED, pauses=[still]), ClockKind.ACKNOWLEDGE).stands_still(
        FILED + timedelta(days=1)
    )


def test_a_pause_of_one_day_that_ends_on_it_takes_nothing():
    pause = StandStill(
        reason=PauseReason.FORCE_MAJEURE, since=day("2026-11-25"), until=day("2026-11-25")
    )

    assert clock(Story(filed_on=FILED, pauses=[pause]), ClockKind.RESOLVE) == clock(
        Story(filed_on=FILED), ClockKind.RESOLVE
    )


@pytest.mark.parametrize(
    ("case_class", "allowed"),
    [
        (None, 60),
        (CaseClass.SUPERVISORY, 60),
        (CaseClass.PLAIN, 14),
        (CaseClass.INFORMATION, 5),
    ],
)
def test_a_case_is_closed_within_the_days_of_its_class(case_class, allowed):
    found = clock(Story(filed_on=FILED, case_class=case_class), ClockKind.RESOLVE)

    assert (found.rule.value, found.begins) == (allowed, FILED)
    assert found.days[-1].number == allowed


def test_reading_late_buys_no_time_for_the_plan():
    early = Story(filed_on=FILED, lines=[(Deed.FILED, FILED), (Deed.ACKNOWLEDGED, FILED)])
    late = Story(filed_on=FILED, lines=[(Deed.ACKNOWLEDGED, day("2026-12-20"))])

    assert clock(early, ClockKind.PLAN).begins == FILED
    assert clock(late, ClockKind.PLAN).begins == day("2026-11-26")
    assert clock(late, ClockKind.PLAN) == clock(Story(filed_on=FILED), ClockKind.PLAN)


def test_the_last_day_itself_is_in_time_and_the_next_is_not():
    found = clock(Story(filed_on=FILED), ClockKind.ACKNOWLEDGE)

    assert found.due == day("2026-11-26")
    assert not found.is_overdue(found.due)
    assert found.is_overdue(found.due + timedelta(days=1))
    for done, is_late in ((found.due, False), (found.due + timedelta(days=1), True)):
        story = Story(filed_on=FILED, lines=[(Deed.ACKNOWLEDGED, done)])
        acknowledged = clock(story, ClockKind.ACKNOWLEDGE)
        assert acknowledged.is_late(day("2027-01-01")) is is_late
        assert not acknowledged.is_overdue(day("2027-01-01"))


def test_an_ended_case_has_a_window_to_object_and_one_taken_up_again_has_new_clocks():
    closed, again = day("2026-12-07"), day("2026-12-14")
    lines = [(Deed.ACKNOWLEDGED, FILED), (Deed.PLANNED, FILED), (Deed.CLOSED, closed)]
    story = Story(filed_on=FILED, lines=lines)
    reopened = Story(filed_on=FILED, lines=[*lines, (Deed.OBJECTED, again), (Deed.REOPENED, again)])

    assert clock(story, ClockKind.OBJECT).due == day("2026-12-21")
    assert clock(story, ClockKind.RESOLVE).ended_on == closed
    kinds = [one.kind for one in deadlines(reopened, rules=RULES, calendar=CALENDAR)]
    assert ClockKind.OBJECT not in kinds
    assert clock(reopened, ClockKind.PLAN).begins == again
    assert clock(reopened, ClockKind.RESOLVE).ended_on is None


def test_an_old_case_keeps_the_rule_of_its_own_day():
    new = Rule(since=day("2026-12-01"), value=1, source="a later decision")
    rules = {**RULES, "acknowledge_days": (*RULES["acknowledge_days"], new)}

    def allowed(filed):
        return deadlines(Story(filed_on=filed), rules=rules, calendar=CALENDAR)[0].rule.value

    assert (allowed(day("2026-11-30")), allowed(day("2026-12-01"))) == (3, 1)
    with pytest.raises(NoRule):
        allowed(day("2021-12-31"))


def test_a_clock_of_no_days_is_due_on_the_day_it_begins():
    rules = {**RULES, "acknowledge_days": (Rule(since=day("2022-01-01"), value=0, source="x"),)}

    found = deadlines(Story(filed_on=FILED), rules=rules, calendar=CALENDAR)[0]

    assert (found.due, found.days) == (FILED, ())
