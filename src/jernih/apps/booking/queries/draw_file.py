"""The public file of a draw: the record's own facts about one batch, for whoever repeats it."""

import json
from collections.abc import Iterator, Mapping
from heapq import merge
from operator import attrgetter
from typing import Any

from django.db.models import Count, Max, Min

from jernih.apps.booking.models import Batch
from jernih.apps.ledger import queries as ledger


def file_entries(batch: Batch) -> Iterator[bytes]:
    """Yield the record's facts about a batch, one canonical line each, in the record's order.

    With them the fact that publishes the key, and those that publish its days' numbers.
    """
    first = _first_index(batch)
    if first is None:
        return
    slug, about = batch.office.slug, f'"batch":"{batch.ref}"'
    key = ledger.facts_saying(f'"key":"{batch.key}"', office=slug, kinds="draw.key-published")[:1]
    facts = ledger.facts_saying(about, office=slug, kinds="draw.").filter(index__gte=first)
    released = ledger.facts_saying(
        f'"service":"{batch.service.code}"', office=slug, kinds="booking.supply-released"
    ).filter(index__gte=first)
    in_order = attrgetter("index")
    for entry in merge(key, facts.iterator(), released.iterator(), key=in_order):
        body = bytes(entry.body)
        if entry.kind != "booking.supply-released" or _is_of(batch, json.loads(body)):
            yield body


def file_mark(batch: Batch) -> str:
    """Return a word that changes whenever the public file does."""
    first = _first_index(batch)
    if first is None:
        return "none"
    facts = ledger.facts_saying(
        f'"batch":"{batch.ref}"', office=batch.office.slug, kinds="draw."
    ).filter(index__gte=first)
    counts = facts.aggregate(last=Max("index"), facts=Count("pk"))
    return f"{batch.ref[:16]}-{counts['last']}-{counts['facts']}"


def _first_index(batch: Batch) -> int | None:
    planned = ledger.facts_saying(
        f'"batch":"{batch.ref}"', office=batch.office.slug, kinds="draw.batch-planned"
    )
    first: int | None = planned.aggregate(first=Min("index"))["first"]
    return first


def _is_of(batch: Batch, fact: Mapping[str, Any]) -> bool:
    return bool(batch.first_day.isoformat() <= fact["day"] <= batch.last_day.isoformat())


def published_modulus(batch: Batch) -> str:
    """Return the modulus of the key that a batch was announced with, as the record says it."""
    facts = ledger.facts_saying(
        f'"key":"{batch.key}"', office=batch.office.slug, kinds="draw.key-published"
    )
    entry = facts.first() or _waiting_key(batch)
    return str(json.loads(bytes(entry.body))["modulus"]) if entry else ""


def _waiting_key(batch: Batch) -> Any:
    return ledger.facts_saying(
        f'"key":"{batch.key}"',
        office=batch.office.slug,
        kinds="draw.key-published",
        is_waiting=True,
    ).first()
