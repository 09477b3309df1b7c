"""Questions to the record: what waits, what is numbered, what was signed, what was shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import BinaryField, Count, F, Func, IntegerField, QuerySet, Value
from django.db.models.functions import Now

from jernih.apps.ledger.models import Checkpoint, Entry
from jernih.pure.tlog.note import BadNote, parse_checkpoint, parse_note
from jernih.pure.tlog.note import Checkpoint as Head
from jernih.pure.tlog.tiles import BadTile, Tile, parse_tile_path, split_entries, tile_path
from jernih.verify import pack

SEQUENCER_LOCK: Final = 0x6A65726E6968  # "jernih"
# What is published beside the tiles.
FILES: Final = ("checkpoint", "checkpoint.witnessed", "policy", "vkey", "vkeys")


class RecordRolledBack(Exception):
    """The database is older than what the public has already seen, or never signed that."""


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """What the page about the record shows."""

    size: int
    waiting: int
    signed_at: datetime | None
    address: str
    vkey: str


def last_checkpoint() -> Checkpoint | None:
    """Return the largest tree that was signed."""
    return Checkpoint.objects.order_by("-size").first()


def published_checkpoint() -> Head | None:
    """Return what the public sees as the checkpoint; None if nothing, or a torn file."""
    try:
        return parse_checkpoint(parse_note(log_file("checkpoint") or b"").text)
    except BadNote:
        return None


def refuse_rollback() -> None:
    """Raise RecordRolledBack on a database that did not sign the published checkpoint.

    It is older, or somebody else laid another tree in its place.
    """
    shown = published_checkpoint()
    last = last_checkpoint()
    size = last.size if last else 0
    if shown is not None and shown.size > size:
        raise RecordRolledBack(
            f"The public has seen a record of {shown.size} entries; this database knows {size}. "
            f"It is a restored backup, or another office's. Nothing is given out or signed until "
            f"the newer database is back. If it is lost for good: "
            f"docs/runbooks/restore-a-backup.md ({settings.LOG_DIR} stays as it is)."
        )
    if (
        shown is not None
        and not Checkpoint.objects.filter(size=shown.size, root=shown.root).exists()
    ):
        raise RecordRolledBack(
            f"The checkpoint of {shown.size} entries in {settings.LOG_DIR} is none that this "
            f"database has signed. Somebody changed one of the two: keep both as evidence, look "
            f"who has the key, and sign nothing before that is known."
        )


def numbered_after(index: int) -> QuerySet[Entry]:
    """Return the entries that stand in the tree from this index on, in order."""
    return Entry.objects.filter(index__gte=index).order_by("index")


def facts_saying(
    words: str, *, office: str, kinds: str, is_waiting: bool = False
) -> QuerySet[Entry]:
    """Return the numbered facts of an office whose body has these words in it, in order.

    kinds: how their kind begins. words: as in the canonical body, `"batch":"…"`. is_waiting: those
    without a number yet instead. Reads every fact of these kinds: bound it by index where there
    are many.
    """
    place = Func(
        Value(words.encode("ascii"), output_field=BinaryField()),
        F("body"),
        template="position(%(expressions)s)",
        arg_joiner=" IN ",
        output_field=IntegerField(),
    )
    return (
        Entry.objects.filter(office=office, kind__startswith=kinds, index__isnull=is_waiting)
        .annotate(said_at=place)
        .filter(said_at__gt=0)
        .order_by("index", "id")
    )


def take_sequencer_lock() -> bool:
    """Tell whether this connection is now the only sequencer; it stays so until it lets go."""
    return bool(_ask("SELECT pg_try_advisory_lock(%s)"))


def free_sequencer_lock() -> None:
    """Let another connection be the sequencer."""
    _ask("SELECT pg_advisory_unlock(%s)")


def log_file(path: str) -> bytes | None:
    """Return a published file, or None. path: one of FILES or a tile's, nothing else."""
    if path not in FILES:
        try:
            parse_tile_path(path)
        except BadTile:
            return None
    try:
        return (Path(settings.LOG_DIR) / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def record_row() -> RecordRow:
    """Return the figures of the page about the record."""
    last = last_checkpoint()
    return RecordRow(
        size=last.size if last else 0,
        waiting=Entry.objects.filter(index__isnull=True).count(),
        signed_at=last.signed_at if last else None,
        address=settings.SITE_URL,
        vkey=(log_file("vkey") or b"").decode().strip(),
    )


def has_waited(span: timedelta) -> bool:
    """Tell whether a fact has waited for its number longer than this, by the database's clock."""
    return Entry.objects.filter(index__isnull=True, created_at__lt=Now() - span).exists()


def kind_counts() -> list[tuple[str, int]]:
    """Return how often each kind of fact stands; reads the whole index."""
    rows = Entry.objects.values_list("kind").annotate(entries=Count("id")).order_by("kind")
    return list(rows)


def changed_rows() -> Iterator[int]:
    """Yield the index of each published entry whose row says something else, or is gone.

    Reads the published files, so it finds what a superuser did to the table.
    """
    shown = published_checkpoint()
    size = shown.size if shown else 0
    for start in range(0, size, 256):
        width = min(256, size - start)
        tile = Tile(level=-1, index=start // 256, width=width)
        entries = split_entries(log_file(tile_path(tile)) or b"", width=width)
        rows = numbered_after(start).filter(index__lt=start + width).values_list("index", "body")
        bodies = {index: bytes(body) for index, body in rows}
        yield from (
            start + at for at, entry in enumerate(entries) if bodies.get(start + at) != entry
        )


def verifier_zip() -> bytes:
    """Return the program a stranger runs, always the same: `python3 -I -S FILE ADDRESS`."""
    return pack.program()


def witness_zip() -> bytes:
    """Return the program of a witness, always the same: `python3 FILE --log VKEY --name NAME`."""
    return pack.witness()


def _ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [SEQUENCER_LOCK])
        row = cursor.fetchone()
        return row[0] if row else None
