"""The numbers that are shipped, as they stand on the day of the tests."""

from importlib import resources

from jernih.pure.monitor.numbers import numbers_on
from jernih.pure.rulebook import read_rules
from tests.pure.hall_facts import DAY

RULES = read_rules(resources.files("jernih").joinpath("rulebook/monitor.toml").read_text("utf-8"))
NUMBERS = numbers_on(RULES, on=DAY)
