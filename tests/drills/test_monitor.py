"""The monitor at full size: how often it is wrong, how soon it is right, and on the largest day."""

from datetime import UTC
from pathlib import Path
from random import Random

import pytest

from jernih.pure.monitor.day import read_day
from jernih.pure.monitor.judge import Past, judge
from jernih.pure.reasons import AlarmKind
from tests.drills import monitor_rates
from tests.pure.hall_facts import DAY, OFFICE
from tests.pure.monitor.big_day import big_day
from tests.pure.monitor.book import NUMBERS

PAGE = Path(__file__).parents[2] / "docs" / "monitor.md"


@pytest.mark.drill
def test_the_rates_are_those_of_the_page_and_of_the_research():
    rates = list(monitor_rates.rates())

    assert [rate.words for rate in rates if not rate.low <= rate.found <= rate.high] == []
    assert [rate.line for rate in rates if rate.line not in PAGE.read_text()] == []


@pytest.mark.drill
def test_a_hundred_thousand_calls_are_judged_and_the_strange_one_is_found():
    facts, strange = big_day(Random(1), counters=400, calls=100_000)
    day = read_day(facts, office=OFFICE, day=DAY)

    found = judge(day, Past(), zone=UTC, numbers=NUMBERS)

    assert len(day.calls) == 100_000
    assert {one.subject for one in found if one.kind == AlarmKind.SKIPS} == {strange}
