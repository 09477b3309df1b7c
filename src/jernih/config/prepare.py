"""Bring tables and office up to date; `jernih run` starts it as a process of its own."""

import io
import os
import sys
from importlib import import_module

import django
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from jernih.config import clock, demo_clock, demo_mirror, demo_witness, env, where


def main() -> None:
    """Migrate if anything is missing, make what development needs, open the office."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jernih.config.settings")
    django.setup()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        # Only what is to be read after the start goes to stdout.
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    # A restored backup must not give out numbers that were given out before.
    call_command("checkrecord", quick=True)
    if settings.DEVELOPMENT:
        # A real office makes its key once, by hand, and keeps a copy in a safe.
        call_command("logkey", stdout=io.StringIO())
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if settings.DEVELOPMENT and settings.IS_DEMO:
        key = import_module("jernih.apps.ledger.actions.key").load_key().key
        demo_witness.prepare(key, policy=settings.POLICY_FILE)
    if "open_office" in get_commands():
        call_command("open_office")
    if settings.IS_DEMO:
        _say_addresses()
        _set_demo_clock()
        _prepare_mirror()
    # The clock does this every few minutes; a new office need not wait for it.
    import_module("jernih.apps.booking.jobs").fill(timezone.now())
    if settings.IS_DEMO and settings.DEMO_APPLICATIONS:
        call_command("demo_reports")
        call_command("demo_draws", stdout=sys.stderr)


def _say_addresses() -> None:
    """Write where the screens of a demonstration are."""
    office = import_module("jernih.apps.offices.queries").the_office()
    if office is None:
        return
    for words, name, arguments in (
        ("Board", "hall:board", [office.slug]),
        ("Kiosk", "hall:kiosk-set-up", [office.slug, office.kiosk_key]),
        ("Messages", "portal:demo-outbox", []),
        ("Record", "portal:check", []),
    ):
        path = reverse(name, args=arguments)
        sys.stdout.write(f"{words + ':':<10}{settings.SITE_URL}{path}\n")


def _prepare_mirror() -> None:
    """Make ready the overseer's mirror of a demonstration, and write where it is."""
    offices = import_module("jernih.apps.offices.queries")
    office = offices.the_office()
    if office is None or not settings.DEVELOPMENT:
        return
    key = import_module("jernih.apps.ledger.actions.key").load_key().key
    holidays = offices.calendar_of(office).holidays
    if said := demo_mirror.prepare(key, zone=str(office.zone), holidays=holidays):
        sys.stdout.write(f"{'Overseer:':<10}{said}\n")


def _set_demo_clock() -> None:
    """Move the clock of a demonstration into office hours, and keep by how much."""
    offices = import_module("jernih.apps.offices.queries")
    office = offices.the_office()
    if office is None or settings.CLOCK_SHIFT or not settings.DEVELOPMENT:
        return
    known = demo_clock.known_shift(where.DEMO_CLOCK)
    calendar = offices.calendar_of(office)
    shift = demo_clock.shift_for(timezone.now(), known=known, calendar=calendar)
    where.DEMO_CLOCK.write_text(str(shift), encoding="ascii")
    if shift:
        clock.shift(shift)
        at = timezone.now().astimezone(office.zone)
        sys.stdout.write(f"The demonstration's clock runs ahead: it is {at:%Y-%m-%d %H.%M %Z}.\n")


if __name__ == "__main__":
    try:
        main()
    except (env.Plain, CommandError) as problem:
        raise SystemExit(str(problem)) from None
