"""Whatever an office writes, in whatever order, is judged and never stops the verifier."""

from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import events, events_draw
from jernih.pure.audit import check
from jernih.pure.audit_all import all_checks
from jernih.pure.draw_file import BadDrawFile, check_file
from jernih.pure.draw_report import as_text
from jernih.pure.events import event_bytes
from jernih.pure.events_draw import CancelReason, Source
from tests.draw_records import (
    CLOSES_AT,
    DRAWN_AT,
    LATER,
    MONDAY,
    OWN,
    PLANNED_AT,
    QUOTAS,
    Story,
    given_back,
    life_goes_on,
    planned,
    ref,
    told,
)
from tests.witness_records import RECORD, Tree, beat, declared

STORY = Story()
WON = next(row for row in STORY.rows() if row.day)
AT = DRAWN_AT + timedelta(hours=80)
MORE = [
    told(events_draw.BatchCancelled, CLOSES_AT, reason=CancelReason.MISTAKE),
    *(
        told(events_draw.FallbackEntered, AT, source=source, round=1, officer="s-abc123")
        for source in Source
    ),
    given_back(WON, AT),
    told(
        events.SeatAdded,
        AT,
        day=MONDAY,
        service="passport",
        number="A-009",
        replaces=WON.numbers[0],
        starts_at=DRAWN_AT,
        ends_at=AT,
    ),
    told(events_draw.StandbySeated, AT, ref=ref(2), day=MONDAY, numbers=("A-009",)),
    told(events_draw.WaitingEnded, AT, ref=ref(2)),
    told(
        events_draw.NullifierOpened,
        AT,
        ref=ref(2),
        person=0,
        officer="s-abc123",
        is_true=False,
    ),
    planned(batch="f" * 32),
    beat(AT),
    told(events_draw.RoundMoved, AT, round=1),
]


def witnessed_facts():
    """The story with witnesses promised before it, and their signatures under its frozen list."""
    tree = Tree().add(beat(PLANNED_AT), declared(PLANNED_AT))
    for fact in [*STORY.facts()[:-1], *MORE]:
        tree.add(fact)
        if isinstance(fact, events_draw.BatchClosed):
            tree.stamp(CLOSES_AT, CLOSES_AT)
    return tree.facts


FACTS = witnessed_facts()
COUNTS = st.sampled_from([0, 1, 7, 10**6, 2**40, 2**53 - 1])
MOMENTS = st.sampled_from(
    [
        CLOSES_AT,
        DRAWN_AT,
        AT,
        DRAWN_AT.replace(year=2000),
        DRAWN_AT.replace(year=2999, month=12, day=31),
    ]
)
DAYS = st.sampled_from([MONDAY, MONDAY.replace(year=2000), MONDAY.replace(year=2999)])


@st.composite
def bent(draw, fact):
    """A fact with one of its plain fields told otherwise."""
    plain = {"int": COUNTS, "datetime": MOMENTS, "date": DAYS, "bool": st.booleans()}
    names = [f.name for f in fields(fact) if type(getattr(fact, f.name)).__name__ in plain]
    name = draw(st.sampled_from(names))
    return replace(fact, **{name: draw(plain[type(getattr(fact, name)).__name__])})


@st.composite
def records(draw):
    """The story with facts left out, told twice, at other places, and in other words."""
    facts = [fact for fact in FACTS if draw(st.integers(0, 9)) or draw(st.integers(0, 1))]
    for _ in range(draw(st.integers(0, 4))):
        at, to = draw(st.integers(0, len(facts) - 1)), draw(st.integers(0, len(facts)))
        facts.insert(to, draw(bent(facts[at])) if draw(st.booleans()) else facts[at])
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(facts) - 1))
        facts[at] = draw(bent(facts[at]))
    return facts


@settings(max_examples=100, deadline=None)
@given(records())
def test_the_verifier_comes_to_its_end(facts):
    lines = [event_bytes(fact) for fact in facts]

    report = check(
        [*lines, event_bytes(life_goes_on())], checks=all_checks(QUOTAS, draw=OWN, record=RECORD)
    )

    assert report.entries == len(facts) + 1
    assert all(found.words.endswith((".", "…")) for found in report.violations)


@settings(max_examples=100, deadline=None)
@given(records())
def test_the_reader_of_a_file_says_something_about_it(facts):
    parts = [fact for fact in facts if hasattr(fact, "batch") or "Supply" in type(fact).__name__]
    lines = [event_bytes(fact) + b"\n" for fact in parts if getattr(fact, "batch", "") != "f" * 32]

    assert said_of(lines)


def said_of(lines):
    try:
        return as_text(check_file(lines, quotas=QUOTAS, own=OWN, now=LATER))
    except BadDrawFile as bad:
        return str(bad)
