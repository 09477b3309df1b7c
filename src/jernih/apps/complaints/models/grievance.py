"""Tables of complaints about service: what is kept of them, their log, pictures, and counts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office
from jernih.pure.casework import CaseClass
from jernih.pure.grievance import SCORE_LEAST, SCORE_MOST, GrievanceDeed, Subject
from jernih.pure.roles import Role
from jernih.pure.states import GrievanceState


class Grievance(models.Model):
    """A complaint about service. Days only: no column of it knows an hour (decision 0005).

    locator, auth_hash, recipient: from its sender's code, as of a report. sealed: texts by name,
    locked; null once wiped. concerned: pseudonyms of whom it is about; they never see it.
    handler: who works on it. at_most: working days for its answer that earlier changes of its
    class left it. handed: the code of the sealed report it became, locked to its sender's code.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="grievances")
    locator = models.CharField(max_length=32, unique=True)
    auth_hash = models.CharField(max_length=64)
    recipient = models.CharField(max_length=62)
    subject = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Subject])
    case_class = models.CharField(max_length=12, choices=[(c.value, c.value) for c in CaseClass])
    at_most = models.PositiveSmallIntegerField(null=True, blank=True)
    is_assisted = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    concerned = models.JSONField(default=list)
    handler = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=10, default=GrievanceState.FILED)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    handed = models.BinaryField(null=True)
    lines_written = models.PositiveIntegerField(default=0)
    filed_on = models.DateField()
    state_on = models.DateField()
    recorded_on = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "state"], name="grievance_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in GrievanceState]),
                name="grievance_state_known",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(SCORE_LEAST, SCORE_MOST)),
                name="grievance_score_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[GrievanceState.FILED, GrievanceState.SEALED])
                | ~Q(handler=""),
                name="grievance_has_handler",
            ),
            models.CheckConstraint(
                condition=~Q(state=GrievanceState.SEALED) | Q(sealed=None, handed__isnull=False),
                name="grievance_sealed_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.locator[:8]


class GrievanceLine(models.Model):
    """A line of a complaint's log; only ever added to. sealed: its words, locked, or null.

    fields: closed sets, numbers and days. recorded_on: the night that counted it.
    """

    grievance = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=14, choices=[(d.value, d.value) for d in GrievanceDeed])
    on = models.DateField()
    by = models.CharField(max_length=8, blank=True)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    sealed = models.BinaryField(null=True)
    fields = models.JSONField(default=dict)
    recorded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grievance", "number"], name="grievance_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.grievance_id} {self.number} {self.deed}"


class GrievancePhoto(models.Model):
    """A picture without its tags, locked. line: with which it came. body: null once wiped."""

    grievance = models.ForeignKey(Grievance, on_delete=models.PROTECT, related_name="photos")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    body = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.grievance_id} {self.kind}"


class GrievanceNight(models.Model):
    """The count of a day that stands on the record; every day has one."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="grievance_nights")
    day = models.DateField()
    open = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="grievance_night_once")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.day}"
