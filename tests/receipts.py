"""A small witnessed log, and receipts out of it: good ones, and every way to spoil one."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jernih.pure import canonical
from jernih.pure.events import Taken, WalkedIn, event_bytes
from jernih.pure.events_complaints import ReportsFiled
from jernih.pure.reasons import Channel, PriorityClass
from jernih.pure.receipt import Receipt, write_receipt
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    sign_note,
    write_checkpoint,
    write_signature,
    write_vkey,
)
from jernih.pure.tlog.policy import parse_policy
from jernih.pure.tlog.proof import prove_inclusion
from jernih.pure.tlog.tlog_proof import TlogProof
from jernih.pure.tlog.tree import leaf_hash, root_hash
from tests.logs import KEY, ORIGIN, SECRET

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
SITI = {"nik": "6571014101900001", "name": "Siti Aminah", "birth_date": "1990-01-01"}
BUDI = {"nik": "6571010202850002", "name": "Budi Santoso", "birth_date": "1985-02-02"}
SALTS = (bytes(range(32)), bytes(range(32, 64)))
WITNESS_SECRETS = {
    name: Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
    for n, name in enumerate(("ombudsman", "kampus", "koran"), 1)
}
WITNESSES = {
    name: Key(
        name=f"{name}.invalid/tablet",
        public=secret.public_key().public_bytes_raw(),
        kind=COSIGNATURE,
    )
    for name, secret in WITNESS_SECRETS.items()
}
POLICY_TEXT = (
    f"log {write_vkey(KEY)}\n"
    + "".join(f"witness {name} {write_vkey(key)}\n" for name, key in WITNESSES.items())
    + "group luar 2 ombudsman kampus koran\nquorum luar\n"
).encode()
POLICY = parse_policy(POLICY_TEXT)
ALONE = parse_policy(f"log {write_vkey(KEY)}\nquorum none\n".encode())


def family() -> Taken:
    return Taken(
        office="tarakan",
        at=AT,
        ref="0123456789abcdef" * 2,
        service="paspor-baru",
        day=date(2026, 11, 25),
        numbers=("A-001", "A-002"),
        classes=(PriorityClass.GENERAL, PriorityClass.PRIORITY),
        channel=Channel.WEB,
        helper="",
        commitments=tuple(
            canonical.commitment("applicant", salt=salt, fields=who)
            for salt, who in zip(SALTS, (SITI, BUDI), strict=True)
        ),
    )


def walk_in(name: str = "Tono") -> WalkedIn:
    return WalkedIn(
        office="tarakan",
        at=AT,
        day=date(2026, 11, 24),
        step=7,
        number="P-001",
        service="paspor-baru",
        lane=PriorityClass.PRIORITY,
        channel=Channel.DESK,
        granted_by="s-aaaaaa",
        evidence_seen=True,
        commitment=canonical.commitment("walk-in", salt=SALTS[0], fields={"name": name}),
    )


ENTRIES = [*(b"entry %d" % n for n in range(5)), event_bytes(family()), event_bytes(walk_in())]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
FAMILY_AT, WALK_IN_AT = 5, 6


OLD_SECRET = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
OLD = Key(name=ORIGIN, public=OLD_SECRET.public_key().public_bytes_raw())


def old_head() -> bytes:
    """The same checkpoint, signed by the key that signed before."""
    head = Checkpoint(origin=ORIGIN, size=len(LEAVES), root=root_hash(LEAVES))
    return sign_note(write_checkpoint(head), key=OLD, sign=OLD_SECRET.sign).encode()


def signed_head(*witnesses: str, origin: str = ORIGIN, minutes: int = 5) -> bytes:
    """The log's checkpoint; each witness signs a minute after the one before."""
    text = write_checkpoint(Checkpoint(origin=origin, size=len(LEAVES), root=root_hash(LEAVES)))
    note = sign_note(text, key=Key(name=origin, public=KEY.public), sign=SECRET.sign)
    for n, name in enumerate(witnesses):
        at = AT.replace(minute=minutes + n)
        line = cosign(text, key=WITNESSES[name], sign=WITNESS_SECRETS[name].sign, at=at)
        note += write_signature(line)
    return note.encode()


def proof_of(index: int, note: bytes = b"") -> TlogProof:
    hashes = tuple(prove_inclusion(LEAVES, index=index))
    return TlogProof(index=index, hashes=hashes, note=note or signed_head("ombudsman", "kampus"))


def receipt(
    index: int = FAMILY_AT, *, salts: tuple[bytes, ...] = SALTS, note: bytes = b""
) -> bytes:
    return write_receipt(Receipt(entry=ENTRIES[index], salts=salts, proof=proof_of(index, note)))


def receipt_in(
    leaves: list[bytes], *, index: int, entry: bytes, salts: tuple[bytes, ...] = SALTS
) -> bytes:
    """A receipt of that entry, the family's mostly, in another log, signed by the office alone."""
    head = Checkpoint(origin=ORIGIN, size=len(leaves), root=root_hash(leaves))
    note = sign_note(write_checkpoint(head), key=KEY, sign=SECRET.sign).encode()
    hashes = tuple(prove_inclusion(leaves, index=index))
    proof = TlogProof(index=index, hashes=hashes, note=note)
    return write_receipt(Receipt(entry=entry, salts=salts, proof=proof))


REPORT = {"manifest": "ab" * 32}


def report_receipt() -> bytes:
    """The receipt of the second of two reports of a day: it opens the seal of nobody else."""
    seals = [canonical.commitment("report", salt=salt, fields=REPORT) for salt in SALTS]
    fact = ReportsFiled(office="tarakan", at=AT, day=AT.date(), commitments=tuple(seals))
    entry = event_bytes(fact)
    leaves = [leaf_hash(b"a"), leaf_hash(entry), leaf_hash(b"b")]
    return receipt_in(leaves, index=1, entry=entry, salts=(b"", SALTS[1]))


def flipped(raw: bytes) -> Iterator[bytes]:
    """Every byte changed once, by another of its bits each time."""
    for at, byte in enumerate(raw):
        yield raw[:at] + bytes([byte ^ 1 << at % 8]) + raw[at + 1 :]


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Check by the library, for thousands of receipts; the reference is slow."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
