"""Make staff and sign them in: plain functions, through the real actions and pages."""

from datetime import UTC, datetime
from itertools import count

from django.test import Client

from jernih.apps.accounts import actions
from jernih.apps.accounts.models import Staff
from jernih.pure.roles import Role

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)  # 12:00 at Tarakan
PASSWORD = "a long one for tests 1"
_count = count(1)


def make_staff(*roles: Role, username: str = "", office: str = "tarakan", **more) -> Staff:
    n = next(_count)
    person = actions.NewStaff(
        username=username or f"staff{n}",
        full_name=f"Person {n}",
        office=office,
        roles=frozenset(roles),
    )
    return actions.create_staff(
        person=person, password=PASSWORD, actor=actions.CONSOLE, now=NOON, must_change=False, **more
    )


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client
