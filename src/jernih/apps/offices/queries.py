"""Questions about an office: its calendar, its services, its rulebook."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.db.models import QuerySet

from jernih.apps.offices.models import FilesCompared, Holiday, Office, OpeningHours, Service
from jernih.pure import rulebook as rules
from jernih.pure import workdays
from jernih.pure.holidays import NamedDay, read_holidays
from jernih.pure.roles import Actor
from jernih.pure.workdays import Calendar, Span, TimeWindow


@dataclass(frozen=True, kw_only=True)
class FeeRow:
    """One official price, in rupiah, and the rule that sets it."""

    name: str
    amount: int
    since: date
    source: str


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One number of the rulebook as it stands on a day, and what will follow it."""

    subject: str
    name: str
    rule: rules.Rule
    then: rules.Rule | None


@dataclass(frozen=True, kw_only=True)
class HoursRow:
    """One weekday (0 is Monday) in the office's own time; closed without `opens_at`."""

    weekday: int
    opens_at: time | None = None
    closes_at: time | None = None
    break_from: time | None = None
    break_until: time | None = None


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    """What one comes for: name, what to bring (one line each), price names, minutes."""

    code: str
    series: str
    name: str
    requirements: tuple[str, ...]
    fees: tuple[FeeRow, ...]
    minutes: int
    is_walk_in_only: bool


@dataclass(frozen=True, kw_only=True)
class FilesRow:
    """The ministry's files of one day and service, and the numbers served; what counts now.

    times: how often they were compared; the last counts.
    """

    day: date
    service: str
    service_name: str
    service_name_en: str
    processed: int
    served: int
    times: int
    officer: str
    compared_at: datetime

    @property
    def difference(self) -> int:
        """Return files without a number (above 0), or numbers without a file (below)."""
        return self.processed - self.served

    @property
    def signed(self) -> str:
        """Return the difference as a table shows it: +1, -2 or 0."""
        return f"{self.difference:+d}" if self.difference else "0"


@dataclass(frozen=True, kw_only=True)
class DayOffRow:
    """A day on which the law's clocks stand still. known: as the rulebook has it, perhaps None.

    is_entered: the office counts by it; one that is not was taken out by the office.
    """

    day: date
    name: str
    known: NamedDay | None
    is_entered: bool


@dataclass(frozen=True, kw_only=True)
class YearOffRow:
    """The days off of a year. sources: who says so, each once, with how sure we are."""

    year: int
    days: tuple[DayOffRow, ...]
    sources: tuple[tuple[str, rules.Confidence], ...]

    @property
    def entered(self) -> int:
        """Return how many of them the office counts by."""
        return sum(one.is_entered for one in self.days)


# ---- the rulebook


@cache
def rulebook() -> Mapping[str, rules.Rules]:
    """Return every rulebook file by its name without .toml, read once."""
    return MappingProxyType({name: rules.read_rules(text) for name, text in _texts().items()})


def rulebook_hash() -> str:
    """Return the hash of the rulebook's texts, as it stands on the record."""
    return rules.rules_hash(_texts())


@cache
def _texts() -> Mapping[str, str]:
    folder = files("jernih") / "rulebook"
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


def rule(subject: str, name: str, *, on: date) -> int:
    """Return the number of `subject`.toml that was in force on a day. Raises NoRule."""
    return rules.in_force(rulebook()[subject], name, on=on)


def rules_on(day: date, *, book: Mapping[str, rules.Rules] | None = None) -> list[RuleRow]:
    """Return every number in force on a day, by file, in the order of the rulebook."""
    rows = []
    for subject, names in (book or rulebook()).items():
        for name, entries in names.items():
            begun = [entry for entry in entries if entry.since <= day]
            coming = [entry for entry in entries if entry.since > day]
            if begun:
                then = coming[0] if coming else None
                rows.append(RuleRow(subject=subject, name=name, rule=begun[-1], then=then))
    return rows


def fees(*, on: date) -> list[FeeRow]:
    """Return every official price in force on a day, in the order of the rulebook."""
    return [_fee(name, on=on) for name in rulebook()["fees"]]


# ---- offices and their days


def office_by_slug(slug: str) -> Office:
    """Return one office. Raises Office.DoesNotExist."""
    return Office.objects.get(slug=slug)


def the_office() -> Office | None:
    """Return the office that this site stands for: the first that was opened."""
    return Office.objects.order_by("pk").first()


def demo_offices() -> list[str]:
    """Return the slugs of demonstration offices."""
    return list(Office.objects.filter(is_demo=True).values_list("slug", flat=True))


def of_staff(actor: Actor) -> QuerySet[Office]:
    """Return the office this member of staff works in, at most one; for all: the first opened."""
    if actor.office:
        return Office.objects.filter(slug=actor.office)
    return Office.objects.order_by("pk")[:1]


def calendar_of(office: Office) -> Calendar:
    """Return when this office works; holidays of all offices and its own."""
    week = {row.weekday: _spans(row) for row in OpeningHours.objects.filter(office=office)}
    closed = Holiday.objects.filter(office=office) | Holiday.objects.filter(office=None)
    return Calendar(
        zone=office.zone, week=week, holidays=frozenset(closed.values_list("day", flat=True))
    )


def today(office: Office, now: datetime) -> date:
    """Return the day it is at the office."""
    return workdays.business_date(now, zone=office.zone)


