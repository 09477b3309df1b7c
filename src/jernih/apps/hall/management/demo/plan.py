"""Who will come on a day, when, and what happens to them: the same every time it is asked.

Source: volumes of Indonesian immigration offices; 265 of 4,298 applications (6.2 %) did not come.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from jernih.apps.hall.management.demo import draws, people
from jernih.pure.calling import Lane
from jernih.pure.people import Person
from jernih.pure.workdays import TimeWindow

NO_SHOW = 0.062
FILLED = 0.96
# Of ten parties six come alone; a family is at most eight.
FAMILY_SIZES = (1, 1, 1, 1, 1, 1, 2, 2, 3, 4)
EARLY_MINUTES = 30


@dataclass(frozen=True, kw_only=True)
class Party:
    """One application. arrives: seconds before (-) or after the start of its window."""

    key: str
    people: tuple[Person, ...]
    comes: bool
    confirms: bool
    is_assisted: bool
    arrives: int


@dataclass(frozen=True, kw_only=True)
class WalkInPlan:
    """Someone who comes without a number."""

    key: str
    service: str
    lane: Lane
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Rest:
    """When a counter rests for lunch."""

    begins: datetime
    ends: datetime


def seed_of(office: str, day: date) -> str:
    """Return what all draws of a day start from."""
    return f"jernih/demo-day/{office}/{day.isoformat()}"


def parties(seed: str, *, service: str, seats: int, on: date) -> list[Party]:
    """Return the applications that fill nearly all seats of a service."""
    made: list[Party] = []
    left = int(seats * FILLED)
    while left > 0:
        key = f"{seed}/{service}/{len(made)}"
        wanted = FAMILY_SIZES[draws.between(0, len(FAMILY_SIZES) - 1, key, "size")]
        size = min(wanted, left)
        left -= size
        made.append(_party(key, size=size, on=on))
    return made


def _party(key: str, *, size: int, on: date) -> Party:
    comes = not draws.happens(NO_SHOW, key, "no-show")
    # A fifth of those who do not come had said that they would.
    confirms = comes or draws.happens(0.2, key, "confirms")
    arrives = draws.seconds_around(-8 * 60, 11 * 60, key, "arrives")
    if draws.happens(0.03, key, "late"):
        arrives += 75 * 60
    return Party(
        key=key,
        people=people.invented_family(key, people=size, on=on),
        comes=comes,
        confirms=confirms,
        is_assisted=draws.happens(0.12, key, "assisted"),
        arrives=max(arrives, -EARLY_MINUTES * 60),
    )


def walk_ins(
    seed: str, windows: list[TimeWindow], *, services: list[str], reserve: dict[Lane, int]
) -> list[WalkInPlan]:
    """Return who comes without a number: most of the priority reserve, some of standby."""
    opens, closes = windows[0].starts_at, windows[-1].ends_at
    half_way = int((closes - opens).total_seconds() * 0.7)
    found = []
    for lane, most in reserve.items():
        for n in range(round(most * 0.8)):
            key = f"{seed}/{lane}/{n}"
            seconds = draws.between(-600, half_way, key, "at")
            service = services[draws.between(0, len(services) - 1, key, "service")]
            at = opens + timedelta(seconds=seconds)
            found.append(WalkInPlan(key=key, service=service, lane=lane, at=at))
    return sorted(found, key=lambda plan: plan.at)


def lunch(windows: list[TimeWindow], *, counter: int, counters: int) -> Rest:
    """Return the rest of a counter: in two groups, so that the hall goes on."""
    noon = _noon(windows)
    if counter <= (counters + 1) // 2:
        return Rest(begins=noon - timedelta(minutes=30), ends=noon + timedelta(minutes=15))
    return Rest(begins=noon + timedelta(minutes=15), ends=noon + timedelta(minutes=60))


def _noon(windows: list[TimeWindow]) -> datetime:
    """Return when the office's own break begins, or the middle of a day without one."""
    for before, after in pairwise(windows):
        if after.starts_at > before.ends_at:
            return before.ends_at
    return windows[len(windows) // 2].starts_at
