"""Reports cannot be buried: whatever is left out, told twice or late, a stranger says so."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from jernih.pure.audit import check
from jernih.pure.audit_complaints import complaint_checks
from jernih.pure.casework import ClockKind
from jernih.pure.events import Event, event_bytes, parse_event
from jernih.pure.events_complaints import (
    BoardPublished,
    ReportFilesErased,
    ReportsCounted,
    ReportsFiled,
    ReportsOverdue,
    ReportsStepped,
    RosterDeclared,
)
from jernih.pure.quarters import bounds_of, quarter_after, quarter_before, quarter_of
from tests.pure.hall_facts import OFFICE

FIRST = date(2026, 11, 24)
NIGHT = timedelta(days=1)
ACK = ClockKind.ACKNOWLEDGE


def seal(n: int) -> str:
    return sha256(str(n).encode()).hexdigest()


def seals(*some: int) -> tuple[str, ...]:
    return tuple(sorted(map(seal, some)))


def told(cls: type[Event], n: int = 0, **fields) -> Event:
    """A fact of the nth day, told by the night after it."""
    day = FIRST + n * NIGHT
    at = datetime(day.year, day.month, day.day, 17, 25, tzinfo=UTC)
    return cls(office=OFFICE, at=at, day=day, **fields)


def roster(serial: int = 1, n: int = 0) -> Event:
    return told(RosterDeclared, n, serial=serial, hash=seal(serial))


def filed(n: int, *some: int) -> Event:
    return told(ReportsFiled, n, commitments=seals(*some))


def rang(n: int, count: int = 1, clock: ClockKind = ACK) -> Event:
    return told(ReportsOverdue, n, clock=clock, count=count)


def counted(n: int = 0, **what: int) -> Event:
    names = [field.name for field in fields(ReportsCounted) if field.type is int]
    return told(ReportsCounted, n, **dict.fromkeys(names, 0) | what)


def board(n: int, rows: int, period: str = "2026-Q4") -> Event:
    return told(BoardPublished, n, period=period, rows=rows, hash=seal(0))


def said(*facts: Event) -> list[str]:
    found = check(map(event_bytes, facts), checks=complaint_checks())
    return [f"{one.rule}: {one.words}" for one in found.violations]


def quiet(first: int, last: int, **stands: int) -> list[Event]:
    return [counted(n, **stands) for n in range(first, last)]


TRUE = [
    roster(),
    filed(0, 1, 2),
    told(ReportsStepped, commitments=seals(11, 12)),
    counted(0, received=2, open=2, total=2),
    counted(1, acknowledged=1, open=2, total=2),
    rang(2),
    counted(2, open=2, overdue=1, total=2),
    filed(3, 3),
    counted(3, received=1, acknowledged_late=1, closed=1, open=2, total=3),
    told(ReportFilesErased, 4, reports=1),
    counted(4, acknowledged=1, open=2, total=3),
]


def without(at: int) -> list[Event]:
    return TRUE[:at] + TRUE[at + 1 :]


def instead(at: int, *facts: Event) -> list[Event]:
    return TRUE[:at] + list(facts) + TRUE[at + 1 :]


def test_each_fact_has_one_spelling():
    for fact in [*TRUE, board(40, 3)]:
        assert parse_event(event_bytes(fact)) == fact


def test_nights_that_tell_everything_are_clean():
    assert said(*TRUE) == []


KILLS = {
    "a commitment twice": (
        [*TRUE, filed(5, 1), counted(5, received=1, open=3, total=4)],
        "complaints.commitments: .* was told before",
    ),
    "a commitment twice in one fact": (
        instead(1, told(ReportsFiled, commitments=(seal(1), seal(1)))),
        "each once, in order",
    ),
    "the order in which they came": (
        instead(1, told(ReportsFiled, commitments=seals(1, 2)[::-1])),
        "each once, in order",
    ),
    "a fact of nothing": (instead(2, told(ReportsStepped, commitments=())), "each once"),
    "a day that is yet to come": (
        [*TRUE, replace(told(ReportsStepped, 5, commitments=seals(7)), at=TRUE[0].at)],
        "yet to come",
    ),
    "a report that was told and is not counted": (
        instead(3, counted(0, received=1, open=1, total=1)),
        "1 reports are said to have come; 2 were told",
    ),
    "a report that was counted and never told": (without(1), "2 reports are said .*; 0 were told"),
    "an open report that vanished": (
        instead(4, counted(1, acknowledged=1, open=1, total=2)),
        "1 reports are said to be open; 2 should be",
    ),
    "an ended report that vanished": (
        instead(10, counted(4, open=2, total=2)),
        "2 reports are said to have come ever; 3 should be",
    ),
    "a night that was left out": (without(4), "is of 2026-11-24, not of the day before"),
    "a night that was told twice": (instead(4, TRUE[4], TRUE[4]), "not of the day before"),
    "nights that stopped": ([*TRUE, roster(2, 12)], "no reports were counted since 2026-11-28"),
    "more overdue than open": (
        instead(6, counted(2, open=2, overdue=3, total=2)),
        "more reports are overdue than open",
    ),
    "more read than came": (
        instead(4, counted(1, acknowledged=3, open=2, total=2)),
        "more reports were acknowledged than came",
    ),
    "overdue, and no clock rang": (without(5), "1 reports are overdue, and no clock rang"),
    "read late, and no clock rang": (
        [*TRUE[:5], counted(2, open=2, total=2), *TRUE[7:]],
        "acknowledged late, and no clock rang",
    ),
    "a clock that rang for nothing": (instead(5, rang(2, 0), rang(2)), "rang for nothing"),
    "a clock that is no duty": (instead(5, rang(2, 1, ClockKind.OBJECT), rang(2)), "for nothing"),
    "unread for weeks": (
        [*TRUE[:4], *quiet(1, 35, open=2, total=2)],
        "waited for weeks, unread",
    ),
    "open files destroyed": (
        instead(9, told(ReportFilesErased, 4, reports=2)),
        "files of reports that are open were destroyed",
    ),
    "files destroyed before any count": (
        [told(ReportFilesErased, reports=1)],
        "files of reports that are open were destroyed",
    ),
    "an older roster": ([*TRUE, roster(1, 4)], "roster 1 after 1"),
    "no roster": (without(0), "before any roster was declared"),
}  # fmt: skip


@pytest.mark.parametrize("name", KILLS)
def test_what_cannot_be_true_is_named(name):
    facts, words = KILLS[name]

    found = said(*facts)

    assert found, name
    assert any(re.search(words, one) for one in found), found


def test_every_rule_of_reports_is_broken_by_some_of_these():
    broken = {one.partition(":")[0] for facts, _ in KILLS.values() for one in said(*facts)}
    broken |= {one.partition(":")[0] for one in said(*TRUE, board(4, 3))}

    assert broken == {check.rule for check in complaint_checks()}


# ---- the board: 24 November is in the fourth quarter, which ends 37 days later


YEAR = [*TRUE, *quiet(5, 39, open=2, total=3)]


def test_a_board_has_a_row_for_each_report_of_its_quarter():
    assert said(*YEAR, board(38, 3)) == []


def test_what_was_open_before_has_a_row_in_the_next_board_too():
    spring = quiet(39, 131, open=2, total=3)

    assert said(*YEAR, board(38, 3), *spring, board(130, 2, "2027-Q1")) == []


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ([*YEAR, board(38, 2)], "it has 2 rows; 3 should be"),
        ([*YEAR, board(38, 3), board(38, 3)], "published twice"),
        ([*TRUE, board(4, 3)], "published before its last day was counted"),
        ([*YEAR, *quiet(39, 60, open=2, total=3)], "board of 2026-Q4: it is missing"),
        ([*YEAR, board(38, 0, "2026-Q3"), board(38, 3), board(38, 1, "2026-Q2")], "1 rows; 0 "),
    ],
)
def test_a_board_that_cannot_be_true_is_named(facts, words):
    assert any(words in one for one in said(*facts)), said(*facts)


@pytest.mark.parametrize(
    ("day", "period"),
    [("2026-01-01", "2026-Q1"), ("2026-06-30", "2026-Q2"), ("2026-12-31", "2026-Q4")],
)
def test_a_quarter_holds_its_days(day, period):
    first, last = bounds_of(period)

    assert quarter_of(date.fromisoformat(day)) == period
    assert first <= date.fromisoformat(day) <= last
    assert quarter_after(quarter_before(period)) == period
    assert quarter_of(last + NIGHT) == quarter_after(period) != period
