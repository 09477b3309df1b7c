"""What is about the office and nobody in it."""

import pytest

from jernih.pure.monitor import ghosts, house, uniform
from jernih.pure.monitor.uniform import Drawn
from jernih.pure.reasons import AlarmKind
from tests.pure.hall_facts import DAY, at
from tests.pure.monitor.book import NUMBERS

# ---- estimates


@pytest.mark.parametrize("kept", [880, 900, 920])
def test_estimates_within_two_of_a_hundred_are_honest(kept):
    assert house.look_at_estimates(kept, of=1000, numbers=NUMBERS).found == ()


@pytest.mark.parametrize("kept", [820, 975])
def test_estimates_too_short_or_too_long_are_not(kept):
    [found] = house.look_at_estimates(kept, of=1000, numbers=NUMBERS).found

    assert found.kind == AlarmKind.ESTIMATES
    assert found.subject == ""
    assert found.figures["permille"] == kept


def test_few_estimates_and_a_distance_that_chance_explains_say_nothing():
    assert house.look_at_estimates(60, of=99, numbers=NUMBERS).found == ()
    assert house.look_at_estimates(87, of=100, numbers=NUMBERS).found == ()


# ---- ghosts


def test_the_sizes_of_samples_are_those_of_the_research():
    assert [ghosts.sample_size(permille) for permille in (50, 20, 10)] == [59, 149, 299]
    assert ghosts.sample_size(0) == ghosts.sample_size(1000) == 1


def test_the_round_is_one_that_nobody_knew_when_the_day_was_closed():
    first = ghosts.round_of(at(0), wait_seconds=60)

    assert ghosts.round_of(at(1), wait_seconds=60) == first + 20


def test_the_lot_depends_on_the_day_and_the_round_and_on_nothing_else():
    numbers = [f"A-{n:03}" for n in range(200)]
    asked = {"office": "tarakan", "day": DAY, "size": 20}

    one = ghosts.chosen(numbers, randomness=b"\1" * 32, **asked)

    assert one == ghosts.chosen(reversed(numbers), randomness=b"\1" * 32, **asked)
    assert one != ghosts.chosen(numbers, randomness=b"\2" * 32, **asked)
    assert one != ghosts.chosen(numbers, randomness=b"\1" * 32, **asked | {"office": "other"})
    assert len(set(one)) == 20
    assert len(ghosts.chosen(numbers[:7], randomness=b"\1" * 32, **asked)) == 7


def test_every_number_is_asked_about_as_often():
    numbers = [f"A-{n:03}" for n in range(10)]
    asked = [
        number
        for n in range(500)
        for number in ghosts.chosen(
            numbers, office="x", day=DAY, randomness=n.to_bytes(32, "big"), size=2
        )
    ]

    assert all(70 < asked.count(number) < 130 for number in numbers)


def test_what_was_found_says_how_many_there_may_be():
    assert ghosts.largest_share(0, asked=59) == pytest.approx(0.05, abs=0.001)
    assert ghosts.largest_share(3, asked=59) > 0.1
    assert ghosts.largest_share(0, asked=0) == 1


# ---- draws


def drawn(n=240, rank=lambda n: n):
    order = sorted(range(n), key=lambda i: (rank(i), i))
    return [
        Drawn(rank=place, hour=str(8 + i % 4), group="P" if i % 5 == 0 else "G", people="1")
        for place, i in enumerate(order, 1)
    ]


def mixed(i):
    return (i * 7919) % 1009


def test_a_draw_by_lot_treats_everybody_alike():
    tests = uniform.evenness(drawn(rank=mixed))

    assert {test.what for test in tests} == {"hour", "group"}
    assert min(test.chance for test in tests) > 0.005
    assert house.look_at_draw(tests, batch="ab" * 16, numbers=NUMBERS).found == ()


def test_a_draw_that_prefers_a_class_or_an_hour_is_found():
    by_class = uniform.evenness(drawn(rank=lambda i: (i % 5 == 0) * 60 + i))
    by_hour = uniform.evenness(drawn(rank=lambda i: i % 4))

    found = house.look_at_draw(by_class, batch="ab" * 16, numbers=NUMBERS)
    assert {one.detail.split()[1] for one in found.found} >= {"group"}
    assert all(one.kind == AlarmKind.UNEVEN_DRAW for one in found.found)
    assert house.look_at_draw(by_hour, batch="cd" * 16, numbers=NUMBERS).found


def test_a_draw_of_a_few_is_not_judged():
    assert uniform.evenness(drawn(12)) == []
    assert uniform.evenness([]) == []


# ---- the funnel


def test_counters_by_chance_lie_inside_and_one_that_differs_outside():
    picture = house.funnel([(100, 2), (120, 1), (80, 1), (90, 1), (110, 30)])

    assert picture.outside == 1
    assert picture.mean_permille == 70
    assert len(picture.lines) == 4
    assert all(low[1] <= high[1] for low, high in zip(picture.lines[0], picture.lines[3],
                                                      strict=True))  # fmt: skip


def test_a_picture_of_nothing_is_empty():
    picture = house.funnel([(0, 0)])

    assert (picture.dots, picture.outside, picture.mean_permille) == ((), 0, 0)
