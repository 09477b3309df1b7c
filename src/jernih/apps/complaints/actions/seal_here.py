"""Seal a report on this machine, in memory, for whoever has no JavaScript; marked so for ever.

Nothing that is told here is written anywhere: not to a disk, a log or a table.
Source: docs/sealing.md, 3 to 6.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure.casework import Deed, Made
from jernih.pure.seal import bech32, code, envelope, manifest, message, padding, shamir
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.seal.manifest import Manifest, SealedFile
from jernih.pure.seal.roster import Person, Roster

PLACES: Final = 16
SHARES: Final = 3


@dataclass(frozen=True, kw_only=True)
class PlainFile:
    """A file that a reporter adds. type: the media type that its own bytes show."""

    name: str
    type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a reporter tells, before it is sealed. form: SHA-256 of the questionnaire, hex."""

    answers: Mapping[str, Any] = field(repr=False)
    words: str = field(repr=False)
    files: tuple[PlainFile, ...] = field(repr=False)
    form: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a message stands. previous: the sealed file before it, or laporan.age."""

    kind: Deed
    number: int
    previous: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SealedReport:
    """All files of a first sending, and their manifest."""

    files: Mapping[str, bytes]
    manifest: Manifest


def code_of(told: Told, *, chance: bytes) -> str:
    """Return the receipt code of what was told: the same form sent twice is one report.

    chance: 32 bytes that came with the empty form. Another text under the same chance, from a
    page that somebody went back to, has another code.
    """
    spoken = hashlib.sha256()
    told_parts = [repr(sorted(told.answers.items())), told.words]
    for part in told_parts:
        spoken.update(hashlib.sha256(part.encode("utf-8", "surrogatepass")).digest())
    for file in told.files:
        spoken.update(hashlib.sha256(file.name.encode("utf-8", "surrogatepass")).digest())
        spoken.update(hashlib.sha256(file.body).digest())
    mixed = hmac.digest(chance, spoken.digest(), "sha256")
    return code.new_code(mixed[: code.CHANCE_BYTES])


def seal_report(
    told: Told, *, keys: ReporterKeys, holders: Iterable[Person], roster: Roster, made: Made
) -> SealedReport:
    """Return the sealed files of a report. Raises BadEnvelope for what no envelope can hold."""
    case, escrow = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    held = sorted(holders, key=lambda person: person.ref)
    to = str(case.to_public())
    files, listed = attach(told.files, to=to, before="lampiran")
    told_all = envelope.Envelope(
        answers=dict(told.answers),
        case=keys.locator,
        files=listed,
        form=told.form,
        holders=tuple(person.ref for person in held),
        made=made,
        office=roster.office,
        recipient=keys.recipient,
        roster=roster.serial,
        signs=keys.signs,
        words=told.words,
    )
    signed = envelope.sign_envelope(told_all, sign=signer(keys.ed25519))
    files[manifest.REPORT] = seal(envelope.write_envelope(signed), to)
    files |= key_files([case], escrow=escrow, keys=keys, holders=held, roster=roster)
    entries = [_entry(name, sealed) for name, sealed in files.items()]
    return SealedReport(files=files, manifest=manifest.make_manifest(keys.locator, entries))


def seal_message(
    words: str, files: tuple[PlainFile, ...], *, at: Place, keys: ReporterKeys, to: str
) -> dict[str, bytes]:
    """Return the sealed files of a reporter's message, by name. to: the case key in use."""
    sealed, listed = attach(files, to=to, before=f"lampiran-{at.number}")
    written = message.Message(
        by=message.REPORTER,
        case=keys.locator,
        fields={},
        files=listed,
        kind=at.kind,
        number=at.number,
        previous=hashlib.sha256(at.previous).hexdigest(),
        words=words,
    )
    signed = message.sign_message(written, sign=signer(keys.ed25519))
    return {f"pesan-{at.number}.age": seal(message.write_message(signed), to), **sealed}


def key_files(
    cases: list[Any], *, escrow: Any, keys: ReporterKeys, holders: list[Person], roster: Roster
) -> dict[str, bytes]:
    """Return the files of keys of the newest epoch. cases: its case keys, newest first."""
    epoch = len(cases) - 1
    lines = "".join(f"{one}\n" for one in cases).encode()
    to = [person.recipient for person in holders] + [keys.recipient]
    to += [made_up() for _ in range(PLACES - len(to))]
    secrets.SystemRandom().shuffle(to)
    secret = bech32.read_identity(str(escrow))
    shares = shamir.split(secret, chance=secrets.token_bytes(shamir.SECRET_BYTES))
    return {
        f"kunci-{epoch}.age": seal(lines, *to),
        f"titipan-{epoch}.age": seal(lines, str(escrow.to_public())),
        **{
            f"bagian-{epoch}-{n}.age": seal(share, trustee.recipient)
            for n, (share, trustee) in enumerate(zip(shares, roster.escrow, strict=True), 1)
        },
    }


def seal(plain: bytes, *recipients: str) -> bytes:
    """Return an age file to these recipients."""
    return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(to) for to in recipients]))


def made_up() -> str:
    """Return a recipient that nobody has the key of."""
    return str(pyrage.x25519.Identity.generate().to_public())


def signer(seed: bytes) -> Any:
    """Return what signs with the key of this seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign


def attach(
    files: tuple[PlainFile, ...], *, to: str, before: str
) -> tuple[dict[str, bytes], tuple[envelope.Attached, ...]]:
    """Return files sealed, by name, and what is said of each inside. Raises BadPadding."""
    sealed, listed = {}, []
    for n, file in enumerate(files, 1):
        body = seal(padding.pad_file(file.body), to)
        sealed[f"{before}-{n}.age"] = body
        listed.append(
            envelope.Attached(
                hash=hashlib.sha256(file.body).hexdigest(),
                name=file.name,
                sealed=hashlib.sha256(body).hexdigest(),
                size=len(file.body),
                type=file.type,
            )
        )
    return sealed, tuple(listed)


def _entry(name: str, body: bytes) -> SealedFile:
    return SealedFile(hash=hashlib.sha256(body).hexdigest(), name=name, size=len(body))
