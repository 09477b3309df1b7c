"""Tables of the record. They only grow: migrations 0002 and 0004 let the database refuse changes.

Only what we know of a witness, to ask her the next time, is written over.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Entry(models.Model):
    """One fact. Without an index it waits for the sequencer; with one it is in the tree.

    body: its canonical bytes, at most 65,535. index: 0, 1, 2 … without gaps.
    """

    office = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    body = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)
    index = models.BigIntegerField(null=True, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(index__isnull=True) | Q(index__gte=0), name="entry_index_from_zero"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="entry_waiting", condition=Q(index__isnull=True)),
            models.Index(fields=["office", "kind", "index"], name="entry_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'waiting' if self.index is None else self.index}"


class Checkpoint(models.Model):
    """What was signed: how many entries there were, and the root over them.

    root: 32 bytes. note: the whole signed text as it is served.
    """

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gte=0), name="checkpoint_size_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.size} {self.signed_at:%Y-%m-%d %H:%M:%S}"


class Cosignature(models.Model):
    """What one witness signed under a checkpoint, checked before it is kept.

    witness: the name of her key. line: as it stands under the note, with its line feed.
    cosigned_at: by her clock.
    """

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200)
    line = models.TextField()
    cosigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="cosignature_once_a_checkpoint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.witness} {self.cosigned_at:%Y-%m-%d %H:%M:%S}"


class Trouble(models.TextChoices):
    """Why a witness did not sign when she was asked last."""

    NONE = "NONE"
    # No answer, or one that is no answer.
    AWAY = "AWAY"
    # She does not watch our record, or not with our key.
    UNKNOWN = "UNKNOWN"
    # She says that our record was rewritten.
    REFUSES = "REFUSES"
    # She has signed a longer record than we have: ours is an older copy.
    AHEAD = "AHEAD"


class WitnessContact(models.Model):
    """What we know of a witness, to ask her the next time.

    size: of the record that she signed last, as far as we know. failures: in a row.
    since: when the trouble began.
    """

    witness = models.CharField(max_length=200, unique=True)
    size = models.BigIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=Trouble, default=Trouble.NONE)
    failures = models.IntegerField(default=0)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(trouble=Trouble.NONE, since__isnull=True)
                | ~Q(trouble=Trouble.NONE) & Q(since__isnull=False),
                name="witness_trouble_with_its_moment",
            ),
            models.CheckConstraint(condition=Q(size__gte=0), name="witness_size_from_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.witness} {self.trouble} {self.size}"
