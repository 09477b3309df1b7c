"""Plan a day: how many numbers of each service in which window, and how many are held back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from jernih.apps.booking import queries
from jernih.apps.booking.actions.refusals import (
    AlreadyReleased,
    BadPlan,
    ClosedDay,
    DayIsPast,
)
from jernih.apps.booking.models import Slot, Supply
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Counter, Office, Service
from jernih.pure.reasons import HoldReason
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.supply import Desk, WindowPlan, capacity, plan_windows, share
from jernih.pure.workdays import TimeWindow, business_date, windows_of


@transaction.atomic(durable=True)
def plan_supply(
    *,
    office_id: int,
    day: date,
    seats: int | None = None,
    held: int | None = None,
    held_reason: HoldReason = HoldReason.PRIORITY_RESERVE,
    actor: Actor,
    now: datetime,
) -> list[Supply]:
    """Plan a day from its counters, minutes and hours, at most the office's quota; may be repeated.

    seats, held: what a supervisor wants other than the rulebook says.

    Raises Refused, DayIsPast, ClosedDay, AlreadyReleased, BadPlan.
    """
    require(actor, Permission.SUPPLY_PLAN)
    # Two plans of one day at once would leave the windows of both; this row makes them wait.
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    require(actor, Permission.SUPPLY_PLAN, office=office.slug)
    return plan_day(office, day=day, seats=seats, held=held, held_reason=held_reason, now=now)


def plan_day(
    office: Office,
    *,
    day: date,
    seats: int | None = None,
    held: int | None = None,
    held_reason: HoldReason = HoldReason.PRIORITY_RESERVE,
    now: datetime,
) -> list[Supply]:
    """Plan a day of a locked office, the step of `plan_supply`. Raises the same, except Refused."""
    if day < business_date(now, zone=office.zone):
        raise DayIsPast(day)
    windows = _windows_to_come(office, day, now)
    known = {row.service_id: row for row in Supply.objects.filter(office=office, day=day)}
    if any(row.released_at for row in known.values()):
        raise AlreadyReleased(day)

    services = {service.code: service for service in queries.services_on_offer(office)}
    able = _capacity(office, services, windows)
    dealt = _deal(able, day=day, seats=seats)
    # What is left of a first day may be less than the reserve of a whole one.
    usual = min(queries.number("priority_reserve", on=day), sum(dealt.values()))
    reserve = usual if held is None else held
    if reserve > sum(dealt.values()):
        raise BadPlan("more held back than planned")
    kept = share(reserve, dealt)
    rows = []
    for code, service in services.items():
        plan = plan_windows(windows, seats=dealt[code], held=kept[code])
        row = known.get(service.pk) or Supply(office=office, service=service, day=day)
        rows += _write(row, plan, held_reason)
    return rows


def _windows_to_come(office: Office, day: date, now: datetime) -> list[TimeWindow]:
    minutes = queries.number("window_minutes", on=day)
    windows = windows_of(day, minutes=minutes, calendar=offices.calendar_of(office))
    if not windows:
        raise ClosedDay(day)
    # A new office may begin in the middle of its first day.
    to_come = [window for window in windows if window.starts_at > now]
    if not to_come:
        raise DayIsPast(day)
    return to_come


def _capacity(
    office: Office, services: Mapping[str, Service], windows: Sequence[TimeWindow]
) -> dict[str, int]:
    if len({service.series for service in services.values()}) < len(services):
        raise BadPlan("two services would give out the same numbers")
    return capacity(
        _desks(office, services),
        minutes={code: service.minutes for code, service in services.items()},
        open_minutes=sum(int((w.ends_at - w.starts_at).total_seconds()) // 60 for w in windows),
    )


def _deal(able: Mapping[str, int], *, day: date, seats: int | None) -> dict[str, int]:
    wanted = queries.number("seats_a_day", on=day) if seats is None else seats
    return share(min(wanted, sum(able.values())), able)


def _desks(office: Office, services: Mapping[str, Service]) -> list[Desk]:
    counters = Counter.objects.filter(office=office).prefetch_related("services")
    known = frozenset(services)
    return [
        Desk(services=known & {service.code for service in counter.services.all()})
        for counter in counters.order_by("number")
    ]


def _write(row: Supply, plan: Sequence[WindowPlan], reason: HoldReason) -> list[Supply]:
    held = sum(window.held for window in plan)
    row.planned = sum(window.seats for window in plan)
    row.held_reason = reason if held else HoldReason.NONE
    if row.pk:
        row.slots.all().delete()
    elif not plan:
        return []
    row.save()
    Slot.objects.bulk_create(
        Slot(
            supply=row,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            planned=window.seats,
            held=window.held,
        )
        for window in plan
    )
    return [row]
