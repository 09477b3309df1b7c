"""What can happen to an office: it opens with a plan, and its years get their holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from secrets import token_bytes, token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from jernih.apps.ledger import actions as ledger
from jernih.apps.offices import queries
from jernih.apps.offices.models import (
    Counter,
    FilesCompared,
    Holiday,
    Office,
    OpeningHours,
    Service,
)
from jernih.pure import canonical, workdays
from jernih.pure.events import LogStarted
from jernih.pure.roles import Actor, Permission, require


class BadPlan(ValueError):
    """A plan of an office that cannot be meant."""


@dataclass(frozen=True, kw_only=True)
class OfficePlan:
    """An office as it is written in a file: `management/tarakan.toml` shows every field.

    services, counters: tables of fields as in the models. hours: as `workdays.read_week` reads.
    """

    slug: str
    name: str
    address: str
    time_zone: str
    hours: Mapping[str, list[str]]
    services: tuple[Mapping[str, Any], ...]
    counters: tuple[Mapping[str, Any], ...]


@transaction.atomic(durable=True)
def open_office(*, plan: OfficePlan, is_demo: bool, actor: Actor, now: datetime) -> Office:
    """Make an office with hours, services and counters. It is there already: nothing changes.

    What the office edited since is never overwritten. Raises Refused or BadPlan.
    """
    require(actor, Permission.OFFICE_MANAGE)
    office, is_new = Office.objects.select_for_update().get_or_create(
        slug=plan.slug,
        defaults={
            "name": plan.name,
            "address": plan.address,
            "time_zone": plan.time_zone,
            "kiosk_key": token_urlsafe(24),
            "is_demo": is_demo,
            "opened_on": workdays.business_date(now, zone=ZoneInfo(plan.time_zone)),
        },
    )
    if is_new:
        _write_hours(office, plan.hours)
        services = _write_services(office, plan.services)
        _write_counters(office, plan.counters, services=services)
        ledger.append(LogStarted(office=office.slug, at=now, rules_hash=queries.rulebook_hash()))
    return office


@transaction.atomic(durable=True)
def fill_holidays(*, days: Mapping[date, str], actor: Actor) -> int:
    """Write the public holidays of the years that have none yet; say how many were written.

    A year that was filled once belongs to the office: what it deleted stays deleted.
    """
    require(actor, Permission.OFFICE_MANAGE)
    known = set(Holiday.objects.filter(office=None).values_list("day__year", flat=True))
    new = [Holiday(day=day, name=name) for day, name in days.items() if day.year not in known]
    return len(Holiday.objects.bulk_create(new, ignore_conflicts=True))


def note_files(
    office: Office,
    *,
    day: date,
    rows: Mapping[str, tuple[int, int]],
    file_hash: str,
    officer: str,
    now: datetime,
) -> list[FilesCompared]:
    """Keep what files of a day were compared, in the caller's transaction; the next of that day.

    rows: files processed and numbers served, by service code. file_hash: sha256 of the file, hex.
    """
    known = FilesCompared.objects.filter(office=office, day=day)
    n = max(known.values_list("n", flat=True), default=0) + 1
    # A hash of a file with names in it is never published bare: docs/log-format.md.
    salt = token_bytes(32)
    commitment = canonical.commitment("files", salt=salt, fields={"sha256": file_hash})
    services = Service.objects.filter(office=office, code__in=rows).order_by("code")
    return FilesCompared.objects.bulk_create(
        FilesCompared(
            office=office,
            day=day,
            service=service,
            n=n,
            processed=rows[service.code][0],
            served=rows[service.code][1],
            file_hash=file_hash,
            salt=salt,
            commitment=commitment,
            officer=officer,
            compared_at=now,
        )
        for service in services
    )


def _write_hours(office: Office, hours: Mapping[str, list[str]]) -> None:
    try:
        week = workdays.read_week(hours)
    except workdays.BadHours as problem:
        raise BadPlan(str(problem)) from None
    for weekday, spans in week.items():
        if len(spans) not in (1, 2):
            raise BadPlan(f"weekday {weekday} has {len(spans)} stretches, not one or two")
        pause: tuple[time | None, time | None] = (None, None)
        if len(spans) == 2:
            pause = (spans[0].closes, spans[1].opens)
        OpeningHours.objects.create(
            office=office,
            weekday=weekday,
            opens_at=spans[0].opens,
            closes_at=spans[-1].closes,
            break_from=pause[0],
            break_until=pause[1],
        )


def _write_services(office: Office, services: tuple[Mapping[str, Any], ...]) -> dict[str, Service]:
    return {
        fields["code"]: Service.objects.create(
            office=office,
            position=position,
            **{
                name: "\n".join(value) if name.startswith("requirements") else value
                for name, value in fields.items()
            },
        )
        for position, fields in enumerate(services)
    }


def _write_counters(
    office: Office,
    counters: tuple[Mapping[str, Any], ...],
    *,
    services: Mapping[str, Service],
) -> None:
    for fields in counters:
        unknown = set(fields["services"]) - set(services)
        if unknown:
            raise BadPlan(f"counter {fields['number']}: no such services: {sorted(unknown)}")
        counter = Counter.objects.create(
            office=office, number=fields["number"], direction=fields.get("direction", "")
        )
        counter.services.set([services[code] for code in fields["services"]])
