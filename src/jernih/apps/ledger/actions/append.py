"""Append: the one thing that every other app does to the record."""

import json
from collections.abc import Sequence

from django.db import connection

from jernih.apps.ledger.actions.prepared import prepared
from jernih.apps.ledger.models import Entry
from jernih.pure.events import Event, event_bytes
from jernih.pure.tlog.tree import leaf_hash

# One text whatever the number of facts. Ids are taken row by row, so in the order of the list.
APPEND = """
    INSERT INTO ledger_entry (office, kind, body, leaf_hash)
    SELECT office, kind, convert_to(body, 'UTF8'), decode(leaf_hash, 'hex')
    FROM ROWS FROM (
        json_to_recordset(%(facts)s::json) AS (office text, kind text, body text, leaf_hash text)
    ) WITH ORDINALITY AS fact (office, kind, body, leaf_hash, nth)
    ORDER BY nth
"""


class NotInTransaction(Exception):
    """A fact would outlive, or not live to see, the change it tells of."""


def append(event: Event) -> Entry:
    """Record a fact, in the same transaction as the change it tells of.

    The entry has no index yet: the sequencer numbers waiting entries in batches, so two
    counters that act at once never wait for each other.
    Raises NotInTransaction outside a transaction, BadEvent for a value out of shape.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(event.kind)
    body = event_bytes(event)
    return Entry.objects.create(
        office=event.office, kind=event.kind, body=body, leaf_hash=leaf_hash(body)
    )


def append_all(facts: Sequence[Event]) -> None:
    """Record facts in this order, each as `append` does, in one statement.

    Raises NotInTransaction or BadEvent.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(*(event.kind for event in facts))
    prepared(APPEND, {"facts": json.dumps([_row(event) for event in facts])})


def _row(event: Event) -> dict[str, str]:
    body = event_bytes(event)
    return {
        "office": event.office,
        "kind": event.kind,
        # The record knows ASCII only.
        "body": body.decode("ascii"),
        "leaf_hash": leaf_hash(body).hex(),
    }
