"""Every reader of bytes that strangers hand us, in one table: a new one is one more row.

Each is tried with the same bent inputs (test_fuzz.py): it reads, or it refuses in its own words.
`write` is the one spelling of what was read. Where other spellings are forgiven on purpose,
because people type or paste them, `is_forgiving` is set: then the one spelling reads the same.
"""

import json
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import jernih
from jernih.pure import (
    accountability,
    beacon,
    beacon_text,
    canonical,
    contribution,
    dice,
    draw_file,
    key_rotation,
    kinds,
    receipt,
    rfc3797,
    rulebook,
    spelling,
    vrf_key,
)
from jernih.pure.tlog import add_checkpoint, cosignature, note, policy, tiles, tlog_proof
from jernih.pure.tlog.note import COSIGNATURE, Checkpoint, Key
from tests import draw_records, receipts
from tests.logs import KEY
from tests.pure import booking_facts
from tests.pure.parser import Parser, of_text
from tests.pure.seal.parsers import SEALS
from tests.pure.test_beacon_text import CHAINED, QUICK, answer
from tests.vectors import load

NOTES, LOG = load("note"), load("tessera_log")
RULES = Path(jernih.__file__).parent / "rulebook"
STORY = [kinds.event_bytes(fact) for fact in draw_records.Story().facts()]
FACTS = [
    kinds.event_bytes(fact) for fact in (booking_facts.released(), booking_facts.taken(1, "A-001"))
]
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
OTHER_KEY = OTHER.public_key().public_bytes_raw()
WITNESS = Key(name="witness.invalid/tablet", public=OTHER_KEY, kind=COSIGNATURE)
HEAD = note.write_checkpoint(Checkpoint(origin=KEY.name, size=70_000, root=bytes(range(32))))
COSIGNED = note.write_signature(
    cosignature.cosign(HEAD, key=WITNESS, sign=OTHER.sign, at=datetime(2026, 11, 24, tzinfo=UTC))
)
POLICY = f"""# printed at the office
log {note.write_vkey(KEY)} https://jernih.invalid/log/
witness\ttablet {note.write_vkey(WITNESS)}  https://witness.invalid/

group outside 1 tablet
quorum outside
"""


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Check a signature by the library: the reference would take the fuzz a day."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_skey(said: tuple[str, bytes]) -> str:
    """Return a private key's line with the right id, which `parse_skey` leaves to others."""
    public = Ed25519PrivateKey.from_private_bytes(said[1]).public_key().public_bytes_raw()
    key_id = Key(name=said[0], public=public).key_id.hex()
    return f"PRIVATE+KEY+{said[0]}+{key_id}+{b64encode(bytes([note.ED25519]) + said[1]).decode()}"


def write_signatures(read: tuple[note.Signature, ...]) -> str:
    return "".join(map(note.write_signature, read))


def write_policy(read: policy.Policy) -> bytes:
    lines = [f"log {note.write_vkey(log.key)} {log.url}" for log in read.logs]
    lines += [f"witness {w.name} {note.write_vkey(w.key)} {w.url}" for w in read.witnesses]
    lines += [f"group {n} {g.needed} {' '.join(g.members)}" for n, g in read.groups.items()]
    return "".join(f"{line}\n" for line in [*lines, f"quorum {read.quorum}"]).encode()


def write_rules(read: rulebook.Rules) -> str:
    def quote(text: str) -> str:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

    return "".join(
        f"[[{quote(name)}]]\nsince = {rule.since}\nvalue = {rule.value}\n"
        f"source = {quote(rule.source)}\nconfidence = {quote(rule.confidence.value)}\n"
        for name, rules in read.items()
        for rule in rules
    )


def parse_awaited(text: str) -> beacon.Pulse:
    """Read a paste as the office does: it knows which round it waits for."""
    is_other = len(text) > 250 or CHAINED.signature[:8] in text
    awaited = CHAINED if is_other else QUICK
    return beacon_text.parse_signature(text, chain=awaited.chain, number=awaited.round)


