"""Questions about accounts: who works here, with which roles, and what was changed."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from jernih.apps.accounts.models import Staff, StaffChange
from jernih.pure.roles import Actor, Role

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """Someone as the administrator sees her."""

    ref: str
    username: str
    full_name: str
    office: str
    roles: tuple[Role, ...]
    is_active: bool
    has_second_factor: bool
    has_given_password: bool
    last_login: datetime | None
    is_self: bool


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """One line of what was done to an account, and by whom."""

    at: datetime
    kind: StaffChange.Kind
    role: Role | None
    by: str


def staff_of(actor: Actor) -> list[StaffRow]:
    """Return everyone of the actor's office (of all, without one), open accounts first."""
    found = Staff.objects.prefetch_related("staff_roles").order_by("-is_active", "full_name", "pk")
    if actor.office:
        found = found.filter(office=actor.office)
    guarded = set(
        Authenticator.objects.filter(type__in=SECOND_FACTORS).values_list("user_id", flat=True)
    )
    return [_row(staff, guarded=staff.pk in guarded, actor=actor) for staff in found]


def staff_row(staff: Staff, *, actor: Actor) -> StaffRow:
    """Return one of them."""
    return _row(staff, guarded=has_second_factor(staff), actor=actor)


def changes_of(staff: Staff) -> list[ChangeRow]:
    """Return what was done to an account, newest first."""
    names = dict(Staff.objects.values_list("ref", "full_name"))
    return [
        ChangeRow(
            at=change.changed_at,
            kind=StaffChange.Kind(change.kind),
            role=Role(change.role) if change.role else None,
            by=names.get(change.changed_by, change.changed_by),
        )
        for change in staff.changes.order_by("-changed_at", "-pk")
    ]


def has_second_factor(staff: Staff) -> bool:
    """Tell whether someone signs in with more than a password."""
    return bool(Authenticator.objects.filter(user=staff, type__in=SECOND_FACTORS).exists())


def is_first_admin_missing() -> bool:
    """Tell whether nobody can make accounts yet."""
    return not Staff.objects.filter(is_active=True, staff_roles__role=Role.IT_ADMIN).exists()


def _row(staff: Staff, *, guarded: bool, actor: Actor) -> StaffRow:
    held = {row.role for row in staff.staff_roles.all()}
    return StaffRow(
        ref=staff.ref,
        username=staff.username,
        full_name=staff.full_name,
        office=staff.office,
        roles=tuple(role for role in Role if role in held),
        is_active=staff.is_active,
        has_second_factor=guarded,
        has_given_password=staff.has_given_password,
        last_login=staff.last_login,
        is_self=staff.ref == actor.ref,
    )
