"""Look for words where an office could keep them: tables, WAL, files, temporary files, memory.

A word is looked for as it is typed, in hex, in base 64 at each of its three places, and as UTF-16.
"""

import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from jernih.config import embedded
from tests import server
from tests.site import Site

_PIECE = 64 * 2**20


def spellings(word: str) -> list[bytes]:
    """Every way in which a word could stand somewhere by accident."""
    plain = word.encode()
    shifted = [b64encode(bytes(n) + plain) for n in range(3)]
    # What stands at the edges depends on its neighbours.
    return [plain, plain.hex().encode(), word.encode("utf-16-le"), *(s[4:-4] for s in shifted)]


class Places:
    """All that a running office writes, from now on; memory only as long as it runs."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._from = self._ask("SELECT pg_walfile_name(pg_current_wal_lsn())")

    def _ask(self, query: str) -> str:
        with psycopg.connect(self.site.environment["DATABASE_URL"], autocommit=True) as base:
            found = base.execute(query)
            return str(found.fetchone()[0]) if found.description else ""

    def dump(self) -> bytes:
        """The whole database as `pg_dump` writes it."""
        address = urlsplit(self.site.environment["DATABASE_URL"])
        said = {name: values[0] for name, values in parse_qs(address.query).items()}
        program = embedded.binaries() / "pg_dump"
        done = subprocess.run(
            [program, "-h", said["host"], "-U", said["user"], address.path[1:]],
            capture_output=True,
            check=True,
        )
        return done.stdout

    def tables(self) -> Iterator[Path]:
        """The very files of the tables; what was in memory alone is written first."""
        self._ask("CHECKPOINT")
        oid = self._ask("SELECT oid FROM pg_database WHERE datname = current_database()")
        yield from _files(server.data() / "base" / oid)

    def wal(self) -> Iterator[Path]:
        """The write-ahead log since this was made."""
        for path in _files(server.data() / "pg_wal"):
            if path.name >= self._from and len(path.name) == len(self._from):
                yield path

    def folders(self) -> Iterator[Path]:
        """What the office keeps beside its database: record, media, logs, temporary files."""
        yield from _files(Path(self.site.environment["JERNIH_VAR"]))

    def memory(self) -> Iterator[tuple[int, bytes]]:
        """All that web, work, live and whatever else it started could write to, piece by piece."""
        for pid in _family(self.site.pid):
            with open(f"/proc/{pid}/mem", "rb", 0) as memory:
                for begin, end in _writable(pid):
                    for at in range(begin, end, _PIECE):
                        memory.seek(at)
                        yield pid, memory.read(min(_PIECE, end - at))


def hits(body: bytes, words: list[bytes]) -> list[bytes]:
    return [word for word in words if word in body]


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _writable(pid: int) -> Iterator[tuple[int, int]]:
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        span, rights, *_, name = [*line.split(maxsplit=5), ""][:6]
        if rights.startswith("rw") and not name.strip().startswith(("[v", "/dev")):
            begin, end = (int(edge, 16) for edge in span.split("-"))
            yield begin, end


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
