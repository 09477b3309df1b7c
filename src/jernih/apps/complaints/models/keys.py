"""Tables of keys: the signed roster, and each holder's own locked key."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from jernih.apps.offices.models import Office


class Roster(models.Model):
    """One serial of the roster, as the overseer signed it; two people bring it in.

    note: the signed note. proposed_by, accepted_by: pseudonyms, never the same.
    declared_on: the day that the record tells it with.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="rosters")
    serial = models.PositiveIntegerField()
    note = models.TextField()
    proposed_by = models.CharField(max_length=8)
    proposed_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=8, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    declared_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "serial"], name="roster_serial_once"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by="")
                | Q(accepted_at__isnull=False)
                & ~Q(accepted_by="")
                & ~Q(accepted_by=models.F("proposed_by")),
                name="roster_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.serial}"


class StaffKey(models.Model):
    """A holder's keys, as her own browser locked them; the server cannot open them.

    locked: age file to her passphrase, ASCII armour, of the age identity and the signing seed.
    by_passkey: a second copy for convenience, empty without one. has_paper: she printed one.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="staff_keys")
    staff = models.CharField(max_length=8)
    recipient = models.CharField(max_length=62)
    signs = models.CharField(max_length=64)
    locked = models.TextField()
    by_passkey = models.TextField(blank=True)
    has_paper = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff"], condition=Q(ended_at=None), name="staff_key_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.staff
