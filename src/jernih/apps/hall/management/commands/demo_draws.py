"""Give a demonstration office draws to look at: one done, one waiting, one open."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from jernih.apps.hall.management.demo import batches
from jernih.apps.offices.models import Office


class Command(BaseCommand):
    help = "Make the draws of the demonstration offices; safe to run at every start."

    def handle(self, *args: Any, **options: Any) -> None:
        for office in Office.objects.filter(is_demo=True).order_by("pk"):
            if made := batches.show(
                office, applications=settings.DEMO_APPLICATIONS, now=timezone.now()
            ):
                self.stdout.write(f"{office.name}: {made} draws to look at.")
