"""Tables of the staff: who signs in, under which public pseudonym, with which roles."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jernih.pure.roles import Actor, Role


class Staff(AbstractUser):
    """Someone who works here. `ref` is the pseudonym that stands on the public record."""

    ref = models.CharField(max_length=8, unique=True)
    full_name = models.CharField(_("Full name"), max_length=120)
    office = models.SlugField(_("Office"), max_length=40, blank=True)
    # Someone else knows this password: it must be changed before anything else is done.
    has_given_password = models.BooleanField(default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["ref", "full_name"]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ref__regex=r"^s-[0-9a-z]{6}$"), name="staff_ref_spelled"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def as_actor(self) -> Actor:
        """Return who this member of staff is to the rules."""
        roles = frozenset(Role(row.role) for row in self.staff_roles.all())
        return Actor(roles=roles, ref=self.ref, office=self.office)


class StaffRole(models.Model):
    """One role of one member of staff, and who gave it when."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "role"], name="staff_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class StaffChange(models.Model):
    """One line of the book of accounts: what was done to whom, by whom. Only ever added to."""

    class Kind(models.TextChoices):
        """What can be done to an account."""

        CREATED = "CREATED", _("Account made")
        GRANTED = "GRANTED", _("Role given")
        TAKEN = "TAKEN", _("Role taken away")
        PASSWORD = "PASSWORD", _("New one-time password")
        UNGUARDED = "UNGUARDED", _("Second step removed")
        CLOSED = "CLOSED", _("Account closed")
        REOPENED = "REOPENED", _("Account opened again")

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    role = models.CharField(max_length=20, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.role}"
