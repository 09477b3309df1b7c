"""Questions to the record about its keys: which of them signs a tree, which signed before."""

from dataclasses import dataclass

from jernih.apps.ledger.models import Entry
from jernih.pure.events import parse_event
from jernih.pure.events_record import KeyRotated
from jernih.pure.tlog.note import Key, parse_log_key


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """One change of the key. index: where it stands; None while it waits for its number."""

    index: int | None
    old: Key
    new: Key


def rotations(origin: str) -> list[Rotation]:
    """Return every change of this log's key, oldest first; also what waits."""
    rows = Entry.objects.filter(kind=KeyRotated.kind).order_by("id").values_list("index", "body")
    found = [_rotation(index, bytes(body)) for index, body in rows]
    return [one for one in found if one.new.name == origin]


def office_of_record() -> str | None:
    """Return the office under which the record tells of itself: the one that began it."""
    rows = Entry.objects.filter(kind="ledger.started").order_by("id")
    return rows.values_list("office", flat=True).first()


def _rotation(index: int | None, body: bytes) -> Rotation:
    fact = parse_event(body)
    assert isinstance(fact, KeyRotated)  # noqa: S101 - asked for by its kind
    return Rotation(index=index, old=parse_log_key(fact.old), new=parse_log_key(fact.new))
