"""Whoever calls from the fronts of the lines calls whom the rule calls from the whole line."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import calling
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from jernih.pure.fronts import Fronts, NotEnough

NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
POLICY = CallingPolicy(
    version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
)
SERVICES = ("new", "replacement")
OFFICERS = ("s-aaaaa1", "s-aaaaa2", "s-aaaaa3")
minutes = st.integers(-3, 3).map(lambda n: NINE + timedelta(minutes=n))


@st.composite
def lines(draw):
    drawn = draw(
        st.lists(
            st.builds(
                dict,
                service=st.sampled_from(SERVICES),
                lane=st.sampled_from(Lane),
                place_at=minutes,
                arrived_at=minutes,
                home_counter=st.integers(0, 3),
                returned_at=st.none() | minutes,
                helper=st.sampled_from(("", "", "s-bbbbbb", *OFFICERS)),
            ),
            max_size=30,
        )
    )
    numbers = draw(st.permutations([f"{s}-{n:03}" for s in "AP" for n in range(1, 16)]))
    return [Waiting(number=number, **row) for number, row in zip(numbers, drawn, strict=False)]


counters = st.lists(
    st.builds(
        CounterNow,
        number=st.integers(1, 3),
        officer=st.sampled_from(OFFICERS),
        services=st.frozensets(st.sampled_from(SERVICES), min_size=1),
    ),
    max_size=12,
)


def fronts_of(whole, *, at_most, numbers):
    """What a database would be asked for: the first of each lane and service, all who came back."""
    parts = defaultdict(list)
    for ticket in sorted(whole, key=calling.line_place):
        parts[ticket.lane, ticket.service].append(ticket)
    return Fronts(
        [ticket for part in parts.values() for ticket in part[:at_most]],
        at_most=at_most,
        homes=[t for t in whole if t.returned_at is not None and t.home_counter in numbers],
    )


def call(line, counter, since):
    now = {"counter": counter, "policy": POLICY, "since_priority": since, "now": NINE}
    return line.call(**now) if isinstance(line, Fronts) else calling.next_ticket(line, **now)


@given(lines(), counters, st.integers(1, 12), st.integers(0, 3))
def test_the_fronts_give_the_choices_of_the_whole_line_or_say_that_they_cannot(
    whole, wanted, at_most, since
):
    fronts = fronts_of(whole, at_most=at_most, numbers={one.number for one in wanted})
    left = {ticket.number: ticket for ticket in whole}

    for counter in wanted:
        right = call(left.values(), counter, since)
        try:
            chosen = call(fronts, counter, since)
        except NotEnough:
            assert at_most <= len(whole)
            continue
        # One who could not be told is put off; the next one goes by what is left.
        assert chosen == right
        if right is not None:
            since = calling.after_call(since, left.pop(right.number).lane)


@given(lines(), counters, st.integers(0, 3))
def test_with_a_row_for_each_call_and_each_one_registered_by_an_officer_it_is_enough(
    whole, wanted, since
):
    own = sum(ticket.helper in OFFICERS for ticket in whole)
    fronts = fronts_of(whole, at_most=len(wanted) + own, numbers={one.number for one in wanted})

    for counter in wanted:
        choice = call(fronts, counter, since)
        if choice is not None:
            lane = next(t.lane for t in whole if t.number == choice.number)
            since = calling.after_call(since, lane)


def test_a_front_that_is_full_of_an_officers_own_clients_tells_her_nothing():
    own = Waiting(
        number="A-001",
        service="new",
        lane=Lane.BOOKED,
        place_at=NINE,
        arrived_at=NINE,
        helper=OFFICERS[0],
    )
    counter = CounterNow(number=1, officer=OFFICERS[0], services=frozenset({"new"}))

    with pytest.raises(NotEnough):
        call(Fronts([own], at_most=1), counter, 0)
    assert call(Fronts([own], at_most=2), counter, 0) is None
