"""The file of days off: whole years, read strictly, in agreement with a calendar made by hand."""

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from jernih.pure.holidays import BadHolidays, DayOff, read_holidays
from jernih.pure.rulebook import Confidence

TEXT = (files("jernih") / "rulebook" / "days" / "holidays.toml").read_text("utf-8")
BY_HAND = json.loads((Path(__file__).parents[1] / "vectors" / "case_clock.json").read_text())
ELECTIONS = {date(2024, 2, 14), date(2024, 11, 27)}
ONE = (
    '[[set]]\nkind = "NATIONAL"\nsource = "x"\nconfidence = "H"\n[set.days]\n2026-12-25 = "Natal"\n'
)


def test_it_agrees_with_the_calendar_that_was_made_by_hand():
    ours = {one.day.isoformat(): one.kind for one in read_holidays(TEXT) if one.day.year < 2027}
    words = {"holiday": DayOff.NATIONAL, "joint leave": DayOff.JOINT_LEAVE}
    theirs = {
        day: words[kind] for day, kind in BY_HAND["holidays"].items() if not day.startswith("2027")
    }

    different = {day for day in {*ours, *theirs} if ours.get(day) != theirs.get(day)}

    assert different == {day.isoformat() for day in ELECTIONS}


def test_the_decision_of_2026_has_seventeen_holidays_and_eight_days_of_joint_leave():
    days = [one for one in read_holidays(TEXT) if one.day.year == 2026]

    kinds = [one.kind for one in days]

    assert (kinds.count(DayOff.NATIONAL), kinds.count(DayOff.JOINT_LEAVE)) == (17, 8)
    assert {one.confidence for one in days} == {Confidence.HIGH}


def test_what_nobody_has_decided_yet_is_marked_as_weak():
    lebaran = [one for one in read_holidays(TEXT) if one.day == date(2027, 3, 10)]

    assert [one.confidence for one in lebaran] == [Confidence.LOW]


@pytest.mark.parametrize(
    "text",
    [
        "set = 1",
        "[[set]",
        ONE + "[more]",
        ONE.replace('"NATIONAL"', '"LOCAL"'),
        ONE.replace('"H"', '"X"'),
        ONE.replace('source = "x"', 'source = ""'),
        ONE.replace("2026-12-25", "20261225"),
        ONE.replace("2026-12-25", "2026-12-32"),
        ONE.replace('"Natal"', '" "'),
        ONE.replace('[set.days]\n2026-12-25 = "Natal"', "days = 3"),
        ONE.replace('source = "x"\n', ""),
        ONE + ONE,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(BadHolidays):
        read_holidays(text)
