"""Say in public that facts were lost for good, and go on under another name."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jernih.apps.ledger import actions
from jernih.pure.roles import CLOCK, Actor, Role
from jernih.pure.tlog.note import BadNote, write_vkey

_KEEPER = Actor(roles=frozenset({Role.IT_ADMIN}))


class Command(BaseCommand):
    help = "Accept that the newest facts are lost; the record goes on under JERNIH_LOG_ORIGIN."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoint",
            type=Path,
            default=Path(settings.LOG_DIR) / "checkpoint",
            help="the largest one that is known, as it was published or as a witness shows it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            note = options["checkpoint"].read_bytes()
            fact = actions.accept_loss(note=note, actor=_KEEPER, now=timezone.now())
            # After the fact: what is moved without it would be a loss that nobody tells of.
            aside = actions.set_aside(size=fact.lost_size, actor=_KEEPER)
            key = actions.make_key(actor=CLOCK)
            actions.heal_files(actor=CLOCK)
        except (OSError, BadNote, actions.BadLogKey, actions.NothingLost) as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"Lost: entries {fact.kept_size} to {fact.lost_size - 1} of {fact.lost_origin}."
        )
        if aside:
            self.stdout.write(f"Its published files are kept in {aside}. Delete nothing there.")
        self.stdout.write(f"The new key, for the wall and the witnesses: {write_vkey(key)}")
