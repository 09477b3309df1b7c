"""The market for slots: what the rules of the draw are for, and what each of them prevents."""

import csv
import json
from functools import cache
from hashlib import sha256
from hmac import digest
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure.scalpers import figure, market, table
from jernih.pure.scalpers.market import PRICES, SYSTEMS, Market, best_price, chances, cutoff
from jernih.pure.scalpers.rounds import Row, crowd, play, simulate

DOCS = Path(__file__).parents[2] / "docs"
HOW = {"seed": 1, "rounds": 200, "slots": 100}
LOW, HIGH, VERY_HIGH = 80, 300, 1000
BY_KEY = {system.key: system for system in SYSTEMS}
RACES = ("race-slow-bot", "race-fast-bot")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def published() -> list[Row]:
    return simulate(seekers=(LOW, HIGH, VERY_HIGH), **HOW)


def row(key: str, seekers: int) -> Row:
    return next(r for r in published() if (r.system, r.seekers) == (key, seekers))


def a_market(key: str, *, seekers: int = HIGH, slots: int = 100) -> Market:
    return Market(system=BY_KEY[key], slots=slots, seekers=seekers)


def crowds(count: int, *, seekers: int = HIGH, slots: int = 100):
    return [crowd(seed=7, number=n, slots=slots, seekers=seekers) for n in range(count)]


# ---- what the paper predicts


@pytest.mark.parametrize("seekers", [LOW, HIGH, VERY_HIGH])
@pytest.mark.parametrize("key", ["batch", "batch-fakes"])
def test_the_draw_leaves_a_scalper_exactly_nothing(key, seekers):
    drawn = row(key, seekers)

    assert (drawn.profit, drawn.sold, drawn.price) == (0, 0, None)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(),
    slots=st.integers(1, 40),
    seekers=st.integers(1, 90),
)
def test_the_draw_leaves_him_nothing_in_any_market(seed, slots, seekers):
    rows = simulate(seed=seed, rounds=2, slots=slots, seekers=[seekers])

    drawn = next(r for r in rows if r.system == "batch")
    assert (drawn.profit, drawn.booked, drawn.price) == (0, 0, None)
    assert drawn.served == min(slots, seekers) / seekers


def test_he_stays_away_from_a_draw_because_his_clients_would_win_no_more_often():
    people, buys_from = crowds(200), 0.5
    drawn = a_market("batch")

    played = [play(drawn, round_, buys_from=buys_from) for round_ in people]

    clients = sum(value >= buys_from for round_ in people for value in round_.values)
    others = 200 * HIGH - clients
    his = sum(len(outcome.bought) for outcome in played) / clients
    theirs = sum(len(outcome.own) for outcome in played) / others
    assert his == pytest.approx(theirs, abs=0.015)  # 3.5 standard errors
    assert chances(drawn, clients=150)[0] == chances(drawn, clients=150)[1]


@pytest.mark.parametrize("key", RACES)
def test_in_a_race_his_profit_grows_with_the_demand(key):
    assert 0 < row(key, LOW).profit < row(key, HIGH).profit < row(key, VERY_HIGH).profit


@pytest.mark.parametrize("seekers", [LOW, HIGH, VERY_HIGH])
def test_in_a_race_his_profit_grows_with_his_speed(seekers):
    profits = [row(key, seekers).profit for key in ("race", *RACES)]

    assert profits[0] == 0
    assert sorted(set(profits)) == profits


def test_a_slow_scalper_stays_away_where_there_is_a_slot_for_everybody_without_him():
    assert best_price(a_market("race-slow-bot", seekers=50)) is None
    assert best_price(a_market("race-fast-bot", seekers=50)) is not None


@pytest.mark.parametrize("key", ["batch-fakes-released", "batch-entries"])
@pytest.mark.parametrize("seekers", [HIGH, VERY_HIGH])
def test_each_rule_dropped_alone_makes_the_market_again(key, seekers):
    broken = row(key, seekers)

    assert broken.profit > 0.1
    assert broken.sold > 0.1
    assert broken.payoff < row("batch", seekers).payoff


def test_freed_slots_are_worth_nothing_to_him_where_nobody_lost_the_draw():
    assert best_price(a_market("batch-fakes-released", seekers=80, slots=280)) is None
    assert best_price(a_market("batch-fakes-released", seekers=80, slots=270)) is not None


