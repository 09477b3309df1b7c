"""What is on offer, what was, and what became of it: pages, capacity ledger, planning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate, groupby

from django.db.models import Count, Q, QuerySet

from jernih.apps.booking.models import Seat, Slot, Supply
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office, Service
from jernih.apps.offices.queries import FilesRow
from jernih.pure.reasons import HoldReason, ReleaseMode
from jernih.pure.states import SeatState


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    """A service as the page of choices shows it; requirements one a line.

    is_drawn: its numbers are drawn; those that no draw covers can be taken at once.
    """

    id: int
    code: str
    name: str
    name_en: str
    requirements: str
    requirements_en: str
    minutes: int
    fee_names: tuple[str, ...]
    is_drawn: bool


@dataclass(frozen=True, kw_only=True)
class WindowRow:
    """Free numbers of one window; times UTC.

    room: how many people together may start in it, the later ones in the windows that follow.
    """

    starts_at: datetime
    ends_at: datetime
    free: int
    room: int


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """Free numbers of one day, windows in order; a full day is listed too."""

    day: date
    free: int
    windows: tuple[WindowRow, ...]


@dataclass(frozen=True, kw_only=True)
class SupplyRow:
    """One service's day as the supervisor plans it."""

    id: int
    day: date
    service_id: int
    service: str
    service_name: str
    service_name_en: str
    planned: int
    held: int
    held_reason: HoldReason
    released_at: datetime | None
    opens_at: datetime | None
    closed_at: datetime | None
    free: int
    returned: int

    @property
    def is_released(self) -> bool:
        """Tell whether the public knows it."""
        return self.released_at is not None


@dataclass(frozen=True, kw_only=True)
class CapacityRow:
    """The capacity ledger: one service on one day.

    planned = held + released. added: returned seats offered again under new numbers.
    released + added = booked + returned + free. booked = used + missed + still to come.
    files: the ministry's files of that day against the numbers served, once they were compared.
    """

    day: date
    service: str
    service_name: str
    service_name_en: str
    planned: int
    held: int
    held_reason: HoldReason
    released: int
    added: int
    booked: int
    used: int
    missed: int
    returned: int
    free: int
    released_at: datetime | None
    files: FilesRow | None = None


CSV_HEADER = (
    "day",
    "service",
    "planned",
    "held",
    "held_reason",
    "released",
    "added",
    "booked",
    "used",
    "missed",
    "returned",
    "free",
    "released_at",
)
FILES_HEADER = ("served", "processed", "difference")


def bookable_services(office_slug: str) -> tuple[ServiceRow, ...]:
    """Return what a number can be taken for, in the office's order."""
    office = Office.objects.get(slug=office_slug)
    return tuple(
        ServiceRow(
            id=service.pk,
            code=service.code,
            name=service.name,
            name_en=service.name_en,
            requirements=service.requirements,
            requirements_en=service.requirements_en,
            minutes=service.minutes,
            fee_names=tuple(service.fee_names),
            is_drawn=service.is_drawn,
        )
        for service in services_on_offer(office)
    )


def services_on_offer(office: Office) -> QuerySet[Service]:
    """Return the services a number can be taken for, in the office's order."""
    return Service.objects.filter(
        office=office, is_active=True, is_step=False, is_walk_in_only=False
    ).order_by("position", "pk")


def on_offer(service_id: int, *, now: datetime) -> QuerySet[Supply]:
    """Return the days of a service that are published, open and not over, in order."""
    return (
        Supply.objects.filter(
            service_id=service_id,
            mode=ReleaseMode.OPEN,
            opens_at__lte=now,
            closed_at__isnull=True,
        )
        .select_related("office", "service")
        .order_by("day")
    )


def open_days(service_id: int, *, now: datetime) -> tuple[DayRow, ...]:
    """Return the days one may still take a number for, windows that began left out."""
    slots = (
        Slot.objects.filter(supply__in=on_offer(service_id, now=now), starts_at__gt=now)
        .annotate(free=Count("seats", filter=Q(seats__state=SeatState.FREE)))
        .order_by("supply__day", "starts_at")
        .values_list("supply__day", "starts_at", "ends_at", "free")
    )
    days = []
    for day, rows in groupby(slots, key=lambda row: row[0]):
        windows = list(rows)
        rests = list(accumulate(free for *_, free in reversed(windows)))[::-1]
        shown = tuple(
            WindowRow(starts_at=starts, ends_at=ends, free=free, room=rest if free else 0)
            for (_, starts, ends, free), rest in zip(windows, rests, strict=True)
        )
        days.append(DayRow(day=day, free=rests[0], windows=shown))
    return tuple(days)


