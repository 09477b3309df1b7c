"""Hold the database against what the public has seen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jernih.apps.ledger import queries
from jernih.apps.ledger.jobs import outside


class Command(BaseCommand):
    help = "Say whether the database is older than the published record, or differs from it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="only whether it is older")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outside.refuse_loss()
        except queries.RecordRolledBack as reason:
            raise CommandError(str(reason)) from None
        if options["quick"]:
            return
        changed = list(queries.changed_rows())
        if changed:
            shown = ", ".join(map(str, changed[:20]))
            raise CommandError(
                f"{len(changed)} rows are not what was published, of entries {shown}. "
                "The published files stand; find out who changed the database."
            )
        self.stdout.write("Every published entry stands in the database as it was published.")
