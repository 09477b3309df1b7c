"""Tables of what was done: steps, pauses, second approvals, fetches, and calls to the mirror."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.complaints.models.report import Report
from jernih.pure.casework import Deed, PauseReason
from jernih.pure.roles import Role


class Step(models.Model):
    """A line of a report's log; only ever added to. The reporter reads it, whoever did it by role.

    message: N of pesan-N.age, empty for a line without words. fields: closed sets and days only,
    never free text. recorded_on: the night that told the record of it.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=14, choices=[(d.value, d.value) for d in Deed])
    on = models.DateField()
    by = models.CharField(max_length=8, blank=True)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    message = models.PositiveIntegerField(null=True, blank=True)
    fields = models.JSONField(default=dict)
    recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="step_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number} {self.deed}"


class Pause(models.Model):
    """Days that do not count, with the reason that the reporter reads."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=20, choices=[(r.value, r.value) for r in PauseReason])
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(until=None), name="pause_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.reason}"


class Approval(models.Model):
    """Something about a report that wants a second person: who asked, who agreed, what for.

    number: 1, 2, 3 … within the report. used_on: the day it was done; it serves once.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="approvals")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=14, choices=[(d.value, d.value) for d in Deed])
    fields = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=8)
    asked_on = models.DateField()
    answered_by = models.CharField(max_length=8, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    is_agreed = models.BooleanField(null=True)
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="approval_once"),
            models.CheckConstraint(
                condition=~Q(answered_by=models.F("asked_by")), name="approval_by_another"
            ),
            models.CheckConstraint(
                condition=Q(is_agreed=None, answered_by="", answered_on=None)
                | Q(is_agreed__isnull=False, answered_on__isnull=False) & ~Q(answered_by=""),
                name="approval_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(used_on=None) | Q(is_agreed__isnull=False, is_agreed=True),
                name="approval_used_when_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.deed}"


class Fetch(models.Model):
    """Someone was given a sealed file: who, which, on what day. Only ever added to."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="fetches")
    name = models.CharField(max_length=40)
    by = models.CharField(max_length=8, blank=True)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.name} {self.by}"


class MirrorCall(models.Model):
    """What the overseer's mirror has yet to be told, in order; a job sends it, then it is gone.

    path: below the mirror's address. body: what is sent. No moment stays: it would be an hour.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="mirror_calls")
    method = models.CharField(max_length=4)
    path = models.CharField(max_length=120)
    body = models.BinaryField()
    next_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["next_at"], name="mirror_call_due")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.path}"
