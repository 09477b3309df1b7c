"""Wait ranges: exact where the future is exact, honest where it is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import calling, waiting
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from jernih.pure.waiting import Coverage, Desk, Hall, WaitRange

NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
POLICY = CallingPolicy(
    version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
)
ALL = frozenset({"new", "collect"})
FIXED = {"new": (600,), "collect": (300,)}


def at(minutes):
    return NINE + timedelta(minutes=minutes)


def ticket(number, lane=Lane.BOOKED, place=-30, **more):
    more.setdefault("arrived_at", at(place))
    more.setdefault("service", "new")
    return Waiting(number=number, lane=lane, place_at=at(place), **more)


def desk(number, *, free=0, services=ALL, rests=()):
    counter = CounterNow(number=number, officer=f"s{number}", services=services)
    return Desk(counter=counter, free_at=at(free), rests=rests)


ONE_DESK = (desk(1),)


def hall(*tickets, desks=ONE_DESK, seconds=FIXED, **more):
    more.setdefault("since_priority", 0)
    return Hall(waiting=tickets, desks=desks, policy=POLICY, seconds=seconds, **more)


def predict(*tickets, **more):
    return waiting.predict(hall(*tickets, **more), now=NINE, seed="tarakan")


# --- exact futures ---


def test_in_an_empty_hall_nobody_waits():
    assert predict() == {}


def test_without_a_counter_nobody_knows():
    assert predict(ticket("A-001"), desks=()) == {}


def test_one_counter_and_fixed_times_make_an_exact_line():
    line = [ticket(f"A-{n:03}") for n in range(1, 4)]

    said = predict(*line, desks=(desk(1, free=3),))

    assert said == {
        "A-001": WaitRange(p50_minutes=3, p90_minutes=3, ahead=0),
        "A-002": WaitRange(p50_minutes=13, p90_minutes=13, ahead=1),
        "A-003": WaitRange(p50_minutes=23, p90_minutes=23, ahead=2),
    }


@given(people=st.integers(1, 20), desks=st.integers(1, 5))
def test_with_fixed_times_the_kth_waits_for_a_kth_of_the_counters(people, desks):
    line = [ticket(f"A-{n:03}") for n in range(people)]

    said = predict(*line, desks=tuple(desk(n + 1) for n in range(desks)))

    assert [said[t.number].p90_minutes for t in line] == [k // desks * 10 for k in range(people)]


def test_minutes_are_rounded_up():
    said = predict(ticket("A-001"), ticket("A-002"), seconds={"new": (61,)})

    assert said["A-002"].p50_minutes == 2


def test_who_comes_back_to_her_counter_is_next_there():
    back = ticket("A-009", place=-5, home_counter=1, returned_at=at(-1))

    said = predict(ticket("A-001"), back)

    assert (said["A-009"].ahead, said["A-001"].ahead) == (0, 1)


def test_a_counter_that_rests_calls_nobody_until_it_is_back():
    lunch = ((at(5), at(20)), (at(20), at(30)))

    said = predict(ticket("A-001"), ticket("A-002"), desks=(desk(1, rests=lunch),))

    assert (said["A-001"].p50_minutes, said["A-002"].p50_minutes) == (0, 30)


def test_a_number_that_no_counter_may_call_gets_no_promise():
    own = ticket("A-001", helper="s1")
    other = ticket("A-002", service="collect")

    said = predict(own, other, desks=(desk(1, services=frozenset({"new"})),))

    assert said == {}


def test_booked_people_still_to_come_go_before_standby():
    booked = ticket("A-001", place=0, arrived_at=at(1))
    standby = [ticket("S-001", Lane.STANDBY), ticket("S-002", Lane.STANDBY)]

    alone = predict(*standby)
    said = predict(*standby, coming=(booked,))

    assert alone["S-002"].p50_minutes == 10
    assert said["S-002"].p50_minutes == 20
    assert "A-001" not in said


def test_who_will_not_come_costs_nobody_time():
    booked = ticket("A-001", place=0, arrived_at=at(1))
    standby = [ticket("S-001", Lane.STANDBY), ticket("S-002", Lane.STANDBY)]

    said = predict(*standby, coming=(booked,), show_permille=0)

    assert said["S-002"].p90_minutes == 10


def test_a_counter_with_nothing_to_do_waits_for_who_is_coming():
    only_new = desk(2, services=frozenset({"new"}), free=-5)
    booked = ticket("A-001", place=0, arrived_at=at(7))
    line = [ticket("C-001", service="collect"), ticket("C-002", service="collect")]

    said = predict(*line, desks=(desk(1), only_new), coming=(booked,))

    assert said["C-002"].p50_minutes == 5


# --- laws ---

lines = st.lists(
    st.tuples(st.sampled_from(Lane), st.integers(-60, 60), st.sampled_from(sorted(ALL))),
    max_size=12,
).map(
    lambda rows: [
        ticket(f"A-{n:03}", lane, place, service=service, arrived_at=at(min(place, 0)))
        for n, (lane, place, service) in enumerate(rows)
    ]
)
SCATTERED = {s: waiting.service_seconds((), minutes=m) for s, m in (("new", 12), ("collect", 4))}


@given(lines, st.randoms())
@settings(max_examples=25)
def test_the_same_hall_always_gives_the_same_range(line, rnd):
    shuffled = line[:]
    rnd.shuffle(shuffled)

    assert predict(*shuffled, seconds=SCATTERED) == predict(*line, seconds=SCATTERED)


@given(lines)
@settings(max_examples=25)
def test_the_first_number_said_is_the_one_the_rule_calls_now(line):
    said = predict(*line, seconds=SCATTERED)
    choice = calling.next_ticket(
        line, counter=desk(1).counter, policy=POLICY, since_priority=0, now=NINE
    )

    assert set(said) == {t.number for t in line}
    assert all(r.p50_minutes <= r.p90_minutes for r in said.values())
    if choice:
        assert said[choice.number] == WaitRange(p50_minutes=0, p90_minutes=0, ahead=0)


def played(line, *desks, coming=()):
    """Play the line on with the rule over all rows, as slow as it is plain: waits in minutes."""
    free = {one.counter.number: one for one in desks}
    works_at = {number: max(one.free_at, NINE) for number, one in free.items()}
    left, since, waits = [*line, *coming], 0, {}
    while works_at and {t.number for t in line} - set(waits):
        now, number = min((moment, number) for number, moment in works_at.items())
        here = [t for t in left if t in line or t.arrived_at <= now]
        one = free[number].counter
        choice = calling.next_ticket(
            here, counter=one, policy=POLICY, since_priority=since, now=now
        )
        if choice is None:
            later = [t.arrived_at for t in left if t in coming and t.arrived_at > now]
            works_at = {k: v for k, v in works_at.items() if k != number or later}
            works_at |= {number: min(later)} if later else {}
            continue
        [ticket] = [t for t in left if t.number == choice.number]
        left.remove(ticket)
        waits[ticket.number] = -(-(now - NINE) // timedelta(minutes=1))
        since = calling.after_call(since, ticket.lane)
        works_at[number] = now + timedelta(seconds=FIXED[ticket.service][0])
    return waits


homes = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 2), st.integers(-20, 0)), max_size=4)


@given(lines, homes, st.lists(st.integers(0, 60), max_size=4), st.integers(0, 9))
@settings(max_examples=60)
def test_the_quick_play_is_the_rule_played_row_by_row(line, came_back, arrivals, free):
    for n, counter, minutes in came_back:
        if n < len(line):
            line[n] = replace(line[n], home_counter=counter, returned_at=at(minutes))
    coming = tuple(
        ticket(f"B-{n:03}", place=minutes, arrived_at=at(minutes))
        for n, minutes in enumerate(arrivals)
    )
    desks = (desk(1), desk(2, free=free, services=frozenset({"new"})))

    quick = predict(*line, desks=desks, coming=coming)

    waits = played(line, *desks, coming=coming)
    assert {n: r.p90_minutes for n, r in quick.items()} == {t.number: waits[t.number] for t in line}


@given(lines)
@settings(max_examples=25)
def test_a_second_counter_makes_nobody_wait_longer_for_fixed_times(line):
    same = [t for t in line if t.service == "new" and t.lane is Lane.STANDBY]

    one, two = predict(*same), predict(*same, desks=(desk(1), desk(2)))

    assert all(two[n].p90_minutes <= one[n].p90_minutes for n in one)


# --- what is drawn from ---


def test_a_short_history_is_not_trusted():
    guess = waiting.service_seconds([60] * 29, minutes=10)

    assert len(guess) == waiting.QUANTILES
    assert sorted(guess) == list(guess)
    assert 540 <= sum(guess) / len(guess) <= 660


def test_a_long_history_is_taken_as_it_is_and_only_its_latest_part():
    assert waiting.service_seconds([1] * 500 + [5, 3] * 100, minutes=10) == (3,) * 100 + (5,) * 100


def test_nine_in_ten_are_called_before_the_second_number_said():
    """Calibration on days drawn from the same times, by a generator of another kind."""
    rnd = Random(20260105)
    line = [ticket(f"A-{n:03}") for n in range(12)]
    desks = (desk(1), desk(2))
    said = predict(*line, desks=desks, seconds=SCATTERED)
    rows = []
    for _ in range(200):
        free = [0.0, 0.0]
        for one in line:
            free.sort()
            wait = -(-free[0] // 60)
            rows.append((said[one.number].p50_minutes, said[one.number].p90_minutes, int(wait)))
            free[0] += rnd.choice(SCATTERED["new"])

    found = waiting.coverage(rows)

    assert found.predictions == 2400
    assert 450 <= found.within_p50_permille <= 700
    assert 860 <= found.within_p90_permille <= 960


def test_coverage_counts_who_was_called_in_time():
    assert waiting.coverage([(5, 10, 5), (5, 10, 10), (5, 10, 11)]) == Coverage(
        predictions=3, within_p50_permille=333, within_p90_permille=666
    )
    assert waiting.coverage([]) == Coverage(
        predictions=0, within_p50_permille=0, within_p90_permille=0
    )


@pytest.mark.parametrize("people", [40])
def test_forty_people_are_answered_while_the_page_is_made(people):
    line = [
        ticket(f"A-{n:03}", lane, -n, service=service)
        for n, (lane, service) in enumerate(
            [(Lane.BOOKED, "new"), (Lane.PRIORITY, "new"), (Lane.BOOKED, "collect")] * 14
        )
    ][:people]

    began = perf_counter()
    said = predict(*line, desks=tuple(desk(n) for n in range(1, 5)), seconds=SCATTERED)
    took = perf_counter() - began

    assert len(said) == people
    # Ten times what it takes on a slow day; the figure of record is made by the bench.
    assert took < 0.5