def parse_newest(text: str) -> beacon.Pulse:
    """Read what a relay answers to the question for its newest round."""
    return beacon_text.parse_newest(text, chain=QUICK.chain)


def unpack(text: str) -> bytes:
    """Unpack a scanned code as the page does: what comes out is read as a receipt."""
    raw = receipt.unpack(text)
    receipt.parse_receipt(raw)
    return raw


PACKED = receipt.pack(receipts.receipt())
TLOG = (
    of_text(
        note.parse_vkey,
        note.BadNote,
        note.write_vkey,
        *(NOTES["vkey"], note.write_vkey(WITNESS)),
    ),
    of_text(note.parse_log_key, note.BadNote, note.write_vkey, NOTES["vkey"]),
    of_text(note.parse_skey, note.BadNote, write_skey, NOTES["skey"], is_forgiving=True),
    of_text(
        note.parse_signatures,
        note.BadNote,
        write_signatures,
        *(NOTES["second_signature"], COSIGNED + NOTES["second_signature"]),
    ),
    Parser(
        of=note.parse_note,
        refusal=note.BadNote,
        read=note.parse_note,
        write=lambda read: f"{read.text}\n{write_signatures(read.signatures)}".encode(),
        samples=(NOTES["note"].encode(), LOG["checkpoints"][7].encode()),
    ),
    of_text(
        note.parse_checkpoint,
        note.BadNote,
        note.write_checkpoint,
        *(HEAD, HEAD + "one line more\n"),
    ),
    of_text(
        tiles.parse_tile_path,
        tiles.BadTile,
        tiles.tile_path,
        *("tile/0/x001/x234/067.p/8", "tile/entries/000", "tile/63/x999/000"),
    ),
    Parser(
        of=tiles.split_entries,
        refusal=tiles.BadTile,
        read=lambda raw: tiles.split_entries(raw, width=3),
        write=tiles.join_entries,
        samples=(tiles.join_entries([*FACTS, b""]), tiles.join_entries([b"a", b"b" * 300, b"c"])),
    ),
    Parser(
        of=tiles.split_hashes,
        refusal=tiles.BadTile,
        read=lambda raw: tiles.split_hashes(raw, width=2),
        write=tiles.join_hashes,
        samples=(bytes(range(64)),),
    ),
    Parser(
        of=cosignature.read_answer,
        refusal=note.BadNote,
        read=lambda raw: cosignature.read_answer(raw, text=HEAD, key=WITNESS, verify=is_signed),
        write=lambda read: note.write_signature(read).encode(),
        samples=(COSIGNED.encode(), (NOTES["second_signature"] + COSIGNED).encode()),
        is_forgiving=True,
    ),
    Parser(
        of=policy.parse_policy,
        refusal=policy.BadPolicy,
        read=policy.parse_policy,
        write=write_policy,
        samples=(POLICY.encode(), f"log {NOTES['vkey']}\nquorum none\n".encode()),
        is_forgiving=True,
    ),
    of_text(note.parse_base64, note.BadNote, lambda blob: b64encode(blob).decode(), "AAEC/w=="),
    Parser(
        of=add_checkpoint.parse_request,
        refusal=add_checkpoint.BadRequest,
        read=add_checkpoint.parse_request,
        write=lambda read: add_checkpoint.write_request(**vars(read)),
        samples=(
            add_checkpoint.write_request(
                old_size=70, proof=[bytes(32), bytes(range(32))], checkpoint=NOTES["note"].encode()
            ),
        ),
    ),
    Parser(
        of=add_checkpoint.parse_size,
        refusal=add_checkpoint.BadRequest,
        read=add_checkpoint.parse_size,
        write=lambda size: b"%d\n" % size,
        samples=(b"777\n", b"0\n"),
    ),
    Parser(
        of=tlog_proof.parse_proof,
        refusal=tlog_proof.BadTlogProof,
        read=tlog_proof.parse_proof,
        write=tlog_proof.write_proof,
        samples=(receipts.receipt(), tlog_proof.write_proof(receipts.proof_of(3))),
    ),
)
"""Every `parse_…` of pure/tlog stands here; tests/house/test_parsers.py sees to it."""