def test_in_a_race_he_books_before_he_knows_whether_anybody_buys():
    people = crowd(seed=1, number=0, slots=10, seekers=3)

    played = play(a_market("race-fast-bot", seekers=3, slots=10), people, buys_from=1.0)

    assert played.booked > 7
    assert not played.bought
    assert len(played.own) == 10 - played.booked


def test_nobody_pays_for_ten_entries_where_one_is_sure_to_win():
    assert row("batch-entries", LOW).profit == 0
    assert row("batch-entries", LOW).served == 1


@pytest.mark.parametrize("seekers", [LOW, HIGH, VERY_HIGH])
@pytest.mark.parametrize("key", RACES)
def test_seekers_have_more_from_the_draw_than_from_a_race_against_programs(key, seekers):
    raced, drawn = row(key, seekers), row("batch", seekers)

    assert drawn.payoff - raced.payoff > 3 * (raced.payoff_error + drawn.payoff_error)


def test_a_draw_gives_slots_to_those_who_want_them_less_and_we_say_so():
    for seekers in (HIGH, VERY_HIGH):
        assert row("batch", seekers).value < row("race-fast-bot", seekers).value - 0.2
    # With slots for everybody the scalper only locks out.
    assert row("batch", LOW).value > row("race-fast-bot", LOW).value + 0.05


def test_made_up_people_earn_nothing_but_waste_slots():
    for seekers in (LOW, HIGH, VERY_HIGH):
        assert row("batch-fakes", seekers).booked == pytest.approx(200 / (seekers + 200), abs=0.02)
        assert row("batch-fakes", seekers).payoff < row("batch", seekers).payoff


# An earlier program of other hands, same assumptions but for the two cells that docs/simulation.md
# names: booked, sold, profit, payoff, served.
EARLIER = {
    ("race", LOW): (0, 0, 0, 0.500, 1.00),
    ("race", HIGH): (0, 0, 0, 0.167, 0.333),
    ("race", VERY_HIGH): (0, 0, 0, 0.050, 0.100),
    ("race-slow-bot", HIGH): (0.50, 0.25, 0.160, 0.123, 0.332),
    ("race-slow-bot", VERY_HIGH): (0.50, 0.25, 0.212, 0.036, 0.100),
    ("race-fast-bot", HIGH): (0.95, 0.89, 0.577, 0.065, 0.329),
    ("batch", LOW): (0, 0, 0, 0.499, 1.00),
    ("batch", HIGH): (0, 0, 0, 0.166, 0.333),
    ("batch", VERY_HIGH): (0, 0, 0, 0.050, 0.100),
    ("batch-fakes", LOW): (0.71, 0, 0, 0.182, 0.362),
    ("batch-fakes", HIGH): (0.41, 0, 0, 0.099, 0.198),
    ("batch-fakes", VERY_HIGH): (0.16, 0, 0, 0.042, 0.084),
    ("batch-fakes-released", LOW): (0.71, 0.25, 0.124, 0.257, 0.666),
    ("batch-fakes-released", HIGH): (0.40, 0.38, 0.302, 0.111, 0.325),
    ("batch-fakes-released", VERY_HIGH): (0.17, 0.16, 0.149, 0.042, 0.099),
}


@pytest.mark.parametrize("cell", EARLIER, ids=str)
def test_the_figures_agree_with_an_earlier_program_within_the_sampling_error(cell):
    ours = row(*cell)

    assert (ours.booked, ours.sold, ours.profit, ours.payoff, ours.served) == pytest.approx(
        EARLIER[cell], abs=0.02
    )


# With a price between two that pay alike, sales differ more than earnings do.
@pytest.mark.parametrize(
    ("key", "seekers", "profit"), [("race-fast-bot", LOW, 0.164), ("race-fast-bot", 1000, 0.767)]
)
def test_where_two_prices_pay_alike_the_profit_agrees(key, seekers, profit):
    assert row(key, seekers).profit == pytest.approx(profit, abs=0.025)


# ---- the scalper and his clients


