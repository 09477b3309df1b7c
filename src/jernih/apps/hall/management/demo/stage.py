"""What a played day stands on: the office, the day, its windows, and who acts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jernih.apps.booking import actions as booking
from jernih.apps.booking import queries as booked
from jernih.apps.hall.management.demo import plan
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Counter, Office
from jernih.pure.roles import Actor, Role
from jernih.pure.workdays import TimeWindow, moment_of

DAYS_AHEAD_RELEASED = 5


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One office on one day."""

    office: Office
    day: date
    seed: str
    windows: list[TimeWindow]
    counters: tuple[int, ...]

    @property
    def opens_at(self) -> datetime:
        """Return when the first window begins."""
        return self.windows[0].starts_at

    @property
    def closes_at(self) -> datetime:
        """Return when the last window ends."""
        return self.windows[-1].ends_at

    def at(self, hour: int, *, days_before: int) -> datetime:
        """Return a full hour of an earlier day, as the office's clock shows it."""
        day = self.day - timedelta(days=days_before)
        return moment_of(day, time(hour), zone=self.office.zone)

    def officer(self, counter: int) -> Actor:
        """Return who sits at a counter."""
        return self._staff(Role.COUNTER, f"s-demo{counter:02d}")

    @property
    def helper(self) -> Actor:
        """Return who helps at the front desk."""
        return self._staff(Role.HELPER, "s-demohp")

    @property
    def supervisor(self) -> Actor:
        """Return who plans and rules."""
        return self._staff(Role.SUPERVISOR, "s-demosv")

    def _staff(self, role: Role, ref: str) -> Actor:
        return Actor(roles=frozenset({role}), ref=ref, office=self.office.slug)


def set_stage(office: Office, *, day: date) -> Stage:
    """Return the stage of a working day."""
    minutes = booked.number("window_minutes", on=day)
    numbers = Counter.objects.filter(office=office).order_by("number")
    return Stage(
        office=office,
        day=day,
        seed=plan.seed_of(office.slug, day),
        windows=offices.windows_on(office, day, minutes=minutes),
        counters=tuple(numbers.values_list("number", flat=True)),
    )


def release(stage: Stage) -> None:
    """Plan and publish the day's seats some days before, unless that was done."""
    now = stage.at(10, days_before=DAYS_AHEAD_RELEASED)
    rows = booked.supplies(stage.office.slug, stage.day, stage.day)
    if not rows:
        booking.plan_supply(
            office_id=stage.office.pk, day=stage.day, actor=stage.supervisor, now=now
        )
        rows = booked.supplies(stage.office.slug, stage.day, stage.day)
    for row in rows:
        if not row.is_released:
            booking.release_supply(
                supply_id=row.id,
                opens_at=now + timedelta(hours=1),
                actor=stage.supervisor,
                now=now,
            )