OTHERS = (
    Parser(
        of=canonical.decode,
        refusal=canonical.BadCanonical,
        read=canonical.decode,
        write=canonical.encode,
        samples=(FACTS[0], rb'{"a":[1,-2,true,"\u00e9\ud83d\ude00\n"],"b":{}}'),
    ),
    Parser(
        of=kinds.parse_event,
        refusal=kinds.BadEvent,
        read=kinds.parse_event,
        write=kinds.event_bytes,
        samples=(*FACTS, *STORY[:4], STORY[-2]),
    ),
    Parser(
        of=draw_file.read_facts,
        refusal=draw_file.BadDrawFile,
        read=lambda raw: list(draw_file.read_facts(raw.splitlines(keepends=True))),
        write=lambda read: b"".join(kinds.event_bytes(fact) + b"\n" for fact in read),
        samples=(b"".join(fact + b"\n" for fact in STORY[2:5]),),
    ),
    of_text(
        parse_awaited,
        beacon.BadPulse,
        beacon_text.spell,
        *(QUICK.signature, beacon_text.spell(QUICK), beacon_text.spell(CHAINED), answer()),
        is_forgiving=True,
    ),
    of_text(
        parse_newest,
        beacon.BadPulse,
        answer,
        answer(),
        is_forgiving=True,
    ),
    of_text(
        rulebook.read_rules,
        rulebook.BadRulebook,
        write_rules,
        *((RULES / name).read_text() for name in ("quotas.toml", "draw.toml")),
        is_forgiving=True,
    ),
    Parser(
        of=key_rotation.parse_vkeys,
        refusal=note.BadNote,
        read=key_rotation.parse_vkeys,
        write=lambda read: key_rotation.write_vkeys(read).encode(),
        samples=(key_rotation.write_vkeys([KEY, Key(name=KEY.name, public=OTHER_KEY)]).encode(),),
    ),
    Parser(
        of=receipt.parse_receipt,
        refusal=receipt.BadReceipt,
        read=receipt.parse_receipt,
        write=receipt.write_receipt,
        samples=(receipts.receipt(), receipts.receipt(receipts.WALK_IN_AT)),
    ),
    of_text(
        unpack,
        receipt.BadReceipt,
        receipt.pack,
        *(PACKED, "https://jernih.invalid/periksa#" + PACKED),
        is_forgiving=True,
    ),
    Parser(
        of=accountability.parse_board,
        refusal=accountability.BadBoard,
        read=accountability.parse_board,
        write=accountability.write_board,
        samples=(
            b"jernih-board/v1,tarakan,2026-Q4\nhandle,stage,in_time\n"
            + b"".join(b"%032x,%s,yes\n" % (n, b"READ") for n in range(3)),
        ),
    ),
    of_text(
        dice.read_record,
        dice.BadThrows,
        dice.record_of,
        *(one["record"] for one in load("dice")["draws"][:2]),
    ),
    of_text(
        rfc3797.read_key_string, rfc3797.BadKeyString, rfc3797.key_string, "9319./2.5.8.10.12./"
    ),
    of_text(
        contribution.read_secret,
        contribution.BadContribution,
        contribution.show_secret,
        *("ab" * 32, contribution.show_secret(bytes(range(32)))),
        is_forgiving=True,
    ),
    of_text(
        vrf_key.read_key,
        vrf_key.BadKey,
        lambda key: key.modulus.hex(),
        draw_records.KEY.modulus.hex(),
    ),
    of_text(spelling.read_moment, spelling.BadSpelling, spelling.time_text, "2026-11-24T01:02:03Z"),
    of_text(spelling.read_day, spelling.BadSpelling, lambda day: day.isoformat(), "2026-11-24"),
)
PARSERS = (*TLOG, *SEALS, *OTHERS)
