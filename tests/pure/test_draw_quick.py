"""The short way of checking the file of a draw says what the plain way says, or leaves it to it."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jernih.pure import events_draw
from jernih.pure.audit_draw import draw_checks
from jernih.pure.draw_file import BadDrawFile, Teller, check_file
from jernih.pure.draw_list import line
from jernih.pure.draw_quick import check_content, check_quickly
from jernih.pure.draw_report import as_json, as_text
from jernih.pure.draw_scan import Unproven
from jernih.pure.events import event_bytes
from tests.draw_many import BytesContent, many, told_of
from tests.draw_records import (
    CLOSES_AT,
    LATER,
    MONDAY,
    OPENS_AT,
    OWN,
    QUOTAS,
    TUESDAY,
    G,
    P,
    Story,
    applied,
    hashed,
    ref,
    told,
)
from tests.draw_tampers import OTHER_WAYS, TAMPERED
from tests.pure.test_audit_draw_anything import records

GONE_AT = OPENS_AT + timedelta(hours=9)


def file_of(facts):
    return b"".join(event_bytes(fact) + b"\n" for fact in facts)


def said(check):
    """All that somebody can see of a check."""
    try:
        checked = check()
    except BadDrawFile as bad:
        return str(bad)
    batch = checked.batch
    return (
        as_text(checked),
        as_json(checked),
        checked.violations,
        batch.people,
        batch.standby,
        {ref: (number, line(entry)) for ref, (number, entry) in batch.waiting.items()},
        batch.left,
        batch.state,
    )


def plainly(data):
    lines = io.BytesIO(data)
    return said(lambda: check_file(lines, quotas=QUOTAS, own=OWN, now=LATER))


def shortly(data, *, part_bytes=3_000):
    """What the short way alone says; None where it leaves a file to the plain way."""
    content = BytesContent(data)
    try:
        return said(
            lambda: check_quickly(content, quotas=QUOTAS, own=OWN, now=LATER, part_bytes=part_bytes)
        )
    except Unproven:
        return None


def agree(data, **how):
    """Whether the short way had an answer, which must then be that of the plain one."""
    short = shortly(data, **how)
    assert short in (None, plainly(data))
    return short is not None


TRUE = file_of(Story().facts()[:-1])


# ---- what it must take


@pytest.mark.parametrize("part_bytes", [100, 700, 3_000, 10**6])
def test_a_true_draw_goes_the_short_way_however_it_is_cut(part_bytes):
    assert agree(TRUE, part_bytes=part_bytes)


@pytest.mark.parametrize("name", [*TAMPERED, *OTHER_WAYS])
def test_a_bent_draw_is_told_in_the_same_words(name):
    _, make = {**TAMPERED, **OTHER_WAYS}[name]
    data = file_of(make()[:-1])

    assert agree(data)
    assert said(
        lambda: check_content(BytesContent(data), quotas=QUOTAS, own=OWN, now=LATER)
    ) == plainly(data)


def test_who_wishes_a_time_or_any_later_day_or_is_on_standby_goes_the_short_way():
    at = Story().supplies[0].windows[1].starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    timed = events_draw.WishedDay(day=MONDAY, starts_at=at)
    plain = events_draw.WishedDay(day=TUESDAY, starts_at="")
    people = [
        applied(1, wishes=(timed, plain), standby=True),
        applied(2, wishes=(), any_after=TUESDAY.isoformat()),
        applied(3, wishes=(plain, timed, plain), any_after="2999-12-31", classes=(G, P)),
        applied(4, helper="s-abc123", channel="ASSISTED"),
    ]

    assert agree(file_of(Story(people=people, leave=()).facts()[:-1]))


def test_who_lost_often_enough_is_long_waiting_on_the_short_way_too():
    people = [
        applied(1, lost=(ref(101), ref(102))),
        applied(2, lost=(ref(103),)),
        applied(3, lost=(ref(104), ref(105)), classes=(G, P)),
        applied(4),
    ]
    story = Story(people=people, leave=(), rules={"long_after": 2})
    data = file_of(story.facts()[:-1])

    assert agree(data)
    assert "3 applications count earlier draws" in shortly(data)[0]


def test_who_left_may_come_again():
    first = applied(1, classes=(G, G), lost=(ref(101),))
    left = told(events_draw.ApplicationWithdrawn, GONE_AT, ref=first.ref)
    again = replace(applied(2, lost=first.lost), nullifiers=first.nullifiers[1:])

    assert agree(file_of(many([first, applied(5), left, applied(6), again])))
    assert agree(file_of(many([first, left])))


def test_an_open_list_and_one_that_waits_for_its_seed_go_the_short_way():
    opened = [*Story().until_open(), *Story().people]

    assert agree(file_of(opened))
    assert agree(file_of(Story().until_closed()))
    assert agree(file_of(Story().until_seeded()))


# ---- what it must leave to the plain way


WRONG = {
    "a ref that comes again": [applied(1), replace(applied(2), ref=ref(1))],
    "one person twice": [applied(1), replace(applied(2), nullifiers=applied(1).nullifiers)],
    "one person twice in a family": [applied(1, classes=(G, G), nullifiers=("a" * 64,) * 2)],
    "a person who has not left yet": [
        applied(1),
        replace(applied(2), nullifiers=applied(1).nullifiers),
        told(events_draw.ApplicationWithdrawn, GONE_AT, ref=ref(1)),
    ],
    "an earlier draw that two count": [applied(1, lost=(ref(9),)), applied(2, lost=(ref(9),))],
    "an earlier draw counted twice": [applied(1, lost=(ref(9), ref(9)))],
    "who left before she came": [
        applied(2),
        told(events_draw.ApplicationWithdrawn, GONE_AT, ref=ref(1)),
        applied(1),
    ],
    "who never came": [applied(1), told(events_draw.ApplicationWithdrawn, GONE_AT, ref=ref(2))],
    "who left twice": [applied(1)]
    + [told(events_draw.ApplicationWithdrawn, GONE_AT, ref=ref(1))] * 2,
    "a family of nine": [applied(1, classes=(G,) * 9)],
    "a family of none": [applied(1, classes=())],
    "a hash too many": [replace(applied(1), commitments=(hashed(1), hashed(2)))],
    "a person without a nullifier": [replace(applied(1, classes=(G, G)), nullifiers=(hashed(3),))],
    "another service": [applied(1, service="renewal")],
    "who came at the closing": [applied(1, at=CLOSES_AT)],
    "a day outside": [
        applied(1, wishes=(events_draw.WishedDay(day=MONDAY - timedelta(days=1), starts_at=""),))
    ],
    "no day": [applied(1, wishes=())],
    "no day any more": [applied(1, wishes=(), any_after="2023-09-11")],
    "a day that no calendar has": [applied(1, any_after="2023-02-30")],
    "a time that no clock has": [
        applied(1, wishes=(events_draw.WishedDay(day=MONDAY, starts_at="2023-09-04T24:00:00Z"),))
    ],
}


@pytest.mark.parametrize("name", WRONG)
def test_what_may_be_wrong_is_left_to_the_plain_way(name):
    data = file_of(many(WRONG[name]))

    assert shortly(data) is None
    assert said(
        lambda: check_content(BytesContent(data), quotas=QUOTAS, own=OWN, now=LATER)
    ) == plainly(data)


def test_who_comes_after_another_fact_is_left_to_the_plain_way():
    opened = Story().until_open()
    again = replace(opened[1], windows=opened[1].windows[:1])

    assert shortly(file_of([*opened, applied(1), again, applied(2)])) is None
    assert agree(file_of([*opened, applied(1), again]))


def test_a_file_without_applications_or_an_open_batch_is_left_to_the_plain_way():
    assert shortly(b"") is None
    assert shortly(file_of([applied(1)])) is None
    assert shortly(file_of(Story(people=[], leave=()).facts()[:-1])) is None


def test_a_ref_that_comes_again_is_noticed_before_there_is_a_seed():
    twice = WRONG["a ref that comes again"]

    assert shortly(file_of([*Story().until_open(), *twice])) is None


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (b'{"at":"2023-08-23T16:00:24Z"', b'{"at":"2023-08-23T24:00:24Z"'),
        (b'"day":"2023-09-04","numbers":["A-001"]', b'"day":"2023-09-04","numbers":["A-0001"]'),
        (b'"at":"2023-08-18T06:01:00Z"', b'"at":"2023-18-18T06:01:00Z"'),
        (b'"kind":"draw.application-withdrawn"', b'"kind":"draw.application-taken-back"'),
        (b'"ref":"%s"' % ref(0).encode(), b'"ref":"%s"' % ref(0).upper().encode()),
        (b'"day":"2023-09-04","starts_at":""', b'"day":"' + b"9" * 200_000),
        (b'"classes":["G"]', b'"classes":[G]'),
        (b"\n", b"\r\n"),
    ],
)
def test_other_spellings_are_judged_alike(true, false):
    assert true in TRUE

    for data in (TRUE.replace(true, false, 1), TRUE.replace(true, false)):
        agree(data)


# ---- whatever is written


def test_who_looks_at_applications_and_results_is_known():
    """A new check of these facts would not see them on the short way: it must be taught it."""
    looks = {
        type(check).__name__
        for check in draw_checks(QUOTAS, own=OWN)
        for kind in check.handlers()
        if kind in (events_draw.Applied, events_draw.ApplicationWithdrawn, events_draw.SeatsDrawn)
    }

    assert looks == {"ListCheck", "NullifierCheck", "LongWaitingCheck", "ResultCheck"}
    assert Teller.__name__ == "Teller"


@settings(max_examples=60, deadline=None)
@given(told_of, st.sampled_from([500, 3_000]))
def test_any_list_is_judged_alike(events, part_bytes):
    agree(file_of(many(events)), part_bytes=part_bytes)


@settings(max_examples=40, deadline=None)
@given(records())
def test_any_order_of_facts_is_judged_alike(facts):
    own = [one for one in facts if getattr(one, "batch", "") != "f" * 32]
    agree(file_of(one for one in own if hasattr(one, "batch") or "Supply" in type(one).__name__))


PIECES = [
    b"",
    b'"',
    b"\n",
    b",",
    b"]",
    b"0",
    b"a",
    b"A",
    b"\x80",
    b" ",
    b"true",
    b'","',
    b"{",
    b"}",
]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(TRUE) - 1), st.integers(0, 3), st.sampled_from([*PIECES, b"9", b"G"])
        ),
        min_size=1,
        max_size=2,
    )
)
def test_any_spoiled_byte_is_judged_alike(changes):
    data = TRUE
    for at, size, piece in changes:
        data = data[:at] + piece + data[at + size :]

    agree(data)
