"""Make and check a receipt: one fact of the record, with all that proves it stands there.

Source: docs/receipts.md. The browser's check (ui/static/js/receipt/) is written after the same
page by another hand; tests/receipt_hands.py holds the two against each other.
"""

import zlib
from base64 import b32decode, b32encode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from jernih.pure import canonical
from jernih.pure.canonical import BadCanonical
from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import (
    BadNote,
    Checkpoint,
    Key,
    Verify,
    parse_checkpoint,
    parse_note,
)
from jernih.pure.tlog.policy import Policy
from jernih.pure.tlog.proof import BadProof
from jernih.pure.tlog.tlog_proof import (
    HEADER,
    MAX_PROOF,
    BadTlogProof,
    TlogProof,
    check_proof,
    parse_proof,
    write_proof,
)
from jernih.pure.tlog.tree import leaf_hash

_PERSON: Final = ("nik", "name", "birth_date")
# What the commitments of a fact seal: the kind of commitment, and its fields.
SEALS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "booking.taken": ("applicant", _PERSON),
    "booking.corrected": ("applicant", _PERSON),
    "draw.applied": ("applicant", _PERSON),
    "hall.walked-in": ("walk-in", ("name",)),
    "complaints.filed": ("report", ("manifest",)),
}


class BadReceipt(ValueError):
    """This is no receipt as it is written."""


class Verdict(StrEnum):
    """What a check says of a receipt, the same in every language."""

    GOOD = "GOOD"
    UNWITNESSED = "UNWITNESSED"
    NOT_A_RECEIPT = "NOT_A_RECEIPT"
    DAMAGED = "DAMAGED"
    OTHER_OFFICE = "OTHER_OFFICE"
    CHANGED = "CHANGED"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A fact and its proof. salts: one for each of its commitments, empty where it is lost."""

    entry: bytes
    salts: tuple[bytes, ...] = field(repr=False)
    proof: TlogProof = field(repr=False)

    @property
    def fact(self) -> Mapping[str, Any]:
        """Return the fact as names and values."""
        found: Mapping[str, Any] = canonical.decode(self.entry)
        return found


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What was found. head and receipt: as far as it was read. since: witnessed from then on."""

    verdict: Verdict
    receipt: Receipt | None = None
    head: Checkpoint | None = None
    since: datetime | None = None


def write_receipt(receipt: Receipt) -> bytes:
    """Return the file. Raises BadCanonical for an entry that is no text of the record."""
    salts = [salt.hex() for salt in receipt.salts]
    extra = canonical.encode({"entry": receipt.entry.decode("ascii"), "salts": salts})
    proof = receipt.proof
    return write_proof(
        TlogProof(index=proof.index, hashes=proof.hashes, note=proof.note, extra=extra)
    )


def parse_receipt(raw: bytes) -> Receipt:
    """Read a file, and nothing of it is true yet. Raises BadReceipt for any other spelling."""
    try:
        proof = parse_proof(raw)
        extra = canonical.decode(proof.extra)
        entry = extra["entry"].encode("ascii")
        salts = tuple(bytes.fromhex(salt) for salt in extra["salts"])
        kind = canonical.decode(entry)["kind"]
    except (BadTlogProof, BadCanonical) as reason:
        raise BadReceipt(str(reason)) from None
    except (KeyError, TypeError, AttributeError, ValueError):
        raise BadReceipt("not a fact and its salts") from None
    receipt = Receipt(entry=entry, salts=salts, proof=proof)
    is_whole = all(len(salt) in (0, canonical.SALT_BYTES) for salt in salts)
    if not isinstance(kind, str) or not is_whole or write_receipt(receipt) != raw:
        raise BadReceipt("another spelling")
    return receipt


