"""Tables of the hall: the day, its counters, its tickets and every leg of their way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.booking.models import Applicant, Seat
from jernih.apps.offices.models import Counter, Office, Service
from jernih.pure import reasons
from jernih.pure.states import AT_COUNTER_TICKET, CounterState, TicketState

# In one set order, for migrations remember it.
AT_COUNTER = sorted(state.value for state in AT_COUNTER_TICKET)


class HallDay(models.Model):
    """One office's day. Every action in its hall locks this row first.

    step: number of the last fact of this day on the record. moved_at: the moment it carries;
    a later fact never carries an earlier one. The policy's numbers are those of this day for ever.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="hall_days")
    day = models.DateField()
    step = models.PositiveIntegerField(default=0)
    priority_n = models.PositiveIntegerField(default=0)
    standby_n = models.PositiveIntegerField(default=0)
    since_priority = models.PositiveIntegerField()
    rule_version = models.PositiveSmallIntegerField()
    priority_every = models.PositiveSmallIntegerField()
    early_minutes = models.PositiveSmallIntegerField()
    late_minutes = models.PositiveSmallIntegerField()
    recall_max = models.PositiveSmallIntegerField()
    recall_gap_seconds = models.PositiveSmallIntegerField()
    priority_cap = models.PositiveSmallIntegerField()
    standby_cap = models.PositiveSmallIntegerField()
    moved_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="hall_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class CounterDay(models.Model):
    """One counter on one day: who sits there and what she does."""

    hall_day = models.ForeignKey(HallDay, on_delete=models.PROTECT, related_name="counters")
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=CounterState.CLOSED)
    officer = models.CharField(max_length=8, blank=True)
    services = models.ManyToManyField(Service, related_name="+")
    break_reason = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hall_day", "counter"], name="counter_day_once"),
            models.UniqueConstraint(
                fields=["hall_day", "officer"],
                condition=~Q(state=CounterState.CLOSED),
                name="officer_at_one_counter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hall_day_id} {self.counter_id} {self.state}"


class Ticket(models.Model):
    """A number in the hall. `service` is the leg it now waits for or gets."""

    # No index of their own for these three: each is led by one of those below, and a call, which
    # writes a row anew, pays for every one of them.
    hall_day = models.ForeignKey(
        HallDay, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    series = models.CharField(max_length=1)
    n = models.PositiveIntegerField()
    seat = models.OneToOneField(
        Seat, on_delete=models.PROTECT, related_name="ticket", null=True, blank=True
    )
    applicant = models.OneToOneField(
        Applicant, on_delete=models.PROTECT, related_name="ticket", null=True, blank=True
    )
    code_index = models.CharField(max_length=64)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    lane = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=TicketState.WAITING)
    helper = models.CharField(max_length=8, blank=True)
    walk_in_name = models.CharField(max_length=100, blank=True)
    walk_in_salt = models.BinaryField(max_length=32, default=b"")
    place_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    counter = models.ForeignKey(
        Counter, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    home_counter = models.PositiveSmallIntegerField(default=0)
    returned_at = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    last_called_at = models.DateTimeField(null=True, blank=True)
    re_entries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code_index"], name="ticket_code_once"),
            models.UniqueConstraint(fields=["hall_day", "series", "n"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["hall_day", "counter"],
                condition=Q(state__in=AT_COUNTER),
                name="one_ticket_at_a_counter",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in TicketState]),
                name="ticket_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_COUNTER) | Q(counter__isnull=False),
                name="ticket_called_with_counter",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["hall_day", "service", "lane", "place_at", "arrived_at", "series", "n"],
                name="ticket_line",
                condition=Q(state=TicketState.WAITING),
            ),
            models.Index(
                fields=["hall_day", "home_counter", "returned_at"],
                name="ticket_home",
                condition=Q(state=TicketState.WAITING, returned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return the number as people see it, A-017."""
        return f"{self.series}-{self.n:03d}"


class LegOutcome(models.TextChoices):
    """How one stretch of a ticket's way ended."""

    SERVED = "SERVED"
    MISSED = "MISSED"
    PARKED = "PARKED"
    TRANSFERRED = "TRANSFERRED"
    RETURNED = "RETURNED"
    LEFT = "LEFT"
    EXPIRED = "EXPIRED"


class Leg(models.Model):
    """One stretch of a ticket's way, from waiting for a service to its end; never overwritten."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="legs")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    counter = models.ForeignKey(
        Counter, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    officer = models.CharField(max_length=8, blank=True)
    waiting_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    serving_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=LegOutcome.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="one_open_leg"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.service_id}"


class ServiceRecord(models.Model):
    """A service that was given. It cannot exist without a leg that was served."""

    leg = models.OneToOneField(Leg, on_delete=models.PROTECT, related_name="record")
    served_at = models.DateTimeField()
    officer = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.leg_id}"


class CallException(models.Model):
    """Someone was called who was not next; the reason is coded, the page asks for it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="exceptions")
    counter = models.ForeignKey(Counter, on_delete=models.PROTECT, related_name="+")
    officer = models.CharField(max_length=8)
    second_officer = models.CharField(max_length=8, blank=True)
    reason = models.CharField(
        max_length=20, choices=[(r.value, r.value) for r in reasons.ExceptionReason]
    )
    instead_of = models.CharField(max_length=8, blank=True)
    called_at = models.DateTimeField()
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.reason}"


class HallCall(models.Model):
    """A call as boards show it and voices speak it; played in the order of `step`."""

    hall_day = models.ForeignKey(
        HallDay, on_delete=models.PROTECT, related_name="calls", db_index=False
    )
    step = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    counter_number = models.PositiveSmallIntegerField()
    direction = models.CharField(max_length=80, blank=True)
    is_recall = models.BooleanField(default=False)
    called_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hall_day", "step"], name="hall_call_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} -> {self.counter_number}"


class Press(models.Model):
    """A button press that was answered, so that a second press gets the same answer."""

    key = models.CharField(max_length=64)
    rule = models.CharField(max_length=10, blank=True)
    hall_day = models.ForeignKey(
        HallDay, on_delete=models.CASCADE, related_name="presses", db_index=False
    )
    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hall_day", "key"], name="press_answered_once")
        ]

    def __str__(self) -> str:
        return self.key


class Prediction(models.Model):
    """What we told someone about her wait, and what came true."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="predictions")
    made_at = models.DateTimeField()
    ahead = models.PositiveSmallIntegerField()
    p50_minutes = models.PositiveSmallIntegerField()
    p90_minutes = models.PositiveSmallIntegerField()
    actual_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], name="one_prediction_kept")
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.p50_minutes}-{self.p90_minutes}"
