"""The code that holds a whole proof: a family of eight fits, and what does not is left out."""

import re
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from random import Random

import segno

from jernih.pure.events import event_bytes
from jernih.pure.events_draw import Applied, WishedDay
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.receipt import Receipt, pack, write_receipt
from jernih.pure.tlog.note import COSIGNATURE, Key, Signature, write_signature
from jernih.pure.tlog.tlog_proof import TlogProof
from jernih.ui.templatetags.jernih import qr_receipt
from tests import receipts
from tests.logs import KEY

ADDRESS = "https://antrean.imigrasi.example/periksa/bukti/"
MOST = 2_953  # bytes in the largest code: version 40, correction L
some = Random(7).randbytes


def largest() -> bytes:
    """Eight people in a draw, five wishes, three earlier draws, 100,000 facts, three witnesses."""
    day = receipts.family().day
    fact = Applied(
        office="tarakan",
        at=datetime(2026, 11, 24, 1, tzinfo=UTC),
        batch=some(16).hex(),
        ref=some(16).hex(),
        service="paspor-baru",
        classes=(PriorityClass.GENERAL,) * 8,
        wishes=tuple(
            WishedDay(day=day + timedelta(days=n), starts_at="2026-11-25T01:00:00Z")
            for n in range(5)
        ),
        any_after="2026-11-20",
        standby=True,
        lost=tuple(some(16).hex() for _ in range(3)),
        channel=Channel.WEB,
        helper="s-7k2m9q",
        commitments=tuple(some(32).hex() for _ in range(8)),
        nullifiers=tuple(some(32).hex() for _ in range(8)),
    )
    note = receipts.signed_head().decode()
    for n in range(3):
        witness = Key(
            name=f"witness{n}.ombudsman.example/tablet", public=KEY.public, kind=COSIGNATURE
        )
        note += write_signature(Signature(name=witness.name, key_id=some(4), blob=some(72)))
    proof = TlogProof(index=42_424, hashes=tuple(some(32) for _ in range(17)), note=note.encode())
    salts = tuple(some(32) for _ in range(8))
    return write_receipt(Receipt(entry=event_bytes(fact), salts=salts, proof=proof))


def test_the_largest_receipt_that_is_likely_fits_one_code():
    packed = pack(largest())

    made = segno.make([f"{ADDRESS}#", packed], micro=False, error="l", boost_error=False)

    # Five and a half bits a sign, for they are digits and capitals; the address takes eight.
    assert len(ADDRESS) + 1 + len(packed) * 5.5 / 8 < MOST
    assert int(made.version) <= 40
    assert "<svg" in qr_receipt(ADDRESS, packed, "label")


def test_what_is_too_much_for_a_code_is_left_out():
    too_much = b32encode(some(4_000)).decode().rstrip("=")

    assert re.fullmatch("[A-Z2-7]+", too_much)
    assert qr_receipt(ADDRESS, too_much) == ""
