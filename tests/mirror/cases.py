"""An office's calls to a mirror, made by hand: sealed cases, steps, files, signs of life."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pyrage

from jernih.mirror.bells import Messenger
from jernih.mirror.clock import OwnClock, read_calendar, read_own_rules
from jernih.mirror.mirror import Asked, Mirror
from jernih.mirror.receive import Answer
from jernih.pure.seal import code as codes
from jernih.pure.seal import manifest as manifests
from jernih.pure.seal import mirror_call
from jernih.pure.seal.code import ReporterKeys
from jernih.pure.seal.manifest import Promise, SealedFile
from jernih.pure.seal.mirror_call import SignOfLife, ToldStep
from tests.logs import KEY, SECRET, write_log

NAME = "pengawas.invalid/uji"
# A Monday; the office's zone is eight hours ahead.
MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
FIRST = date(2026, 11, 2)


@dataclass
class Time:
    """A clock that tests set."""

    now: datetime = MONDAY

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    @property
    def day(self) -> date:
        return self.now.date()


@dataclass(frozen=True, kw_only=True)
class Case:
    """A sealed case as its reporter and the office know it."""

    keys: ReporterKeys
    code: str
    files: Mapping[str, bytes]
    manifest: manifests.Manifest
    case_key: str
    filed_on: date = field(default=FIRST)

    @property
    def locator(self) -> str:
        return self.keys.locator

    @property
    def commitment(self) -> str:
        return manifests.commitment_of(self.manifest, salt=self.keys.salt)

    def parts(self) -> dict[str, bytes]:
        promise = Promise(commitment=self.commitment, day=self.filed_on, office="tarakan")
        return {
            mirror_call.MANIFEST: manifests.write_manifest(self.manifest),
            mirror_call.SALT: self.keys.salt.hex().encode(),
            mirror_call.AUTH: self.keys.auth_hash.encode(),
            **self.files,
            mirror_call.PROMISE: manifests.write_promise(promise, sign=SECRET.sign),
        }


@cache
def make_case(number: int = 0, *, filed_on: date = FIRST, words: bytes = b"{}") -> Case:
    code = codes.new_code(hashlib.sha256(f"code {number}".encode()).digest()[:13])
    keys = codes.derive(code, origin=KEY.name)
    key = pyrage.x25519.Identity.generate()
    case_key = f"{key}\n".encode()
    hers = pyrage.x25519.Recipient.from_str(keys.recipient)
    made_up = [pyrage.x25519.Identity.generate().to_public() for _ in range(15)]
    files = {
        "kunci-0.age": pyrage.encrypt(case_key, [hers, *made_up]),
        "laporan.age": pyrage.encrypt(words.ljust(4096), [key.to_public()]),
        "titipan-0.age": pyrage.encrypt(case_key, made_up[:1]),
    } | {f"bagian-0-{n}.age": pyrage.encrypt(bytes(33), made_up[n : n + 1]) for n in (1, 2, 3)}
    listed = [
        SealedFile(hash=hashlib.sha256(body).hexdigest(), name=name, size=len(body))
        for name, body in files.items()
    ]
    manifest = manifests.make_manifest(keys.locator, listed)
    return Case(
        keys=keys,
        code=codes.show(code),
        files=files,
        manifest=manifest,
        case_key=str(key),
        filed_on=filed_on,
    )


def sealed_message(words: bytes = b"{}") -> bytes:
    return pyrage.encrypt(words.ljust(4096), [pyrage.x25519.Identity.generate().to_public()])


def make_mirror(
    folder: Path, time: Time, *, holidays: str = "", messenger: Messenger | None = None
) -> Mirror:
    """A mirror whose office shows its record in the folder `log` beside it."""
    record = folder / "log"
    if not record.exists():
        write_log(record, [])
    clock = OwnClock(
        now=lambda: time.now,
        calendar=read_calendar(f'zone = "Asia/Makassar"\nholidays = [{holidays}]'),
        rules=read_own_rules(),
    )
    return Mirror(
        Asked(
            folder=folder / "mirror",
            name=NAME,
            keys=[KEY],
            url=str(record),
            clock=clock,
            messenger=messenger or Messenger(),
        )
    )


def send_case(mirror: Mirror, case: Case, parts: Mapping[str, bytes] | None = None) -> Answer:
    body = mirror.store.incoming / "sent.zip"
    body.write_bytes(mirror_call.pack(parts if parts is not None else case.parts()))
    return mirror.receiver.take_case(body)


def send_step(
    mirror: Mirror, case: Case, number: int, deed: str, day: date, **fields: str
) -> Answer:
    told = ToldStep(case=case.locator, number=number, deed=deed, day=day, fields=fields)
    return mirror.receiver.take_step(mirror_call.write_step(told))


def send_file(mirror: Mirror, case: Case, name: str, content: bytes) -> Answer:
    body = mirror.store.incoming / "sent.age"
    body.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return mirror.receiver.take_file(case.locator, name, body, digest=digest)


def send_life(mirror: Mirror, at: datetime, cases: Mapping[str, int]) -> Answer:
    sign = SignOfLife(at=at, cases=cases)
    return mirror.receiver.take_life(mirror_call.write_life(sign))


def ringing(mirror: Mirror) -> set[tuple[str, str, str]]:
    mirror.bells.judge()
    with mirror.store.reading() as book:
        alarms = book.alarms(ringing=True)
    return {(one.ring.kind.value, one.ring.locator, one.ring.about) for one in alarms}


def kinds(mirror: Mirror) -> set[str]:
    return {kind for kind, _, _ in ringing(mirror)}
