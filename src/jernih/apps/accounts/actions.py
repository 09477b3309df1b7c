"""What can happen to an account: made, given roles, a password, closed. Every step is kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction

from jernih.apps.accounts.models import Staff, StaffChange, StaffRole
from jernih.pure.roles import Actor, Permission, Role, require

# Whoever sits at the server's own console; she could change the tables by hand anyway.
CONSOLE: Final = Actor(roles=frozenset({Role.IT_ADMIN}))
STAFF_ROLES: Final = (
    Role.HELPER,
    Role.COUNTER,
    Role.SUPERVISOR,
    Role.HEAD,
    Role.HANDLER,
    Role.DECIDER,
    Role.GIFT_KEEPER,
    Role.AUDITOR,
    Role.OVERSEER,
    Role.IT_ADMIN,
)
REF_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
# No signs that are mistaken for each other: someone types this from paper.
PASSWORD_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


class NameTaken(Exception):
    """Someone has this sign-in name already."""


class NotMixed(Exception):
    """Who looks after the machines plays no other part: she must not see personal data."""


class NotYourself(Exception):
    """Nobody changes her own account: another administrator does."""


@dataclass(frozen=True, kw_only=True)
class NewStaff:
    """Someone who is to work here. office: slug, empty for all offices."""

    username: str
    full_name: str
    office: str
    roles: frozenset[Role]


def new_password() -> str:
    """Return a password that a person can type from paper: 5 groups of 4 signs, 99 bits."""
    groups = ("".join(secrets.choice(PASSWORD_SIGNS) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


@transaction.atomic(durable=True)
def create_staff(
    *,
    person: NewStaff,
    password: str,
    actor: Actor,
    now: datetime,
    must_change: bool = True,
) -> Staff:
    """Make an account with its roles and a pseudonym that chance chose.

    must_change: the password is known to someone else and good for the first sign-in only.
    Raises Refused, NameTaken or NotMixed.
    """
    require(actor, Permission.STAFF_MANAGE, office=person.office)
    _check_roles(person.roles)
    staff = _insert(person, must_change=must_change)
    staff.set_password(password)
    staff.is_staff = Role.IT_ADMIN in person.roles
    staff.save(update_fields=["password", "is_staff"])
    _note(staff, StaffChange.Kind.CREATED, actor=actor, now=now)
    for role in sorted(person.roles):
        _grant(staff, role, actor=actor, now=now)
    return staff


@transaction.atomic(durable=True)
def change_roles(*, staff_id: int, roles: Collection[Role], actor: Actor, now: datetime) -> Staff:
    """Give and take roles until someone holds exactly these; each change is a line of its own.

    Raises Refused, NotYourself or NotMixed.
    """
    staff = _lock(staff_id, actor=actor)
    _check_roles(roles)
    held = {Role(row.role) for row in staff.staff_roles.all()}
    for role in sorted(set(roles) - held):
        _grant(staff, role, actor=actor, now=now)
    for role in sorted(held - set(roles)):
        staff.staff_roles.filter(role=role).delete()
        _note(staff, StaffChange.Kind.TAKEN, role=role, actor=actor, now=now)
    staff.is_staff = Role.IT_ADMIN in roles
    staff.save(update_fields=["is_staff"])
    return staff


@transaction.atomic(durable=True)
def give_password(*, staff_id: int, password: str, actor: Actor, now: datetime) -> Staff:
    """Replace a forgotten password by one for the next sign-in only."""
    staff = _lock(staff_id, actor=actor)
    staff.set_password(password)
    staff.has_given_password = True
    staff.save(update_fields=["password", "has_given_password"])
    _note(staff, StaffChange.Kind.PASSWORD, actor=actor, now=now)
    return staff


@transaction.atomic(durable=True)
def drop_second_factor(*, staff_id: int, actor: Actor, now: datetime) -> Staff:
    """Forget the second step of someone whose phone or key is lost, and sign her out everywhere.

    At the next sign-in she sets up a new one.
    """
    staff = _lock(staff_id, actor=actor)
    Authenticator.objects.filter(user=staff).delete()
    for session in UserSession.objects.filter(user=staff):
        session.end()
    _note(staff, StaffChange.Kind.UNGUARDED, actor=actor, now=now)
    return staff


@transaction.atomic(durable=True)
def close_account(*, staff_id: int, actor: Actor, now: datetime) -> Staff:
    """Let someone sign in no more, from the next request on. Closed already: nothing happens."""
    staff = _lock(staff_id, actor=actor)
    if staff.is_active:
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        _note(staff, StaffChange.Kind.CLOSED, actor=actor, now=now)
    return staff


@transaction.atomic(durable=True)
def reopen_account(*, staff_id: int, actor: Actor, now: datetime) -> Staff:
    """Let someone sign in again. Open already: nothing happens."""
    staff = _lock(staff_id, actor=actor)
    if not staff.is_active:
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        _note(staff, StaffChange.Kind.REOPENED, actor=actor, now=now)
    return staff


@transaction.atomic(durable=True)
def keep_own_password(*, staff: Staff, password: str) -> None:
    """Set the password that someone chose herself; nobody else knows it any more."""
    staff.set_password(password)
    staff.has_given_password = False
    staff.save(update_fields=["password", "has_given_password"])


def _lock(staff_id: int, *, actor: Actor) -> Staff:
    require(actor, Permission.STAFF_MANAGE)
    staff = Staff.objects.select_for_update().get(pk=staff_id)
    require(actor, Permission.STAFF_MANAGE, office=staff.office)
    if actor.ref == staff.ref:
        raise NotYourself(staff.ref)
    return staff


def _check_roles(roles: Collection[Role]) -> None:
    if not set(roles) <= set(STAFF_ROLES):
        raise ValueError(f"no roles for staff: {sorted(set(roles) - set(STAFF_ROLES))}")
    if Role.IT_ADMIN in roles and len(set(roles)) > 1:
        raise NotMixed


def _insert(person: NewStaff, *, must_change: bool) -> Staff:
    if Staff.objects.filter(username__iexact=person.username).exists():
        raise NameTaken(person.username)
    for _ in range(10):
        ref = "s-" + "".join(secrets.choice(REF_SIGNS) for _ in range(6))
        try:
            with transaction.atomic():
                return Staff.objects.create(
                    username=person.username,
                    full_name=person.full_name,
                    office=person.office,
                    ref=ref,
                    has_given_password=must_change,
                )
        except IntegrityError:
            # Either chance chose a pseudonym twice, or two administrators chose one name.
            if Staff.objects.filter(username__iexact=person.username).exists():
                raise NameTaken(person.username) from None
    raise RuntimeError("no free pseudonym found")


def _grant(staff: Staff, role: Role, *, actor: Actor, now: datetime) -> None:
    StaffRole.objects.create(staff=staff, role=role, granted_at=now, granted_by=actor.ref)
    _note(staff, StaffChange.Kind.GRANTED, role=role, actor=actor, now=now)


def _note(
    staff: Staff, kind: StaffChange.Kind, *, actor: Actor, now: datetime, role: str = ""
) -> None:
    StaffChange.objects.create(
        staff=staff, kind=kind, role=role, changed_at=now, changed_by=actor.ref
    )
