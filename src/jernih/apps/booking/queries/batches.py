"""Batches as an applicant sees them: which one may join now, and where hers stands."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from jernih.apps.booking.models import Application, Batch
from jernih.apps.booking.queries import draw
from jernih.pure.people import Preference
from jernih.pure.states import ApplicationState, BatchState


@dataclass(frozen=True, kw_only=True)
class BatchDay:
    """One day of a batch: its numbers in the draw, and when its windows start, UTC."""

    day: date
    seats: int
    starts: tuple[datetime, ...]


@dataclass(frozen=True, kw_only=True)
class BatchOffer:
    """A batch that one may join now; times UTC."""

    id: int
    ref: str
    first_day: date
    last_day: date
    closes_at: datetime
    draws_at: datetime
    days: tuple[BatchDay, ...]

    @property
    def first(self) -> date:
        """Return the first day that has numbers."""
        return self.days[0].day if self.days else self.first_day

    @property
    def last(self) -> date:
        """Return the last day that has numbers."""
        return self.days[-1].day if self.days else self.last_day

    @property
    def seats(self) -> int:
        """Return how many numbers are drawn."""
        return sum(day.seats for day in self.days)

    def days_for(self, people: int) -> tuple[BatchDay, ...]:
        """Return the days that have room for so many together."""
        return tuple(day for day in self.days if day.seats >= people)


@dataclass(frozen=True, kw_only=True)
class NextBatch:
    """A batch of the calendar that opens later."""

    ref: str
    first_day: date
    last_day: date
    opens_at: datetime


@dataclass(frozen=True, kw_only=True)
class DrawRow:
    """An application's part in its batch; times UTC.

    applications: how many are in the draw, so far while it is open. place: in the draw, from 1.
    standby_place: among those who still wait, from 1. wishes: best first.
    """

    batch: str
    state: BatchState
    first_day: date
    last_day: date
    closes_at: datetime
    draws_at: datetime
    applications: int
    place: int | None
    wishes: tuple[Preference, ...]
    any_after: date | None
    standby: bool
    standby_place: int | None
    can_leave: bool


def to_join(service_id: int, *, now: datetime) -> tuple[BatchOffer, ...]:
    """Return the batches of a service that take applications now, the earliest week first."""
    open_now = Batch.objects.filter(
        service_id=service_id, state=BatchState.OPEN, closes_at__gt=now
    ).order_by("first_day")
    return tuple(
        BatchOffer(
            id=batch.pk,
            ref=batch.ref,
            first_day=batch.first_day,
            last_day=batch.last_day,
            closes_at=batch.closes_at,
            draws_at=batch.draws_at,
            days=tuple(
                BatchDay(
                    day=room.day,
                    seats=room.seats,
                    starts=tuple(window.starts_at for window in room.windows),
                )
                for room in draw.rooms(batch)
            ),
        )
        for batch in open_now
    )


def id_of(ref: str) -> int | None:
    """Return the id of a batch for our own actions, or None."""
    return Batch.objects.filter(ref=ref).values_list("pk", flat=True).first()


def opens_next(service_id: int, *, now: datetime) -> NextBatch | None:
    """Return the batch of a service that opens next, as the calendar says, or None."""
    batch = (
        Batch.objects.filter(
            service_id=service_id,
            state__in=[BatchState.PLANNED, BatchState.ANNOUNCED],
            closes_at__gt=now,
        )
        .order_by("opens_at")
        .first()
    )
    if batch is None:
        return None
    return NextBatch(
        ref=batch.ref,
        first_day=batch.first_day,
        last_day=batch.last_day,
        opens_at=batch.opens_at,
    )


def draw_row(application: Application) -> DrawRow | None:
    """Return where an application stands in its draw, or None if it never was in one."""
    batch = application.batch
    if batch is None:
        return None
    is_waiting = application.state == ApplicationState.UNSEATED and application.standby
    counts = _counts(Application.objects.filter(batch=batch), application.draw_number or 0)
    state = BatchState(batch.state)
    return DrawRow(
        batch=batch.ref,
        state=state,
        first_day=batch.first_day,
        last_day=batch.last_day,
        closes_at=batch.closes_at,
        draws_at=batch.draws_at,
        applications=counts["applications"],
        place=application.draw_number,
        wishes=tuple(
            Preference(
                day=date.fromisoformat(day),
                starts_at=datetime.fromisoformat(moment) if moment else None,
            )
            for day, moment in application.preferences
        ),
        any_after=application.any_after,
        standby=application.standby,
        standby_place=counts["waiting_before"] + 1 if is_waiting else None,
        can_leave=is_waiting
        or (application.state == ApplicationState.APPLIED and state is BatchState.OPEN),
    )


def _counts(all_of_it: QuerySet[Application], place: int) -> dict[str, int]:
    # Nobody leaves between the frozen list and the draw; whoever left before has no place.
    return all_of_it.aggregate(
        applications=Count("pk", filter=Q(ended_at=None) | Q(draw_number__isnull=False)),
        waiting_before=Count(
            "pk",
            filter=Q(state=ApplicationState.UNSEATED, standby=True, draw_number__lt=place),
        ),
    )