@pytest.mark.parametrize("key", [*RACES, "batch-fakes-released", "batch-entries"])
@pytest.mark.parametrize("seekers", [LOW, HIGH])
def test_no_other_price_would_have_paid_him_better(key, seekers):
    there = a_market(key, seekers=seekers)
    best, people = best_price(there), crowds(40, seekers=seekers)
    if best is None:
        assert all(cutoff(there, price) is None for price in PRICES)
        return

    def earned(price: float) -> float:
        buys_from = cutoff(there, price)
        return sum(price * len(play(there, p, buys_from=buys_from).bought) for p in people)

    others = [earned(p) for p in PRICES if abs(p - best) < 0.16]
    assert earned(best) >= 0.97 * max(others)  # the rest is luck of forty rounds
    assert earned(best) > 1.05 * min(others)


@pytest.mark.parametrize("expected", [r for r in SYSTEMS if r.speed], ids=lambda s: s.key)
def test_he_earns_what_he_expects(expected):
    for seekers in (LOW, HIGH, VERY_HIGH):
        there, ours = a_market(expected.key, seekers=seekers), row(expected.key, seekers)
        if ours.price is None:
            continue
        expects = ours.price * market.expected_sales(there, ours.price) / 100

        assert ours.profit == pytest.approx(expects, abs=4 * ours.profit_error + 0.002)


def test_the_last_client_is_as_well_off_without_him():
    raced, drawn = a_market("race-slow-bot"), a_market("batch-entries")

    in_race, in_draw = cutoff(raced, 0.4), cutoff(drawn, 0.4)

    missed = 50 / (HIGH * in_race)  # the share of those who do not buy that the program misses
    assert in_race - 0.4 == pytest.approx(missed * in_race)
    client, alone = chances(drawn, clients=HIGH * (1 - in_draw))
    assert client * (in_draw - 0.4) == pytest.approx(alone * in_draw)


def test_the_chances_foreseen_are_those_of_the_draw():
    there, people, buys_from = a_market("batch-entries"), crowds(60), 0.7

    played = [play(there, round_, buys_from=buys_from) for round_ in people]

    clients = sum(value >= buys_from for round_ in people for value in round_.values) / 60
    client, alone = chances(there, clients=clients)
    assert sum(len(o.bought) for o in played) / 60 / clients == pytest.approx(client, abs=0.02)
    assert sum(len(o.own) for o in played) / 60 / (HIGH - clients) == pytest.approx(alone, abs=0.02)


# ---- each round


@settings(max_examples=60, deadline=None)
@given(
    system=st.sampled_from(SYSTEMS),
    slots=st.integers(1, 30),
    seekers=st.integers(1, 60),
    number=st.integers(0, 99),
    buys_from=st.none() | st.floats(0, 1),
)
def test_no_slot_is_given_twice_and_nobody_has_two(system, slots, seekers, number, buys_from):
    people = crowd(seed=3, number=number, slots=slots, seekers=seekers)
    there = Market(system=system, slots=slots, seekers=seekers)

    played = play(there, people, buys_from=buys_from)

    assert not played.own & played.bought
    assert played.own | played.bought <= set(range(seekers))
    assert len(played.bought) <= played.booked <= slots
    assert len(played.own) + len(played.bought) <= slots
    assert buys_from is None or all(people.values[n] >= buys_from for n in played.bought)


@pytest.mark.parametrize("key", ["race-slow-bot", "race-fast-bot", "batch-fakes-released"])
def test_a_slot_that_he_loses_again_is_another_seekers(key):
    there, missed = a_market(key), 0

    for people in crowds(20):
        played = play(there, people, buys_from=0.5)  # more clients than he can serve
        missed += played.booked - len(played.bought)
        assert len(played.own) + len(played.bought) == 100

    assert missed > 0


def test_the_draw_of_a_round_is_the_draw_of_the_office():
    people = crowd(seed=1, number=0, slots=100, seekers=HIGH)
    names = [f"{n:016x}{0:016x}" for n in range(HIGH)]

    played = play(a_market("batch"), people, buys_from=None)

    # Repeated here from docs/draw.md, byte by byte.
    root = sha256("\n".join(names).encode()).digest()
    mixed = b"".join(len(part).to_bytes(8, "big") + part for part in (root, people.randomness))
    key = digest(b"jernih/draw/v1|scalpers", mixed, "sha256")
    order = sorted(names, key=lambda name: digest(key, bytes.fromhex(name) + b"\1", "sha256"))
    assert played.own == {int(name[:16], 16) for name in order[:100]}


