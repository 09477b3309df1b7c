"""Let no process give out numbers from a database that is older than what the public has seen."""

from importlib import import_module

from django.db import Error


def refuse_to_start() -> None:
    """End this process with the reason, if the database is older. One that is away is waited for.

    Only by what is published on this machine: witnesses are asked by `checkrecord`, which goes
    before every process (docs/operating.md).
    """
    queries = import_module("jernih.apps.ledger.queries")
    try:
        queries.refuse_rollback()
    except queries.RecordRolledBack as reason:
        raise SystemExit(str(reason)) from None
    except Error:
        return
