"""Complaints about service: by when they are answered, and that no class gives them more days."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import rulebook
from jernih.pure.case_clock import Story, deadlines, law_calendar
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.grievance import (
    GrievanceDeed,
    Subject,
    Told,
    class_of,
    clocks_of,
    reclassify,
    speaks_of_money,
)
from jernih.pure.rulebook import read_rules
from tests.vectors import load

MADE = load("case_clock")
CALENDAR = law_calendar(map(date.fromisoformat, MADE["holidays"]), zone=ZoneInfo("Asia/Makassar"))
RULES = read_rules((Path(rulebook.__file__).parents[1] / "rulebook/complaints.toml").read_text())
FILED = date(2026, 11, 23)
A_DAY = timedelta(days=1)
G = GrievanceDeed
ACK, END, OBJECT = ClockKind.ACKNOWLEDGE, ClockKind.RESOLVE, ClockKind.OBJECT
classes = st.sampled_from(CaseClass)


def clocks(*lines, case_class=CaseClass.PLAIN, at_most=None, filed_on=FILED):
    told = Told(filed_on=filed_on, lines=lines, case_class=case_class, at_most=at_most)
    return {one.kind: one for one in clocks_of(told, rules=RULES, calendar=CALENDAR)}


def walk(*changes, on=FILED):
    """What a complaint has in the end: its class, and the days left to it."""
    case_class, at_most = changes[0], None
    for after in changes[1:]:
        change = reclassify(case_class, after, at_most=at_most, rules=RULES, on=on)
        case_class, at_most = after, change.days_after
    return case_class, at_most


def test_a_complaint_is_taken_up_in_three_days_and_answered_in_fourteen():
    found = clocks()

    assert {kind: one.count for kind, one in found.items()} == {ACK: 3, END: 14}
    assert found[ACK].due == date(2026, 11, 26)
    assert found[END].due == date(2026, 12, 11)


def test_a_question_is_answered_in_five_days():
    assert clocks(case_class=class_of(Subject.QUESTION))[END].due == date(2026, 11, 30)


def test_no_complaint_begins_with_the_days_of_conduct():
    assert {class_of(one) for one in Subject} == {CaseClass.INFORMATION, CaseClass.PLAIN}


def test_an_answer_ends_the_duty_and_opens_the_days_to_object():
    found = clocks((G.ASSIGNED, FILED), (G.ANSWERED, FILED + A_DAY))

    assert (found[ACK].ended_on, found[END].ended_on) == (FILED, FILED + A_DAY)
    assert found[OBJECT].due == date(2026, 12, 8)


def test_taken_up_again_it_has_days_of_its_own():
    answered, again = (G.ANSWERED, FILED + A_DAY), (G.REOPENED, FILED + 7 * A_DAY)

    found = clocks((G.ASSIGNED, FILED), answered, again)

    assert (found[END].begins, found[END].ended_on) == (FILED + 7 * A_DAY, None)
    assert OBJECT not in found


def test_the_clock_stands_still_while_its_sender_is_asked_and_not_for_ever():
    asked = (G.ASKED, FILED + A_DAY)
    lasting = clocks((G.ASSIGNED, FILED), asked)[END]
    ended = clocks((G.ASSIGNED, FILED), asked, (G.WROTE, FILED + 3 * A_DAY))[END]
    twice = clocks((G.ASSIGNED, FILED), asked, (G.ASKED, FILED + 9 * A_DAY))[END]

    assert ended.due == date(2026, 12, 15)
    assert lasting.due == twice.due == date(2027, 1, 18)
    assert clocks((G.ASSIGNED, FILED), asked)[ACK].due == date(2026, 11, 26)


def test_made_a_sealed_report_it_has_no_days_to_object():
    found = clocks((G.ASSIGNED, FILED), (G.SEALED, FILED + A_DAY))

    assert found[END].ended_on == FILED + A_DAY
    assert OBJECT not in found


@settings(max_examples=60)
@given(st.lists(classes, min_size=1, max_size=6))
def test_whatever_way_it_is_put_into_classes_it_is_never_due_later(way):
    before = clocks(case_class=way[0])[END].due

    for last in range(2, len(way) + 1):
        case_class, at_most = walk(*way[:last])
        now = clocks(case_class=case_class, at_most=at_most)[END].due
        assert now <= before
        before = now


def test_put_into_conduct_it_keeps_the_fourteen_days_it_had():
    change = reclassify(CaseClass.PLAIN, CaseClass.SUPERVISORY, at_most=None, rules=RULES, on=FILED)

    assert (change.days_before, change.days_after) == (14, 14)
    assert walk(CaseClass.PLAIN, CaseClass.INFORMATION, CaseClass.SUPERVISORY)[1] == 5


@settings(max_examples=40)
@given(st.integers(0, 90), classes)
def test_a_report_that_was_a_complaint_ends_no_later_than_the_complaint_did(passed, case_class):
    today = FILED + passed * A_DAY
    before = clocks((G.ASSIGNED, FILED))[END]

    story = Story(filed_on=today, case_class=case_class, at_most=before.left(today))
    found = {one.kind: one for one in deadlines(story, rules=RULES, calendar=CALENDAR)}

    assert found[END].due <= max(before.due, today)
    assert found[END].is_overdue(today + A_DAY) or before.due > today


def test_its_clock_says_how_many_days_were_left_to_it():
    story = Story(filed_on=FILED, case_class=CaseClass.SUPERVISORY, at_most=3)

    found = {one.kind: one for one in deadlines(story, rules=RULES, calendar=CALENDAR)}

    assert (found[END].count, found[END].rule.value, found[END].due) == (3, 60, found[ACK].due)


MONEY = [
    "Petugas minta uang 500 ribu", "saya disuruh menyuap", "ada CALO di depan", "minta duitnya",
    "dikasih amplop", "pungli!", "He asked for money.", "a broker took my papers",
]  # fmt: skip
HARMLESS = [
    "Ruang tunggu panas", "calon penumpang menunggu", "peluangnya kecil", "Saya antre tiga jam",
    "The room was hot", "", "sudah bayar di bank, paspor belum jadi",
]  # fmt: skip


@pytest.mark.parametrize("text", MONEY)
def test_words_of_money_are_heard(text):
    assert speaks_of_money(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_words_are_not_taken_for_money(text):
    assert not speaks_of_money(text)
