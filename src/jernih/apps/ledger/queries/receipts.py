"""Receipts: facts of the record, each with all that proves to its holder that it stands there."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Func, QuerySet, TextField

from jernih.apps.ledger import queries
from jernih.apps.ledger.models import Entry
from jernih.pure import receipt
from jernih.pure.spelling import read_moment
from jernih.pure.tlog.note import parse_checkpoint, parse_note
from jernih.pure.tlog.policy import Policy, parse_policy
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import tile_path
from jernih.pure.tlog.tlog_proof import TlogProof

WITNESSED, NEWEST = "checkpoint.witnessed", "checkpoint"
_NOTES: Final = (WITNESSED, NEWEST)
# Word for word as in migration 0003: so the database finds its index.
_KINDS: Final = (
    "booking.taken",
    "booking.moved",
    "booking.corrected",
    "draw.applied",
    "hall.checked-in",
    "hall.walked-in",
)
_ABOUT: Final = """coalesce(
    substring(encode(%(expressions)s, 'escape') from '"ref":"([0-9a-f]{32})"'),
    substring(encode(%(expressions)s, 'escape') from '"day":"([0-9]{4}-[0-9]{2}-[0-9]{2})"')
  )"""


@dataclass(frozen=True, kw_only=True)
class ReceiptRow:
    """One fact as its holder may keep it. file: None until it is signed and published.

    is_alone: witnesses are named, and not enough of them have signed over this fact yet.
    """

    kind: str
    at: datetime
    numbers: tuple[str, ...]
    file: bytes | None = field(repr=False)
    is_alone: bool

    @property
    def packed(self) -> str:
        """Return the file as it stands in a QR code; nothing before there is one."""
        return receipt.pack(self.file) if self.file else ""


def facts_about(about: str, *, office: str, kinds: Collection[str]) -> QuerySet[Entry]:
    """Return what the record says of an application (by its ref), oldest first; also what waits.

    about: a ref; a day for `hall.walked-in`, whose facts have no ref. kinds: some of `_KINDS`.
    """
    said = Func(F("body"), template=_ABOUT, output_field=TextField())
    found = Entry.objects.filter(office=office, kind__in=kinds).filter(kind__in=_KINDS)
    return found.annotate(about=said).filter(about=about).order_by("id")


def receipt_rows(
    entries: Iterable[Entry], *, salts: Mapping[str, bytes] | None = None
) -> tuple[ReceiptRow, ...]:
    """Return the receipts of facts. salts: by the commitment they open, as far as we have them."""
    return tuple(_row(entry, salts or {}) for entry in entries)


def receipt_of(entry: Entry, salts: Sequence[bytes] = ()) -> bytes | None:
    """Return the file that proves one fact, None until it stands under a published checkpoint.

    salts: one for each commitment of the fact, empty where it is gone. Under the newest checkpoint
    that enough witnesses signed, if it has the fact; else under the newest.
    """
    note = None if entry.index is None else _note_over(entry.index)
    if note is None or entry.index is None:
        return None
    size = parse_checkpoint(parse_note(note).text).size
    tree = TileTree(size, read=lambda tile: queries.log_file(tile_path(tile)))
    proof = TlogProof(index=entry.index, hashes=tuple(tree.prove_inclusion(entry.index)), note=note)
    made = receipt.Receipt(entry=bytes(entry.body), salts=tuple(salts), proof=proof)
    return receipt.write_receipt(made)


def older_keys() -> list[tuple[str, int]]:
    """Return the keys that signed before this one, with the size of the last tree that each did.

    The tree that first holds the change is signed by both.
    """
    rows = Entry.objects.filter(kind="record.key-rotated", index__isnull=False).order_by("index")
    return [
        (json.loads(bytes(body))["old"], index + 1)
        for index, body in rows.values_list("index", "body")
        if index is not None
    ]


def trusted() -> tuple[str, Policy | None]:
    """Return the public key and the witnesses' policy that we publish; "" and None before that."""
    vkey = (queries.log_file("vkey") or b"").decode().strip()
    policy = queries.log_file("policy")
    return vkey, None if policy is None else parse_policy(policy)


def _note_over(index: int) -> bytes | None:
    return next((note for name in _NOTES if (note := _note(name, over=index))), None)


def _note(name: str, *, over: int) -> bytes | None:
    """Return a published checkpoint, if its tree has the entry of this index."""
    note = queries.log_file(name)
    if note is None or over >= parse_checkpoint(parse_note(note).text).size:
        return None
    return note


def _is_alone(index: int | None) -> bool:
    policy = trusted()[1]
    needs = policy is not None and policy.needs_witnesses
    return needs and (index is None or _note(WITNESSED, over=index) is None)


def _row(entry: Entry, salts: Mapping[str, bytes]) -> ReceiptRow:
    fact = json.loads(bytes(entry.body))
    seals = receipt.seals_in(fact)
    # Where none is known any more there is nothing to open, and nothing is asked.
    known = tuple(salts.get(seal, b"") for seal in seals)
    return ReceiptRow(
        kind=entry.kind,
        at=read_moment(fact["at"]),
        numbers=_numbers(fact),
        file=receipt_of(entry, known if any(known) else ()),
        is_alone=_is_alone(entry.index),
    )


def _numbers(fact: Mapping[str, Any]) -> tuple[str, ...]:
    found = fact.get("to_numbers") or fact.get("numbers") or [fact.get("number", "")]
    return tuple(filter(None, found))
