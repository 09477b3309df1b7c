"""Tables of the monitor: what was counted of a day, what stood out, and who looked into it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office
from jernih.pure.reasons import AlarmKind, InspectionOutcome
from jernih.pure.states import InspectionState


class JudgedDay(models.Model):
    """A closed day of a hall that the monitor has looked at. counted_at: by the night's count."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="judged_days")
    day = models.DateField()
    closed_at = models.DateTimeField()
    judged_at = models.DateTimeField()
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="judged_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"


class OfficerDay(models.Model):
    """What one officer did at one counter on a judged day, in counts.

    reasons: calls out of turn by reason. slow_path: her sum of slowness after each person, in
    hundredths of the usual spread; kept at the counter where she served last.
    """

    judged_day = models.ForeignKey(JudgedDay, on_delete=models.CASCADE, related_name="officers")
    officer = models.CharField(max_length=8)
    counter = models.PositiveSmallIntegerField()
    calls = models.PositiveIntegerField(default=0)
    skips = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    services = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    absent_quick = models.PositiveIntegerField(default=0)
    idle_seconds = models.PositiveIntegerField(default=0)
    slow_path = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["judged_day", "officer", "counter"], name="officer_day_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.judged_day_id} {self.officer} {self.counter}"


class Alarm(models.Model):
    """Something that stood out, and the inspection that it opens.

    subject: the pseudonym it is about, empty for the office. figures: whole numbers by name.
    involved: pseudonyms who vouched, and so may not judge. taken_by: who looks into it now.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="alarms")
    ref = models.CharField(max_length=16, unique=True)
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in AlarmKind])
    subject = models.CharField(max_length=8, blank=True)
    counter = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=60, blank=True)
    figures = models.JSONField(default=dict)
    involved = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=InspectionState.RAISED)
    raised_at = models.DateTimeField()
    due_on = models.DateField()
    taken_by = models.CharField(max_length=8, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=8, blank=True)
    outcome = models.CharField(
        max_length=20, blank=True, choices=[(o.value, o.value) for o in InspectionOutcome]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "day", "kind", "subject", "detail", "counter"],
                name="alarm_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in InspectionState]),
                name="inspection_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=InspectionState.CLOSED, closed_at__isnull=False)
                & ~Q(outcome="")
                & ~Q(closed_by="")
                | ~Q(state=InspectionState.CLOSED) & Q(closed_at=None, outcome="", closed_by=""),
                name="inspection_closed_with_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "state", "due_on"], name="alarm_due")]

    def __str__(self) -> str:
        return f"{self.ref} {self.kind}"


class NoteDeed(models.TextChoices):
    """What a line of an inspection's log tells."""

    RAISED = "RAISED"
    AGAIN = "AGAIN"
    TAKEN = "TAKEN"
    NOTED = "NOTED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"
    OVERDUE = "OVERDUE"


class AlarmNote(models.Model):
    """A line of the log of an inspection. Only ever added to; words stay inside the office.

    by: a pseudonym, empty for the clock. counted_at: by the night's count.
    """

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.CharField(max_length=8, blank=True)
    deed = models.CharField(max_length=10, choices=NoteDeed.choices)
    outcome = models.CharField(max_length=20, blank=True)
    day = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alarm", "day"], condition=Q(deed="AGAIN"), name="alarm_again_once_a_day"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["alarm"], condition=Q(counted_at=None), name="alarm_note_uncounted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.deed}"


class GhostSample(models.Model):
    """The numbers of a day that a round of the beacon chose, to be held against files and people.

    of: how many numbers there were. signature: of the round, hex.
    """

    judged_day = models.OneToOneField(JudgedDay, on_delete=models.PROTECT, related_name="sample")
    round = models.BigIntegerField()
    signature = models.CharField(max_length=96)
    of = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    drawn_by = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.judged_day_id} {self.round}"


class GhostAnswer(models.TextChoices):
    """What was found of a sampled number."""

    REAL = "REAL"
    NOBODY = "NOBODY"


class GhostNumber(models.Model):
    """One number of a sample, in the order of the lot, and what was found of it."""

    sample = models.ForeignKey(GhostSample, on_delete=models.PROTECT, related_name="numbers")
    place = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    answer = models.CharField(max_length=10, blank=True, choices=GhostAnswer.choices)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "number"], name="ghost_number_once")
        ]

    def __str__(self) -> str:
        return self.number


class NightCount(models.Model):
    """A night's count of inspections, as it stands on the record; the last one is public."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="night_counts")
    day = models.DateField()
    open = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="night_counted_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"
