"""Make the first administrator, who then makes everyone else's account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jernih.apps.accounts import actions
from jernih.pure.roles import Role


class Command(BaseCommand):
    help = "Make an IT administrator and print a password that is good for one sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="", help="full name")
        parser.add_argument("--office", default="", help="slug; without it: all offices")

    def handle(self, *args: Any, **options: Any) -> None:
        password = actions.new_password()
        person = actions.NewStaff(
            username=options["username"],
            full_name=options["name"] or options["username"],
            office=options["office"],
            roles=frozenset({Role.IT_ADMIN}),
        )
        try:
            staff = actions.create_staff(
                person=person, password=password, actor=actions.CONSOLE, now=timezone.now()
            )
        except actions.NameTaken:
            raise CommandError(f"There is an account {options['username']} already.") from None
        self.stdout.write(f"Account {staff.username}, pseudonym {staff.ref}.")
        self.stdout.write(f"One-time password: {password}")
        self.stdout.write("It must be changed at the first sign-in; write it down now.")
