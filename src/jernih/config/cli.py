"""The `jernih` command: run the office, check its record, play a day, name the first admin."""

import os
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jernih.config import env

HELP = """jernih COMMAND

  run         start the office on this machine; Ctrl-C stops everything
  verify      check a public record: jernih verify DIR|URL
  draw        draw again, from the public file of a draw: jernih draw FILE [--ref REF]
  export      write the whole record into one file for auditors: jernih export FILE
  witness     watch somebody's record from outside: jernih witness --log VKEY --name NAME
  mirror      keep an office's sealed reports outside of it: jernih mirror --office VKEY --url URL
  roster      the overseer's own: make her key, sign who may open reports, look at it
  join        join two shares of a report's escrow key: jernih join SHARE SHARE
  simulate    play a market for slots, raced for or drawn: jernih simulate scalpers
  demo-day    fill a day of the running office with a lifelike flow
  admin       make the first administrator
  manage ...  any other command of Django, with the office's database
"""


def main() -> int:
    """Do what the words after `jernih` ask, and return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jernih.config.settings")
    word, rest = (sys.argv[1:2] or ["help"])[0], sys.argv[2:]
    command = COMMANDS.get(word)
    if command is None:
        print(HELP)
        return 0 if word in ("help", "-h", "--help") else 2
    try:
        return command(rest)
    except KeyboardInterrupt:
        return 130
    except ModuleNotFoundError as problem:
        if (problem.name or "jernih").startswith("jernih"):
            raise
        sentence = f"The environment is incomplete: {problem.name} is missing. Do: make clean run"
        print(sentence, file=sys.stderr)
    except env.Plain as problem:
        print(problem, file=sys.stderr)
    return 1


def run(rest: list[str]) -> int:  # noqa: ARG001 - every command takes the rest of the line
    """Start the office."""
    from jernih.config import run as office  # noqa: PLC0415 - each command loads what it needs

    return office.run()


def verify(rest: list[str]) -> int:
    """Check a record, exactly as a stranger does."""
    sys.argv = ["jernih verify", *rest]
    try:
        runpy.run_module("jernih.verify", run_name="__main__")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    return 0


def draw(rest: list[str]) -> int:
    """Draw again, exactly as a stranger does."""
    return verify(["draw", *rest])


def witness(rest: list[str]) -> int:
    """Be a witness."""
    from jernih.witness import __main__ as program  # noqa: PLC0415

    return program.main(rest)


def mirror(rest: list[str]) -> int:
    """Be the overseer's mirror."""
    from jernih.mirror import __main__ as program  # noqa: PLC0415

    return program.main(rest)


def join(rest: list[str]) -> int:
    """Join shares, exactly as a trustee does."""
    return verify(["join", *rest])


def roster(rest: list[str]) -> int:
    """Make the overseer's key, sign a roster, or look at one."""
    from jernih.config import roster as rosters  # noqa: PLC0415

    return rosters.run(rest)


def simulate(rest: list[str]) -> int:
    """Play a model."""
    from jernih.config import simulate as models  # noqa: PLC0415

    return models.run(rest)


def manage(rest: list[str]) -> int:
    """Run one of Django's commands."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    with _database():
        execute_from_command_line(["jernih manage", *rest])
    return 0


def export(rest: list[str]) -> int:
    """Write the record into one file."""
    return manage(["export", *rest])


def demo_day(rest: list[str]) -> int:
    """Play a day."""
    return manage(["demo_day", *rest])


def admin(rest: list[str]) -> int:
    """Make the first administrator."""
    return manage(["make_admin", *rest])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "verify": verify,
    "draw": draw,
    "export": export,
    "witness": witness,
    "mirror": mirror,
    "roster": roster,
    "join": join,
    "simulate": simulate,
    "demo-day": demo_day,
    "admin": admin,
    "manage": manage,
}


@contextmanager
def _database() -> Iterator[None]:
    """Have the database: one that we are given, one that runs, or one started for as long."""
    from jernih.config import embedded, where  # noqa: PLC0415

    if where.DATABASE_URL:
        yield
        return
    cluster = embedded.Cluster(where.PG_DATA)
    if cluster.answers():
        yield
        return
    cluster.start()
    try:
        yield
    finally:
        cluster.stop()


if __name__ == "__main__":
    raise SystemExit(main())
