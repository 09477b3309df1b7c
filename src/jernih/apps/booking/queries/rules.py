"""The numbers of quotas.toml that booking works by, as they stood on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.supply import ReleaseClock
from jernih.pure.workdays import business_date, moment_of

SUBJECT = "quotas"


@dataclass(frozen=True, kw_only=True)
class ConfirmTimes:
    """When the holder of a number may say that she comes; after `until` it is given up."""

    opens_at: datetime
    until: datetime


def number(name: str, *, on: date) -> int:
    """Return a whole number of the rulebook. Raises NoRule."""
    return offices.rule(SUBJECT, name, on=on)


def clock(name: str, *, on: date) -> time:
    """Return a full hour of the rulebook, in the office's zone. Raises NoRule."""
    return time(number(name, on=on))


def confirm_times(office: Office, *, day: date) -> ConfirmTimes:
    """Return from when until when a number for `day` is confirmed."""
    before = day - timedelta(days=number("confirm_days_before", on=day))
    opens, until = (
        moment_of(before, clock(name, on=day), zone=office.zone)
        for name in ("confirm_from_hour", "confirm_until_hour")
    )
    return ConfirmTimes(opens_at=opens, until=until)


def may_move_on(office: Office, *, day: date, now: datetime) -> bool:
    """Tell whether it is still early enough to move away from `day`."""
    notice = timedelta(days=number("move_days_before", on=day))
    return business_date(now, zone=office.zone) <= day - notice


def release_clock(*, on: date) -> ReleaseClock:
    """Return when seats are offered, and returned ones again."""
    return ReleaseClock(
        weekday=number("release_weekday", on=on),
        at=clock("release_hour", on=on),
        evening_at=clock("returned_evening_hour", on=on),
        rest=timedelta(hours=number("returned_rest_hours", on=on)),
    )
