"""The quick way of reading a fact accepts what the plain way accepts, and nothing else."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import events, events_draw, lines
from jernih.pure.canonical import MAX_BYTES
from jernih.pure.events import KINDS, BadEvent, Event, event_bytes, parse_event
from jernih.pure.kinds import parse_plainly
from tests import draw_records as records
from tests.pure import booking_facts as facts
from tests.pure.test_events import any_fact, values_of

# Pieces with which one spelling becomes another, or a fact becomes none.
PIECES = [
    *(b'"', b"\\", b",", b":", b"{", b"}", b"[", b"]", b" ", b"\n", b"\x00", b"\x80", b"\xd9\xa0"),
    *(
        b"0",
        b"1",
        b"-0",
        b"9007199254740991",
        b"9007199254740992",
        b"1.0",
        b"1e3",
        b"true",
        b"null",
    ),
    *(b'""', b'"a"', b"\\u0041", b"2026-02-30", b"T24:00:00Z", b"T23:59:60Z", b"+00:00", b"Z"),
    *(b'"v":1', b'"v":2', b'"kind":"hall.called"', b'"at":"2026-11-24T01:00:00Z"', b"A-017"),
]


def read(reader: Any, data: bytes) -> Event | None:
    try:
        return reader(data)
    except BadEvent:
        return None


def agree(data: bytes) -> Event | None:
    quick, plain = read(parse_event, data), read(parse_plainly, data)
    assert quick == plain
    assert type(quick) is type(plain)
    assert quick is None or list(map(type, vars(quick).values())) == [
        type(vars(plain)[name]) for name in vars(quick)
    ]
    return quick


def line_of(fact: Event) -> Event | None:
    """Read a fact by its pattern alone."""
    reader = lines.line_reader(type(fact), kind=fact.kind, version=1)
    return reader(event_bytes(fact).decode())


@given(any_fact)
def test_both_ways_read_the_same_from_a_fact(fact):
    assert agree(event_bytes(fact)) == fact
    assert line_of(fact) in (fact, None)


@given(any_fact, st.data())
def test_both_ways_judge_a_line_that_was_changed_alike(fact, data):
    line = event_bytes(fact)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(line)))
        until = data.draw(st.sampled_from([at, at + 1, at + 2, at + 10]))
        line = line[:at] + data.draw(st.sampled_from(PIECES)) + line[until:]

    agree(line)


@given(any_fact, st.data())
def test_both_ways_judge_a_value_that_was_changed_alike(fact, data):
    values = list(
        re.finditer(rb'(?<=:)("[^"]*"|[0-9]+|true|false|\[[^\[\]]*\])', event_bytes(fact))
    )
    value = data.draw(st.sampled_from(values))
    line = event_bytes(fact)

    agree(line[: value.start()] + data.draw(st.sampled_from(PIECES)) + line[value.end() :])


@given(st.binary(max_size=60), any_fact)
def test_both_ways_judge_any_bytes_alike(blob, fact):
    agree(blob)
    agree(event_bytes(fact) + blob[:1])
    agree(b'{"kind":"' + fact.kind.encode() + blob)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_fact_is_read_by_its_pattern(kind):
    reader = lines.line_reader(KINDS[kind], kind=kind, version=1)

    assert reader.__name__ == "read"


@given(values_of(events_draw.Applied) | values_of(events_draw.SeatsDrawn), st.data())
def test_both_ways_judge_a_changed_list_of_groups_alike(fact, data):
    line = event_bytes(fact)
    marks = [found.start() for found in re.finditer(rb'[{}\[\],:"]', line)]
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.sampled_from(marks))
        until = at + data.draw(st.integers(0, 2))
        piece = data.draw(st.sampled_from([*PIECES, b"},{", b"}\n{", b"{},", b"}]", b"[{"]))
        line = line[:at] + piece + line[until:]

    agree(line)


GROUP = b'{"day":"2026-12-07","starts_at":""}'
LISTS = [
    (b"", True),
    (GROUP, True),
    (GROUP + b"," + GROUP, True),
    (GROUP + b",", False),
    (b"," + GROUP, False),
    (GROUP + b"\n" + GROUP, False),
    (GROUP + b" ," + GROUP, False),
    (GROUP + b",,", False),
    (b"{}", False),
    (b"{" + GROUP + b"}", False),
    (b"[" + GROUP + b"]", False),
    (GROUP.replace(b"12-07", b"02-30"), False),
    (GROUP.replace(b'""', b'"},{"'), False),
    (GROUP.replace(b'""', b'"\\u007d"'), False),
    (GROUP.replace(b',"starts_at":""', b""), False),
    (GROUP.replace(b'""', b'"","starts_at":""'), False),
    (GROUP.replace(b'""', b'"","you":1'), False),
    (b'{"starts_at":"","day":"2026-12-07"}', False),
]


@pytest.mark.parametrize(("listed", "is_true"), LISTS)
def test_a_list_of_groups_has_one_spelling(listed, is_true):
    line = event_bytes(records.applied(1, wishes=())).replace(
        b'"wishes":[]', b'"wishes":[' + listed + b"]"
    )

    assert (agree(line) is not None) == is_true


def test_a_group_that_no_pattern_is_known_for_leaves_its_fact_to_the_plain_way():
    @dataclass(frozen=True, kw_only=True)
    class Odd:
        groups: tuple[Any, ...]

    @dataclass(frozen=True, kw_only=True)
    class Inner:
        text: Annotated[str, r".{3}"]

    Inner.__annotations__["text"] = Annotated[str, r".{3}"]
    Odd.__annotations__["groups"] = tuple[Inner, ...]

    assert lines.line_reader(Odd, kind="a.b", version=1).__name__ != "read"


def test_numbers_too_long_for_the_pattern_are_still_read():
    fact = facts.confirmed(1)
    served = events.Served(
        office="t", at=fact.at, day=facts.DAY, step=2**53 - 1, number="A-001", counter=0
    )

    assert line_of(served) is None
    assert agree(event_bytes(served)) == served


def test_a_line_that_is_too_long_is_refused_though_it_matches():
    numbers = ("A-001",) * 9000
    fact = facts.taken(1, *numbers)
    with pytest.raises(BadEvent):
        parse_event(spell_without_limit(fact))
    assert agree(event_bytes(facts.taken(1, *numbers[:500]))) is not None


def spell_without_limit(fact: events.Taken) -> bytes:
    few = event_bytes(facts.taken(1, "A-001"))
    line = few.replace(b'["A-001"]', b'["' + b'","'.join([b"A-001"] * len(fact.numbers)) + b'"]')
    assert len(line) > MAX_BYTES
    return line


@pytest.mark.parametrize(
    "pattern",
    [r".{3}", r"[^a]", r"\w+", r"[Z-a]", r'["a]', r"(?i)a", r"(?:a)", r"[\d]", r"[ -~]", "é"],
)
def test_a_text_that_could_be_written_with_escapes_has_no_pattern(pattern):
    @dataclass(frozen=True, kw_only=True)
    class Odd:
        text: Annotated[str, pattern]

    Odd.__annotations__["text"] = Annotated[str, pattern]

    assert lines.line_reader(Odd, kind="a.b", version=1).__name__ != "read"


def test_a_class_that_does_more_when_it_is_made_is_left_to_the_plain_way():
    @dataclass(frozen=True, kw_only=True)
    class Proud:
        n: int

        def __post_init__(self) -> None:
            raise AssertionError

    assert lines.line_reader(Proud, kind="a.b", version=1)('{"kind":"a.b","n":1,"v":1}') is None


def test_a_fact_that_was_read_is_frozen_like_any_other():
    fact = parse_event(event_bytes(facts.confirmed(1)))

    with pytest.raises(AttributeError):
        fact.office = "nunukan"
    assert hash(fact) == hash(facts.confirmed(1))
    assert fact.at == datetime(2026, 11, 24, 1, tzinfo=UTC)
