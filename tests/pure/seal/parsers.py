"""Every reader of a seal's bytes; `parse_…` of pure/seal stand here all (tests/house)."""

from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from jernih.pure.seal import (
    agefile,
    bech32,
    code,
    envelope,
    manifest,
    message,
    mirror_call,
    padding,
    roster,
    shamir,
    spelled,
)
from tests.pure.parser import Parser, of_text
from tests.pure.seal import people
from tests.pure.seal.people import GOLDEN

ENVELOPE_TEXT = GOLDEN["envelope"]["text"].encode()
SHARES = [bytes.fromhex(share) for share in GOLDEN["shares"]["package"]]
STEP = mirror_call.ToldStep(case="0" * 32, number=3, deed="FOUND", day=date(2026, 11, 24))


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def sealed(*kinds: bytes, plain: int = 40) -> bytes:
    """A file of the right shape; grease where a kind says so."""
    stanzas = [
        agefile.Stanza(parts=(kind, b"what", b"ever"), body=b"xyz" * 33)
        if kind.endswith(agefile.GREASE)
        else agefile.Stanza(
            parts=(kind, b"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"), body=bytes(32)
        )
        for kind in kinds
    ]
    header = agefile.write_header(tuple(stanzas), mac=bytes(range(32)))
    return header + bytes(agefile.sealed_size(plain))


def read_age(raw: bytes) -> tuple[agefile.AgeFile, bytes]:
    found = agefile.parse_age(raw)
    assert len(raw) == found.header + agefile.sealed_size(found.plain)
    return found, raw[found.header :]


def write_age(read: tuple[agefile.AgeFile, bytes]) -> bytes:
    found, payload = read
    return agefile.write_header(found.stanzas, mac=found.mac) + payload


def open_roster(raw: bytes) -> roster.Roster:
    return roster.open_roster(raw, key=people.ROSTER_KEY, today=people.TODAY, verify=is_signed)


def open_envelope(raw: bytes) -> envelope.Envelope:
    known = people.ENVELOPE
    return envelope.open_envelope(
        raw,
        case=known.case,
        recipient=known.recipient,
        signs=known.signs,
        verify=is_signed,
    )


def open_promise(raw: bytes) -> manifest.Promise:
    return manifest.open_promise(
        raw,
        commitment=GOLDEN["manifest"]["commitment"],
        public=people.RECORD_KEY,
        verify=is_signed,
    )


def join(raw: bytes) -> bytes:
    """Two shares, one after the other."""
    return shamir.join([raw[: shamir.SHARE_BYTES], raw[shamir.SHARE_BYTES :]])


SEALS = (
    of_text(
        code.read,
        code.BadCode,
        code.show,
        *(GOLDEN["codes"][0]["shown"], GOLDEN["forgiven"][1][0]),
        is_forgiving=True,
    ),
    of_text(bech32.decode, bech32.BadKeyText, lambda read: bech32.encode(*read), "a12uel5l"),
    of_text(
        bech32.read_identity,
        bech32.BadKeyText,
        bech32.write_identity,
        GOLDEN["codes"][0]["identity"],
    ),
    of_text(
        bech32.read_recipient,
        bech32.BadKeyText,
        bech32.write_recipient,
        *(one["recipient"] for one in GOLDEN["codes"]),
    ),
    Parser(
        of=agefile.parse_age,
        refusal=agefile.BadAge,
        read=read_age,
        write=write_age,
        samples=(sealed(b"X25519"), sealed(b"X25519", b"X25519", b"a-grease", plain=0)),
    ),
    of_text(roster.parse_text, roster.BadRoster, roster.write_text, people.TEXT),
    Parser(
        of=roster.open_roster,
        refusal=roster.BadRoster,
        read=open_roster,
        write=lambda read: people.NOTE if read == people.ROSTER else b"",
        samples=(people.NOTE,),
        is_forgiving=True,
    ),
    Parser(
        of=manifest.parse_manifest,
        refusal=manifest.BadManifest,
        read=manifest.parse_manifest,
        write=manifest.write_manifest,
        samples=(GOLDEN["manifest"]["text"].encode(),),
    ),
    Parser(
        of=manifest.parse_promise,
        refusal=manifest.BadPromise,
        read=manifest.parse_promise,
        write=lambda read: manifest.write_promise(read[0], sign=lambda _: read[1]),
        samples=(people.PROMISE,),
    ),
    Parser(
        of=manifest.open_promise,
        refusal=manifest.BadPromise,
        read=open_promise,
        write=lambda _: people.PROMISE,
        samples=(people.PROMISE,),
    ),
    Parser(
        of=envelope.parse_envelope,
        refusal=envelope.BadEnvelope,
        read=envelope.parse_envelope,
        write=lambda read: padding.strip_json(envelope.write_envelope(read)),
        samples=(ENVELOPE_TEXT,),
    ),
    Parser(
        of=envelope.open_envelope,
        refusal=envelope.BadEnvelope,
        read=open_envelope,
        write=envelope.write_envelope,
        samples=(padding.pad_json(ENVELOPE_TEXT),),
    ),
    Parser(
        of=message.parse_message,
        refusal=message.BadMessage,
        read=message.parse_message,
        write=lambda read: padding.strip_json(message.write_message(read)),
        samples=tuple(one["text"].encode() for one in GOLDEN["messages"]),
    ),
    Parser(
        of=message.read_message,
        refusal=message.BadMessage,
        read=message.read_message,
        write=message.write_message,
        samples=tuple(padding.pad_json(one["text"].encode()) for one in GOLDEN["messages"]),
    ),
    Parser(
        of=padding.strip_json,
        refusal=padding.BadPadding,
        read=padding.strip_json,
        write=padding.pad_json,
        samples=(padding.pad_json(b'{"a":1}'),),
    ),
    Parser(
        of=padding.strip_file,
        refusal=padding.BadPadding,
        read=lambda raw: padding.strip_file(raw, size=5),
        write=padding.pad_file,
        samples=(padding.pad_file(b"plain"),),
    ),
    Parser(
        of=shamir.join,
        refusal=shamir.BadShare,
        read=join,
        write=lambda secret: b"".join(shamir.split(secret, chance=bytes(32))[:2]),
        samples=(SHARES[0] + SHARES[1], SHARES[1] + SHARES[2]),
        is_forgiving=True,
    ),
    Parser(
        of=mirror_call.read_step,
        refusal=spelled.BadField,
        read=mirror_call.read_step,
        write=mirror_call.write_step,
        samples=(mirror_call.write_step(STEP),),
    ),
)
