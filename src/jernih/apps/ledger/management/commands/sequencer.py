"""Bring facts to the public once a second, until stopped."""

import signal
from threading import Event, Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jernih.apps.ledger import actions, jobs, queries
from jernih.apps.ledger.jobs import outside, witnesses
from jernih.pure.roles import CLOCK


class Command(BaseCommand):
    help = "Number, write, sign and publish the record's waiting entries, once a second."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        try:
            outside.refuse_loss()
            if options["once"]:
                actions.heal_files(actor=CLOCK)
                jobs.sequence_entries()
            else:
                # A thread of its own: the record never waits for a witness.
                asking = Thread(target=witnesses.keep_witnessing, args=[stop], daemon=True)
                asking.start()
                jobs.keep_sequencing(stop)
        except (
            actions.BadLogKey,
            actions.RecordDiffers,
            queries.RecordRolledBack,
        ) as reason:
            raise CommandError(str(reason)) from None
