"""Take in what the office sends: check all that can be checked, keep it for good, countersign.

Every call is safe to repeat: the same again gets the same answer. Source: docs/sealing.md, 8.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from jernih.mirror.age import BadSealed, check_sealed
from jernih.mirror.book import Book, Held, HeldFile, HeldStep, Kind, Ring
from jernih.mirror.key import MirrorKey
from jernih.mirror.store import Store
from jernih.pure import canonical
from jernih.pure.seal import manifest as sealing
from jernih.pure.seal import mirror_call
from jernih.pure.seal.manifest import BadManifest, BadPromise, Manifest, Promise
from jernih.pure.seal.spelled import BadField
from jernih.pure.tlog.note import Key, Verify

# A clock that differs by more is wrong, or the call is an old one sent again.
MOST_APART: Final = timedelta(days=1)
_CHUNK: Final = 2**20
_SMALL: Final = 65_536

Clock = Callable[[], datetime]
# The day it is at the office.
Today = Callable[[], date]


class BadCase(ValueError):
    """What was sent is not a whole case."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back to the office."""

    status: int
    body: bytes


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """A case that was unpacked and found whole. parts: name to where it lies."""

    manifest: Manifest
    salt: str
    auth_hash: str
    promise: Promise
    raw_promise: str
    parts: dict[str, Path]


