"""Tables of booking: a day's supply, its seats, applications and their people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value

from jernih.apps.offices.models import Office, Service
from jernih.pure import reasons
from jernih.pure.states import LIVE_APPLICATION, ApplicationState, BatchState, SeatState

# In one set order, for migrations remember it.
ENDED = [ApplicationState.WITHDRAWN, ApplicationState.EXPIRED]
NUMBERED = [ApplicationState.GRANTED, ApplicationState.CONFIRMED, ApplicationState.PRESENT]


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
