"""Tables of who asks: applications, their people, what proves a contact, and who stayed away."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, Value

from jernih.apps.booking.models.draws import Batch
from jernih.apps.booking.models.seats import Seat
from jernih.apps.offices.models import Office, Service
from jernih.pure import reasons
from jernih.pure.states import LIVE_APPLICATION, ApplicationState

ENDED = [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED]
NUMBERED = [ApplicationState.GRANTED, ApplicationState.CONFIRMED, ApplicationState.PRESENT]


class Application(models.Model):
    """A request for one to eight numbers, granted together or not at all.

    day: of the numbers it has now. granted_at: when it got these; a move gives others.
    draw_number: its place in the draw, from 1. lost: refs of earlier batches that gave nothing.
    """

    ref = models.CharField(max_length=32, unique=True)
    code_index = models.CharField(max_length=64, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="applications")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="applications")
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, related_name="applications", null=True, blank=True
    )
    state = models.CharField(max_length=10, default=ApplicationState.APPLIED)
    day = models.DateField(null=True, blank=True)
    channel = models.CharField(max_length=10)
    helper = models.CharField(max_length=8, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    contact_kind = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=5, default="id")
    preferences = models.JSONField(default=list)
    any_after = models.DateField(null=True, blank=True)
    # Defaults in the database: the quick way in names only what open seats need.
    standby = models.BooleanField(default=False, db_default=False)
    lost = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)
    draw_number = models.PositiveIntegerField(null=True, blank=True)
    once_key = models.CharField(max_length=64, unique=True)
    moves = models.PositiveSmallIntegerField(default=0)
    applied_at = models.DateTimeField()
    granted_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    present_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ApplicationState]),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="application_ended_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.CONFIRMED, confirmed_at__isnull=False)
                | ~Q(state=ApplicationState.CONFIRMED),
                name="application_confirmed_with_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NUMBERED) | Q(day__isnull=False, granted_at__isnull=False),
                name="application_granted_for_a_day",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["office", "day"],
                name="application_to_come",
                condition=Q(state__in=[ApplicationState.GRANTED, ApplicationState.CONFIRMED]),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Applicant(models.Model):
    """One person of an application. The NIK itself is never stored.

    nik_index: HMAC-SHA256 of the NIK under the server key, hex. salt: 32 bytes that open
    the commitment on the record. Erased (UU 27/2022): empty of all that says who it was.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="applicants"
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    nik_index = models.CharField(max_length=64)
    nik_last4 = models.CharField(max_length=4)
    priority = models.CharField(max_length=1, default=reasons.PriorityClass.GENERAL)
    salt = models.BinaryField(max_length=32)
    commitment = models.CharField(max_length=64)
    # Of a batch: one value a person, and what proves it to whoever knows the NIK; UU 27/2022.
    nullifier = models.CharField(max_length=64, blank=True, default="", db_default="")
    nullifier_proof = models.BinaryField(max_length=512, default=b"", db_default=b"")
    corrections = models.PositiveSmallIntegerField(default=0)
    is_live = models.BooleanField(default=True)
    seat = models.OneToOneField(
        Seat, on_delete=models.PROTECT, related_name="applicant", null=True, blank=True
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nik_index", "service"],
                condition=Q(is_live=True),
                name="one_live_application_a_person",
            ),
            models.UniqueConstraint(
                fields=["application", "position"], name="applicant_position_once"
            ),
            models.CheckConstraint(
                condition=Q(is_live=False) | (~Q(name="") & ~Q(nik_index="") & ~Q(birth_date=None)),
                name="only_who_has_ended_is_erased",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.position}"


class ContactProof(models.Model):
    """A one-time code sent to an e-mail address or a phone, kept only as a keyed hash.

    expires_at: until when the code may be typed; a newer code ends it. A proven contact is good
    for one application, within the minutes of the rulebook.
    """

    contact = models.CharField(max_length=254)
    contact_kind = models.CharField(max_length=10)
    session_key = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(proven_at__isnull=False),
                name="proof_used_once_proven",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["contact", "sent_at"], name="proof_by_contact"),
            models.Index(fields=["session_key", "sent_at"], name="proof_by_session"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_kind} {self.sent_at:%Y-%m-%d %H:%M}"


class NoShow(models.Model):
    """An unexcused absence of one person, for the mild no-show rule; appealable.

    nik_index: empty once the absence does not count any more.
    """

    nik_index = models.CharField(max_length=64)
    day = models.DateField()
    number = models.CharField(max_length=8)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=32)
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day", "number"], name="no_show_once")
        ]
        indexes: ClassVar = [models.Index(fields=["nik_index", "day"], name="no_show_by_person")]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


LIVE_STATES = tuple(state.value for state in LIVE_APPLICATION)
