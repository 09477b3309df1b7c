"""What the witness has signed, and what it refused: one SQLite file, written before answering.

Every transaction begins by taking the write lock and ends on the disk, so two requests, or two
programs over one file, never both see the same old size.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SECONDS_TO_WAIT: Final = 10.0
# Checkpoints kept, to know again a second tree of an old size: months of a busy office.
KEEP: Final = 50_000
KEEP_REFUSALS: Final = 1_000

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS latest (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  since INTEGER NOT NULL, signed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS seen (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (origin, size)
) STRICT;
CREATE TABLE IF NOT EXISTS refusal (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, why TEXT NOT NULL,
  evidence TEXT NOT NULL, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
  times INTEGER NOT NULL, settled_at INTEGER, PRIMARY KEY (origin, size, root, why)
) STRICT;
CREATE TABLE IF NOT EXISTS told (
  origin TEXT NOT NULL, kind TEXT NOT NULL, size INTEGER NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY (origin, kind, size, since)
) STRICT;
"""


@dataclass(frozen=True, kw_only=True)
class Latest:
    """The largest tree signed of one log. Times are seconds of Unix time.

    note: the checkpoint with the log's signature and ours. since: when we first signed.
    """

    origin: str
    size: int
    root: bytes
    note: str
    since: int
    signed_at: int


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A checkpoint that a log signed and we did not. evidence: the name of its file.

    settled_at: when the log showed after all that this checkpoint was honest.
    """

    origin: str
    size: int
    root: bytes
    why: str
    evidence: str
    first_at: int
    last_at: int
    times: int
    settled_at: int | None


class Book:
    """The store inside one transaction."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def latest(self, origin: str) -> Latest | None:
        """Return the largest tree signed of this log."""
        row = self._base.execute("SELECT * FROM latest WHERE origin = ?", [origin]).fetchone()
        return Latest(**row) if row else None

    def note_of(self, origin: str, size: int) -> tuple[bytes, str] | None:
        """Return root and note of the tree of this size that we signed, if it is still kept."""
        row = self._base.execute(
            "SELECT root, note FROM seen WHERE origin = ? AND size = ?", [origin, size]
        ).fetchone()
        return (row["root"], row["note"]) if row else None

    def sign(self, new: Latest) -> None:
        """Keep what is about to be answered."""
        self._base.execute(
            "INSERT OR REPLACE INTO latest (origin, size, root, note, since, signed_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [new.origin, new.size, new.root, new.note, new.since, new.signed_at],
        )
        self._base.execute(
            "INSERT OR REPLACE INTO seen (origin, size, root, note) VALUES (?, ?, ?, ?)",
            [new.origin, new.size, new.root, new.note],
        )
        self._base.execute(
            "DELETE FROM seen WHERE origin = ?1 AND size <= (SELECT size FROM seen"
            " WHERE origin = ?1 ORDER BY size DESC LIMIT 1 OFFSET ?2)",
            [new.origin, KEEP],
        )
        self._base.execute(
            "UPDATE refusal SET settled_at = ? WHERE origin = ? AND size = ? AND root = ?"
            " AND settled_at IS NULL",
            [new.signed_at, new.origin, new.size, new.root],
        )

    def refuse(self, new: Refusal) -> None:
        """Keep that we refused, or that we refused the same again."""
        self._base.execute(
            "INSERT INTO refusal (origin, size, root, why, evidence, first_at, last_at, times)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET"
            " times = times + 1, last_at = excluded.last_at",
            [new.origin, new.size, new.root, new.why, new.evidence, new.first_at, new.last_at],
        )

    def refusals(self, origin: str) -> list[Refusal]:
        """Return what we refused of this log, the newest first."""
        rows = self._base.execute(
            "SELECT * FROM refusal WHERE origin = ? ORDER BY last_at DESC, size DESC", [origin]
        )
        return [Refusal(**row) for row in rows]

    def has_room(self, origin: str) -> bool:
        """Tell whether more evidence of this log can be kept."""
        count = self._base.execute(
            "SELECT count(*) AS n FROM refusal WHERE origin = ?", [origin]
        ).fetchone()
        return bool(count["n"] < KEEP_REFUSALS)

    def is_told(self, origin: str, kind: str, size: int, since: int) -> bool:
        """Tell whether somebody outside was told of this alarm."""
        row = self._base.execute(
            "SELECT 1 FROM told WHERE origin = ? AND kind = ? AND size = ? AND since = ?",
            [origin, kind, size, since],
        ).fetchone()
        return row is not None

    def mark_told(self, origin: str, kind: str, size: int, since: int) -> None:
        """Keep that somebody outside was told of this alarm."""
        self._base.execute(
            "INSERT OR IGNORE INTO told (origin, kind, size, since) VALUES (?, ?, ?, ?)",
            [origin, kind, size, since],
        )


class Store:
    """One SQLite file."""

    def __init__(self, path: Path) -> None:
        """Make the tables if they are not there yet."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._connection() as base:
            base.executescript(_TABLES)

    @contextmanager
    def transaction(self) -> Iterator[Book]:
        """Be alone with the store; what was written is on the disk when this ends without error."""
        with self._connection() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                yield Book(base)
            except BaseException:
                base.execute("ROLLBACK")
                raise
            base.execute("COMMIT")

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """See the store as it is at one moment; nobody waits for this."""
        with self._connection() as base:
            base.execute("BEGIN")
            yield Book(base)
            base.execute("COMMIT")

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            base.row_factory = _as_dict
            base.execute("PRAGMA journal_mode = WAL")
            # Each commit waits for the disk: an answer given is never forgotten.
            base.execute("PRAGMA synchronous = FULL")
            yield base
        finally:
            base.close()


def _as_dict(cursor: sqlite3.Cursor, row: tuple[object, ...]) -> dict[str, object]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}
