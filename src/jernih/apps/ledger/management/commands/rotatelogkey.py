"""Exchange the record's signing key, so that the old one vouches for the new one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jernih.apps.ledger import actions
from jernih.pure.roles import Actor, Role
from jernih.pure.tlog.note import write_vkey

# Whoever may type this on the machine that has the key.
_KEEPER = Actor(roles=frozenset({Role.IT_ADMIN}))


class Command(BaseCommand):
    help = "Make the next signing key (--prepare), then let it sign, on the record."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prepare", action="store_true", help="only make and print the key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = actions.prepare_key(actor=_KEEPER)
            self.stdout.write(write_vkey(key))
            if options["prepare"]:
                return
            fact = actions.rotate_key(actor=_KEEPER, now=timezone.now())
        except actions.BadLogKey as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            "It signs from the next checkpoint on. Print it, hang it beside the old one."
            if fact
            else "The record says so already; the sequencer does the rest."
        )
