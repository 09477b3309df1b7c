"""Make the staff of a demonstration office, with passwords that this machine keeps in var/."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from jernih.apps.accounts import actions as accounts
from jernih.apps.accounts.models import Staff
from jernih.apps.offices import queries
from jernih.pure.roles import Role

PEOPLE: Final = (
    ("bantuan", "Sari Wulandari", Role.HELPER),
    ("loket1", "Andi Pratama", Role.COUNTER),
    ("loket2", "Maria Lestari", Role.COUNTER),
    ("loket3", "Yusuf Hidayat", Role.COUNTER),
    ("pengawas", "Ratna Dewi", Role.SUPERVISOR),
    ("pimpinan", "Hendra Wijaya", Role.HEAD),
    ("aduan1", "Nurul Aini", Role.HANDLER),
    ("aduan2", "Stefanus Liem", Role.HANDLER),
    ("pemutus", "Bambang Setiadi", Role.DECIDER),
    ("gratifikasi", "Fitri Handayani", Role.GIFT_KEEPER),
    ("ombudsman", "Agnes Rambu", Role.OVERSEER),
    # A second one: a report for the outside alone wants two holders.
    ("ombudsman2", "Petrus Lawai", Role.OVERSEER),
    ("auditor", "Lukas Tandi", Role.AUDITOR),
    ("admin", "Dian Permata", Role.IT_ADMIN),
)


class Command(BaseCommand):
    help = "Make the staff of a demonstration office; safe to run at every start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", default="tarakan")

    def handle(self, *args: Any, **options: Any) -> None:
        office = queries.office_by_slug(options["office"])
        # Both must say so: the office in its table, the site in its settings.
        if not (office.is_demo and settings.IS_DEMO):
            raise CommandError("This is not a demonstration: its staff is made by hand.")
        path = Path(settings.VAR) / f"demo-sign-ins-{office.slug}.txt"
        known = _read(path)
        for username, full_name, role in PEOPLE:
            known[username] = _make(
                username, full_name, role, office=office.slug, password=known.get(username, "")
            )
        _write(path, known)
        self._tell(known, path)

    def _tell(self, known: dict[str, str], path: Path) -> None:
        self.stdout.write(f"Staff: {settings.SITE_URL}{reverse('accounts:home')}")
        self.stdout.write(f"Demo sign-ins (kept in {path}):")
        for username, full_name, role in PEOPLE:
            self.stdout.write(f"  {username:<10} {known[username]:<26} {role:<10} {full_name}")


def _make(username: str, full_name: str, role: Role, *, office: str, password: str) -> str:
    found = Staff.objects.filter(username=username).first()
    if found and password:
        return password
    password = password or accounts.new_password()
    now = timezone.now()
    if found:
        # The file is gone and nobody knows the password: a new one, kept again.
        accounts.give_password(
            staff_id=found.pk, password=password, actor=accounts.CONSOLE, now=now
        )
        accounts.keep_own_password(staff=found, password=password)
        return password
    person = accounts.NewStaff(
        username=username, full_name=full_name, office=office, roles=frozenset({role})
    )
    accounts.create_staff(
        person=person, password=password, must_change=False, actor=accounts.CONSOLE, now=now
    )
    return password


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 2}


def _write(path: Path, known: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(f"{username} {password}\n" for username, password in known.items())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
