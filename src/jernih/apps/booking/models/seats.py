"""Tables of what there is: a day's supply, its windows, and their seats."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jernih.apps.booking.models.draws import Batch
from jernih.apps.offices.models import Office, Service
from jernih.pure import reasons
from jernih.pure.states import SeatState


class Supply(models.Model):
    """One service's numbers for one day: planned, then published, then open to applicants.

    last_n: the last number given to a seat of this day and series. Whoever adds a seat locks
    this row first. mode: DRAW while its seats are drawn, OPEN while they can be taken at once.
    kept_*: of the seats drawn, so many are kept for a group first.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="supplies")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="supplies")
    day = models.DateField()
    mode = models.CharField(max_length=5, default=reasons.ReleaseMode.OPEN)
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="supplies", null=True, blank=True
    )
    planned = models.PositiveSmallIntegerField()
    kept_priority = models.PositiveSmallIntegerField(default=0)
    kept_long = models.PositiveSmallIntegerField(default=0)
    held_reason = models.CharField(max_length=20, default=reasons.HoldReason.NONE)
    last_n = models.PositiveIntegerField(default=0)
    released_at = models.DateTimeField(null=True, blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day", "service"], name="supply_once"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, opens_at__isnull=True)
                | Q(released_at__isnull=False, opens_at__gte=F("released_at")),
                name="supply_published_before_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day} {self.service_id}"


class Slot(models.Model):
    """A time window of one day's supply. planned: seats. held: of these, not offered now."""

    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supply", "starts_at"], name="slot_start_once"),
            models.CheckConstraint(
                condition=Q(held__lte=F("planned")), name="slot_held_of_planned"
            ),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="slot_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}"


class Seat(models.Model):
    """One place in a window. Its number is the number on the ticket and is never used twice."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    series = models.CharField(max_length=1)
    n = models.PositiveIntegerField()
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="seats")
    state = models.CharField(max_length=10, default=SeatState.FREE)
    returned_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "day", "series", "n"], name="seat_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SeatState]), name="seat_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SeatState.RETURNED, returned_at__isnull=False)
                | (~Q(state=SeatState.RETURNED) & Q(returned_at__isnull=True)),
                name="seat_returned_with_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["slot", "n"], name="seat_free", condition=Q(state=SeatState.FREE)),
            models.Index(
                fields=["office", "day"],
                name="seat_returned",
                condition=Q(state=SeatState.RETURNED),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the number as people see it, A-017."""
        return f"{self.series}-{self.n:03d}"
