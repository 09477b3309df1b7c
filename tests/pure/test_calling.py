"""The public calling rule: each sentence of docs/calling.md once, then its laws."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import calling
from jernih.pure.calling import CallingPolicy, CallRule, Choice, CounterNow, Lane, Waiting

EIGHT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
POLICY = CallingPolicy(
    version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
)
ONE = CounterNow(number=1, officer="s1", services=frozenset({"new", "replace"}))
TWO = CounterNow(number=2, officer="s2", services=frozenset({"new"}))
FULL = calling.count_at_opening(POLICY)


def at(minutes):
    return EIGHT + timedelta(minutes=minutes)


def ticket(number, lane=Lane.BOOKED, place=0, **more):
    more.setdefault("arrived_at", at(place))
    more.setdefault("service", "new")
    return Waiting(number=number, lane=lane, place_at=at(place), **more)


def call(*waiting, counter=ONE, since=0, minute=60):
    return calling.next_ticket(
        waiting, counter=counter, policy=POLICY, since_priority=since, now=at(minute)
    )


# --- each sentence of the rule ---


def test_an_empty_hall_calls_nobody():
    assert call() is None


def test_a_counter_does_not_call_a_service_it_does_not_do():
    assert call(ticket("A-001", service="replace"), counter=TWO) is None


def test_an_officer_does_not_call_whom_he_registered():
    own = ticket("A-001", helper="s1")

    assert call(own) is None
    assert call(own, counter=TWO) == Choice(number="A-001", rule=CallRule.BOOKED)


def test_a_ticket_nobody_helped_with_may_be_called_by_an_officer_without_a_ref():
    nobody = CounterNow(number=1, officer="", services=frozenset({"new"}))

    assert call(ticket("A-001"), counter=nobody) is not None


def test_who_comes_back_is_first_at_the_home_counter_in_order_of_return():
    later = ticket("A-002", place=30, home_counter=1, returned_at=at(50))
    sooner = ticket("A-009", place=40, home_counter=1, returned_at=at(45))

    assert call(ticket("A-001"), later, sooner) == Choice(number="A-009", rule=CallRule.HOME)


def test_who_comes_back_keeps_the_old_place_at_other_counters():
    back = ticket("A-002", place=30, home_counter=1, returned_at=at(50))

    assert call(ticket("A-003", place=45), back, counter=TWO) == Choice(
        number="A-002", rule=CallRule.BOOKED
    )
    assert call(ticket("A-001", place=15), back, counter=TWO).number == "A-001"


def test_a_home_counter_without_a_return_gives_no_first_place():
    marked = ticket("A-002", place=30, home_counter=1)

    assert call(ticket("A-001"), marked).number == "A-001"


def test_priority_goes_before_booked_once_enough_others_were_called():
    hall = (ticket("A-001"), ticket("P-001", Lane.PRIORITY, 50))

    assert call(*hall, since=2) == Choice(number="P-001", rule=CallRule.PRIORITY)
    assert call(*hall, since=1) == Choice(number="A-001", rule=CallRule.BOOKED)


def test_the_first_priority_ticket_of_a_day_need_not_wait():
    hall = (ticket("A-001"), ticket("P-001", Lane.PRIORITY, 50))

    assert call(*hall, since=FULL).number == "P-001"


def test_booked_tickets_go_by_window_then_arrival_then_number():
    late_window = ticket("A-001", place=30, arrived_at=at(1))
    came_later = ticket("A-002", place=0, arrived_at=at(9))
    twin = ticket("A-004", place=0, arrived_at=at(5))
    first = ticket("A-003", place=0, arrived_at=at(5))

    assert call(late_window, came_later, twin, first).number == "A-003"
    assert call(late_window, came_later, twin).number == "A-004"
    assert call(late_window, came_later).number == "A-002"


def test_priority_fills_the_time_when_no_booked_ticket_is_due():
    hall = (ticket("A-001", place=90), ticket("P-001", Lane.PRIORITY, 10))

    assert call(*hall, since=0) == Choice(number="P-001", rule=CallRule.PRIORITY)


def test_standby_comes_after_priority_and_before_early_tickets():
    early = ticket("A-001", place=90)
    standby = ticket("S-001", Lane.STANDBY, 20)
    earlier = ticket("S-002", Lane.STANDBY, 10)

    assert call(early, standby, earlier) == Choice(number="S-002", rule=CallRule.STANDBY)
    assert call(early) == Choice(number="A-001", rule=CallRule.EARLY)


def test_a_ticket_is_due_from_the_very_second_its_window_starts():
    assert call(ticket("A-001", place=60), minute=60).rule is CallRule.BOOKED
    assert call(ticket("A-001", place=60), minute=59).rule is CallRule.EARLY


def test_who_was_missed_and_comes_back_stands_at_the_end_of_the_lane():
    missed = ticket("P-001", Lane.PRIORITY, 55, arrived_at=at(0))

    assert call(missed, ticket("P-002", Lane.PRIORITY, 20)).number == "P-002"


def test_the_worked_example_in_the_docs_is_true():
    hall = {
        t.number: t
        for t in (
            ticket("A-007", place=60, arrived_at=at(41)),
            ticket("A-005", place=30, arrived_at=at(52)),
            ticket("A-012", place=90, arrived_at=at(61)),
            ticket("P-002", Lane.PRIORITY, 58),
            ticket("S-001", Lane.STANDBY, 10),
            ticket("A-003", place=0, arrived_at=at(-5), home_counter=2, returned_at=at(63)),
        )
    }
    since, said = 1, []

    while chosen := call(*hall.values(), since=since, minute=65):
        said.append(f"{chosen.number} {chosen.rule}")
        since = calling.after_call(since, hall.pop(chosen.number).lane)

    assert said == [
        "A-003 BOOKED",
        "P-002 PRIORITY",
        "A-005 BOOKED",
        "A-007 BOOKED",
        "S-001 STANDBY",
        "A-012 EARLY",
    ]


# --- counting, check-in, recalls ---


def test_a_priority_call_empties_the_count_and_every_other_call_adds_one():
    assert calling.after_call(5, Lane.PRIORITY) == 0
    assert calling.after_call(5, Lane.BOOKED) == 6
    assert calling.after_call(0, Lane.STANDBY) == 1


def test_two_booked_calls_stand_between_two_priority_calls():
    hall = [ticket(f"A-{n:03}") for n in range(1, 7)]
    hall += [ticket(f"P-{n:03}", Lane.PRIORITY) for n in range(1, 4)]
    lanes = {t.number: t.lane for t in hall}
    since, order = FULL, ""

    while chosen := call(*(t for t in hall if t.number in lanes), since=since):
        order += chosen.number[0]
        since = calling.after_call(since, lanes.pop(chosen.number))

    assert order == "PAAPAAPAA"


@pytest.mark.parametrize(
    ("arrived", "place"),
    [(-30, 0), (0, 0), (29, 0), (60, 0), (61, 61), (59.99, 0), (60.5, 60.5), (200, 200)],
)
def test_who_comes_in_time_has_the_start_of_the_window_as_place(arrived, place):
    got = calling.place_of(EIGHT, at(30), arrived_at=at(arrived), policy=POLICY)

    assert got == at(place)


def test_who_comes_a_little_too_late_waits_for_the_end_of_the_next_window():
    strict = calling.CallingPolicy(
        **{**{n: getattr(POLICY, n) for n in POLICY.__slots__}, "late_minutes": 5}
    )

    assert calling.place_of(EIGHT, at(30), arrived_at=at(36), policy=strict) == at(60)


def test_check_in_opens_thirty_minutes_before_the_window():
    assert calling.opens_at(EIGHT, policy=POLICY) == at(-30)
    assert calling.may_check_in(EIGHT, arrived_at=at(-30), policy=POLICY)
    assert not calling.may_check_in(EIGHT, arrived_at=at(-30.1), policy=POLICY)


@given(a=st.integers(-30, 600), b=st.integers(-30, 600))
def test_coming_later_never_gains_a_place(a, b):
    soon, late = sorted((a, b))

    first, second = (
        calling.place_of(EIGHT, at(30), arrived_at=at(m), policy=POLICY) for m in (soon, late)
    )

    assert (first, at(soon)) <= (second, at(late))


@pytest.mark.parametrize(
    ("recalls", "seconds", "recall", "miss"),
    [
        (0, 59, False, False),
        (0, 60, True, True),
        (2, 60, True, True),
        (3, 59, False, False),
        (3, 60, False, True),
    ],
)
def test_recalls_are_spaced_and_counted_and_missed_leaves_time_to_come(
    recalls, seconds, recall, miss
):
    moments = {"last_call_at": EIGHT, "policy": POLICY, "now": EIGHT + timedelta(seconds=seconds)}

    assert calling.may_recall(recalls, **moments) is recall
    assert calling.may_miss(**moments) is miss


def test_a_missed_ticket_comes_back_once():
    assert calling.may_re_enter(0)
    assert not calling.may_re_enter(1)


def test_who_comes_back_after_being_missed_stands_at_that_moment_but_never_gains():
    assert calling.place_again(EIGHT, now=at(20)) == at(20)
    assert calling.place_again(at(30), now=at(20)) == at(30)


def test_a_call_that_is_taken_back_leaves_the_count_as_it_was():
    assert calling.after_return(0, Lane.PRIORITY, policy=POLICY) == FULL
    assert calling.after_return(3, Lane.BOOKED, policy=POLICY) == 2
    assert calling.after_return(0, Lane.STANDBY, policy=POLICY) == 0


def test_numbers_past_999_still_come_in_order():
    a, b, c = (ticket(n, arrived_at=EIGHT) for n in ("A-999", "A-1000", "B-001"))

    assert sorted([c, b, a], key=calling.line_place) == [a, b, c]


# --- laws ---

minutes = st.integers(0, 6).map(lambda n: n * 15)
tickets = st.builds(
    ticket,
    st.just(""),
    lane=st.sampled_from(Lane),
    place=minutes,
    arrived_at=minutes.map(at),
    service=st.sampled_from(["new", "replace", "collect"]),
    home_counter=st.integers(0, 2),
    returned_at=st.none() | minutes.map(at),
    helper=st.sampled_from(["", "s1", "s2"]),
)
halls = st.lists(tickets, max_size=24).map(
    lambda rows: [
        Waiting(**{**{n: getattr(t, n) for n in t.__slots__}, "number": f"A-{i:03}"})
        for i, t in enumerate(rows, 1)
    ]
)
moments = st.fixed_dictionaries(
    {
        "counter": st.sampled_from([ONE, TWO]),
        "policy": st.just(POLICY),
        "since_priority": st.integers(0, 4),
        "now": minutes.map(at),
    }
)


def by_the_words(waiting, *, counter, policy, since_priority, now):
    """The rule once more, sentence by sentence and slowly, as the text has it."""
    mine = [t for t in waiting if t.service in counter.services and t.helper != counter.officer]
    line = sorted(mine, key=lambda t: (t.place_at, t.arrived_at, t.number))
    back = [t for t in mine if t.returned_at and t.home_counter == counter.number]
    back.sort(key=lambda t: (t.returned_at, t.arrived_at, t.number))
    priority = [t for t in line if t.lane is Lane.PRIORITY]
    due = [t for t in line if t.lane is Lane.BOOKED and t.place_at <= now]
    early = [t for t in line if t.lane is Lane.BOOKED and t.place_at > now]
    standby = [t for t in line if t.lane is Lane.STANDBY]
    turn = priority if since_priority >= policy.priority_every else []
    order = [
        *((t, CallRule.HOME) for t in back),
        *((t, CallRule.PRIORITY) for t in turn),
        *((t, CallRule.BOOKED) for t in due),
        *((t, CallRule.PRIORITY) for t in priority),
        *((t, CallRule.STANDBY) for t in standby),
        *((t, CallRule.EARLY) for t in early),
    ]
    return Choice(number=order[0][0].number, rule=order[0][1]) if order else None


@given(halls, moments)
def test_the_code_says_what_the_words_say(hall, moment):
    assert calling.next_ticket(hall, **moment) == by_the_words(hall, **moment)


@given(halls, moments, st.randoms())
def test_the_order_of_the_rows_does_not_matter(hall, moment, rnd):
    shuffled = hall[:]
    rnd.shuffle(shuffled)

    assert calling.next_ticket(shuffled, **moment) == calling.next_ticket(hall, **moment)


@given(halls, moments, st.data())
def test_any_rows_that_hold_the_heads_give_the_same_choice(hall, moment, data):
    rest = data.draw(st.lists(st.sampled_from(hall), unique_by=id)) if hall else []
    heads = calling.heads(hall)
    rows = {t.number: t for t in [*heads, *rest]}.values()

    assert calling.next_ticket(heads, **moment) == calling.next_ticket(hall, **moment)
    assert calling.next_ticket(rows, **moment) == calling.next_ticket(hall, **moment)


@given(halls, moments)
def test_at_most_four_rows_suffice_for_one_counter(hall, moment):
    rows = calling.heads_for(hall, counter=moment["counter"])

    assert len(rows) <= 4
    assert calling.next_ticket(rows, **moment) == calling.next_ticket(hall, **moment)


@given(halls, moments)
def test_a_counter_rests_only_when_nothing_waits_for_it(hall, moment):
    chosen = calling.next_ticket(hall, **moment)
    callable_numbers = {t.number for t in hall if calling.may_call(t, counter=moment["counter"])}

    assert (chosen is None) == (not callable_numbers)
    assert chosen is None or chosen.number in callable_numbers


@given(halls, moments)
def test_calling_on_and_on_calls_everyone_once(hall, moment):
    rows = {t.number: t for t in hall if calling.may_call(t, counter=moment["counter"])}
    called = []

    while chosen := calling.next_ticket(rows.values(), **moment):
        called.append(chosen.number)
        moment["since_priority"] = calling.after_call(
            moment["since_priority"], rows.pop(chosen.number).lane
        )

    assert not rows
    assert len(called) == len(set(called))


@given(halls, moments)
def test_nobody_overtakes_within_a_lane_except_from_home(hall, moment):
    chosen = calling.next_ticket(hall, **moment)
    if chosen is None or chosen.rule is CallRule.HOME:
        return
    mine = next(t for t in hall if t.number == chosen.number)

    assert all(
        calling.line_place(mine) <= calling.line_place(t)
        for t in hall
        if t.lane is mine.lane and calling.may_call(t, counter=moment["counter"])
    )
