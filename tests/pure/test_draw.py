"""The order of a batch: golden values, and what may not matter."""

import json
from dataclasses import replace
from hashlib import sha256
from itertools import permutations
from math import factorial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.draw import BadDraw, draw_key, draw_order, extract, position, sample
from jernih.pure.draw_list import Group, group_of, line, list_root, wished_days
from tests.pure.draws import DAYS, P, entry, ref

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "draw.json").read_text())
KEY = sha256(b"a key").digest()
REFS = [ref(n) for n in range(1, 5)]
# Chi-square with 23 degrees of freedom is beyond this once in ten thousand times.
LIMIT_23 = 56.0


def test_the_published_draft_gives_its_published_values():
    """draft-thomson-elegy-vrs: its worked example, hashed as HKDF is."""
    example = VECTORS["elegy"]
    secret = b"totally not a bikeshed"
    for _ in range(9):
        secret = sha256(secret).digest()

    assert secret.hex().startswith(example["ninth_hash"])


def test_the_order_of_the_first_draft_is_still_that_of_today():
    golden = VECTORS["first"]
    parts = [sha256(b"list").digest(), bytes.fromhex(golden["randomness"]), b"A" * 32, b"B" * 32]
    key = extract(b"jernih/draw/v1", parts)

    names = sorted((b"app-%03d" % n for n in range(6)), key=lambda name: position(key, name))

    assert key.hex() == golden["key"]
    assert [int(name[-3:]) for name in names] == golden["order"]


@given(st.sets(st.integers(0, 2**128 - 1)), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(numbers, chance):
    refs = [ref(n) for n in sorted(numbers)]
    shuffled = refs[:]
    chance.shuffle(shuffled)

    assert draw_order(shuffled, key=KEY) == draw_order(refs, key=KEY)
    assert sorted(draw_order(refs, key=KEY)) == refs


@given(st.sets(st.integers(0, 2**128 - 1), min_size=1))
def test_taking_one_away_moves_no_other(numbers):
    order = draw_order(map(ref, numbers), key=KEY)
    gone = order[len(order) // 2]

    without = draw_order((one for one in order if one != gone), key=KEY)

    assert without == [one for one in order if one != gone]


def test_the_order_is_that_of_the_positions():
    assert draw_order(REFS, key=KEY) == sorted(
        REFS, key=lambda one: position(KEY, bytes.fromhex(one))
    )


def test_every_order_is_equally_likely():
    counts = dict.fromkeys(permutations(REFS), 0)
    rounds = 24_000
    for n in range(rounds):
        counts[tuple(draw_order(REFS, key=sha256(b"%d" % n).digest()))] += 1

    expected = rounds / factorial(4)
    chi = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi < LIMIT_23


def test_the_key_changes_with_every_part_and_not_with_the_order_of_reveals():
    parts = {"batch": ref(1), "list_root": KEY, "randomness": sha256(b"r").digest()}
    one, two = sha256(b"1").digest(), sha256(b"2").digest()
    key = draw_key(**parts, reveals=[one, two])

    assert draw_key(**parts, reveals=[two, one]) == key
    others = [
        draw_key(**parts, reveals=[one]),
        draw_key(**parts),
        draw_key(**parts | {"batch": ref(2)}, reveals=[one, two]),
        draw_key(**parts | {"list_root": one}, reveals=[one, two]),
        draw_key(**parts | {"randomness": one}, reveals=[one, two]),
    ]
    assert len({key, *others}) == 6


@pytest.mark.parametrize("short", ["list_root", "randomness"])
def test_a_part_of_another_length_is_refused(short):
    parts = {"list_root": KEY, "randomness": KEY} | {short: b"short"}

    with pytest.raises(BadDraw):
        draw_key(batch=ref(1), **parts)


def test_an_application_given_twice_and_a_short_key_are_refused():
    with pytest.raises(BadDraw):
        draw_order([ref(1), ref(1)], key=KEY)
    with pytest.raises(BadDraw):
        draw_order([ref(1)], key=b"short")


def test_a_sample_is_another_lot_than_the_draw():
    refs = [ref(n) for n in range(200)]

    chosen = sample(refs, key=KEY, size=20)

    assert len(set(chosen)) == 20
    assert chosen != draw_order(refs, key=KEY)[:20]
    assert sorted(sample(refs[:5], key=KEY, size=20)) == refs[:5]


# ---- the list


def test_a_line_is_spelled_in_one_way():
    assert line(entry(1, 0, 2, people=3, group=P)) == (
        b"00000000000000000000000000000001 3 P 2026-12-07,2026-12-09 -"
    )
    assert line(entry(2, 0, start=1)) == (
        b"00000000000000000000000000000002 1 G 2026-12-07/2026-12-07T01:00:00Z -"
    )


def test_the_root_does_not_depend_on_the_order_and_does_on_every_letter():
    entries = [entry(1, 0), entry(2, 1), entry(3, 2)]
    root = list_root(entries)

    assert list_root(reversed(entries)) == root
    assert list_root(entries[:2]) != root
    assert list_root([entry(1, 0, group=P), *entries[1:]]) != root
    assert list_root([entry(1, 1), *entries[1:]]) != root
    assert list_root([]) == sha256(b"").digest()


def test_days_are_wished_in_order_then_all_later_ones():
    later = replace(entry(1, 2, 0), any_after=DAYS[3])

    wished = list(wished_days(later, {day: n for n, day in enumerate(DAYS) if n != 2}))

    assert wished == [0, 3, 4]


@pytest.mark.parametrize(
    ("classes", "losses", "after", "group"),
    [
        (["G", "P"], 5, 1, Group.PRIORITY),
        (["G"], 2, 2, Group.LONG_WAITING),
        (["G"], 1, 2, Group.GENERAL),
        (["G"], 9, 0, Group.GENERAL),
    ],
)
def test_the_group_of_an_application(classes, losses, after, group):
    assert group_of(classes, losses=losses, long_after=after) is group
