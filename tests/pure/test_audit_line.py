"""By the heads of a line every counter's choice is the one that all rows give."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jernih.pure.audit_line import WaitingLine
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting, next_ticket

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
POLICY = CallingPolicy(
    version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
)
STAFF = ["s-aaaaa1", "s-aaaaa2"]
moments = st.integers(-3, 3).map(lambda minutes: NOON + timedelta(minutes=minutes))
rows = st.builds(
    Waiting,
    number=st.integers(1, 12).map(lambda n: f"A-{n:03}"),
    service=st.sampled_from(["new", "photo"]),
    lane=st.sampled_from(Lane),
    place_at=moments,
    arrived_at=moments,
    home_counter=st.integers(0, 2),
    returned_at=st.none() | moments,
    helper=st.sampled_from(["", "", *STAFF]),
)
deeds = st.one_of(
    rows.map(lambda row: ("join", row)),
    st.integers(1, 12).map(lambda n: ("leave", f"A-{n:03}")),
    st.integers(1, 12).map(lambda n: ("again", f"A-{n:03}")),
)
counters = st.builds(
    CounterNow,
    number=st.integers(1, 2),
    officer=st.sampled_from(STAFF),
    services=st.frozensets(st.sampled_from(["new", "photo"])),
)


@given(st.lists(st.tuples(deeds, counters, st.integers(0, 3)), max_size=40))
def test_the_choice_by_the_heads_is_the_choice_by_all(story):
    line, known, waiting = WaitingLine(), {}, {}
    for (deed, what), counter, since in story:
        if deed == "join":
            line.join(what)
            known[what.number] = waiting[what.number] = what
        elif deed == "leave":
            line.leave(what)
            waiting.pop(what, None)
        elif what in known:  # the very row that was there before
            line.join(known[what])
            waiting[what] = known[what]

        ask = {"counter": counter, "policy": POLICY, "since_priority": since, "now": NOON}

        assert next_ticket(line.heads(counter), **ask) == next_ticket(waiting.values(), **ask)
        assert sorted(map(repr, line.rows())) == sorted(map(repr, waiting.values()))


def test_of_a_long_line_only_the_heads_are_looked_at():
    line = WaitingLine()
    first = Waiting(
        number="A-001", service="new", lane=Lane.BOOKED, place_at=NOON, arrived_at=NOON, helper=""
    )
    for n in range(2000):
        line.join(replace(first, number=f"A-{n:04}", arrived_at=NOON + timedelta(seconds=n)))

    heads = line.heads(CounterNow(number=1, officer=STAFF[0], services=frozenset({"new"})))

    assert [row.number for row in heads] == ["A-0000"]