def is_open_on(office: Office, day: date) -> bool:
    """Tell whether the office works on this day."""
    return workdays.is_working_day(day, calendar=calendar_of(office))


def windows_on(office: Office, day: date, *, minutes: int) -> list[TimeWindow]:
    """Return the windows of a day, in order; none when closed."""
    return workdays.windows_of(day, minutes=minutes, calendar=calendar_of(office))


def working_days_from(office: Office, day: date, *, count: int) -> list[date]:
    """Return the next `count` days on which the office works, `day` itself included.

    None at all for an office without opening hours.
    """
    calendar = calendar_of(office)
    if not any(calendar.week.values()):
        return []
    days = [day] if workdays.is_working_day(day, calendar=calendar) else []
    while len(days) < count:
        days.append(workdays.add_working_days(days[-1] if days else day, 1, calendar=calendar))
    return days


def hours_of(office: Office) -> list[HoursRow]:
    """Return seven rows, Monday first."""
    known = {row.weekday: row for row in OpeningHours.objects.filter(office=office)}
    return [
        HoursRow(
            weekday=weekday,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            break_from=row.break_from,
            break_until=row.break_until,
        )
        if (row := known.get(weekday))
        else HoursRow(weekday=weekday)
        for weekday in range(7)
    ]


def holidays_from(office: Office, day: date, *, limit: int = 12) -> list[tuple[date, str]]:
    """Return the next holidays with their names, the day itself included."""
    closed = Holiday.objects.filter(office=office) | Holiday.objects.filter(office=None)
    coming = closed.filter(day__gte=day).order_by("day", "pk")
    return list(coming.values_list("day", "name")[:limit])


@cache
def named_days() -> tuple[NamedDay, ...]:
    """Return the national holidays and joint leave of the rulebook, read once."""
    path = files("jernih") / "rulebook" / "days" / "holidays.toml"
    return read_holidays(path.read_text(encoding="utf-8"))


def years_off(*years: int) -> list[YearOffRow]:
    """Return, year by year, what is entered for everybody, beside what the rulebook has."""
    entered = Holiday.objects.filter(office=None, day__year__in=years)
    names = dict(entered.values_list("day", "name"))
    known = {one.day: one for one in named_days() if one.day.year in years}
    rows = []
    for year in years:
        days = sorted(day for day in {*names, *known} if day.year == year)
        found = tuple(
            DayOffRow(
                day=day,
                name=names.get(day) or known[day].name,
                known=known.get(day),
                is_entered=day in names,
            )
            for day in days
        )
        said = dict.fromkeys((one.known.source, one.known.confidence) for one in found if one.known)
        rows.append(YearOffRow(year=year, days=found, sources=tuple(said)))
    return rows


# ---- services


def services_of(office: Office, *, language: str, on: date) -> list[ServiceRow]:
    """Return what citizens can come for, in the office's order; steps are left out."""
    found = Service.objects.filter(office=office, is_active=True, is_step=False)
    return [_service_row(s, language=language, on=on) for s in found.order_by("position", "pk")]


def visited_services(office: Office) -> QuerySet[Service]:
    """Return every service people come for, offered now or not; steps are left out."""
    return Service.objects.filter(office=office, is_step=False).order_by("position", "pk")


# ---- the ministry's files


def files_compared(office: Office, first: date, last: date) -> list[FilesRow]:
    """Return what counts of each day and service, newest day first, in the office's order."""
    rows = (
        FilesCompared.objects.filter(office=office, day__range=(first, last))
        .select_related("service")
        .order_by("day", "service_id", "-n")
        .distinct("day", "service_id")
    )
    in_order = sorted(rows, key=lambda row: (-row.day.toordinal(), row.service.position))
    return [
        FilesRow(
            day=row.day,
            service=row.service.code,
            service_name=row.service.name,
            service_name_en=row.service.name_en,
            processed=row.processed,
            served=row.served,
            times=row.n,
            officer=row.officer,
            compared_at=row.compared_at,
        )
        for row in in_order
    ]


def last_files(office: Office, first: date, last: date) -> dict[date, FilesCompared]:
    """Return by day one row of its last comparison, for the file's hash and salt."""
    rows = FilesCompared.objects.filter(office=office, day__range=(first, last))
    return {row.day: row for row in rows.order_by("day", "-n", "pk").distinct("day")}


def _service_row(service: Service, *, language: str, on: date) -> ServiceRow:
    is_english = language.startswith("en")
    wanted = service.requirements_en if is_english else service.requirements
    return ServiceRow(
        code=service.code,
        series=service.series,
        name=service.name_en if is_english else service.name,
        requirements=tuple(line for line in wanted.splitlines() if line.strip()),
        fees=tuple(_fee(name, on=on) for name in service.fee_names),
        minutes=service.minutes,
        is_walk_in_only=service.is_walk_in_only,
    )


def _fee(name: str, *, on: date) -> FeeRow:
    entry = rules.rule_on(rulebook()["fees"], name, on=on)
    return FeeRow(name=name, amount=entry.value, since=entry.since, source=entry.source)


def _spans(row: OpeningHours) -> tuple[Span, ...]:
    if row.break_from is None or row.break_until is None:
        return (Span(opens=row.opens_at, closes=row.closes_at),)
    return (
        Span(opens=row.opens_at, closes=row.break_from),
        Span(opens=row.break_until, closes=row.closes_at),
    )
