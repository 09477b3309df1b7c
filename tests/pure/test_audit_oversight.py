"""Inspections cannot be buried: the nights' counts add up, or a stranger says so."""

from datetime import date, timedelta

import pytest

from jernih.pure import events
from jernih.pure.audit import check
from jernih.pure.audit_oversight import oversight_checks
from jernih.pure.events import event_bytes, parse_event
from jernih.pure.events_oversight import ClosedCount, InspectionsCounted, RaisedCount
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from tests.pure.hall_facts import DAY, OFFICE, at

NIGHT = timedelta(days=1)


def closed(day: date = DAY, step: int = 9) -> events.DayClosed:
    counts = dict.fromkeys(("served", "missed", "left", "expired", "exceptions"), 0)
    return events.DayClosed(office=OFFICE, at=at(600), day=day, step=step, **counts)


def counted(day: date = DAY, **what) -> InspectionsCounted:
    fields = {
        "judged": (),
        "raised": (),
        "closed": (),
        "reopened": 0,
        "open": 0,
        "overdue": 0,
    }
    return InspectionsCounted(office=OFFICE, at=at(900), day=day, **fields | what)


def new(**counts: int) -> tuple[RaisedCount, ...]:
    return tuple(RaisedCount(kind=AlarmKind(kind), count=n) for kind, n in counts.items())


def ended(**counts: int) -> tuple[ClosedCount, ...]:
    return tuple(ClosedCount(outcome=InspectionOutcome(o), count=n) for o, n in counts.items())


def said(*facts) -> list[str]:
    found = check(map(event_bytes, facts), checks=oversight_checks())
    return [violation.words for violation in found.violations]


def test_the_fact_has_one_spelling():
    fact = counted(
        judged=(DAY, DAY + NIGHT),
        raised=new(SKIPS=2),
        closed=ended(CHANCE=1),
        open=1,
    )

    assert parse_event(event_bytes(fact)) == fact


def test_counts_that_add_up_are_clean():
    assert said(
        closed(),
        counted(judged=(DAY,), raised=new(SKIPS=1, IDLE=2), open=3),
        counted(DAY + NIGHT, closed=ended(CHANCE=2), open=1, overdue=1),
        counted(DAY + 2 * NIGHT, reopened=1, open=2),
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"open": 0}, "0 inspections are said to be open; 1 should be"),
        ({"open": 1, "overdue": 2}, "more inspections are overdue than open"),
        ({"open": 2, "raised": 2 * new(IDLE=1)}, "stands twice"),
        ({"open": 1, "judged": (DAY, DAY)}, "is said to be judged twice"),
        ({"open": 1, "judged": (DAY + NIGHT,)}, "judged before it was closed"),
    ],
)
def test_counts_that_cannot_be_true_are_named(what, words):
    fact = counted(**{"judged": (DAY,), "raised": new(IDLE=1)} | what)

    assert any(words in one for one in said(closed(), fact))


def test_an_inspection_that_vanishes_overnight_is_missed():
    first = counted(judged=(DAY,), raised=new(IDLE=1), open=1)

    [words] = said(closed(), first, counted(DAY + NIGHT, open=0))

    assert "0 inspections are said to be open; 1 should be" in words


def test_a_day_that_nobody_judged_is_named_after_three_days():
    first, second = counted(judged=(DAY,)), closed(DAY + NIGHT)
    nights = [counted(DAY + n * NIGHT) for n in range(1, 6)]

    assert said(closed(), first, second, *nights[:3]) == []
    assert any(
        "the monitor did not look at 2026-11-26" in one
        for one in said(closed(), first, second, *nights)
    )


def test_counts_that_stop_are_named_whether_they_begin_again_or_not():
    first = counted(judged=(DAY,))
    later = [closed(DAY + n * NIGHT) for n in range(1, 6)]

    assert "no inspections were counted since" in said(closed(), first, *later)[-1]
    assert any(
        "no inspections were counted since" in one
        for one in said(closed(), first, counted(DAY + 9 * NIGHT))
    )


def test_two_counts_of_one_night_are_one_too_many():
    assert any("counted twice" in one for one in said(closed(), counted(), counted()))


def test_an_office_that_never_counted_is_left_alone():
    assert said(*(closed(DAY + n * NIGHT) for n in range(30))) == []
