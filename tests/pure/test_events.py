"""Every fact has one spelling: what is written is read back, and nothing else is read."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jernih.pure import canonical, events, reasons
from jernih.pure.events import KINDS, BadEvent, event_bytes, parse_event
from jernih.pure.spelling import BadSpelling, shape_of, time_text
from tests.pure import booking_facts as facts

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
NAIVE = FIRST.replace(tzinfo=None)

moments = st.integers(0, 3_000_000_000).map(lambda seconds: FIRST + timedelta(seconds=seconds))
PLAIN = {
    int: st.integers(0, 2**53 - 1),
    bool: st.booleans(),
    datetime: moments,
    date: st.dates(date(2000, 1, 1), date(2100, 1, 1)),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    if get_origin(kind) is tuple:
        return st.lists(values_of(get_args(kind)[0]), max_size=3).map(tuple)
    if get_origin(kind) is Annotated:
        return st.from_regex(get_args(kind)[1], fullmatch=True)
    if kind in PLAIN:
        return PLAIN[kind]
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return st.builds(kind, **{name: values_of(one) for name, one in shape_of(kind).items()})


any_fact = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: values_of(KINDS[kind]))


@given(any_fact)
def test_reading_what_was_written_gives_the_fact_back(fact):
    assert parse_event(event_bytes(fact)) == fact


@given(any_fact, st.data())
def test_a_fact_with_any_value_changed_is_refused_or_written_just_so(fact, data):
    body = json.loads(event_bytes(fact))
    name = data.draw(st.sampled_from(sorted(body)))
    body[name] = data.draw(
        st.one_of(
            st.integers(-3, 3),
            st.booleans(),
            st.text(max_size=3),
            st.sampled_from(["\u0662026-11-24", "2026-11-24T24:00:00Z", "2026-11-24T00:00:60Z"]),
            st.just([]),
            st.just({}),
            st.just([[]]),
        )
    )
    entry = canonical.encode(body)

    try:
        again = parse_event(entry)
    except BadEvent:
        return

    assert event_bytes(again) == entry


TRUE = json.loads(event_bytes(facts.released()))


def entry(**changed: Any) -> bytes:
    return canonical.encode({**TRUE, **changed})


@pytest.mark.parametrize(
    "changed",
    [
        {"v": True},
        {"v": 2},
        {"v": "1"},
        {"kind": "booking.unheard-of"},
        {"kind": ["booking.supply-released"]},
        {"kind": 1},
        {"note": "x"},
        {"at": "2026-11-24T01:00:00+00:00"},
        {"at": "2026-11-24T01:00:00.0Z"},
        {"at": "2026-02-30T01:00:00Z"},
        {"at": "2026-11-24T24:00:00Z"},
        {"at": "2026-11-24T23:59:60Z"},
        {"at": "\u0662026-11-24T01:00:00Z"},
        {"at": 1},
        {"day": "2026-11-31"},
        {"day": "20261124"},
        {"day": "2026-W48-2"},
        {"day": "\u0662026-11-24"},
        {"office": "Tarakan"},
        {"office": "tarakan\n"},
        {"office": ""},
        {"planned": True},
        {"planned": -1},
        {"planned": "6"},
        {"mode": "open"},
        {"mode": []},
        {"windows": {}},
        {"windows": [1]},
        {"windows": [{}]},
        {"series": "\u0410"},
    ],
    ids=str,
)
def test_a_fact_out_of_shape_is_refused(changed):
    with pytest.raises(BadEvent):
        parse_event(entry(**changed))


@pytest.mark.parametrize("missing", sorted(TRUE))
def test_a_fact_that_lacks_a_field_is_refused(missing):
    body = {name: value for name, value in TRUE.items() if name != missing}

    with pytest.raises(BadEvent):
        parse_event(canonical.encode(body))


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b'"x"', b"{}", b"{ }", entry() + b"\n"])
def test_what_is_no_object_is_no_fact(data):
    with pytest.raises(BadEvent):
        parse_event(data)


@pytest.mark.parametrize(
    "changed",
    [
        {"at": NAIVE},
        {"at": "2026-11-24"},
        {"day": datetime(2026, 11, 24, tzinfo=UTC)},
        {"planned": -1},
        {"planned": 2**53},
        {"planned": True},
        {"office": "no spaces"},
        {"mode": "LOTTERY"},
        {"windows": 1},
        {"windows": ("x",)},
    ],
    ids=str,
)
def test_a_value_out_of_shape_is_not_written(changed):
    with pytest.raises(BadEvent):
        event_bytes(facts.released(**changed))


@pytest.mark.parametrize("said", [1, 0, "true", []], ids=str)
def test_a_flag_is_true_or_false_and_nothing_else(said):
    fact = events.WalkedIn(
        office="tarakan",
        at=FIRST,
        day=FIRST.date(),
        step=1,
        number="P-001",
        service="passport",
        lane=reasons.PriorityClass.PRIORITY,
        channel=reasons.Channel.DESK,
        granted_by="",
        evidence_seen=True,
        commitment=facts.HASH,
    )
    body = json.loads(event_bytes(fact)) | {"evidence_seen": said}

    with pytest.raises(BadEvent, match="true or false"):
        parse_event(canonical.encode(body))


def test_a_moment_is_spelled_in_utc_and_whole_seconds():
    wita = timezone(timedelta(hours=8))

    assert time_text(datetime(2026, 11, 24, 8, 30, 1, 999, wita)) == "2026-11-24T00:30:01Z"
    with pytest.raises(BadSpelling):
        time_text(NAIVE)


def test_every_kind_is_named_app_dot_what_happened():
    assert all(cls.kind == kind and kind.count(".") == 1 for kind, cls in KINDS.items())
    assert events.Event.kind == ""


def test_facts_about_reports_and_answers_carry_days_and_no_hour_but_that_of_the_night():
    quiet = [cls for kind, cls in KINDS.items() if kind.startswith(("complaints.", "surveys."))]
    moments_in = {cls.kind: _moments(cls) for cls in quiet}

    assert len(quiet) > 5
    assert {kind: names for kind, names in moments_in.items() if names != {"at"}} == {}


def _moments(cls: type) -> set[str]:
    return {name for name, kind in shape_of(cls).items() if "datetime.datetime" in repr(kind)}
