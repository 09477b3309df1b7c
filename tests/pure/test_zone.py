"""The arithmetic of the integrity zone, held against a filled official sheet and itself."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import jernih
from jernih.pure import zone, zone_sheet
from jernih.pure.rulebook import Rule, read_rules
from jernih.pure.zone import Answer, BadAnswer, Measure, Predicate
from jernih.pure.zone_sheet import BadWorksheet, Kind

BOOK = Path(jernih.__file__).parent / "rulebook"
TEXT = (BOOK / "forms" / "zone_items.toml").read_text()
SHEET = zone_sheet.read_worksheet(TEXT)
RULES = read_rules((BOOK / "zone_weights.toml").read_text())
ON = date(2026, 1, 1)
ITEM = SHEET.by_no


def full(item):
    if item.kind.letters:
        return Answer(letter=item.kind.letters[0])
    figures = {Kind.INDEX: (4000,), Kind.DECLINE: (0, 0, 0), Kind.SHARE_OR_FULL: (0, 0, 0)}
    return Answer(figures=figures.get(item.kind, (3, 3)))


FULL = {item.no: full(item) for item in SHEET.items}


def score(answers, *, rules=RULES):
    return zone.score(SHEET, answers, rules=rules, on=ON)


def with_thirds(b, c):
    def one(value):
        return (Rule(since=ON, value=value, source="test"),)

    return {**RULES, "value_abcd_b": one(b), "value_abcd_c": one(c)}


def test_the_worksheet_has_all_items_and_weights_of_the_regulation():
    halves = [item.half for item in SHEET.items]
    weights = score({}).weights

    assert [halves.count(half) for half in zone_sheet.Half] == [87, 23, 3]
    assert [weights[f"P.{no}"] * 2 for no in SHEET.areas] == [8, 7, 10, 10, 15, 10]
    assert [weights[f"R.{no}"] * 2 for no in SHEET.areas] == [8, 7, 10, 10, 15, 10]
    assert [weights["H.1"], weights["H.2"]] == [Fraction("22.5"), Fraction("17.5")]


def test_the_filled_sheet_of_serang_comes_out_to_the_hundredth():
    """Ya, C, A in a part of weight 1.00 are 0.67; its area's half is 3.67 of 4.00."""
    serang = FULL | {
        "P.I.2.a": Answer(letter="Y"),
        "P.I.2.b": Answer(letter="C"),
        "P.I.2.c": Answer(letter="A"),
    }

    scores = score(serang)

    assert scores.parts["P.I.2"] == Fraction(2, 3)
    assert zone.hundredths(scores.parts["P.I.2"]) == 67
    assert zone.hundredths(scores.groups["P.I"]) == 367


def test_thirds_written_short_differ_by_a_three_hundredth_of_a_weight_at_most():
    answers = {
        item.no: Answer(letter="BC"[at % 2]) if item.kind is Kind.ABCD else full(item)
        for at, item in enumerate(SHEET.items)
    }
    exact = {**RULES, **with_thirds(67, 33)}
    short = score(answers, rules=exact)

    for part in SHEET.parts:
        inside = SHEET.items_of(part.no)
        thirds = sum(
            (
                Fraction(2 if answers[item.no].letter == "B" else 1, 3)
                if item.kind is Kind.ABCD
                else zone.value_of(item, answers[item.no], rules=RULES, on=ON)
            )
            for item in inside
        )
        difference = abs(part.weight * thirds / len(inside) - short.parts[part.no])
        assert difference <= part.weight / 300


def test_a_full_sheet_is_a_hundred_and_an_empty_one_nothing():
    best, none = score(FULL), score({})

    assert (best.lever, best.result, best.total) == (60, 40, 100)
    assert best.answered == 113
    assert none.total == none.answered == 0
    assert zone.judge(best, rules=RULES, on=ON).predicate is Predicate.WBBM
    assert zone.judge(none, rules=RULES, on=ON).predicate is Predicate.NONE
    assert zone.gains(SHEET, FULL, scores=best) == []
    assert len(zone.gains(SHEET, {}, scores=none)) == 113


@pytest.mark.parametrize(
    ("no", "letter", "value"),
    [
        ("P.I.1.a", "Y", 1),
        ("P.I.1.a", "T", 0),
        ("P.I.1.b", "B", Fraction(1, 2)),
        ("P.I.3.a", "B", Fraction(67, 100)),
        ("P.I.3.a", "C", Fraction(33, 100)),
        ("P.II.1.b", "D", Fraction(1, 4)),
        ("P.II.1.b", "E", 0),
    ],
)
def test_letters_are_worth_what_the_sheet_says(no, letter, value):
    assert zone.value_of(ITEM[no], Answer(letter=letter), rules=RULES, on=ON) == value


