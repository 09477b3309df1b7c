"""A report that was a complaint about service has, at the overseer's too, the days it had left."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jernih.mirror.book import Held, HeldStep
from jernih.mirror.clock import OwnClock, read_calendar, read_own_rules
from jernih.pure.casework import ClockKind, Deed
from jernih.pure.seal.mirror_call import ToldStep

DAY = date(2026, 11, 23)
CASE = Held(
    locator="0" * 32,
    commitment="0" * 64,
    manifest="",
    salt="",
    auth_hash="",
    promise="",
    promised_on=DAY,
    received_on=DAY,
    signature="",
)
CLOCK = OwnClock(
    now=lambda: datetime(2026, 11, 23, 2, tzinfo=UTC),
    calendar=read_calendar(""),
    rules=read_own_rules(),
)


def step(number: int, deed: Deed, *, after: int = 0, **fields: object) -> HeldStep:
    day = DAY + timedelta(days=after)
    told = ToldStep(case=CASE.locator, number=number, deed=deed, day=day, fields=fields)
    return HeldStep(told=told, received_on=day)


def end_of(*steps: HeldStep):
    found = CLOCK.deadlines(CASE, steps)
    return next(one for one in found if one.kind is ClockKind.RESOLVE)


def test_it_ends_by_the_day_that_was_left_and_taken_up_again_it_begins_anew():
    filed = step(1, Deed.FILED, made="SERVER", at_most=4)
    again = step(2, Deed.REOPENED, after=1)

    assert (end_of(filed).count, end_of(filed).due) == (4, date(2026, 11, 27))
    assert end_of(filed, again).count == 60


@pytest.mark.parametrize("said", [-1, "4", True, None, 4.5])
def test_what_is_no_number_of_days_gives_nobody_fewer(said):
    assert end_of(step(1, Deed.FILED, at_most=said)).count == 60
    assert end_of().count == 60
