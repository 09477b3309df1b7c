"""Decide over each checkpoint that is sent: sign that the log only grew, or refuse and keep why.

Source: C2SP tlog-witness v1.0.0; the numbers are its HTTP status codes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

from jernih.pure.tlog.add_checkpoint import SIZE_TYPE, AddCheckpoint, BadRequest, parse_request
from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import (
    BadNote,
    Checkpoint,
    Key,
    Note,
    Verify,
    open_note,
    parse_checkpoint,
    parse_note,
    write_signature,
)
from jernih.pure.tlog.proof import BadProof, check_consistency
from jernih.pure.tlog.tree import EMPTY_ROOT
from jernih.witness import evidence
from jernih.witness.key import WitnessKey
from jernih.witness.store import Book, Latest, Refusal, Store

PLAIN: Final = "text/plain; charset=utf-8"


class Why(StrEnum):
    """Why a checkpoint that the log did sign was refused."""

    # Proof of guilt, whoever sent it: the log signed two trees of one size.
    TWO_TREES = "two-trees"
    # Whoever sent it did not show that the log only grew. Perhaps it did not.
    NOT_SHOWN = "not-shown"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What goes back over HTTP."""

    status: int
    body: bytes
    content_type: str = PLAIN


@dataclass(frozen=True, kw_only=True)
class _Case:
    """A request whose checkpoint a watched log has signed."""

    asked: AddCheckpoint
    head: Checkpoint
    note: Note
    now: int


class Witness:
    """One witness: whom it watches, and what it says to what it is sent."""

    def __init__(
        self, *, own: WitnessKey, logs: Sequence[Key], store: Store, folder: Path, verify: Verify
    ) -> None:
        self.key = own.key
        self.logs: dict[str, list[Key]] = {}
        for key in logs:
            self.logs.setdefault(key.name, []).append(key)
        self.store = store
        self.folder = folder
        self._sign = own.sign
        self._verify = verify

    def add_checkpoint(self, body: bytes, *, now: int) -> Answer:
        """Answer a request; a cosignature is on the disk before it is returned.

        now: seconds of Unix time.
        """
        try:
            asked = parse_request(body)
            head = parse_checkpoint(parse_note(asked.checkpoint).text)
        except (BadRequest, BadNote) as reason:
            return _refuse(HTTPStatus.BAD_REQUEST, str(reason))
        keys = self.logs.get(head.origin)
        if keys is None:
            return _refuse(HTTPStatus.NOT_FOUND, "this witness does not watch that log")
        try:
            note = open_note(asked.checkpoint, keys=keys, verify=self._verify)
        except BadNote as reason:
            return _refuse(HTTPStatus.FORBIDDEN, str(reason))
        if asked.old_size > head.size:
            return _refuse(HTTPStatus.BAD_REQUEST, "the old size is above the new one")
        with self.store.transaction() as book:
            return self._decide(book, _Case(asked=asked, head=head, note=note, now=now))

    def latest(self, origin_hash: str) -> Latest | None:
        """Return what was last signed of the log whose origin has this SHA-256, in hex."""
        for origin in self.logs:
            if sha256(origin.encode()).hexdigest() == origin_hash:
                with self.store.reading() as book:
                    return book.latest(origin)
        return None

    def _decide(self, book: Book, case: _Case) -> Answer:
        head = case.head
        latest = book.latest(head.origin)
        size = latest.size if latest else 0
        known = book.note_of(head.origin, head.size)
        if known is not None and known[0] != head.root:
            # Looked for before the old size: a fork is a fork, however it is sent.
            self._keep(book, case, why=Why.TWO_TREES, ours=known[1])
        if case.asked.old_size != size:
            body = f"{size}\n".encode()
            return Answer(status=HTTPStatus.CONFLICT, body=body, content_type=SIZE_TYPE)
        try:
            _check(case, root=latest.root if latest else EMPTY_ROOT)
        except BadProof as reason:
            # A tree that was signed before, sent with a wrong proof, says nothing about the log.
            if known is None:
                self._keep(book, case, why=Why.NOT_SHOWN, ours=latest.note if latest else "")
            return _refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(reason))
        return self._accept(book, case, latest)

    def _accept(self, book: Book, case: _Case, latest: Latest | None) -> Answer:
        # A clock that was set back must not tell of an older time than before.
        at = max(case.now, latest.signed_at if latest else 0)
        moment = datetime.fromtimestamp(at, tz=UTC)
        line = cosign(case.note.text, key=self.key, sign=self._sign, at=moment)
        signed = [*case.note.signatures, line]
        new = Latest(
            origin=case.head.origin,
            size=case.head.size,
            root=case.head.root,
            note=case.note.text + "\n" + "".join(map(write_signature, signed)),
            since=latest.since if latest else at,
            signed_at=at,
        )
        book.sign(new)
        return Answer(status=HTTPStatus.OK, body=write_signature(line).encode())

    def _keep(self, book: Book, case: _Case, *, why: Why, ours: str) -> None:
        head = case.head
        if not book.has_room(head.origin):
            return
        name = evidence.keep(self.folder, why=why, head=head, ours=ours, sent=case.asked)
        book.refuse(
            Refusal(
                origin=head.origin,
                size=head.size,
                root=head.root,
                why=why,
                evidence=name,
                first_at=case.now,
                last_at=case.now,
                times=1,
                settled_at=None,
            )
        )


def _check(case: _Case, *, root: bytes) -> None:
    """Raise BadProof unless the tree that was signed last is the start of the new one."""
    if case.head.size == 0 and case.head.root != EMPTY_ROOT:
        raise BadProof("an empty tree has another root")
    check_consistency(
        case.asked.proof,
        old_size=case.asked.old_size,
        old_root=root,
        size=case.head.size,
        root=case.head.root,
    )


def _refuse(status: HTTPStatus, reason: str) -> Answer:
    return Answer(status=status, body=f"{reason}\n".encode())