@pytest.mark.parametrize(
    ("no", "figures", "value"),
    [
        ("R.III.3.a", (4, 1, 1), Fraction(3, 4)),
        ("R.III.3.a", (4, 9, 9), 0),
        ("R.III.3.a", (0, 0, 0), 1),
        ("R.III.3.a", (0, 2, 0), 0),
        ("R.V.2.a", (0, 0, 0), 1),
        ("R.V.2.a", (8, 6, 2), Fraction(3, 4)),
        ("R.V.3.a", (12, 9), Fraction(3, 4)),
        ("R.I.1.a", (2, 3), 1),
        ("H.1.1.a", (3600,), Fraction(9, 10)),
    ],
)
def test_figures_are_worth_what_the_sheet_says(no, figures, value):
    assert zone.value_of(ITEM[no], Answer(figures=figures), rules=RULES, on=ON) == value


@pytest.mark.parametrize(
    ("no", "answer"),
    [
        ("P.I.1.a", Answer(letter="A")),
        ("P.I.1.b", Answer(letter="D")),
        ("P.I.1.b", Answer(letter="")),
        ("P.I.1.b", Answer(letter="AB")),
        ("P.I.1.b", Answer(letter="A", figures=(1,))),
        ("R.V.3.a", Answer(figures=(0, 0))),
        ("R.V.3.a", Answer(figures=(1,))),
        ("R.V.3.a", Answer(letter="A", figures=(1, 1))),
        ("R.V.3.a", Answer(figures=(1, -1))),
        ("R.V.2.a", Answer(figures=(3, 3, 1))),
        ("H.1.1.a", Answer(figures=(4001,))),
    ],
)
def test_an_answer_off_its_scale_is_refused(no, answer):
    with pytest.raises(BadAnswer, match=no):
        zone.value_of(ITEM[no], answer, rules=RULES, on=ON)


@pytest.mark.parametrize(
    ("index", "points", "no"),
    [(3600, "15.75", "H.1.1.a"), (3200, "14", "H.2.1.a"), (3600, "15.75", "H.2.1.a")],
)
def test_the_three_survey_minimums_are_the_linear_rule(index, points, no):
    scores = score(FULL | {no: Answer(figures=(index,))})

    assert scores.items[no] == Fraction(points)


def test_one_thousandth_below_a_minimum_is_below_it():
    just = zone.judge(score(FULL | {"H.2.1.a": Answer(figures=(3600,))}), rules=RULES, on=ON)
    below = zone.judge(score(FULL | {"H.2.1.a": Answer(figures=(3599,))}), rules=RULES, on=ON)

    assert just.predicate is Predicate.WBBM
    assert below.predicate is Predicate.WBK
    missing = below.missing(Predicate.WBBM)
    assert [test.measure for test in missing] == [Measure.SERVICE]
    assert zone.hundredths_up(missing[0].gap) == 1
    assert below.missing(Predicate.WBK) == ()


def test_an_area_that_is_weak_alone_bars_the_way():
    weak = {
        no: Answer(letter="T") for no in FULL if no.startswith("P.IV") and FULL[no].letter == "Y"
    }
    worst = {no: Answer(letter="C") for no in FULL if no.startswith("P.IV.1") and no[-1] != "c"}

    verdict = zone.judge(score(FULL | weak | worst), rules=RULES, on=ON)

    assert verdict.predicate is Predicate.NONE
    assert [test.group for test in verdict.missing(Predicate.WBK)] == ["P.IV"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=113, max_size=113))
def test_points_add_up_and_a_better_answer_never_takes_any_away(places):
    def chosen(item, place):
        if not item.kind.letters:
            return full(item)
        return Answer(letter=item.kind.letters[min(place, len(item.kind.letters) - 1)])

    answers = {
        item.no: chosen(item, place) for item, place in zip(SHEET.items, places, strict=True)
    }
    scores = score(answers)
    gained = sum(gain.points for gain in zone.gains(SHEET, answers, scores=scores))

    assert scores.total == sum(scores.items.values()) == sum(scores.parts.values())
    assert scores.total + gained == 100
    assert sum(scores.area(no) for no in SHEET.areas) == scores.lever


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("since = 2021-12-31", "since = 1"),
        ('confidence = "M"', 'confidence = "X"'),
        ('["P.I.1", 50,', '["P.I.1", 0,'),
        ('["P.I.1", 50,', '["P.X.1", 50,'),
        ('["P.I.1.a", "YT",', '["P.I.1.b", "YT",'),
        ('["P.I.1.a", "YT",', '["P.I.1.1", "YT",'),
        ('["P.I.1.a", "YT",', '["P.I.1.a", "NO",'),
        ('en = ["Yes", "No"]', 'en = ["Yes"]'),
        ('["V", "Penguatan Pengawasan"', '["V", ""'),
        ('["R.II.1.a", "SIMPLER"', '["R.I.1.c", "SIMPLER"'),
        ("areas = [", "area = ["),
        ("areas = [", "areas = []"),
    ],
)
def test_a_file_that_is_no_worksheet_is_refused(old, new):
    assert old in TEXT

    with pytest.raises(BadWorksheet):
        zone_sheet.read_worksheet(TEXT.replace(old, new, 1))


def test_words_come_in_the_readers_language():
    words = ITEM["P.V.1.a"].words

    assert words.in_language("id") == "Kampanye publik tentang gratifikasi"
    assert words.in_language("en-GB") == "Public campaign on gifts"
    assert replace(words, en="x").in_language("en") == "x"
