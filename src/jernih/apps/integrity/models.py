"""Tables of the integrity zone: the worksheet of a year, answers, evidence, what is to be done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office
from jernih.pure.states import SheetState
from jernih.pure.zone import Column, EvidenceKind

NOTE_SIGNS = 1000


class Sheet(models.Model):
    """The worksheet of one year. rules_on: the day whose rules hold for it, for ever."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="zone_sheets")
    ref = models.CharField(max_length=32, unique=True)
    year = models.PositiveSmallIntegerField()
    rules_on = models.DateField()
    state = models.CharField(max_length=10, default=SheetState.FILLING)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=8)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.CharField(max_length=8, blank=True)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year"], name="zone_sheet_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SheetState]),
                name="zone_sheet_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.ASSESSED, assessed_at__isnull=False)
                | ~Q(state=SheetState.ASSESSED) & Q(assessed_at=None),
                name="zone_sheet_assessed_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.year}"


class ItemAnswer(models.Model):
    """What one column says to one item now; each change of it is on the record.

    note: stays inside. letter and figures empty: a note alone.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=12)
    column = models.CharField(max_length=4, choices=[(c, c) for c in Column])
    letter = models.CharField(max_length=1, blank=True)
    figures = models.JSONField(default=list)
    note = models.CharField(max_length=NOTE_SIGNS, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "item", "column"], name="zone_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item} {self.column}"


class Evidence(models.Model):
    """What stands behind an answer. body: of a file, locked; gone once taken back.

    salt: opens the commitment on the record. figures: as our programs counted them that day.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    item = models.CharField(max_length=12)
    ref = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in EvidenceKind])
    name = models.CharField(max_length=200)
    link = models.CharField(max_length=500, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    body = models.BinaryField(null=True)
    figures = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.CharField(max_length=8)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=8, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sheet", "item"], name="zone_evidence_of_item")]

    def __str__(self) -> str:
        return f"{self.ref} {self.item}"


class PlanStep(models.Model):
    """One thing to do for an item, by somebody, until a day. Inside the office."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="steps")
    item = models.CharField(max_length=12)
    words = models.CharField(max_length=300)
    owner = models.CharField(max_length=8)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item} {self.due_on}"
