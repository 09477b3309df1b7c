"""What stands on the pages of a draw before its result: the calendar, one batch's life. UTC."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Q

from jernih.apps.booking.models import Application, Batch
from jernih.apps.booking.queries import draw
from jernih.apps.offices.models import Office
from jernih.pure import contribution
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.states import ApplicationState, BatchState

ROWS_A_PAGE: Final = 50
SEATS_DRAWN, LEFTOVER = "draw.seats-drawn", "draw.leftover-offered"
_AN_HOUR: Final = 3600


@dataclass(frozen=True, kw_only=True)
class BatchCard:
    """One batch of the calendar. seats: 0 before they are announced."""

    id: int
    ref: str
    service_id: int
    name: str
    name_en: str
    office_name: str
    state: BatchState
    first_day: date
    last_day: date
    opens_at: datetime
    closes_at: datetime
    draws_at: datetime
    drawn_at: datetime | None
    seats: int
    applications: int


@dataclass(frozen=True, kw_only=True)
class ContributorRow:
    """Who adds a secret; `secret` is empty until it is revealed."""

    name: str
    commitment: str
    secret: str
    revealed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DrawnDay:
    """One day of a batch: seats in the draw, and of these kept for a group first."""

    day: date
    seats: int
    priority: int
    long_waiting: int


def by_ref(ref: str) -> Batch | None:
    """Return the batch of this ref, with its office and service."""
    return Batch.objects.select_related("office", "service").filter(ref=ref).first()


def cards(office: Office | None = None, *, limit: int = 120) -> list[BatchCard]:
    """Return the batches of an office (of all), the latest week first."""
    rows = Batch.objects.select_related("office", "service")
    if office is not None:
        rows = rows.filter(office=office)
    applied = Application.objects.filter(ended_at=None, batch__isnull=False)
    counts = dict(applied.values_list("batch").annotate(Count("pk")))
    return [
        card(batch, applications=counts.get(batch.pk, 0))
        for batch in rows.order_by("-first_day", "service_id", "-pk")[:limit]
    ]


def card(batch: Batch, *, applications: int = 0) -> BatchCard:
    """Return a batch as the calendar shows it."""
    return BatchCard(
        id=batch.pk,
        ref=batch.ref,
        service_id=batch.service_id,
        name=batch.service.name,
        name_en=batch.service.name_en,
        office_name=batch.office.name,
        state=BatchState(batch.state),
        first_day=batch.first_day,
        last_day=batch.last_day,
        opens_at=batch.opens_at,
        closes_at=batch.closes_at,
        draws_at=batch.draws_at,
        drawn_at=batch.drawn_at,
        seats=sum(room.seats for room in draw.rooms(batch)) if batch.announced_at else 0,
        applications=applications,
    )


def days(batch: Batch) -> list[DrawnDay]:
    """Return what a batch gives, day by day."""
    return [
        DrawnDay(
            day=room.day,
            seats=room.seats,
            priority=room.priority,
            long_waiting=room.long_waiting,
        )
        for room in draw.rooms(batch)
    ]


def contributors(batch: Batch) -> list[ContributorRow]:
    """Return who adds a secret, by name."""
    return [
        ContributorRow(
            name=row.name,
            commitment=row.commitment,
            secret=row.secret,
            revealed_at=row.revealed_at,
        )
        for row in batch.contributors.order_by("name")
    ]


def whose_secret(batch: Batch, typed: str) -> str:
    """Return the contributor whose commitment this secret opens, or "" if it opens none."""
    try:
        bound = contribution.commit(batch.ref, secret=contribution.read_secret(typed))
    except contribution.BadContribution:
        return ""
    names = batch.contributors.filter(commitment=bound).values_list("name", flat=True)
    return names.first() or ""


def applications_in(batch: Batch) -> tuple[int, int]:
    """Return how many applications, and how many people, are in a batch."""
    rows = Application.objects.filter(batch=batch)
    is_in = Q(draw_number__isnull=False) if batch.drawn_at else Q(ended_at=None)
    counts = rows.filter(is_in).aggregate(
        applications=Count("pk", distinct=True), people=Count("applicants")
    )
    return counts["applications"], counts["people"]


def may_fall_back_at(batch: Batch) -> datetime:
    """Return from when on the next source may be used in place of the one waited for."""
    since = batch.source_since or batch.draws_at
    return max(draw.known_at(batch), since) + timedelta(hours=batch.fallback_hours)


def source_of(batch: Batch) -> Source | None:
    """Return the source that a batch waits for or was drawn by, None before it is announced."""
    return Source(batch.source) if batch.source else None


def chain_name(batch: Batch) -> tuple[str, str]:
    """Return the beacon's name and the hash that fixes it, or two empty texts."""
    chain = CHAINS.get(Source(batch.source)) if batch.source else None
    return (chain.name, chain.chain_hash) if chain else ("", "")


def standby_waiting(batch: Batch) -> int:
    """Return how many still wait at short notice for a number given back."""
    return Application.objects.filter(
        batch=batch, state=ApplicationState.UNSEATED, standby=True
    ).count()


def sources(batch: Batch) -> list[Source]:
    """Return the sources declared, in the order in which they are used."""
    return [Source(name) for name in batch.sources]


def batch_of(ref: str) -> str | None:
    """Return the ref of the batch that an application is or was in."""
    return (
        Application.objects.filter(ref=ref, batch__isnull=False)
        .values_list("batch__ref", flat=True)
        .first()
    )
