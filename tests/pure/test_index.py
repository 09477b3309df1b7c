"""Official worked examples, to the last digit; the laws of tallies; the table of samples."""

from datetime import date
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import index
from jernih.pure.index import BadAnswers, Grade, Instrument, Tally
from jernih.pure.rulebook import read_rules

DAY = date(2026, 11, 25)
RULES = read_rules((files("jernih") / "rulebook/index_scales.toml").read_text("utf-8"))
SKM = index.scale_on(Instrument.SKM, rules=RULES, on=DAY)
SPKP = index.scale_on(Instrument.SPKP, rules=RULES, on=DAY)
SPAK = index.scale_on(Instrument.SPAK, rules=RULES, on=DAY)
# domain.md 8: a published result of a court (pn-payakumbuh.go.id).
COURT = ("3.580", "3.540", "3.290", "3.240", "3.570", "3.420", "3.780", "3.380", "3.720")
# Krejcie and Morgan 1970, their whole table.
PRINTED = """
10:10 15:14 20:19 25:24 30:28 35:32 40:36 45:40 50:44 55:48 60:52 65:56 70:59 75:63 80:66
85:70 90:73 95:76 100:80 110:86 120:92 130:97 140:103 150:108 160:113 170:118 180:123
190:127 200:132 210:136 220:140 230:144 240:148 250:152 260:155 270:159 280:162 290:165
300:169 320:175 340:181 360:186 380:191 400:196 420:201 440:205 460:210 480:214 500:217
550:226 600:234 650:242 700:248 750:254 800:260 850:265 900:269 950:274 1000:278 1100:285
1200:291 1300:297 1400:302 1500:306 1600:310 1700:313 1800:317 1900:320 2000:322 2200:327
2400:331 2600:335 2800:338 3000:341 3500:346 4000:351 4500:354 5000:357 6000:361 7000:364
8000:367 9000:368 10000:370 15000:375 20000:377 30000:379 40000:380 50000:381 75000:382
100000:383 1000000:384
"""
TABLE = {int(n): int(least) for n, least in (pair.split(":") for pair in PRINTED.split())}
answers = st.lists(st.lists(st.integers(1, 6), min_size=5, max_size=5), min_size=1, max_size=30)


def sample(population):
    return index.smallest_sample(population, chi_square=3841, margin=5)


def tally_of(answers, scale):
    return index.add_up(index.empty(scale), answers, scale=scale)


def test_the_courts_own_figures_come_out_to_the_last_digit():
    value = index.index_of([Fraction(mean) for mean in COURT], scale=SKM)

    assert index.hundredths(value) == 8756
    assert index.grade_of(8756, scale=SKM) == Grade.B


def test_the_same_figures_come_out_of_counted_answers():
    rows = [[0, 0, 1000, 0] for _ in COURT]
    for row, mean in zip(rows, COURT, strict=True):
        fours = int((Fraction(mean) - 3) * 1000)
        row[2], row[3] = 1000 - fours, fours
    counted = Tally(counts=tuple(map(tuple, rows)), sums=(*(0,) * 27, 1000))

    assert index.hundredths(index.index_of(index.means(counted), scale=SKM)) == 8756


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("25.00", Grade.D),
        ("64.994", Grade.D),
        ("64.995", Grade.C),
        ("76.604", Grade.C),
        ("76.605", Grade.B),
        ("88.304", Grade.B),
        ("88.305", Grade.A),
        ("100", Grade.A),
        ("24.99", Grade.NONE),
    ],
)
def test_a_grade_is_given_after_rounding_so_that_no_index_falls_between_two(value, grade):
    assert index.grade_of(index.hundredths(Fraction(value)), scale=SKM) == grade


def test_six_stars_become_an_index_up_to_four():
    full = tally_of([[6] * 8], SPKP)

    assert index.hundredths(index.index_of(index.means(full), scale=SPKP)) == 400
    assert index.hundredths(index.index_of([Fraction("5.4")] * 5, scale=SPAK)) == 360
    assert index.grade_of(400, scale=SPKP) == Grade.NONE


def test_the_smallest_sample_is_the_one_of_the_printed_table():
    assert {population: sample(population) for population in TABLE} == TABLE


def test_of_nobody_nobody_must_be_asked():
    assert sample(0) == 0
    assert sample(1) == 1


@settings(max_examples=25)
@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter_and_every_tally_is_possible(given_, rnd):
    shuffled = given_[:]
    rnd.shuffle(shuffled)

    tally = tally_of(given_, SPAK)

    assert tally_of(shuffled, SPAK) == tally
    assert tally.n == len(given_)
    index.check_tally(tally, scale=SPAK)
    low, high = index.interval_of(tally, scale=SPAK, population=10_000, errors=196) or (67, 400)
    middle = index.hundredths(index.index_of(index.means(tally), scale=SPAK))
    assert 67 <= low <= middle <= high <= 400


def test_the_interval_is_the_one_of_the_textbook():
    # Sums 9 and 36, fifty each: indexes 25 and 100, spread 37.5^2 * 100/99; 1.96 * 37.689/10.
    tally = tally_of([[1] * 9] * 50 + [[4] * 9] * 50, SKM)

    low, high = index.interval_of(tally, scale=SKM, population=10**9, errors=196)

    assert (low, high) == (6250 - 739, 6250 + 739)


def test_whoever_asked_everybody_knows_it_exactly():
    tally = tally_of([[1] * 9, [4] * 9, [3] * 9], SKM)

    assert index.interval_of(tally, scale=SKM, population=3, errors=196) == (6667, 6667)


def test_one_answer_has_no_interval_and_none_no_index():
    alone = tally_of([[4] * 9], SKM)

    assert index.interval_of(alone, scale=SKM, population=10, errors=196) is None
    with pytest.raises(BadAnswers):
        index.means(index.empty(SKM))
    with pytest.raises(BadAnswers):
        index.index_of([Fraction(1)], scale=SKM)


@pytest.mark.parametrize("answer", [[4] * 8, [4] * 10, [4] * 8 + [0], [4] * 8 + [5], []])
def test_answers_out_of_scale_are_refused(answer):
    with pytest.raises(BadAnswers):
        tally_of([answer], SKM)


@pytest.mark.parametrize(
    "change",
    [
        lambda counts, sums: (counts[1:], sums),
        lambda counts, sums: (tuple(row[1:] for row in counts), sums),
        lambda counts, sums: (counts, sums[1:]),
        lambda counts, sums: (counts, (2, *sums[1:])),
        lambda counts, sums: (((0, 0, 0, 0, 0, 1), *counts[1:]), sums),
        lambda counts, sums: (((-1, 2, 0, 0, 0, 0), *counts[1:]), sums),
        lambda counts, sums: (((1, 0, 0, 0, 0, 1), *counts[1:]), sums),
    ],
)
def test_counts_that_no_people_can_have_given_are_refused(change):
    fair = tally_of([[1] * 5], SPAK)
    counts, sums = change(fair.counts, fair.sums)

    with pytest.raises(BadAnswers):
        index.check_tally(Tally(counts=counts, sums=sums), scale=SPAK)


def test_a_share_is_rounded_half_up():
    assert index.share_of(1, 3) == 3333
    assert index.share_of(1, 8) == 1250
    assert index.share_of(1, 0) == 0
