"""Complaints about service: what is lost, late or lengthened in silence, a stranger says so."""

import re
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest

from jernih.pure.audit import check
from jernih.pure.audit_grievances import grievance_checks
from jernih.pure.casework import CaseClass, ClockKind
from jernih.pure.events import Event, event_bytes, parse_event
from jernih.pure.events_complaints import (
    GrievancesCounted,
    GrievancesOverdue,
    GrievancesReclassified,
)
from tests.pure.hall_facts import OFFICE

FIRST = date(2026, 11, 24)
NIGHT = timedelta(days=1)
ACK, END = ClockKind.ACKNOWLEDGE, ClockKind.RESOLVE


def told(cls: type[Event], n: int = 0, **said) -> Event:
    day = FIRST + n * NIGHT
    at = datetime(day.year, day.month, day.day, 17, 40, tzinfo=UTC)
    return cls(office=OFFICE, at=at, day=day, **said)


def counted(n: int = 0, **what: int) -> Event:
    names = [one.name for one in fields(GrievancesCounted) if one.type is int]
    return told(GrievancesCounted, n, **dict.fromkeys(names, 0) | what)


def rang(n: int, clock: ClockKind = END, count: int = 1) -> Event:
    return told(GrievancesOverdue, n, clock=clock, count=count)


def changed(n: int, after: CaseClass, days: int, *, before: int = 14, count: int = 1) -> Event:
    return told(
        GrievancesReclassified,
        n,
        before=CaseClass.PLAIN,
        after=after,
        days_before=before,
        days_after=days,
        count=count,
    )


def said(*facts: Event) -> list[str]:
    found = check(map(event_bytes, facts), checks=grievance_checks())
    return [f"{one.rule}: {one.words}" for one in found.violations]


TRUE = [
    counted(0, received=3, open=3, total=3),
    counted(1, assigned=3, answered=1, open=2, total=3),
    rang(2),
    changed(2, CaseClass.SUPERVISORY, 14),
    counted(2, sealed=1, open=1, overdue=1, total=3),
    counted(3, answered_late=1, closed=1, open=0, total=3),
    counted(4, reopened=1, open=1, total=3),
    counted(5, answered=1, erased=1, total=3),
]


def instead(at: int, *facts: Event) -> list[Event]:
    return TRUE[:at] + list(facts) + TRUE[at + 1 :]


def test_each_fact_has_one_spelling():
    for fact in TRUE:
        assert parse_event(event_bytes(fact)) == fact


def test_nights_that_tell_everything_are_clean():
    assert said(*TRUE) == []


KILLS = {
    "a complaint that vanished": (instead(7, counted(5, answered=1, total=2)), "2 .* ever; 3"),
    "one that waits and is not counted": (
        instead(1, counted(1, assigned=3, answered=1, open=1, total=3)),
        "1 complaints are said to wait; 2 should",
    ),
    "a night that was left out": (instead(6), "is of 2026-11-27, not of the day before"),
    "nights that stopped": ([*TRUE, changed(12, CaseClass.PLAIN, 5)], "counted since 2026-11-29"),
    "more overdue than wait": (
        instead(4, counted(2, sealed=1, open=1, overdue=2, total=3)),
        "more complaints are overdue than wait",
    ),
    "more taken up than came": ([counted(0, assigned=1)], "taken up than came"),
    "answered by nobody": (
        [counted(0, received=1, answered=1, total=1)], "answered than taken up",
    ),
    "ended without an answer": (
        [counted(0, received=1, closed=1, open=1, total=1)], "ended or .* than answered",
    ),
    "words wiped too early": (
        instead(7, counted(5, answered=1, erased=2, total=3)), "not ended were wiped",
    ),
    "a clock for nothing": ([*TRUE, rang(5, count=0)], "rang for nothing"),
    "a clock that is no duty": ([*TRUE, rang(5, ClockKind.OBJECT)], "rang for nothing"),
    "overdue, and no clock rang": (instead(2), "1 complaints are overdue, and no clock rang"),
    "answered late in silence": (
        [counted(0, received=1, assigned=1, answered_late=1, total=1)],
        "answered late, and no clock rang",
    ),
    "untouched for weeks": (
        [
            counted(0, received=1, open=1, total=1),
            *(counted(n, open=1, total=1) for n in range(1, 31)),
        ],
        "1 complaints waited for weeks",
    ),
    "more days by another class": (
        instead(3, changed(2, CaseClass.SUPERVISORY, 60)), "had 14 days and got 60",
    ),
    "a change of none": ([*TRUE, changed(5, CaseClass.PLAIN, 5, count=0)], "none did"),
    "made a report in silence": (instead(3), "became reports, and nobody said so"),
}  # fmt: skip


@pytest.mark.parametrize("name", KILLS)
def test_a_night_that_hides_something_is_named(name):
    facts, words = KILLS[name]

    found = said(*facts)

    assert any(re.search(words, one) for one in found), found


def test_every_rule_is_broken_by_one_of_these():
    broken = {one.partition(":")[0] for facts, _ in KILLS.values() for one in said(*facts)}

    assert broken == {check.rule for check in grievance_checks()}
