"""Fill a day of a demonstration office with a lifelike flow, through the real actions."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jernih.apps.hall.management.demo import play, stage
from jernih.apps.hall.models import HallDay
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office


class Command(BaseCommand):
    help = "Play a day of a demonstration office; can be stopped and resumed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", default="tarakan", help="its short name")
        parser.add_argument("--speed", type=float, default=60, help="times faster; 0: no waiting")
        parser.add_argument(
            "--day", default="today", help="today, or a day like 2026-11-24; a closed day: the next"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office.objects.filter(slug=options["office"]).first()
        if office is None:
            raise CommandError(f"There is no office {options['office']!r}.")
        if not office.is_demo:
            raise CommandError("This is a real office: no invented people here.")
        day = self._day(office, options["day"])
        self.stdout.write(f"{office.name}: {day.isoformat()} at {options['speed']:g} times.")
        closed = play.play(
            stage.set_stage(office, day=day), speed=options["speed"], say=self.stdout.write
        )
        self.stdout.write(f"The day is over: {closed.step} facts in the hall.")

    def _day(self, office: Office, wanted: str) -> date:
        try:
            day = (
                offices.today(office, timezone.now())
                if wanted == "today"
                else date.fromisoformat(wanted)
            )
        except ValueError:
            raise CommandError(f"{wanted!r} is not a day; write it like 2026-11-24.") from None
        over = HallDay.objects.filter(office=office, closed_at__isnull=False)
        while not offices.is_open_on(office, day) or over.filter(day=day).exists():
            day = offices.working_days_from(office, day, count=2)[-1]
        return day
