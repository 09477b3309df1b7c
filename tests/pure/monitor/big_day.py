"""A day of any size in which one officer calls out of turn, and all others keep to the rule."""

from datetime import timedelta
from random import Random
from typing import Any

from jernih.pure import events, reasons
from jernih.pure.events import HallEvent
from tests.pure.hall_facts import DAY, OFFICE, RULE, at, ref

STRANGE_SHARE, ABSENT_SHARE = 0.25, 0.04


def big_day(rnd: Random, *, counters: int, calls: int) -> tuple[list[HallEvent], str]:
    """Facts of so many calls at so many counters, and who is the strange one."""
    facts: list[HallEvent] = []
    now = at(0)

    def tell(kind: type[HallEvent], **what: Any) -> None:
        facts.append(kind(office=OFFICE, at=now, day=DAY, step=len(facts) + 1, **what))

    tell(events.DayOpened, **RULE)
    officers = {n: f"s-{n:06}" for n in range(1, counters + 1)}
    for counter, officer in officers.items():
        tell(events.CounterOpened, counter=counter, officer=officer, services=("new",))
    for n in range(1, calls + 1):
        counter = (n - 1) % counters + 1
        tell(
            events.CheckedIn,
            ref=ref(n),
            number=number_of(n),
            service="new",
            starts_at=at(0),
            ends_at=at(30),
            place_at=now,
            helper="",
            channel=reasons.Channel.KIOSK,
        )
        _call(tell, rnd, n, counter=counter, officer=officers[counter])
        if n % counters == 0:
            now += timedelta(seconds=90)
            for busy in range(1, counters + 1):
                _end(tell, n - counters + busy, counter=busy)
    tell(events.DayClosed, served=0, missed=0, left=0, expired=0, exceptions=0)
    return facts, officers[1]


def number_of(n: int) -> str:
    """Five digits are the most: beyond them another letter."""
    return f"{'AB'[n >= 90_000]}-{n % 90_000:03}"


def _call(tell: Any, rnd: Random, n: int, *, counter: int, officer: str) -> None:
    seat = {"number": number_of(n), "counter": counter, "officer": officer}
    if counter == 1 and rnd.random() < STRANGE_SHARE:
        more = {"reason": reasons.ExceptionReason.HEALTH, "second_officer": "", "instead_of": ""}
        tell(events.CalledByException, **seat, **more)
    else:
        tell(events.Called, rule="BOOKED", **seat)
    if n % 25:
        tell(events.ServiceStarted, number=seat["number"], counter=counter)


def _end(tell: Any, n: int, *, counter: int) -> None:
    tell(events.Served if n % 25 else events.Missed, number=number_of(n), counter=counter)
