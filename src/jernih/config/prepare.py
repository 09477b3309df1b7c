"""Bring tables and office up to date; `jernih run` starts it as a process of its own."""

import os
import sys

import django
from django.core.management import call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def main() -> None:
    """Migrate if anything is missing, make the cache's table, open the office."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jernih.config.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        # Only what is to be read after the start goes to stdout.
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    if "open_office" in get_commands():
        call_command("open_office")


if __name__ == "__main__":
    main()
