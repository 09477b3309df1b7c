"""Tables of the record. Both only grow: the database itself refuses changes (migration 0002)."""

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
