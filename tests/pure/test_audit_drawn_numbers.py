"""To the checks of booking a number drawn is a number taken, by an application of the draw."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jernih.pure import events, events_draw
from jernih.pure.audit import check
from jernih.pure.audit_all import all_checks
from jernih.pure.events import event_bytes
from jernih.pure.reasons import Channel
from tests.draw_records import (
    DRAWN_AT,
    OWN,
    QUOTAS,
    Story,
    given_back,
    life_goes_on,
    ref,
    told,
)

STORY = Story()
FACTS = STORY.facts()
ROWS = STORY.rows()
WON = next(row for row in ROWS if row.day)
LOST = next(row for row in ROWS if not row.day and row.ref in {ref(n) for n in range(0, 20, 2)})
AT = DRAWN_AT + timedelta(hours=1)
AFTERWARDS = life_goes_on().at + timedelta(days=12)


def rules(*facts):
    report = check(map(event_bytes, facts), checks=all_checks(QUOTAS, draw=OWN))
    return [one.rule for one in report.violations]


def confirmed(row):
    return told(events.Confirmed, AT, ref=row.ref)


def anew(number, at):
    window = STORY.supplies[0].windows[0]
    return told(
        events.SeatAdded,
        at,
        day=date.fromisoformat(WON.day),
        service="passport",
        number=number,
        replaces=WON.numbers[0],
        starts_at=window.starts_at,
        ends_at=window.ends_at,
    )


def seated(row, number, at):
    day = date.fromisoformat(WON.day)
    return told(events_draw.StandbySeated, at, ref=row.ref, day=day, numbers=(number,))


def test_who_won_confirms_gives_back_and_her_number_goes_to_standby_at_once():
    assert (
        rules(
            *FACTS,
            confirmed(WON),
            given_back(WON, AT),
            anew("A-009", AT),
            seated(first_waiting(), "A-009", AT),
            confirmed(first_waiting()),
        )
        == []
    )


def first_waiting():
    """The first in draw order on standby who wished the day of the winner, and is alone."""
    waiting = {one.ref: one for one in STORY.people if one.standby and len(one.classes) == 1}
    return next(
        row
        for row in ROWS
        if not row.day
        and row.ref in waiting
        and WON.day in {wish.day.isoformat() for wish in waiting[row.ref].wishes}
    )


def test_who_lost_cannot_confirm_and_who_left_is_gone():
    gone = told(events.Confirmed, AT, ref=ref(3))

    assert rules(*FACTS, confirmed(LOST)) == ["booking.application"]
    assert rules(*FACTS, gone) == ["booking.application"]


def test_who_waits_no_longer_cannot_be_seated():
    row = first_waiting()
    ended = told(events_draw.WaitingEnded, AT, ref=row.ref)

    found = rules(*FACTS, ended, given_back(WON, AT), anew("A-009", AT), seated(row, "A-009", AT))
    assert set(found) == {"booking.application", "draw.standby"}


def test_an_application_of_a_draw_is_made_once():
    twice = [*STORY.until_open(), STORY.people[0], STORY.people[0]]

    assert set(rules(*twice)) == {"booking.application", "draw.list", "draw.nullifier"}


def test_a_number_drawn_is_taken_once():
    taken = told(
        events.Taken,
        AT,
        ref="9" * 32,
        service="passport",
        day=date.fromisoformat(WON.day),
        numbers=WON.numbers,
        classes=("G",),
        channel=Channel.WEB,
        helper="",
        commitments=("0" * 64,),
    )

    assert rules(*FACTS, taken) == ["booking.number", "draw.leftover"]


def test_a_number_drawn_comes_or_stays_away():
    late = life_goes_on(at=AFTERWARDS)
    missed = [
        told(
            events.MissedDay,
            AFTERWARDS,
            ref=row.ref,
            day=date.fromisoformat(row.day),
            numbers=row.numbers,
        )
        for row in ROWS
        if row.day
    ]

    assert rules(*FACTS, *missed) == []
    assert rules(*FACTS[:-1], late) == ["booking.fate"] * sum(len(row.numbers) for row in ROWS)


def test_a_number_that_was_never_released_cannot_be_drawn():
    assert "booking.number" in rules(
        *[f for f in FACTS if not isinstance(f, events.SupplyReleased)]
    )


@pytest.mark.parametrize("day", ["2023-02-31", "2023-13-01"])
def test_a_day_that_no_calendar_has_cannot_be_drawn(day):
    rows = [replace(ROWS[0], day=day), *ROWS[1:]]

    assert "booking.number" in rules(*STORY.until_seeded(), *STORY.result(rows))


def test_the_report_counts_numbers_drawn_as_taken():
    report = check(map(event_bytes, FACTS), checks=all_checks(QUOTAS, draw=OWN))

    taken = {day: figures.get("taken", 0) for (_, day), figures in report.counts.items()}
    for day in {row.day for row in ROWS if row.day}:
        drawn = sum(len(row.numbers) for row in ROWS if row.day == day)
        assert taken[date.fromisoformat(day)] == drawn


def test_a_rest_holds_again_on_a_day_whose_leftovers_were_offered():
    few = Story(people=STORY.people[:2], leave=())
    row = next(row for row in few.rows() if row.day == "2023-09-04")

    found = rules(*few.facts(), given_back(row, AT), anew("A-009", AT + timedelta(minutes=1)))
    assert found == ["booking.rest"]
