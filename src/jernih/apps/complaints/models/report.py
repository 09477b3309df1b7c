"""Tables of a report: what is kept of it, its sealed files, and who holds its key."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office
from jernih.pure.casework import CaseClass, HoldEnd, Made
from jernih.pure.states import ReportState


class Report(models.Model):
    """A sealed report. Days only: no column of it knows an hour (docs/decisions/0005).

    locator: hex, from the reporter's code. auth_hash: SHA-256 of what she shows. recipient, signs:
    her keys. salt: of the commitment. epoch: of the case key now in use. stepped: number of the
    last line of its log. recorded_on: the night that put it on the record. mirrored: the
    overseer's countersignature, null until it came.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="reports")
    locator = models.CharField(max_length=32, unique=True)
    auth_hash = models.CharField(max_length=64)
    recipient = models.CharField(max_length=62)
    signs = models.CharField(max_length=64)
    made = models.CharField(max_length=10, choices=[(m.value, m.value) for m in Made])
    roster = models.PositiveIntegerField()
    is_outside_only = models.BooleanField(default=False)
    manifest = models.TextField()
    salt = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64, unique=True)
    epoch = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, default=ReportState.FILED)
    case_class = models.CharField(
        max_length=12, blank=True, choices=[(c.value, c.value) for c in CaseClass]
    )
    is_withdrawn = models.BooleanField(default=False)
    stepped = models.PositiveIntegerField(default=0)
    filed_on = models.DateField()
    state_on = models.DateField()
    recorded_on = models.DateField(null=True, blank=True)
    mirrored = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ReportState]),
                name="report_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.locator[:8]


class CaseFile(models.Model):
    """One sealed file of a report. body: an age file; null once erased by the schedule."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    came_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "name"], name="case_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class Hold(models.Model):
    """Someone whose key opens a report, from a day until a day."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="holds")
    staff = models.CharField(max_length=8)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended = models.CharField(
        max_length=12, blank=True, choices=[(e.value, e.value) for e in HoldEnd]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "staff"], condition=Q(until=None), name="hold_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None, ended="") | Q(until__isnull=False) & ~Q(ended=""),
                name="hold_ended_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["staff", "until"], name="hold_by_staff")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.staff}"


class Draft(models.Model):
    """A sending that has begun: what came of each file; gone after a day.

    opening: what was said at its begin, as JSON. The files stand in DraftFile.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="report_drafts")
    ref = models.CharField(max_length=32, unique=True)
    locator = models.CharField(max_length=32, unique=True)
    opening = models.JSONField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref


class DraftFile(models.Model):
    """What has come of one file so far; sealed like the rest."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=40)
    size = models.PositiveIntegerField(default=0)
    body = models.BinaryField(default=b"")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once")
        ]

    def __str__(self) -> str:
        return self.name
