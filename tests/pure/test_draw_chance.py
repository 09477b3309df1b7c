"""Everybody has the same chance: counted over many seeds, which are the same on every run.

Chi-square: the sum of (seen - due)² / due. Its limits here are passed by chance once in ten
thousand times, for so many degrees of freedom.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import permutations
from math import factorial, sqrt

import pytest

from jernih.pure.allocation import DayRoom, allocate
from jernih.pure.draw import draw_order
from jernih.pure.draw_list import Entry
from tests.pure.draws import P, entry, ref, room

LIMITS = {1: 15.14, 5: 25.74, 23: 57.07, 119: 185.09}
ROUNDS = 3_000


def keys(count: int, *, name: str) -> Iterator[bytes]:
    return (sha256(f"{name} {n}".encode()).digest() for n in range(count))


def chi_square(seen: Iterable[int], due: float) -> float:
    return sum((count - due) ** 2 / due for count in seen)


def seated(entries: Sequence[Entry], rooms: Sequence[DayRoom], *, rounds: int = ROUNDS) -> Counter:
    """How often each application got a day, by its number."""
    by_ref = {one.ref: one for one in entries}
    counts: Counter = Counter({int(one.ref, 16): 0 for one in entries})
    for key in keys(rounds, name="seats"):
        order = [by_ref[one] for one in draw_order(by_ref, key=key)]
        counts.update(int(one.ref, 16) for one in allocate(order, rooms) if one.day)
    return counts


def near(count: int, chance: float, *, rounds: int = ROUNDS) -> bool:
    """Whether a count is within four standard deviations of what its chance makes due."""
    return abs(count - rounds * chance) <= 4 * sqrt(rounds * chance * (1 - chance))


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_every_order_of_a_list_comes_as_often_as_any_other(size):
    refs = [ref(n) for n in range(1, size + 1)]
    counts = dict.fromkeys(permutations(refs), 0)
    due = 100
    for key in keys(due * factorial(size), name="orders"):
        counts[tuple(draw_order(refs, key=key))] += 1

    assert chi_square(counts.values(), due) < LIMITS[factorial(size) - 1]


def test_refs_that_look_alike_and_refs_that_do_not_stand_alike():
    refs = [ref(n) for n in (0, 1, 2**64, 2**127, 2**128 - 2, 2**128 - 1)]

    first = Counter(draw_order(refs, key=key)[0] for key in keys(6 * 400, name="looks"))

    assert chi_square((first[one] for one in refs), 400) < LIMITS[5]


def test_equal_applications_get_a_seat_equally_often():
    counts = seated([entry(n, 0) for n in range(6)], [room(0, 2)])

    # Two seats of one draw never go to the same: counts spread less than of independent lots, by
    # (6 - 2) / (6 - 1), which is taken out.
    assert sum(counts.values()) == 2 * ROUNDS
    assert chi_square(counts.values(), ROUNDS / 3) * 5 / 4 < LIMITS[5]
    assert all(near(count, 1 / 3) for count in counts.values())


def test_equal_applications_get_the_better_day_equally_often():
    entries = [entry(n, 0, 1) for n in range(4)]
    by_ref = {one.ref: one for one in entries}
    rooms = [room(0, 1), room(1, 1)]

    first = Counter(
        next(one.ref for one in allocate([by_ref[r] for r in order], rooms) if one.numbers)
        for order in (draw_order(by_ref, key=key) for key in keys(ROUNDS, name="days"))
    )

    assert all(near(first[one], 1 / 4) for one in by_ref)


def test_a_family_of_two_for_two_seats_is_seated_as_often_as_it_is_drawn_first():
    """A family and two people alone, two seats: it fits only if it is the first of three."""
    counts = seated([entry(1, 0, people=2), entry(2, 0), entry(3, 0)], [room(0, 2)])

    assert near(counts[1], 1 / 3)
    # Whoever is alone gets a seat whenever the family is not the first.
    assert counts[2] == counts[3] == ROUNDS - counts[1]


def test_a_family_has_the_chance_of_the_applicants_alone_while_there_is_room():
    """Families of two among themselves: the lot is one a family, not one a person."""
    counts = seated([entry(n, 0, people=2) for n in range(4)], [room(0, 2, 2)])

    assert all(near(count, 1 / 2) for count in counts.values())


def test_a_kept_seat_makes_the_chance_of_its_group_and_leaves_the_rest_to_all():
    """Two with priority and two without, two seats, one kept: chances of 7/12 and 5/12."""
    people = [entry(1, 0, group=P), entry(2, 0, group=P), entry(3, 0), entry(4, 0)]

    counts = seated(people, [room(0, 2, priority=1)])

    # Both with priority are seated only if they are the first two, a sixth of all orders; else one
    # of them is, and one of the others.
    both = counts[1] + counts[2] - ROUNDS
    assert near(both, 1 / 6)
    assert counts[3] + counts[4] == ROUNDS - both
    assert near(counts[1], 7 / 12)
    assert near(counts[2], 7 / 12)
    assert near(counts[3], 5 / 12)
    assert near(counts[4], 5 / 12)


def test_a_lot_that_favours_somebody_would_be_seen():
    """The measure itself: one of six is due 500, and gets one seat in twenty more."""
    fair = [503, 489, 511, 497, 492, 508]
    bent = [503 + 150, *(count - 30 for count in fair[1:])]

    assert chi_square(fair, 500) < LIMITS[5] < chi_square(bent, 500)