def test_every_system_has_the_same_people_and_every_round_others():
    one, again, other = (crowd(seed=1, number=number, slots=5, seekers=9) for number in (0, 0, 1))

    assert one == again
    assert set(one.values).isdisjoint(other.values)
    assert one.randomness != other.randomness
    assert sorted(one.queue) == list(range(9))


# ---- what is written


def test_the_published_figures_are_those_of_the_default_run():
    rows = published()

    for file, text in {
        "scalpers.csv": table.csv(rows, **HOW),
        "scalpers.svg": figure.svg(rows, words=figure.ENGLISH, **HOW),
        "scalpers.id.svg": figure.svg(rows, words=figure.INDONESIAN, **HOW),
    }.items():
        assert (DOCS / file).read_text(encoding="utf-8") == text, (
            f"docs/{file} is old: docs/simulation.md says how to write it"
        )


def test_another_seed_is_another_crowd_and_the_same_one_the_same_bytes():
    how = {"rounds": 3, "slots": 10, "seekers": [20]}

    first, again, other = (simulate(seed=seed, **how) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_the_csv_says_every_figure():
    read = list(csv.DictReader(table.csv(published(), **HOW).splitlines()))

    assert len(read) == 3 * len(SYSTEMS)
    for line, ours in zip(read, published(), strict=True):
        assert (line["system"], int(line["seekers"])) == (ours.system, ours.seekers)
        assert float(line["profit"]) == pytest.approx(ours.profit, abs=1e-6)
        assert (line["price"] == "") == (ours.price is None)


def test_the_json_says_every_figure():
    told = json.loads(table.json(published(), **HOW))

    assert told["seed"] == 1
    assert [Row(**line) for line in told["rows"]] == published()


def test_the_table_fits_a_terminal_and_its_columns_stand_under_their_heads():
    lines = table.text(published(), **HOW).splitlines()

    heads = [line for line in lines if " seekers  " in line and "price" in line]
    assert len(heads) == 3
    assert max(map(len, lines)) <= 100
    for line in lines:
        if line.startswith(tuple(english for english, _ in table.NAMES.values())):
            assert len(line) == len(heads[0])
    assert "Draw, by the rules" in lines[lines.index(heads[1]) + 4]
    assert lines[lines.index(heads[1]) + 4].split()[-7:-3] == ["-", "0.000", "0.000", "0.000"]


@pytest.mark.parametrize("words", [figure.ENGLISH, figure.INDONESIAN], ids=["en", "id"])
def test_the_figure_is_told_in_words_and_holds_nothing_that_runs_or_loads(words):
    picture = Xml.fromstring(figure.svg(published(), words=words, **HOW))

    said = {element.tag.removeprefix(SVG) for element in picture.iter()}
    assert said == {"svg", "title", "desc", "rect", "path", "text"}
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "title desc"
    assert not any(
        "href" in name or name.startswith("on") for e in picture.iter() for name in e.attrib
    )
    told = picture.findtext(f"{SVG}desc") or ""
    assert told.count(words.told.split(":")[-1].split("{")[0].strip()) == len(published())


def test_bars_are_as_long_as_the_figures_and_nothing_leaves_the_picture():
    picture = Xml.fromstring(figure.svg(published(), words=figure.ENGLISH, **HOW))

    width, height = float(picture.get("width", "")), float(picture.get("height", ""))
    bars = [float(r.get("width", "")) for r in picture if r.get("fill") == figure.SCALPER][1:]
    shown = [r.profit for r in published() if r.profit]
    assert bars == pytest.approx([p * (figure.PANEL - 36) for p in shown], abs=0.06)
    for element in picture.iter(f"{SVG}text"):
        letters = len(element.text or "") * float(element.get("font-size", "")) * 0.56
        assert float(element.get("x", "")) + letters <= width
        assert float(element.get("y", "")) <= height


def test_one_demand_is_a_figure_too():
    rows = simulate(seed=1, rounds=2, slots=10, seekers=[30])

    picture = Xml.fromstring(figure.svg(rows, words=figure.ENGLISH, seed=1, rounds=2, slots=10))

    assert float(picture.get("width", "")) == figure.LEAST


def test_every_system_has_a_name_in_both_languages():
    assert list(table.NAMES) == [system.key for system in SYSTEMS]
    assert len({name for both in table.NAMES.values() for name in both}) == 2 * len(SYSTEMS)
