"""Tables of conduct: declared gifts and their log; pledges, who signed them, what they promise."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from jernih.apps.offices.models import Office
from jernih.pure import gifts
from jernih.pure.casework import StaffKind
from jernih.pure.pledges import Metric, PledgeKind, SignMethod, WitnessKind
from jernih.pure.states import GiftState


class Gift(models.Model):
    """One declared gift.

    sealed: texts by name, locked; null once erased. giver_index: blind, equal for equal names
    that one member of staff gives. value: rupiah. rule: what the law of its day makes of it.
    asked_on, completed_on: when more was asked for and came. place: where the thing itself is.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="gifts")
    ref = models.CharField(max_length=12, unique=True)
    declared_by = models.CharField(max_length=8)
    answer = models.CharField(max_length=12, choices=[(a, a) for a in gifts.GiftAnswer])
    kind = models.CharField(max_length=10, choices=[(k, k) for k in gifts.GiftKind])
    relation = models.CharField(max_length=10, choices=[(r, r) for r in gifts.GiverRelation])
    occasion = models.CharField(max_length=12, choices=[(o, o) for o in gifts.GiftOccasion])
    rule = models.CharField(max_length=14, choices=[(r, r) for r in gifts.GiftRule])
    value = models.PositiveBigIntegerField()
    happened_on = models.DateField()
    declared_on = models.DateField()
    giver_index = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=12, default=GiftState.DECLARED)
    place = models.CharField(max_length=10, choices=[(c, c) for c in gifts.Custody])
    asked_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)
    forwarded_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(
        max_length=10, blank=True, choices=[(d, d) for d in gifts.GiftDecision]
    )
    decree = models.CharField(max_length=60, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=14, blank=True, choices=[(e, e) for e in gifts.GiftEnd])
    erased_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "state"], name="gift_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in GiftState]),
                name="gift_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=GiftState.CLOSED, closed_on__isnull=False) & ~Q(end="")
                | ~Q(state=GiftState.CLOSED) & Q(closed_on=None, end=""),
                name="gift_closed_with_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"


class GiftLine(models.Model):
    """A line of a declaration's log; only ever added to. sealed: words, locked, or null."""

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="lines")
    deed = models.CharField(max_length=10, choices=[(d, d) for d in gifts.GiftDeed])
    at = models.DateTimeField()
    by = models.CharField(max_length=8)
    sealed = models.BinaryField(null=True)
    counted_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.gift_id} {self.deed}"


class GiftPhoto(models.Model):
    """A picture of a gift, without its tags, locked. body: null once erased."""

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(max_length=20)
    body = models.BinaryField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.gift_id} {self.kind}"


class Handover(models.Model):
    """The thing changes hands: one signs that she gives it, another that she has it or saw it.

    sealed: words on its condition, locked. received_at: null while only one has signed.
    """

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="handovers")
    from_place = models.CharField(max_length=10, choices=[(c, c) for c in gifts.Custody])
    to_place = models.CharField(max_length=10, choices=[(c, c) for c in gifts.Custody])
    given_by = models.CharField(max_length=8)
    given_at = models.DateTimeField()
    received_by = models.CharField(max_length=8)
    received_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gift"], condition=Q(received_at=None), name="handover_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(given_by=F("received_by")), name="handover_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gift_id} {self.to_place}"


class GiftNight(models.Model):
    """What one night's count said on the record; the public page reads it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="gift_nights")
    day = models.DateField()
    declared = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    forwarded = models.PositiveIntegerField()
    decided = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="gift_night_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class Pledge(models.Model):
    """Something declared together, to be signed by everybody who works here.

    text_version: of rulebook/forms/pledges.toml; text_hash: of its words, as on the record.
    staff: how many were asked when it was declared.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="pledges")
    ref = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in PledgeKind])
    year = models.PositiveSmallIntegerField()
    text_version = models.PositiveSmallIntegerField()
    text_hash = models.CharField(max_length=64)
    held_on = models.DateField()
    led_by = models.CharField(max_length=20)
    staff = models.PositiveIntegerField()
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "kind", "year"], name="pledge_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class PledgeWitness(models.Model):
    """Somebody from outside who watched. sealed: her name, locked; pages show her kind alone."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="witnesses")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in WitnessKind])
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.kind}"


class Signature(models.Model):
    """One person's signature, for ever. salt opens the commitment on the record."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="signatures")
    staff = models.CharField(max_length=8)
    n = models.PositiveIntegerField()
    staff_kind = models.CharField(max_length=5, choices=[(k, k) for k in StaffKind])
    method = models.CharField(max_length=8, choices=[(m, m) for m in SignMethod])
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pledge", "staff"], name="pledge_signed_once"),
            models.UniqueConstraint(fields=["pledge", "n"], name="pledge_signature_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.n}"


class PledgePromise(models.Model):
    """A figure that was promised in a pledge; what is measured stands beside it."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="promises")
    metric = models.CharField(max_length=20, choices=[(m, m) for m in Metric])
    target = models.PositiveIntegerField()
    due_on = models.DateField()
    owner = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pledge", "metric"], name="pledge_promise_once")
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.metric}"
