"""Let past, or only lucky: deals of the same gains tell."""

from random import Random

import pytest

from jernih.pure.monitor.favour import Gain, favour, gains_of
from tests.pure.hall_facts import at
from tests.pure.monitor import sims
from tests.pure.monitor.calls import call


def test_eight_of_150_let_past_by_three_places_are_found_at_the_floor():
    # research f.3: p = 0.001, the floor of 999 permutations.
    assert sims.favour_chance(Random(6), places=3) == pytest.approx(0.001)


def test_nobody_let_past_is_nobody_found():
    assert sims.favour_chance(Random(7), places=0) > 0.02


def test_without_calls_out_of_turn_nobody_gains():
    calls = [call(n) for n in range(10)]

    assert {gain.places for gain in gains_of(calls)} == {0}


def test_who_is_called_before_her_place_gains_what_others_lose():
    calls = [call(3), call(0), call(1), call(2)]

    gains = {gain.number: gain.places for gain in gains_of(calls)}

    assert gains == {"A-003": 3, "A-000": -1, "A-001": -1, "A-002": -1}


def test_lines_are_apart_and_only_the_first_call_counts():
    calls = [call(5), call(1, lane="PRIORITY"), call(0), call(5), call(2, service="photo")]

    gains = gains_of(calls)

    assert [(gain.number, gain.places) for gain in gains] == [
        ("A-005", 1), ("A-000", -1), ("A-001", 0), ("A-002", 0),
    ]  # fmt: skip


def test_gains_are_dealt_within_their_hour_only():
    """Those of an hour in which all gained alike prove nothing about anybody."""
    early = [Gain(number=f"E-{n}", helper="", places=4, hour=8) for n in range(6)]
    late = [Gain(number=f"L-{n}", helper="", places=0, hour=9) for n in range(60)]

    assert favour([*early, *late], {gain.number for gain in early}, seed="x").chance == 1


def test_the_same_day_gives_the_same_chance():
    gains = sims.favoured_hall(Random(8), people=40, favoured=3, places=1)
    mine = {gain.number for gain in gains[:3]}

    assert favour(gains, mine, seed="a") == favour(gains, mine, seed="a")
    assert favour(gains, set(), seed="a").chance == 1
    assert favour(gains, {gain.number for gain in gains}, seed="a").chance == 1


def test_a_place_is_a_moment():
    assert call(0).place == at(0)
