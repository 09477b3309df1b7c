"""Make a roster with its keys, and reports that are sealed to it: plain functions.

Sealing is done here by hand, from docs/sealing.md and with the age format's own library alone, so
that the office's way of sealing is held against another one.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import count
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from jernih.apps.complaints.models import CaseFile, Hold, Report, StaffKey, Step
from jernih.apps.complaints.models import Roster as RosterRow
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office
from jernih.pure.casework import Deed, Made
from jernih.pure.roles import Actor, Role
from jernih.pure.seal import code as codes
from jernih.pure.seal import holders as may_hold
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal import roster as rosters
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.seal.roster import Person, Roster, Trustee
from tests.makers import NOW
from tests.report_shares import shares_of

# The overseer's key off line, whose public half stands in the settings of tests (conftest).
ROOT_SEED = hashlib.sha256(b"the overseer's key, only for tests").digest()
PROPOSER, ACCEPTER = "s-overs1", "s-overs2"
# Role and section of everybody on the roster that make_roster makes.
PEOPLE = (
    (Role.HANDLER, "tikkim"),
    (Role.HANDLER, "tikkim"),
    (Role.DECIDER, "pimpinan"),
    (Role.OVERSEER, "outside"),
    (Role.OVERSEER, "outside"),
)
TOLD = {"signs": ["BROKER"], "asked": 500_000}
WORDS = "Seorang calo meminta lima ratus ribu rupiah di depan ruang foto."
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """Somebody's two keys, whole."""

    identity: Any = field(default_factory=pyrage.x25519.Identity.generate)
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    @property
    def recipient(self) -> str:
        return str(self.identity.to_public())

    @cached_property
    def signs(self) -> str:
        return signer(self.seed).public_key().public_bytes_raw().hex()

    def open(self, sealed: bytes) -> bytes:
        return bytes(pyrage.decrypt(bytes(sealed), [self.identity]))


@dataclass(frozen=True, kw_only=True)
class KeyedRoster:
    """A roster that is in force, and the keys of everybody on it; trustees in their order."""

    roster: Roster
    note: str
    keys: dict[str, Keys]
    trustees: tuple[Keys, ...]
    office: Office

    def of(self, role: Role, at: int = 0) -> Person:
        return self.roster.of_role(role)[at]

    def actor(self, role: Role, at: int = 0) -> Actor:
        person = self.of(role, at)
        return Actor(roles=frozenset({role}), ref=person.ref, office=self.office.slug)


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """A first sending, sealed: all its files, and the key of its case."""

    files: dict[str, bytes]
    manifest: manifests.Manifest
    case: Any
    holders: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class MadeReport:
    """A report as its reporter knows it, with the key of its case."""

    report: Report
    code: str
    keys: ReporterKeys
    case: Any
    roster: KeyedRoster

    def file(self, name: str) -> bytes:
        return bytes(CaseFile.objects.get(report=self.report, name=name).body)

    def opened(self, name: str) -> bytes:
        """What stands in a file of hers, by her code alone; padded."""
        hers = pyrage.x25519.Identity.from_str(self.keys.identity)
        lines = pyrage.decrypt(self.file("kunci-0.age"), [hers]).decode().split()
        cases = [pyrage.x25519.Identity.from_str(line) for line in lines]
        return bytes(pyrage.decrypt(self.file(name), cases))


