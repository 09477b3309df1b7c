"""Append: the one thing that every other app does to the record."""

from django.db import connection

from jernih.apps.ledger.models import Entry
from jernih.pure.events import Event, event_bytes
from jernih.pure.tlog.tree import leaf_hash


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
