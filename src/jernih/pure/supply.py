"""How many numbers a day has, in which windows, and when what was given back is offered again.

Source: design of the queue, "Supply". Vectors: tests/pure/test_supply.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction

from jernih.pure.workdays import TimeWindow, business_date, moment_of, spread


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A counter as supply sees it: the bookable services it does."""

    services: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class WindowPlan:
    """Seats in one window; the last `held` of them are not offered."""

    starts_at: datetime
    ends_at: datetime
    seats: int
    held: int


@dataclass(frozen=True, kw_only=True)
class ReleaseClock:
    """When seats are offered: weekly, and for tomorrow's returned ones in the evening.

    weekday: 0 is Monday. rest: how long a returned seat lies still at least.
    """

    weekday: int
    at: time
    evening_at: time
    rest: timedelta


def capacity(
    desks: Sequence[Desk], *, minutes: Mapping[str, int], open_minutes: int
) -> dict[str, int]:
    """Return how many people of each service the desks can serve in one day, whole people only.

    A desk that does k services gives each of them 1/k of its time. minutes: for one person.
    """
    served = dict.fromkeys(minutes, Fraction())
    for desk in desks:
        known = desk.services & minutes.keys()
        for service in known:
            served[service] += Fraction(open_minutes, minutes[service] * len(known))
    return {service: int(count) for service, count in served.items()}


def share(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Return `total` dealt in proportion to the weights; largest remainders first, then by name."""
    whole = sum(weights.values())
    if whole == 0:
        return dict.fromkeys(weights, 0)
    dealt = {name: total * weight // whole for name, weight in weights.items()}
    by_rest = sorted(weights, key=lambda name: (-(total * weights[name] % whole), name))
    for name in by_rest[: total - sum(dealt.values())]:
        dealt[name] += 1
    return dealt


def plan_windows(windows: Sequence[TimeWindow], *, seats: int, held: int) -> tuple[WindowPlan, ...]:
    """Return the seats of each window, spread evenly over the day; empty windows left out.

    Raises ValueError if more are held than there are, or there are seats and no window.
    """
    if held > seats or (seats and not windows):
        raise ValueError("more held than planned, or no window to plan in")
    plans = []
    held_so_far = seats_so_far = 0
    for window, count in zip(windows, spread(seats, len(windows)), strict=True):
        seats_so_far += count
        # Held seats follow the seats: a window never holds more than it has.
        kept = held * seats_so_far // seats - held_so_far if seats else 0
        held_so_far += kept
        plans.append(
            WindowPlan(starts_at=window.starts_at, ends_at=window.ends_at, seats=count, held=kept)
        )
    return tuple(plan for plan in plans if plan.seats)


def next_release(after: datetime, *, clock: ReleaseClock, zone: tzinfo) -> datetime:
    """Return the first weekly release at or after a moment."""
    day = business_date(after, zone=zone)
    day += timedelta(days=(clock.weekday - day.weekday()) % 7)
    moment = moment_of(day, clock.at, zone=zone)
    if moment < after:
        moment = moment_of(day + timedelta(days=7), clock.at, zone=zone)
    return moment


def last_release(now: datetime, *, clock: ReleaseClock, zone: tzinfo) -> datetime:
    """Return the last weekly release at or before a moment."""
    day = business_date(now, zone=zone)
    day -= timedelta(days=(day.weekday() - clock.weekday) % 7)
    moment = moment_of(day, clock.at, zone=zone)
    return moment if moment <= now else moment_of(day - timedelta(days=7), clock.at, zone=zone)


def offered_again_at(
    returned_at: datetime, *, day: date, clock: ReleaseClock, zone: tzinfo
) -> datetime | None:
    """Return when a seat given back is offered again, or None if it is not (the hall's standby).

    Never at once: at the next weekly release, or in the evening before its day, whichever comes
    first after its rest, so that nobody can hand a number to a buyer.
    """
    rested = returned_at + clock.rest
    evening = moment_of(day - timedelta(days=1), clock.evening_at, zone=zone)
    release = next_release(rested, clock=clock, zone=zone)
    if release < evening:
        return release
    # Given back late, it still comes back in the last evening; only later than that it does not.
    return evening if returned_at < evening else None
