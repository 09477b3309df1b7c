"""A day wanted by more than it has numbers for, drawn, and what may be told of it later."""

from datetime import timedelta

from jernih.pure import events, events_draw
from jernih.pure.events_draw import CancelReason, WishedDay
from jernih.pure.reasons import Channel, MoveReason
from tests.draw_records import (
    DRAWN_AT,
    MONDAY,
    OPENS_AT,
    G,
    Story,
    applied,
    hashed,
    ref,
    told,
)

AT = DRAWN_AT + timedelta(hours=2)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OFFERED = events_draw.LeftoverOffered
# Twelve people and three families for the eight numbers of one day; all wait on standby.
ONE_DAY = (WishedDay(day=MONDAY, starts_at=""),)
PEOPLE = [
    applied(n, classes=(G,) * (3 if n >= 12 else 1), wishes=ONE_DAY, standby=n != 7)
    for n in range(15)
]


def crowd(**changes):
    story = Story(people=PEOPLE, leave=(), reveals={}, **changes)
    story.supplies = story.supplies[:1]
    return story


STORY = crowd()
ROWS = STORY.rows()
DRAWN = STORY.facts()[:-1]
SEATED = [row for row in ROWS if row.day]
STANDBY = [row for row in ROWS if not row.day and row.ref != ref(7)]
SINGLES = [row for row in STANDBY if row.ref not in {ref(12), ref(13), ref(14)}]
FAMILIES = [row for row in STANDBY if row not in SINGLES]


def anew(n, replaces, *, at=AT + 5 * MINUTE, day=MONDAY, hour=0):
    starts_at = STORY.supplies[0].windows[hour].starts_at
    return told(
        events.SeatAdded,
        at,
        day=day,
        service="passport",
        number=f"A-{n:03}",
        replaces=replaces,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )


def seated(row, *numbers, at=AT + 5 * MINUTE, day=MONDAY, **other):
    return told(
        events_draw.StandbySeated,
        at,
        ref=row.ref,
        day=day,
        numbers=tuple(f"A-{n:03}" for n in numbers),
        **other,
    )


def ended(row, **other):
    return told(events_draw.WaitingEnded, AT, ref=row.ref, **other)


def taken(number, *, at, day=MONDAY):
    return told(
        events.Taken,
        at,
        ref=hashed("taken", number)[:32],
        service="passport",
        day=day,
        numbers=(number,),
        classes=(G,),
        channel=Channel.WEB,
        helper="",
        commitments=("0" * 64,),
    )


def moved(number, *, at, to_day=MONDAY):
    return told(
        events.Moved,
        at,
        ref=hashed("moved")[:32],
        day=MONDAY + 30 * DAY,
        numbers=("A-001",),
        to_day=to_day,
        to_numbers=(number,),
        reason=MoveReason.CITIZEN,
    )


def given_up(*facts):
    """A batch with people in it, given up while it is open; then these facts."""
    cancelled = told(events_draw.BatchCancelled, OPENS_AT + DAY, reason=CancelReason.STAFF_SHORT)
    return [*STORY.until_open(), *PEOPLE, cancelled, *facts]


def offered(n, *, at=OPENS_AT + DAY):
    numbers = tuple(f"A-{one:03}" for one in range(1, n + 1))
    return told(OFFERED, at, day=MONDAY, numbers=numbers, opens_at=at + DAY)
