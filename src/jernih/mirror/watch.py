"""Read the office's public record as any stranger does, and note what it says of reports.

Signature, tree, growth and changes of the key are checked; the rules of the hall are for
`jernih verify`. Nothing the office could show only to us is read here.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from jernih.mirror.book import Book, Kind, Ring
from jernih.mirror.store import Store
from jernih.pure import canonical
from jernih.pure.audit_key import KeyBook, KeyCheck
from jernih.pure.events import BadEvent, parse_event
from jernih.pure.events_record import KeyRotated
from jernih.pure.tlog.note import (
    BadNote,
    Checkpoint,
    Key,
    Note,
    Verify,
    open_note,
    parse_checkpoint,
    parse_vkey,
    write_vkey,
)
from jernih.pure.tlog.reader import BadLog, LogReader
from jernih.verify.keys import with_followers
from jernih.verify.sources import CannotCheck, Source, open_source
from jernih.verify.state import root_text

_MARKS: Final = (b'"kind":"complaints.', b'"kind":"record.key-rotated"')


class Broken(Exception):
    """The record is not what the office signed before, or not signed. about: in one word."""

    def __init__(self, about: str) -> None:
        """Say what is wrong."""
        self.about = about
        super().__init__(about)


@dataclass(kw_only=True)
class Read:
    """What one walk over the record found."""

    head: Checkpoint
    keys: Sequence[Key]
    filed: dict[str, date] = field(default_factory=dict)
    counted: Mapping[str, Any] | None = None
    boards: dict[str, int] = field(default_factory=dict)


class Watch:
    """One record, at one address; what was seen of it is remembered in the store."""

    def __init__(self, *, url: str, trusted: Sequence[Key], store: Store, verify: Verify) -> None:
        self._url = url
        self._trusted = trusted
        self._store = store
        self._verify = verify

    def look(self, *, day: date) -> bool:
        """Read the record if it grew, and tell whether it answered. day: it is at the office."""
        try:
            with closing(open_source(self._url)) as source:
                found = self._read(source)
        except CannotCheck:
            return False
        except (Broken, BadLog, BadNote) as reason:
            about = reason.about if isinstance(reason, Broken) else "tree"
            with self._store.transaction() as book:
                book.ring(Ring(kind=Kind.RECORD_BROKEN, about=about), day=day)
                book.set_note("record_on", day.isoformat())
                book.set_note("whole_on", "")
            return True
        with self._store.transaction() as book:
            book.set_note("record_on", day.isoformat())
            book.set_note("whole_on", day.isoformat())
            if found is not None:
                _remember(book, found)
        return True

    def keys(self) -> list[Key]:
        """Return the keys that the office may sign with: those given, and their followers."""
        with self._store.reading() as book:
            learned = [parse_vkey(line) for line in book.note("keys").splitlines()]
        return [*self._trusted, *(key for key in learned if key not in self._trusted)]

    def _read(self, source: Source) -> Read | None:
        """Walk over the record; None if nothing is new. Raises CannotCheck, Broken, BadLog."""
        raw = source.get("checkpoint")
        if raw is None:
            raise CannotCheck("There is no checkpoint at {place}.", place=source.name)
        note, head = self._open(raw, with_followers(source, self._trusted))
        with self._store.reading() as book:
            size, root = int(book.note("size") or 0), book.note("root")
        if head.size < size:
            raise Broken("grows")
        if head.size == size and root in ("", root_text(head.root)):
            return None if size else Read(head=head, keys=())
        reader = LogReader(head, fetch=source.get, sizes={size})
        found, keys = Read(head=head, keys=()), KeyBook()
        _walk(reader, found, keys)
        if size and root_text(reader.roots[size]) != root:
            raise Broken("grows")
        found.keys = self._chain(note, keys)
        return found

    def _open(self, raw: bytes, keys: Sequence[Key]) -> tuple[Note, Checkpoint]:
        try:
            note = open_note(raw, keys=keys, verify=self._verify)
            head = parse_checkpoint(note.text)
        except BadNote:
            raise Broken("signature") from None
        if head.origin != self._trusted[0].name:
            raise Broken("signature")
        return note, head

    def _chain(self, note: Note, book: KeyBook) -> Sequence[Key]:
        """Return the keys that the trusted ones vouch for. Raises Broken unless one signed."""
        vouched = [key for own in self._trusted for key in book.after(own)]
        signers = {(line.name, line.key_id) for line in note.signatures}
        if not any((key.name, key.key_id) in signers for key in vouched):
            raise Broken("key")
        return vouched


def _walk(reader: LogReader, found: Read, keys: KeyBook) -> None:
    check = KeyCheck(keys).handlers()[KeyRotated]
    for index, entry in enumerate(reader.entries()):
        if not any(mark in entry for mark in _MARKS):
            continue
        if _MARKS[1] in entry:
            try:
                event = parse_event(entry)
            except BadEvent:
                raise Broken("tree") from None
            if isinstance(event, KeyRotated) and list(check(index, event)):
                raise Broken("key")
        else:
            _note_fact(found, canonical.decode(entry))


def _note_fact(found: Read, fact: Mapping[str, Any]) -> None:
    match fact["kind"]:
        case "complaints.filed":
            day = date.fromisoformat(fact["day"])
            found.filed.update(dict.fromkeys(fact["commitments"], day))
        case "complaints.counted":
            found.counted = fact
        case "complaints.board-published":
            found.boards[fact["period"]] = fact["rows"]


def _remember(book: Book, found: Read) -> None:
    book.set_note("size", str(found.head.size))
    book.set_note("root", root_text(found.head.root))
    book.set_note("keys", "\n".join(map(write_vkey, found.keys)))
    book.add_recorded(found.filed.items())
    book.set_note("boards", json.dumps(found.boards))
    if found.counted is not None:
        book.set_note("counted", canonical.encode(dict(found.counted)).decode("ascii"))
