"""Tables of the draw: batches, and who outside the office adds a secret to them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jernih.apps.offices.models import Office, Service
from jernih.pure.states import BatchState


class Batch(models.Model):
    """The seats of one service on some days that are drawn together, and the life of that draw.

    source: where the randomness comes from now, of `sources`. round: of that source, 0 for one
    without rounds. source_since: from when on this source is waited for. evidence, randomness,
    seed: hex, as on the record. rule: the hash of the draw's program when it was announced.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="batches")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, default=BatchState.PLANNED)
    first_day = models.DateField()
    last_day = models.DateField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    draws_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    seeded_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    rule = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=64, blank=True)
    long_after = models.PositiveSmallIntegerField(default=0)
    sources = models.JSONField(default=list)
    source = models.CharField(max_length=20, blank=True)
    source_since = models.DateTimeField(null=True, blank=True)
    round = models.BigIntegerField(default=0)
    freeze_minutes = models.PositiveSmallIntegerField(default=0)
    reveal_minutes = models.PositiveSmallIntegerField(default=0)
    fallback_hours = models.PositiveSmallIntegerField(default=0)
    list_root = models.CharField(max_length=64, blank=True)
    evidence = models.CharField(max_length=2000, blank=True)
    previous_signature = models.CharField(max_length=192, blank=True)
    randomness = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BatchState]),
                name="batch_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["CLOSED", "SEEDED", "DRAWN"], closed_at__isnull=False)
                | Q(state__in=["PLANNED", "ANNOUNCED", "OPEN", "CANCELLED"], closed_at=None),
                name="batch_closed_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["SEEDED", "DRAWN"], seeded_at__isnull=False)
                | Q(~Q(state__in=["SEEDED", "DRAWN"]), seeded_at=None),
                name="batch_seeded_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"))
                & Q(opens_at__lt=F("closes_at"))
                & Q(closes_at__lt=F("draws_at")),
                name="batch_forward",
            ),
            # Two batches of one week would be a second draw for the same seats.
            models.UniqueConstraint(
                fields=["service", "first_day"],
                condition=~Q(state="CANCELLED"),
                name="batch_once_a_week",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class BatchContributor(models.Model):
    """Somebody outside the office who adds a secret to a batch: first its hash, later itself.

    in_time: whether the reveal came before the hour that was announced, and so counts.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="contributors")
    name = models.SlugField(max_length=40)
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "name"], name="contributor_once"),
            models.CheckConstraint(
                condition=Q(secret="", revealed_at=None)
                | Q(~Q(secret=""), revealed_at__isnull=False),
                name="contributor_revealed_with_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.name
