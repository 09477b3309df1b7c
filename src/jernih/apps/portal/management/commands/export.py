"""Write the whole record into one file for auditors."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jernih.apps.portal import actions
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.reader import BadLog


class Command(BaseCommand):
    help = "Write the whole published record into one file that anybody can check offline."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="where to write it, catatan.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            digest = actions.write_export(options["file"], actor=CLOCK)
        except (BadLog, OSError) as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{digest}  {options['file']}")
