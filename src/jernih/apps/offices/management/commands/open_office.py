"""Open an office: its hours, services, counters, holidays; in a demonstration, its staff too."""

import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import holidays
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jernih.apps.accounts.actions import CONSOLE
from jernih.apps.offices import actions, queries
from jernih.apps.offices.models import Office

TARAKAN = Path(__file__).parents[1] / "tarakan.toml"


class Command(BaseCommand):
    help = "Open an office from a plan; safe to run at every start."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", type=Path, default=TARAKAN, help="a file like tarakan.toml")
        demo = parser.add_mutually_exclusive_group()
        demo.add_argument("--demo", action="store_true", default=None, help="mark it as one")
        demo.add_argument("--real", dest="demo", action="store_false")

    def handle(self, *args: Any, **options: Any) -> None:
        is_demo = settings.IS_DEMO if options["demo"] is None else options["demo"]
        office = _open(options["plan"], is_demo=is_demo)
        today = queries.today(office, timezone.now())
        actions.fill_holidays(days=days_off(today.year, today.year + 1), actor=CONSOLE)
        self.stdout.write(f"{office.name}, {'demonstration' if office.is_demo else 'in earnest'}.")
        if office.is_demo:
            call_command("demo_staff", office=office.slug, stdout=self.stdout)


def days_off(*years: int) -> dict[date, str]:
    """Return the rulebook's holidays and joint leave, and for years that it lacks those reckoned.

    years: those that must be there. Named in Indonesian, as the decisions have them.
    """
    known = {one.day: one.name for one in queries.named_days()}
    missing = sorted(set(years) - {day.year for day in known})
    reckoned = holidays.country_holidays(
        "ID", years=missing, categories=("public", "government"), language="id"
    )
    return known | dict(reckoned)


def _open(path: Path, *, is_demo: bool) -> Office:
    try:
        plan = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise CommandError(f"The plan {path} cannot be read: {problem}") from None
    plan |= {"services": tuple(plan["services"]), "counters": tuple(plan["counters"])}
    try:
        return actions.open_office(
            plan=actions.OfficePlan(**plan),
            is_demo=is_demo,
            actor=CONSOLE,
            now=timezone.now(),
        )
    except (actions.BadPlan, TypeError) as problem:
        raise CommandError(f"The plan {path} cannot be meant: {problem}") from None
