"""What the mirror holds: a SQLite file and a folder of sealed files, written before it answers.

Days only, no hour of any case (docs/decisions/0005). A sealed file is written beside its place,
flushed and renamed before the row that names it is committed: a row never points at nothing.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from jernih.mirror.book import Book

SECONDS_TO_WAIT: Final = 10.0

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS held (
  locator TEXT PRIMARY KEY, commitment TEXT NOT NULL, manifest TEXT NOT NULL, salt TEXT NOT NULL,
  auth_hash TEXT NOT NULL, promise TEXT NOT NULL, promised_on TEXT NOT NULL,
  received_on TEXT NOT NULL, signature TEXT NOT NULL, absent INTEGER NOT NULL DEFAULT 0,
  office_step INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS file (
  locator TEXT NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL,
  received_on TEXT NOT NULL, PRIMARY KEY (locator, name)
) STRICT;
CREATE TABLE IF NOT EXISTS step (
  locator TEXT NOT NULL, number INTEGER NOT NULL, deed TEXT NOT NULL, day TEXT NOT NULL,
  role TEXT NOT NULL, fields TEXT NOT NULL, hash TEXT NOT NULL, received_on TEXT NOT NULL,
  PRIMARY KEY (locator, number)
) STRICT;
CREATE TABLE IF NOT EXISTS alarm (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, locator TEXT NOT NULL, about TEXT NOT NULL,
  since TEXT NOT NULL, until TEXT, is_told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS alarm_rings ON alarm (kind, locator, about) WHERE until IS NULL;
CREATE TABLE IF NOT EXISTS recorded (commitment TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


class Store:
    """One folder."""

    def __init__(self, folder: Path) -> None:
        """Make the tables if they are not there yet, and sweep up what a crash left."""
        self.folder = folder
        self._path = folder / "mirror.sqlite3"
        self._sealed = folder / "sealed"
        self.incoming = folder / "incoming"
        shutil.rmtree(self.incoming, ignore_errors=True)
        for one in (self._sealed, self.incoming):
            one.mkdir(parents=True, exist_ok=True, mode=0o700)
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

    def path_of(self, locator: str, name: str) -> Path:
        """Return where a sealed file is kept."""
        return self._sealed / locator / name

    def keep_file(self, locator: str, name: str, part: Path) -> None:
        """Put a file that came whole into its place, for good."""
        place = self.path_of(locator, name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(place)
        _flush(place.parent)
        _flush(self._sealed)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        base = sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            base.row_factory = sqlite3.Row
            base.execute("PRAGMA journal_mode = WAL")
            # Each commit waits for the disk: a case that was countersigned is never forgotten.
            base.execute("PRAGMA synchronous = FULL")
            yield base
        finally:
            base.close()


def _flush(folder: Path) -> None:
    """Make the names in a folder durable, not only what is in its files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
