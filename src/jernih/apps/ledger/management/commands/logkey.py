"""Make the signing key on first use, and print its public half."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jernih.apps.ledger import actions
from jernih.pure.roles import CLOCK
from jernih.pure.tlog.note import write_vkey


class Command(BaseCommand):
    help = "Make the record's signing key if there is none, and print its public key."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = actions.make_key(actor=CLOCK)
        except actions.BadLogKey as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(write_vkey(key))