class Receiver:
    """What the mirror does with each call. keys: those the office may sign with, now."""

    def __init__(
        self,
        *,
        own: MirrorKey,
        store: Store,
        keys: Callable[[], Sequence[Key]],
        verify: Verify,
        today: Today,
        now: Clock,
    ) -> None:
        self.own = own
        self.store = store
        self._keys = keys
        self._verify = verify
        self._today = today
        self._now = now

    def is_office(self, method: str, path: str, *, digest: str, signature: str) -> bool:
        """Tell whether the office signed this call."""
        try:
            signed = bytes.fromhex(signature)
            text = mirror_call.call_text(method, path, digest=digest)
        except (ValueError, canonical.BadCanonical):
            return False
        return any(self._verify(key.public, signed, text) for key in self._keys())

    def take_case(self, body: Path) -> Answer:
        """Keep a sealed case and countersign it. body: the ZIP, in a file of ours."""
        folder = body.with_suffix(".parts")
        folder.mkdir(mode=0o700)
        try:
            sent = self._unpack(body, folder)
            with self.store.transaction() as book:
                return self._keep(book, sent)
        except (BadCase, BadManifest, BadPromise, BadSealed) as reason:
            return self._refuse(Ring(kind=Kind.BAD_CASE), str(reason))
        finally:
            for part in folder.iterdir():
                part.unlink()
            folder.rmdir()

    def take_step(self, body: bytes) -> Answer:
        """Keep one step of a case that we hold."""
        try:
            told = mirror_call.read_step(body)
        except BadField as reason:
            return self._refuse(Ring(kind=Kind.BAD_CASE), str(reason))
        with self.store.transaction() as book:
            if book.held(told.case) is None:
                return _no(HTTPStatus.NOT_FOUND, "no such case")
            known = {one.told.number: one.told for one in book.steps(told.case)}
            if told.number not in known:
                self._hear(book)
                book.add_step(HeldStep(told=told, received_on=self._today()))
                return _yes()
        if known[told.number] == told:
            return _yes()
        ring = Ring(kind=Kind.TOLD_TWO_WAYS, locator=told.case, about=str(told.number))
        return self._refuse(ring, "this step was told otherwise before", HTTPStatus.CONFLICT)

    def take_file(self, locator: str, name: str, body: Path, *, digest: str) -> Answer:
        """Keep one more sealed file of a case that we hold. digest: its SHA-256, in hex."""
        try:
            check_sealed(name, body)
        except BadSealed as reason:
            return self._refuse(Ring(kind=Kind.BAD_CASE, locator=locator), str(reason))
        file = HeldFile(name=name, size=body.stat().st_size, hash=digest, received_on=self._today())
        with self.store.transaction() as book:
            if book.held(locator) is None:
                return _no(HTTPStatus.NOT_FOUND, "no such case")
            known = {one.name: one.hash for one in book.files(locator)}
            if name not in known:
                self._hear(book)
                self.store.keep_file(locator, name, body)
                book.add_file(locator, file)
                return _yes()
        if known[name] == digest:
            return _yes()
        ring = Ring(kind=Kind.TOLD_TWO_WAYS, locator=locator, about=name)
        return self._refuse(ring, "this file was another one before", HTTPStatus.CONFLICT)

    def take_life(self, body: bytes) -> Answer:
        """Keep that the office lives, and which cases it says it has."""
        try:
            sign = mirror_call.read_life(body)
        except BadField as reason:
            return _no(HTTPStatus.BAD_REQUEST, str(reason))
        if abs(sign.at - self._now()) > MOST_APART:
            return _no(HTTPStatus.BAD_REQUEST, "its clock and ours are more than a day apart")
        with self.store.transaction() as book:
            # An old sign of life sent again is none: each is later than the one before.
            if (at := sign.at.isoformat()) <= book.note("life"):
                return _no(HTTPStatus.CONFLICT, "not later than the last one")
            book.set_note("life", at)
            book.note_presence(sign.cases)
            self._hear(book)
        return _yes()

    def _hear(self, book: Book) -> None:
        book.set_note("heard_on", self._today().isoformat())

    def _unpack(self, body: Path, folder: Path) -> _Sent:
        try:
            with ZipFile(body) as archive:
                names = archive.namelist()
                small = {
                    name: _read(archive, name)
                    for name in (
                        mirror_call.MANIFEST,
                        mirror_call.SALT,
                        mirror_call.AUTH,
                        mirror_call.PROMISE,
                    )
                }
                manifest = sealing.parse_manifest(small[mirror_call.MANIFEST])
                if sorted(names) != sorted([*small, *(file.name for file in manifest.files)]):
                    raise BadCase("other files came than the manifest names")
                parts = {file.name: folder / file.name for file in manifest.files}
                for file in manifest.files:
                    _write(archive, file, parts[file.name])
        # All that the standard library says of an archive that is none, is cut, or is locked.
        except (BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError) as bad:
            raise BadCase(f"no ZIP of a case: {bad}") from None
        for name, part in parts.items():
            check_sealed(name, part)
        return self._checked(small, manifest, parts)

    def _checked(
        self, small: dict[str, bytes], manifest: Manifest, parts: dict[str, Path]
    ) -> _Sent:
        salt, auth_hash = (
            small[name].decode("ascii", "replace") for name in (mirror_call.SALT, mirror_call.AUTH)
        )
        try:
            commitment = sealing.commitment_of(manifest, salt=bytes.fromhex(salt))
            sha = bytes.fromhex(auth_hash)
        except (ValueError, canonical.BadCanonical) as reason:
            raise BadCase(f"salt or hash: {reason}") from None
        if len(sha) != sha256().digest_size:
            raise BadCase("the hash of what the reporter shows is not 32 bytes")
        return _Sent(
            manifest=manifest,
            salt=salt,
            auth_hash=auth_hash,
            promise=self._promise(small[mirror_call.PROMISE], commitment),
            raw_promise=small[mirror_call.PROMISE].decode("ascii"),
            parts=parts,
        )

    def _promise(self, raw: bytes, commitment: str) -> Promise:
        for key in self._keys():
            with suppress(BadPromise):
                return sealing.open_promise(
                    raw, commitment=commitment, public=key.public, verify=self._verify
                )
        raise BadPromise("the promise is not the office's, or not for this case")

    def _keep(self, book: Book, sent: _Sent) -> Answer:
        locator, commitment = sent.manifest.case, sent.promise.commitment
        known = book.held(locator)
        if known is not None and known.commitment != commitment:
            book.ring(Ring(kind=Kind.TOLD_TWO_WAYS, locator=locator), day=self._today())
            return _no(HTTPStatus.CONFLICT, "another case came under this name before")
        if known is None:
            known = self._hold(book, sent)
        said = {"case": locator, "commitment": commitment, "day": known.received_on.isoformat()}
        body = canonical.encode(said | {"signature": known.signature, "v": 1})
        return Answer(status=HTTPStatus.OK, body=body)

    def _hold(self, book: Book, sent: _Sent) -> Held:
        locator, day = sent.manifest.case, self._today()
        text = mirror_call.countersigned_text(
            case=locator, commitment=sent.promise.commitment, day=day
        )
        case = Held(
            locator=locator,
            commitment=sent.promise.commitment,
            manifest=sealing.write_manifest(sent.manifest).decode("ascii"),
            salt=sent.salt,
            auth_hash=sent.auth_hash,
            promise=sent.raw_promise,
            promised_on=sent.promise.day,
            received_on=day,
            signature=self.own.sign(text).hex(),
        )
        # Files first, then the row that names them, then the answer.
        for file in sent.manifest.files:
            self.store.keep_file(locator, file.name, sent.parts[file.name])
        book.hold(case)
        for file in sent.manifest.files:
            book.add_file(
                locator, HeldFile(name=file.name, size=file.size, hash=file.hash, received_on=day)
            )
        self._hear(book)
        return case

    def _refuse(
        self, ring: Ring, reason: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY
    ) -> Answer:
        """Refuse what the office signed and should not have: somebody should look at that."""
        with self.store.transaction() as book:
            book.ring(ring, day=self._today())
        return _no(status, reason)


def _read(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as packed:
        content = packed.read(_SMALL + 1)
    if len(content) > _SMALL:
        raise BadCase(f"{name} is too long")
    return content


def _write(archive: ZipFile, file: sealing.SealedFile, place: Path) -> None:
    """Unpack one file. Raises BadCase unless it is the one of the manifest."""
    hashed, left = sha256(), file.size
    with archive.open(file.name) as packed, place.open("wb") as out:
        while left and (piece := packed.read(min(_CHUNK, left))):
            hashed.update(piece)
            out.write(piece)
            left -= len(piece)
        is_longer = bool(packed.read(1))
    if left or is_longer or hashed.hexdigest() != file.hash:
        raise BadCase(f"{file.name} is not the file of the manifest")


def _yes() -> Answer:
    return Answer(status=HTTPStatus.OK, body=b"kept\n")


def _no(status: HTTPStatus, reason: str) -> Answer:
    return Answer(status=status, body=f"{reason}\n".encode("utf-8", "replace"))
