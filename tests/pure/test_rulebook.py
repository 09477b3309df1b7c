"""Dated numbers: the rule of the day holds, and nothing sloppy gets in."""

from datetime import date, timedelta
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import rulebook
from jernih.pure.rulebook import BadRulebook, Confidence, NoRule, Rule

FEE = """
[[fee]]
since = 2019-05-03
value = 350_000
source = "PP 28/2019"
confidence = "H"

[[fee]]
since = 2024-12-17
value = 650_000
source = "PP 45/2024"
"""
DAY = date(2026, 1, 5)


def entry(**lines):
    whole = {"since": "2026-01-01", "value": "1", "source": '"law"', "confidence": '"H"', **lines}
    return "[[thing]]\n" + "".join(f"{k} = {v}\n" for k, v in whole.items() if v is not None)


def shipped():
    folder = resources.files("jernih").joinpath("rulebook")
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }


# --- which rule was in force ---


def test_a_rule_holds_from_its_day_until_the_next_begins():
    rules = rulebook.read_rules(FEE)

    assert rulebook.in_force(rules, "fee", on=date(2019, 5, 3)) == 350_000
    assert rulebook.in_force(rules, "fee", on=date(2024, 12, 16)) == 350_000
    assert rulebook.in_force(rules, "fee", on=date(2024, 12, 17)) == 650_000


def test_a_rule_says_who_says_so_and_how_sure_we_are():
    rules = rulebook.read_rules(FEE)

    assert rulebook.rule_on(rules, "fee", on=DAY) == Rule(
        since=date(2024, 12, 17),
        value=650_000,
        source="PP 45/2024",
        confidence=Confidence.ASSUMED,
    )
    assert rules["fee"][0].confidence is Confidence.HIGH


def test_before_the_first_rule_and_for_unknown_names_there_is_none():
    rules = rulebook.read_rules(FEE)

    with pytest.raises(NoRule, match="fee on 2019-05-02"):
        rulebook.in_force(rules, "fee", on=date(2019, 5, 2))
    with pytest.raises(NoRule, match="tax"):
        rulebook.in_force(rules, "tax", on=DAY)


@given(st.sets(st.dates(date(2000, 1, 1), date(2040, 1, 1)), min_size=1, max_size=8), st.dates())
def test_the_latest_entry_that_has_begun_is_in_force(days, on):
    text = "".join(entry(since=day, value=day.toordinal()) for day in sorted(days))
    rules = rulebook.read_rules(text)
    begun = [day for day in days if day <= on]

    if begun:
        assert rulebook.in_force(rules, "thing", on=on) == max(begun).toordinal()
    else:
        with pytest.raises(NoRule):
            rulebook.in_force(rules, "thing", on=on)


def test_a_later_rule_never_changes_the_past():
    rules = rulebook.read_rules(entry())
    more = rulebook.read_rules(entry() + entry(since="2027-01-01", value="2"))

    for n in range(0, 365, 30):
        day = date(2026, 1, 1) + timedelta(days=n)
        assert rulebook.rule_on(more, "thing", on=day) == rulebook.rule_on(rules, "thing", on=day)


# --- strict reading ---


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "thing = 1",
        "thing = []",
        "thing = [1]",
        entry(since=None),
        entry(value=None),
        entry(source=None),
        entry(until="2027-01-01"),
        entry(since='"2026-01-01"'),
        entry(since="2026-01-01T08:00:00"),
        entry(source='" "'),
        entry(source="1"),
        entry(confidence='"sure"'),
        entry(confidence="[1]"),
        entry(value="true"),
        entry(value="1.5"),
        entry(value='"1"'),
        entry(value="[1]"),
        entry(value="9" * 5000),
        entry(value="[" * 5000),
        entry() + entry(),
        entry(since="2027-01-01") + entry(),
    ],
    ids=range(22),
)
def test_a_sloppy_rulebook_is_refused(text):
    with pytest.raises(BadRulebook):
        rulebook.read_rules(text)


def test_the_hash_of_the_book_knows_every_letter_and_no_order():
    one = rulebook.rules_hash({"a": "x", "b": "y"})

    assert one == rulebook.rules_hash({"b": "y", "a": "x"})
    assert one == "834a33adfab75631d7fab9bf9f30680573db03e87424a2869cd3191504b15b6e"
    assert len({one, *(rulebook.rules_hash(t) for t in ({"a": "x"}, {"a": "y", "b": "x"}))}) == 3


# --- the book we ship ---


@pytest.mark.parametrize(
    ("subject", "name", "value"),
    [
        ("fees", "e_passport_5y", 650_000),
        ("fees", "e_passport_10y", 950_000),
        ("fees", "same_day", 1_000_000),
        ("quotas", "seats_a_day", 40),
        ("quotas", "processing_days", 4),
        ("lanes", "priority_every", 2),
        ("lanes", "recall_gap_seconds", 60),
    ],
)
def test_the_shipped_book_has_the_numbers_of_the_office(subject, name, value):
    rules = rulebook.read_rules(shipped()[subject])

    assert rulebook.in_force(rules, name, on=DAY) == value


def test_the_fees_of_2024_were_not_in_force_the_day_before():
    with pytest.raises(NoRule):
        rulebook.in_force(
            rulebook.read_rules(shipped()["fees"]), "e_passport_10y", on=date(2024, 12, 16)
        )


@pytest.mark.parametrize("subject", sorted(shipped()))
def test_every_number_we_ship_says_how_sure_we_are(subject):
    text = shipped()[subject]

    assert text.count("confidence =") == text.count("since =")
    assert rulebook.read_rules(text)