def check_receipt(
    raw: bytes,
    *,
    key: Key,
    older: Sequence[tuple[Key, int]] = (),
    policy: Policy | None = None,
    verify: Verify = ed25519.verify,
) -> Checked:
    """Say what a receipt is worth to whoever knows the log's key, and whom it trusts to witness.

    key: as printed on the office's wall. older: keys that signed before it, each with the size of
    the last tree it signed. policy: None asks for no witness.
    """
    if not raw.startswith(f"{HEADER}\n".encode()):
        return Checked(verdict=Verdict.NOT_A_RECEIPT)
    try:
        receipt = parse_receipt(raw)
        note = parse_note(receipt.proof.note)
        head = parse_checkpoint(note.text)
    except (BadReceipt, BadNote):
        return Checked(verdict=Verdict.DAMAGED)
    signers = {(line.name, line.key_id) for line in note.signatures}
    known = [key, *(old for old, last in older if head.size <= last)]
    own = [one for one in known if one.name == head.origin]
    if not any((one.name, one.key_id) in signers for one in own):
        return Checked(verdict=Verdict.OTHER_OFFICE, receipt=receipt, head=head)
    witnesses = [one.key for one in policy.witnesses] if policy else []
    leaf = leaf_hash(receipt.entry)
    try:
        note = check_proof(receipt.proof, leaf=leaf, keys=[*own, *witnesses], verify=verify)
    except (BadNote, BadProof):
        return Checked(verdict=Verdict.CHANGED, receipt=receipt, head=head)
    since = policy.met_by(note) if policy else None
    is_alone = policy is not None and policy.needs_witnesses and since is None
    verdict = Verdict.UNWITNESSED if is_alone else Verdict.GOOD
    return Checked(verdict=verdict, receipt=receipt, head=head, since=since)


def seals_in(fact: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the commitments in a fact, in their order."""
    found = fact.get("commitments", [fact["commitment"]] if "commitment" in fact else [])
    is_list = isinstance(found, list) and all(isinstance(one, str) for one in found)
    return tuple(found) if is_list else ()


def asked_of(receipt: Receipt) -> tuple[str, ...]:
    """Return what must be typed to open the seals; nothing where there are none to open."""
    known = any(receipt.salts) and SEALS.get(str(receipt.fact["kind"]))
    return known[1] if known else ()


def opened_by(receipt: Receipt, typed: Mapping[str, str]) -> tuple[int, ...]:
    """Return which persons of the fact, from 0, are the one who was typed.

    typed: `nik` in digits, `name` as on her number, `birth_date` as 1990-01-31.
    """
    names = asked_of(receipt)
    if not names:
        return ()
    kind, fields = SEALS[str(receipt.fact["kind"])][0], {name: typed[name] for name in names}
    return tuple(
        at
        for at, (seal, salt) in enumerate(zip(seals_in(receipt.fact), receipt.salts, strict=False))
        if salt and canonical.commitment(kind, salt=salt, fields=fields) == seal
    )


def pack(raw: bytes) -> str:
    """Return a receipt in A-Z and 2-7: what a QR code writes densest, and an address may end in."""
    receipt = parse_receipt(raw)
    rest = raw.partition(b"\nindex ")[2]
    packed = zlib.compress(receipt.proof.extra + b"\nindex " + rest, 9)
    return b32encode(packed).decode().rstrip("=")


def unpack(text: str) -> bytes:
    """Return the file in what `pack` made, or in an address that ends in it.

    Raises BadReceipt for what was not packed so, or is longer than any receipt.
    """
    packed = text.strip().rpartition("#")[2]
    try:
        blob = b32decode(packed + "=" * (-len(packed) % 8))
        reader = zlib.decompressobj()
        whole = reader.decompress(blob, MAX_PROOF)
    except (ValueError, zlib.error):
        raise BadReceipt("not packed as a receipt") from None
    if not reader.eof:
        raise BadReceipt("not whole, or longer than any receipt")
    extra, _line, rest = whole.partition(b"\n")
    return f"{HEADER}\nextra {b64encode(extra).decode()}\n".encode() + rest
