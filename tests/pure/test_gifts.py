"""The law of gifts: what must be reported, by when, how it may end."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jernih
from jernih.pure import gifts, workdays
from jernih.pure.gifts import GiftClock, GiftKind, GiftOccasion, GiftRule, GiverRelation
from jernih.pure.rulebook import read_rules
from jernih.pure.states import GiftState

RULES = read_rules((Path(jernih.__file__).parent / "rulebook" / "gifts.toml").read_text())
NOW, BEFORE = date(2026, 11, 23), date(2025, 11, 24)
CALENDAR = workdays.Calendar(
    zone=ZoneInfo("Asia/Makassar"),
    week=workdays.read_week({day: ["08:00-16:00"] for day in workdays.WEEKDAYS[:5]}),
    holidays=frozenset({date(2026, 12, 25)}),
)
R, ON = GiverRelation, GiftOccasion


def rule(relation, occasion, value, *, kind=GiftKind.GOODS, before=0, on=NOW):
    gift = gifts.Given(kind=kind, relation=relation, occasion=occasion, value=value, before=before)
    return gifts.judge(gift, rules=RULES, on=on)


@given(
    st.sampled_from([R.APPLICANT, R.AGENT, R.VENDOR]),
    st.sampled_from(list(ON)),
    st.sampled_from(list(GiftKind)),
    st.integers(0, 10**9),
)
def test_no_ceiling_and_no_occasion_excuses_a_gift_from_who_comes_for_a_service(
    relation, occasion, kind, value
):
    assert rule(relation, occasion, value, kind=kind) is GiftRule.JOB_RELATED


@pytest.mark.parametrize(
    ("relation", "occasion", "value", "on", "said"),
    [
        (R.OTHER, ON.WEDDING, 1_500_000, NOW, GiftRule.UNDER_CEILING),
        (R.OTHER, ON.WEDDING, 1_500_001, NOW, GiftRule.OVER_CEILING),
        (R.OTHER, ON.WEDDING, 1_500_000, BEFORE, GiftRule.OVER_CEILING),
        (R.OTHER, ON.FAREWELL, 300_000, BEFORE, GiftRule.UNDER_CEILING),
        (R.OTHER, ON.FAREWELL, 300_000, NOW, GiftRule.NO_EXEMPTION),
        (R.COLLEAGUE, ON.OTHER, 500_000, NOW, GiftRule.UNDER_CEILING),
        (R.COLLEAGUE, ON.OTHER, 500_001, NOW, GiftRule.OVER_CEILING),
        (R.FAMILY, ON.OTHER, 9_000_000, NOW, GiftRule.EXEMPT_KIND),
        (R.OTHER, ON.SEMINAR, 9_000_000, NOW, GiftRule.EXEMPT_KIND),
        (R.OTHER, ON.OTHER, 1, NOW, GiftRule.NO_EXEMPTION),
        (R.FAMILY, ON.SERVICE, 1, NOW, GiftRule.JOB_RELATED),
    ],
)
def test_each_gift_is_judged_by_the_law_of_its_day(relation, occasion, value, on, said):
    assert rule(relation, occasion, value, on=on) is said


def test_many_small_gifts_of_one_colleague_add_up_in_a_year():
    assert rule(R.COLLEAGUE, ON.OTHER, 400_000, before=1_100_000) is GiftRule.UNDER_CEILING
    assert rule(R.COLLEAGUE, ON.OTHER, 400_000, before=1_100_001) is GiftRule.OVER_YEAR
    money = rule(R.COLLEAGUE, ON.OTHER, 1, kind=GiftKind.MONEY)
    assert money is GiftRule.NO_EXEMPTION


def dues(answer=gifts.GiftAnswer.ACCEPTED, made=GiftRule.JOB_RELATED, **days):
    told = gifts.Days(**{"happened_on": NOW, "declared_on": NOW} | days)
    found = gifts.dues(told, answer=answer, rule=made, rules=RULES, calendar=CALENDAR)
    return {due.clock: due for due in found}


def test_clocks_count_working_days_without_the_day_itself():
    found = dues(asked_on=NOW)

    assert found[GiftClock.DECLARE].on == date(2026, 12, 7)
    assert found[GiftClock.FORWARD].on == date(2026, 12, 7)
    assert found[GiftClock.COMPLETE].on == date(2026, 12, 21)
    # The thirtieth working day after the gift, with one holiday on the way.
    assert found[GiftClock.COMMISSION].on == date(2027, 1, 5)


def test_what_is_not_forwarded_has_no_clock_for_it():
    assert set(dues(gifts.GiftAnswer.REFUSED)) == {GiftClock.DECLARE}
    assert set(dues(made=GiftRule.EXEMPT_KIND)) == {GiftClock.DECLARE}


def test_a_clock_is_overdue_on_the_day_after_its_last_and_late_once_met():
    due = dues()[GiftClock.FORWARD]
    met = dues(forwarded_on=date(2026, 12, 8))[GiftClock.FORWARD]

    assert not due.is_overdue(date(2026, 12, 7))
    assert due.is_overdue(date(2026, 12, 8))
    assert met.was_late
    assert not met.is_overdue(date(2027, 1, 1))


def test_a_declaration_ends_only_as_the_law_has_it():
    def ends(state, answer=gifts.GiftAnswer.ACCEPTED, made=GiftRule.JOB_RELATED, given_up=False):
        return set(gifts.ends(state, answer=answer, rule=made, is_given_up=given_up))

    assert ends(GiftState.COMPLETE) == set()
    assert ends(GiftState.COMPLETE, gifts.GiftAnswer.REFUSED) == {gifts.GiftEnd.REFUSED}
    assert ends(GiftState.COMPLETE, made=GiftRule.UNDER_CEILING) == {gifts.GiftEnd.NOT_NEEDED}
    assert ends(GiftState.INCOMPLETE) == set()
    assert ends(GiftState.INCOMPLETE, given_up=True) == {gifts.GiftEnd.NOT_COMPLETED}
    assert ends(GiftState.DECIDED) == {gifts.GiftEnd.DECIDED}


def test_a_thing_belongs_somewhere_before_its_declaration_ends():
    assert not gifts.may_end_at(gifts.Custody.REGISTER, None)
    assert gifts.may_end_at(gifts.Custody.RECIPIENT, None)
    assert gifts.may_end_at(gifts.Custody.STATE, gifts.GiftDecision.STATE)
    assert not gifts.may_end_at(gifts.Custody.RECIPIENT, gifts.GiftDecision.STATE)
    assert not gifts.may_end_at(gifts.Custody.REGISTER, gifts.GiftDecision.RETURNED)