def supplies(office_slug: str, first: date, last: date) -> tuple[SupplyRow, ...]:
    """Return every planned day in order, for the supervisor."""
    rows = _counted(office_slug, first, last)
    return tuple(
        SupplyRow(
            id=row.pk,
            day=row.day,
            service_id=row.service_id,
            service=row.service.code,
            service_name=row.service.name,
            service_name_en=row.service.name_en,
            planned=row.planned,
            held=held,
            held_reason=HoldReason(row.held_reason),
            released_at=row.released_at,
            opens_at=row.opens_at,
            closed_at=row.closed_at,
            free=counts.get(SeatState.FREE, 0),
            returned=counts.get(SeatState.RETURNED, 0),
        )
        for row, held, counts in rows
    )


def has_released(office: Office) -> bool:
    """Tell whether this office has ever published a day."""
    return Supply.objects.filter(office=office, released_at__isnull=False).exists()


def supplies_with_returned(office: Office, *, now: datetime) -> QuerySet[Supply]:
    """Return the days that still come and have seats given back and not offered again."""
    returned = Seat.objects.filter(
        office=office,
        state=SeatState.RETURNED,
        replaced_by__isnull=True,
        slot__starts_at__gt=now,
    )
    return Supply.objects.filter(
        pk__in=returned.values("slot__supply"), mode=ReleaseMode.OPEN, closed_at__isnull=True
    ).order_by("day", "pk")


def unsettled_days(office: Office, *, before: date) -> list[date]:
    """Return the days before `before` that nobody closed, oldest first."""
    rows = Supply.objects.filter(office=office, day__lt=before, closed_at__isnull=True)
    return list(rows.order_by("day").values_list("day", flat=True).distinct())


def capacity(office_slug: str, first: date, last: date) -> tuple[CapacityRow, ...]:
    """Return the capacity ledger of these days, in order of day and service.

    A day that is not published yet shows its plan only.
    """
    office = Office.objects.filter(slug=office_slug).first()
    compared = offices.files_compared(office, first, last) if office else []
    files = {(row.day, row.service): row for row in compared}
    return tuple(
        _capacity_row(row, held, counts, files.get((row.day, row.service.code)))
        for row, held, counts in _counted(office_slug, first, last)
    )


def capacity_csv(rows: Iterable[CapacityRow]) -> Iterator[list[str]]:
    """Return the ledger as lines of text for anyone to download, header first."""
    yield [*CSV_HEADER, *FILES_HEADER]
    for row in rows:
        files = [getattr(row.files, name) if row.files else None for name in FILES_HEADER]
        yield [_cell(value) for value in (*(getattr(row, name) for name in CSV_HEADER), *files)]


def _capacity_row(
    row: Supply, held: int, counts: dict[str, int], files: FilesRow | None
) -> CapacityRow:
    is_out = row.released_at is not None
    used, missed = counts.get(SeatState.USED, 0), counts.get("missed", 0)
    return CapacityRow(
        day=row.day,
        service=row.service.code,
        service_name=row.service.name,
        service_name_en=row.service.name_en,
        planned=row.planned,
        held=held,
        held_reason=HoldReason(row.held_reason) if held else HoldReason.NONE,
        released=row.planned - held if is_out else 0,
        added=counts.get("added", 0),
        booked=used + missed + counts.get(SeatState.TAKEN, 0),
        used=used,
        missed=missed,
        returned=counts.get(SeatState.RETURNED, 0),
        free=counts.get(SeatState.FREE, 0) + counts.get("left_free", 0),
        released_at=row.released_at,
        files=files,
    )


def _counted(office_slug: str, first: date, last: date) -> list[tuple[Supply, int, dict[str, int]]]:
    rows = list(
        Supply.objects.filter(office__slug=office_slug, day__range=(first, last))
        .select_related("service")
        .order_by("day", "service__position", "service_id")
    )
    held: dict[int, int] = dict.fromkeys((row.pk for row in rows), 0)
    for supply_id, count in Slot.objects.filter(supply__in=rows).values_list("supply_id", "held"):
        held[supply_id] += count
    counts = _seat_counts(rows)
    # Held seats that the day's end closed stand among the unused; they were never free.
    for row in rows:
        found = counts[row.pk]
        closed_held = held[row.pk] - found.get(SeatState.HELD, 0) if row.closed_at else 0
        found["left_free"] = found.pop("unbooked", 0) - closed_held
    return [(row, held[row.pk], counts[row.pk]) for row in rows]


def _seat_counts(rows: list[Supply]) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    seats = (
        Seat.objects.filter(slot__supply__in=rows)
        .values("slot__supply_id", "state")
        .annotate(
            count=Count("pk"),
            added=Count("pk", filter=Q(replaces__isnull=False)),
            people=Count("applicant"),
        )
        .order_by()
    )
    for seat in seats:
        found = counts[seat["slot__supply_id"]]
        found["added"] = found.get("added", 0) + seat["added"]
        if seat["state"] == SeatState.UNUSED:
            found["missed"], found["unbooked"] = seat["people"], seat["count"] - seat["people"]
        else:
            found[seat["state"]] = seat["count"]
    return counts


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return "" if value is None else str(value)
