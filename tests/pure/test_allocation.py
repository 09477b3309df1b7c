"""The laws of giving seats, as far as each of them goes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from jernih.pure.allocation import DayRoom, allocate
from jernih.pure.draw_list import Entry, Group, Wish
from tests.pure.draws import DAYS, G, P, batches, by_proposals, entry, given, room

FAMILIES = (1, 1, 1, 2, 3, 4, 8)


def rank(mine: Entry, day: int | None) -> int:
    """How far down her own list somebody got; past its end for nothing, or for a day unwanted."""
    wished = [wish.day for wish in mine.wishes]
    wanted = day is not None and DAYS[day] in wished
    return wished.index(DAYS[day]) if wanted else len(wished)


# ---- by hand


def test_who_is_drawn_first_chooses_first():
    assert given([entry(1, 0), entry(2, 0, 1), entry(3, 0, 1)], [room(0, 1), room(1, 1)]) == [
        0,
        1,
        None,
    ]


def test_a_family_that_does_not_fit_is_passed_over_and_keeps_its_place():
    order = [entry(1, 0), entry(2, 0, 1, people=3), entry(3, 0)]

    assert given(order, [room(0, 3), room(1, 3)]) == [0, 1, 0]


def test_a_family_sits_in_one_window_where_it_can():
    seatings = allocate([entry(1, 0), entry(2, 0, people=3)], [room(0, 2, 4)])

    assert [s.numbers for s in seatings] == [(1,), (3, 4, 5)]


def test_a_family_is_parted_over_windows_rather_than_turned_away():
    seatings = allocate([entry(1, 0, people=5)], [room(0, 2, 2, 2)])

    assert seatings[0].numbers == (1, 2, 3, 4, 5)


def test_the_wished_time_is_given_while_there_is_room_and_else_a_later_one_then_an_earlier():
    order = [entry(n, 0, start=1) for n in range(1, 5)]

    numbers = [s.numbers for s in allocate(order, [room(0, 2, 1, 1)])]

    assert numbers == [(3,), (4,), (1,), (2,)]


def test_a_kept_seat_is_lent_while_nobody_needs_it():
    assert given([entry(1, 0), entry(2, 0)], [room(0, 2, priority=2)]) == [0, 0]


def test_a_lent_seat_goes_back_and_its_borrower_goes_on_with_her_own_number():
    order = [entry(1, 0), entry(2, 0, 1), entry(3, 1), entry(4, 0, group=P)]

    assert given(order, [room(0, 2, priority=1), room(1, 1)]) == [0, 1, None, 0]


def test_beyond_the_kept_seats_priority_counts_no_more():
    order = [entry(1, 0), entry(2, 0, group=P), entry(3, 0), entry(4, 0, group=P)]

    assert given(order, [room(0, 3, priority=1)]) == [0, 0, 0, None]


def test_long_waiting_have_kept_seats_of_their_own():
    order = [entry(1, 0), entry(2, 0, group=Group.LONG_WAITING), entry(3, 0, group=P)]

    assert given(order, [room(0, 2, priority=1, long_waiting=1)]) == [None, 0, 0]


def test_any_later_day_is_wished_in_order():
    later = replace(entry(2), any_after=DAYS[1])

    assert given([entry(1, 1), later], [room(0, 1), room(1, 1), room(2, 1)]) == [1, 2]


def test_days_that_the_batch_does_not_have_are_passed_over():
    assert given([entry(1, 3, 0)], [room(0, 1)]) == [0]


def test_a_day_wished_twice_is_asked_once():
    order = [entry(1, 0), entry(2, 0, 0, 1), entry(3, 0, group=P)]

    assert given(order, [room(0, 2, priority=1), room(1, 1)]) == [0, 1, 0]


def test_a_late_wish_does_not_see_the_windows_that_an_early_one_found_full():
    order = [
        *(entry(n, 0, people=2) for n in (1, 2)),
        *(entry(n, 0, start=1) for n in (3, 4)),
        entry(5, 0, people=2, start=2),
        *(entry(n, 0) for n in (6, 7, 8)),
    ]

    numbers = [s.numbers for s in allocate(order, [room(0, 3, 4, 2)])]

    assert numbers == [(1, 2), (4, 5), (6,), (7,), (8, 9), (3,), (), ()]


def test_nobody_and_nothing_make_an_empty_result():
    assert allocate([], [room(0, 1)]) == []
    assert given([entry(1, 0)], []) == [None]
    assert given([entry(1, 0)], [room(0)]) == [None]


# ---- laws for everybody


@forall(batches(sizes=FAMILIES))
def test_no_seat_is_given_twice_and_a_family_gets_all_or_nothing(batch):
    order, rooms = batch

    seatings = allocate(order, rooms)

    assert [s.ref for s in seatings] == [e.ref for e in order]
    for mine, seating in zip(order, seatings, strict=True):
        assert len(seating.numbers) == (mine.people if seating.day else 0)
        assert seating.day is None or seating.day in [wish.day for wish in mine.wishes]
    for one in rooms:
        numbers = [n for s in seatings if s.day == one.day for n in s.numbers]
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) <= set(range(1, one.seats + 1))


@forall(batches(sizes=FAMILIES))
def test_nobody_is_left_without_while_a_wished_day_has_room(batch):
    order, rooms = batch

    days = given(order, rooms)

    for one in rooms:
        taken = sum(e.people for e, d in zip(order, days, strict=True) if d is not None
                    and DAYS[d] == one.day)  # fmt: skip
        for mine, day in zip(order, days, strict=True):
            if day is None and one.day in [wish.day for wish in mine.wishes]:
                assert taken + mine.people > one.seats


@forall(batches(sizes=FAMILIES))
def test_a_kept_seat_is_never_lent_while_one_of_its_group_goes_without(batch):
    order, rooms = batch

    days = given(order, rooms)

    for one in rooms:
        priority = sum(
            e.people
            for e, d in zip(order, days, strict=True)
            if e.group is P and d is not None and DAYS[d] == one.day
        )
        for mine, day in zip(order, days, strict=True):
            if day is None and mine.group is P and one.day in [w.day for w in mine.wishes]:
                assert priority + mine.people > one.priority


# ---- laws for single people


@settings(max_examples=500)
@forall(batches())
def test_single_people_get_what_the_textbook_says(batch):
    order, rooms = batch

    assert given(order, rooms) == by_proposals(order, rooms)


@forall(batches())
def test_with_nothing_kept_it_is_each_in_turn(batch):
    order, rooms = batch
    rooms = [replace(one, priority=0) for one in rooms]
    left = {one.day: one.seats for one in rooms}

    expected: list[int | None] = []
    for mine in order:
        day = next((w.day for w in mine.wishes if left.get(w.day)), None)
        if day:
            left[day] -= 1
        expected.append(DAYS.index(day) if day else None)

    assert given(order, rooms) == expected


@forall(batches(), st.data())
def test_nobody_loses_when_somebody_else_leaves(batch, data):
    order, rooms = batch
    gone = data.draw(st.integers(0, len(order) - 1))

    before = given(order, rooms)
    after = given([*order[:gone], *order[gone + 1 :]], rooms)

    del before[gone]
    for mine, was, now in zip([*order[:gone], *order[gone + 1 :]], before, after, strict=True):
        assert rank(mine, now) <= rank(mine, was)


@settings(max_examples=60, deadline=None)
@forall(batches(most=5), st.data())
def test_it_pays_to_wish_truthfully(batch, data):
    order, rooms = batch
    me = data.draw(st.integers(0, len(order) - 1))
    truth = rank(order[me], given(order, rooms)[me])

    for lie in lies(rooms):
        told = [*order[:me], replace(order[me], wishes=lie), *order[me + 1 :]]
        assert rank(order[me], given(told, rooms)[me]) >= truth


@forall(batches(), st.data())
def test_to_claim_priority_never_costs_a_place(batch, data):
    order, rooms = batch
    me = data.draw(st.integers(0, len(order) - 1))

    plain = with_group(order, me, G)
    claimed = with_group(order, me, P)

    assert rank(order[me], given(claimed, rooms)[me]) <= rank(order[me], given(plain, rooms)[me])


# ---- what does not hold, said honestly


def test_with_families_somebody_may_lose_when_another_leaves():
    single, family, behind = entry(1, 0), entry(2, 0, people=4), entry(3, 0)

    assert given([single, family, behind], [room(0, 4)]) == [0, None, 0]
    assert given([family, behind], [room(0, 4)]) == [0, None]


def lies(rooms: Sequence[DayRoom]) -> list[tuple[Wish, ...]]:
    """Every list of wishes there is."""
    days = [one.day for one in rooms]
    return [
        tuple(Wish(day=day) for day in some)
        for length in range(1, len(days) + 1)
        for some in permutations(days, length)
    ]


def with_group(order: Sequence[Entry], me: int, group: Group) -> list[Entry]:
    return [*order[:me], replace(order[me], group=group), *order[me + 1 :]]