def signer(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def make_roster(
    office: Office,
    *,
    people: tuple[tuple[Role, str], ...] = PEOPLE,
    refs: tuple[str, ...] = (),
    serial: int = 1,
    keys: dict[str, Keys] | None = None,
    starts_on: date = date(2026, 1, 1),
    ends_on: date = date(2027, 12, 31),
    is_accepted: bool = True,
) -> KeyedRoster:
    """A signed roster that two people brought in, and a key in use for everybody on it.

    refs: their pseudonyms, if they have accounts. keys: of those who had some before.
    """
    named = tuple(refs) or tuple(f"s-k{next(_numbers):05}" for _ in people)
    held = {ref: (keys or {}).get(ref) or Keys() for ref in named}
    trustees = tuple(Keys() for _ in range(rosters.TRUSTEES))
    roster = Roster(
        escrow=tuple(
            Trustee(label=f"Wali {n}", recipient=one.recipient) for n, one in enumerate(trustees, 1)
        ),
        starts_on=starts_on,
        office=office.slug,
        people=tuple(
            _person(n, ref, role, section, keys=held[ref])
            for n, (ref, (role, section)) in enumerate(zip(named, people, strict=True), 1)
        ),
        serial=serial,
        ends_on=ends_on,
    )
    root = signer(ROOT_SEED)
    key = rosters.roster_key(root.public_key().public_bytes_raw(), origin=settings.LOG_ORIGIN)
    note = rosters.write_roster(roster, key=key, sign=root.sign)
    _bring_in(office, roster, note, is_accepted=is_accepted)
    return KeyedRoster(roster=roster, note=note, keys=held, trustees=trustees, office=office)


def _person(n: int, ref: str, role: Role, section: str, *, keys: Keys) -> Person:
    return Person(
        name=f"Orang {n}",
        post=f"Petugas {n}",
        recipient=keys.recipient,
        ref=ref,
        role=role,
        section=section,
        signs=keys.signs,
    )


def _bring_in(office: Office, roster: Roster, note: str, *, is_accepted: bool) -> None:
    accepted = {"accepted_by": ACCEPTER, "accepted_at": NOW} if is_accepted else {}
    RosterRow.objects.create(
        office=office,
        serial=roster.serial,
        note=note,
        proposed_by=PROPOSER,
        proposed_at=NOW,
        **accepted,
    )
    for person in roster.people:
        StaffKey.objects.get_or_create(
            staff=person.ref,
            ended_at=None,
            defaults={
                "office": office,
                "recipient": person.recipient,
                "signs": person.signs,
                "locked": "-----BEGIN AGE ENCRYPTED FILE-----\n",
                "made_at": NOW,
            },
        )


def new_keys() -> tuple[str, ReporterKeys]:
    code = codes.new_code(secrets.token_bytes(codes.CHANCE_BYTES))
    return code, codes.derive(code, origin=settings.LOG_ORIGIN)


def make_sealing(
    roster: KeyedRoster,
    keys: ReporterKeys,
    *,
    words: str = WORDS,
    answers: dict[str, Any] | None = None,
    attached: tuple[bytes, ...] = (),
    concerned: tuple[str, ...] = (),
    is_outside_only: bool = False,
    made: Made = Made.BROWSER,
) -> Sealing:
    """Everything that is sent at first, sealed by hand."""
    held = may_hold.holders_of(roster.roster, concerned=concerned, is_outside_only=is_outside_only)
    case = pyrage.x25519.Identity.generate()
    files = {
        f"lampiran-{n}.age": seal(padded(body, b"\0"), case.to_public())
        for n, body in enumerate(attached, 1)
    }
    listed = [
        {
            "hash": hashlib.sha256(body).hexdigest(),
            "name": f"foto-{n}.jpg",
            "sealed": hashlib.sha256(files[f"lampiran-{n}.age"]).hexdigest(),
            "size": len(body),
            "type": "image/jpeg",
        }
        for n, body in enumerate(attached, 1)
    ]
    envelope = {
        "answers": TOLD if answers is None else answers,
        "case": keys.locator,
        "files": listed,
        "form": "0" * 64,
        "holders": [person.ref for person in held],
        "made": made.value,
        "office": roster.office.slug,
        "recipient": keys.recipient,
        "roster": roster.roster.serial,
        "signs": keys.signs,
        "v": 1,
        "words": words,
    }
    files["laporan.age"] = seal(signed("envelope", envelope, keys.ed25519), case.to_public())
    files |= key_files(roster, keys, held, [case])
    listed_files = [
        manifests.SealedFile(hash=hashlib.sha256(body).hexdigest(), name=name, size=len(body))
        for name, body in files.items()
    ]
    manifest = manifests.make_manifest(keys.locator, listed_files)
    return Sealing(files=files, manifest=manifest, case=case, holders=held)


def key_files(
    roster: KeyedRoster, keys: ReporterKeys, held: tuple[Person, ...], cases: list[Any]
) -> dict[str, bytes]:
    """The files of keys of an epoch. cases: its case keys, newest first."""
    epoch, escrow = len(cases) - 1, pyrage.x25519.Identity.generate()
    lines = "".join(f"{case}\n" for case in cases).encode()
    to = [recipient(person.recipient) for person in held] + [recipient(keys.recipient)]
    to += [pyrage.x25519.Identity.generate().to_public() for _ in range(16 - len(to))]
    secrets.SystemRandom().shuffle(to)
    return {
        f"kunci-{epoch}.age": seal(lines, *to),
        f"titipan-{epoch}.age": seal(lines, escrow.to_public()),
        **{
            f"bagian-{epoch}-{n}.age": seal(share, trustee.identity.to_public())
            for n, (share, trustee) in enumerate(
                zip(shares_of(str(escrow)), roster.trustees, strict=True), 1
            )
        },
    }


def make_message(
    made: MadeReport,
    *,
    number: int,
    previous: str,
    words: str = "Terima kasih.",
    kind: Deed = Deed.MESSAGE,
    by: Person | None = None,
    fields: dict[str, Any] | None = None,
) -> bytes:
    """A sealed message of the reporter, or of somebody on the roster. previous: hash of a file."""
    message = {
        "by": by.ref if by else "REPORTER",
        "case": made.keys.locator,
        "fields": fields or {},
        "files": [],
        "kind": kind.value,
        "number": number,
        "previous": previous,
        "v": 1,
        "words": words,
    }
    seed = made.roster.keys[by.ref].seed if by else made.keys.ed25519
    return seal(signed("message", message, seed), made.case.to_public())


def make_report(
    office: Office,
    *,
    roster: KeyedRoster | None = None,
    now: datetime = NOW,
    **told: Any,
) -> MadeReport:
    """A report that came in, sealed. told: as for make_sealing."""
    roster = roster or make_roster(office)
    code, keys = new_keys()
    sealing = make_sealing(roster, keys, **told)
    report = _file(office, keys, sealing, made=told.get("made", Made.BROWSER), now=now)
    return MadeReport(report=report, code=code, keys=keys, case=sealing.case, roster=roster)


def _file(
    office: Office, keys: ReporterKeys, sealing: Sealing, *, made: Made, now: datetime
) -> Report:
    day = offices.today(office, now)
    report = Report.objects.create(
        office=office,
        locator=keys.locator,
        auth_hash=keys.auth_hash,
        recipient=keys.recipient,
        signs=keys.signs,
        made=made,
        roster=offices_roster(office),
        is_outside_only=all(person.role == Role.OVERSEER for person in sealing.holders),
        manifest=manifests.write_manifest(sealing.manifest).decode(),
        salt=keys.salt.hex(),
        commitment=manifests.commitment_of(sealing.manifest, salt=keys.salt),
        stepped=1,
        filed_on=day,
        state_on=day,
    )
    for name, body in sealing.files.items():
        CaseFile.objects.create(
            report=report,
            name=name,
            size=len(body),
            hash=hashlib.sha256(body).hexdigest(),
            body=body,
            came_on=day,
        )
    for person in sealing.holders:
        Hold.objects.create(report=report, staff=person.ref, since=day)
    Step.objects.create(report=report, number=1, deed=Deed.FILED, on=day, role=Role.CITIZEN)
    return report


def offices_roster(office: Office) -> int:
    """The serial in force at an office."""
    return (
        RosterRow.objects.filter(office=office, accepted_at__isnull=False).latest("serial").serial
    )


def seal(plain: bytes, *to: Any) -> bytes:
    return bytes(pyrage.encrypt(plain, list(to)))


def recipient(text: str) -> Any:
    return pyrage.x25519.Recipient.from_str(text)


def signed(name: str, value: dict[str, Any], seed: bytes) -> bytes:
    """An envelope or a message with its signature, padded."""
    text = f"jernih-segel/v1/{name}\0".encode() + spelled(value)
    whole = spelled({**value, "signature": signer(seed).sign(text).hex()})
    return padded(whole + b"\n", b" ", before=b"\n")


def spelled(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def padded(body: bytes, filler: bytes, *, before: bytes = b"") -> bytes:
    """Bytes filled up to their size class; the filler goes in front of the last line feed."""
    size = 4096
    while size < len(body):
        size *= 2
    return body.removesuffix(before) + filler * (size - len(body)) + before


__all__ = [
    "PEOPLE",
    "ROOT_SEED",
    "KeyedRoster",
    "Keys",
    "MadeReport",
    "Sealing",
    "key_files",
    "make_message",
    "make_report",
    "make_roster",
    "make_sealing",
    "new_keys",
    "seal",
    "signed",
]
