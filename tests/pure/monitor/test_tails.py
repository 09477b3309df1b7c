"""Chances from tables, and lists of which a known part is chance."""

from random import Random

import pytest

from jernih.pure.monitor import tails


@pytest.mark.parametrize(
    ("value", "freedom", "chance"),
    [(3.841, 1, 0.05), (18.307, 10, 0.05), (23.209, 10, 0.01), (2.0, 2, 0.3679), (0.0, 3, 1.0)],
)
def test_a_chi_square_has_the_chance_of_the_tables(value, freedom, chance):
    assert tails.chi_square_chance(value, freedom=freedom) == pytest.approx(chance, abs=2e-4)


def test_even_values_look_even_and_bunched_ones_do_not():
    even = [(n + 0.5) / 100 for n in range(100)]

    assert tails.uniform_chance(even) > 0.99
    assert tails.uniform_chance([value / 2 for value in even]) < 1e-9
    assert tails.uniform_chance([]) == 1
    # Miller 1956: at n = 100 a distance of 0.13403 has a chance of 5 %.
    shifted = [max(0.0, value - 0.129) for value in even]
    assert tails.uniform_chance(shifted) == pytest.approx(0.05, abs=0.01)


def test_a_list_keeps_what_stands_out_of_it():
    # Benjamini and Hochberg 1995, section 3.1: fifteen chances, four of them kept at 5 %.
    chances = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip

    assert tails.kept_by_list(chances[::-1], share=0.05) == {14, 13, 12, 11}
    assert tails.kept_by_list([], share=0.05) == set()


def test_of_lists_where_all_is_chance_few_have_an_alarm():
    rnd = Random(4)

    alarms = sum(
        bool(tails.kept_by_list([rnd.random() for _ in range(20)], share=0.05)) for _ in range(400)
    )

    assert 5 <= alarms <= 36
