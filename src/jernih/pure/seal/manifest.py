"""What a sending consists of, what binds the office to it, and what it promises in return.

Source: docs/sealing.md, 4 and 6. Vectors: tests/vectors/seal.json.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from jernih.pure import canonical
from jernih.pure.seal import spelled
from jernih.pure.seal.spelled import Sign, Verify
from jernih.pure.tlog import ed25519

KIND: Final = "report"
CASE_KEYS: Final = "kunci-0.age"
REPORT: Final = "laporan.age"
# What every first sending has; attachments come on top.
NEEDED: Final = frozenset(
    {CASE_KEYS, REPORT, "titipan-0.age", *(f"bagian-0-{share}.age" for share in (1, 2, 3))}
)
MAX_ATTACHMENTS: Final = 20
# The largest size class, and what age adds to it: 512 chunks' tags, a nonce and a header.
MAX_SEALED: Final = 32 * 2**20 + 64 * 2**10

_ATTACHMENT: Final = re.compile(r"lampiran-([1-9][0-9]?)\.age")
_NAME: Final = r"[a-z]{1,12}(?:-[0-9]{1,4}){0,2}\.age"
_MAX_FILES: Final = len(NEEDED) + MAX_ATTACHMENTS


class BadManifest(ValueError):
    """Said of a manifest that no sending can have."""


class BadPromise(ValueError):
    """Said of a promise that the office did not give, or gave for something else."""


@dataclass(frozen=True, kw_only=True)
class SealedFile:
    """A file as it is stored. hash: SHA-256 of the age file, hex; size: its bytes."""

    hash: str
    name: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The files of a first sending, by name. case: the locator."""

    case: str
    files: tuple[SealedFile, ...]

    @property
    def attachments(self) -> int:
        """Return how many files the reporter added."""
        return len(self.files) - len(NEEDED)


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The office's word that a sending came. commitment: hex; day: in the office's own zone."""

    commitment: str
    day: date
    office: str


def make_manifest(case: str, files: Iterable[SealedFile]) -> Manifest:
    """Return the manifest of these files, in any order. Raises BadManifest."""
    ordered = tuple(sorted(files, key=lambda file: file.name))
    return parse_manifest(_spell(Manifest(case=case, files=ordered)))


def write_manifest(manifest: Manifest) -> bytes:
    """Return the one spelling of a manifest. Raises BadManifest for one that cannot be."""
    raw = _spell(manifest)
    parse_manifest(raw)
    return raw


def parse_manifest(raw: bytes) -> Manifest:
    """Read a manifest: canonical, complete, by name, attachments numbered. Raises BadManifest."""
    try:
        value = spelled.take_object(canonical.decode(raw), keys={"case", "files", "v"})
        spelled.take_count(value["v"], name="v", least=1, most=1)
        manifest = Manifest(
            case=spelled.take_text(value["case"], name="case", pattern=spelled.LOCATOR),
            files=tuple(
                _read_file(one)
                for one in spelled.take_list(value["files"], name="files", most=_MAX_FILES)
            ),
        )
    except (canonical.BadCanonical, spelled.BadField) as problem:
        raise BadManifest(f"the manifest: {problem}") from None
    _check_names([file.name for file in manifest.files])
    return manifest


def manifest_hash(manifest: Manifest) -> str:
    """Return the hash of a manifest's one spelling, in hex."""
    return sha256(_spell(manifest)).hexdigest()


def commitment_of(manifest: Manifest, *, salt: bytes) -> str:
    """Return what stands on the record for a report, in hex.

    salt: 32 bytes from the reporter's code. Raises BadCanonical for another length.
    """
    return canonical.commitment(KIND, salt=salt, fields={"manifest": manifest_hash(manifest)})


def promise_text(promise: Promise) -> bytes:
    """Return what the office signs."""
    return spelled.signed_text("promise", _promise_value(promise))


def write_promise(promise: Promise, *, sign: Sign) -> bytes:
    """Return the promise with the signature of the record's key in it, as canonical JSON."""
    signature = sign(promise_text(promise)).hex()
    return canonical.encode({**_promise_value(promise), "signature": signature})


def parse_promise(raw: bytes) -> tuple[Promise, bytes]:
    """Return a promise and its signature, which is not checked here. Raises BadPromise."""
    keys = {"commitment", "day", "office", "signature", "v"}
    try:
        value = spelled.take_object(canonical.decode(raw), keys=keys)
        spelled.take_count(value["v"], name="v", least=1, most=1)
        promise = Promise(
            commitment=spelled.take_text(
                value["commitment"], name="commitment", pattern=spelled.KEY
            ),
            day=spelled.take_day(value["day"], name="day"),
            office=spelled.take_text(value["office"], name="office", pattern=spelled.OFFICE),
        )
        signature = spelled.take_text(
            value["signature"], name="signature", pattern=spelled.SIGNATURE
        )
    except (canonical.BadCanonical, spelled.BadField) as problem:
        raise BadPromise(f"the promise: {problem}") from None
    return promise, bytes.fromhex(signature)


def open_promise(
    raw: bytes, *, commitment: str, public: bytes, verify: Verify = ed25519.verify
) -> Promise:
    """Return a promise that this key gave for this commitment. Raises BadPromise.

    public: the record's 32-byte key of that day.
    """
    promise, signature = parse_promise(raw)
    if promise.commitment != commitment:
        raise BadPromise("the promise is for something else than what was sent")
    if not verify(public, signature, promise_text(promise)):
        raise BadPromise("the promise is not signed by the office")
    return promise


def _promise_value(promise: Promise) -> dict[str, Any]:
    return {
        "commitment": promise.commitment,
        "day": promise.day.isoformat(),
        "office": promise.office,
        "v": 1,
    }


def _spell(manifest: Manifest) -> bytes:
    files = [vars(file) for file in manifest.files]
    try:
        return canonical.encode({"case": manifest.case, "files": files, "v": 1})
    except canonical.BadCanonical as problem:
        raise BadManifest(f"the manifest: {problem}") from None


def _read_file(value: object) -> SealedFile:
    fields = spelled.take_object(value, keys={"hash", "name", "size"})
    return SealedFile(
        hash=spelled.take_text(fields["hash"], name="hash", pattern=spelled.KEY),
        name=spelled.take_text(fields["name"], name="name", pattern=_NAME),
        size=spelled.take_count(fields["size"], name="size", least=1, most=MAX_SEALED),
    )


def _check_names(names: list[str]) -> None:
    if names != sorted(set(names)):
        raise BadManifest("the files are not by name, each once")
    missing = NEEDED - set(names)
    if missing:
        raise BadManifest(f"missing: {', '.join(sorted(missing))}")
    added = set(names) - NEEDED
    numbers = sorted(int(match[1]) for name in added if (match := _ATTACHMENT.fullmatch(name)))
    if numbers != list(range(1, len(added) + 1)):
        raise BadManifest("attachments are lampiran-1.age and so on, without gaps")
