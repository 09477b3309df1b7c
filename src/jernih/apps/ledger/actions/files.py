"""The steps of the sequencer that write files: tiles, bundles, and last the checkpoint."""

import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

from jernih.apps.ledger import queries
from jernih.apps.ledger.actions.rotate import settle_key
from jernih.apps.ledger.models import Checkpoint
from jernih.apps.ledger.queries import witnesses
from jernih.pure.key_rotation import write_vkeys
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.tlog.edge import Content, Edge
from jernih.pure.tlog.policy import BadPolicy, parse_policy
from jernih.pure.tlog.tiles import BadTile, tile_path, tiles_between
from jernih.pure.tlog.tree import leaf_hash

log = logging.getLogger("jernih.ledger")


class RecordDiffers(Exception):
    """The database and what was published no longer tell the same. Nothing more is signed."""


def grow_files(*, actor: Actor) -> Edge:
    """Write the tiles and bundles of every numbered entry that is not signed yet.

    Raises Refused, or RecordDiffers when rows or files changed since the last signature.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    last = queries.last_checkpoint()
    edge = _edge_of(last)
    if last is not None and edge.root() != bytes(last.root):
        raise RecordDiffers(f"The files do not lead to the root that was signed at {last.size}.")
    if queries.numbered_after(edge.size).exists():
        _keep_all(edge.grow(_bodies(edge.size)))
        _keep_all(edge.partials())
    return edge


def heal_files(*, actor: Actor) -> int:
    """Write again, from the database, every file that should be there and is not.

    What a killed sequencer left half written goes. Returns how many were missing.
    Raises Refused, or RecordDiffers when the database no longer leads to the signed root.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    _drop_parts()
    last = queries.last_checkpoint()
    size = last.size if last else 0
    missing = [tile for tile in tiles_between(0, size) if not _path(tile_path(tile)).exists()]
    if last is not None and missing:
        edge = Edge()
        _keep_all(edge.grow(_bodies(0, before=size)))
        if edge.root() != bytes(last.root):
            raise RecordDiffers(f"The rows do not lead to the root that was signed at {size}.")
        _keep_all(edge.partials())
    return len(missing)


def publish(*, actor: Actor) -> Checkpoint | None:
    """Show the newest signed checkpoint, once every file it speaks of is there.

    Raises Refused, or RecordDiffers when a larger one was shown before (a restored backup).
    """
    require(actor, Permission.RECORD_SEQUENCE)
    queries.refuse_rollback()
    last = queries.last_checkpoint()
    shown = queries.published_checkpoint()
    # What was signed under a name that the record had before is nothing to show under this one.
    if last is None or not last.note.startswith(f"{settings.LOG_ORIGIN}\n"):
        return None
    if shown is not None and shown.size == last.size:
        _show_keys(last.size)
        return last
    if queries.log_file("vkey") is None:
        _show_keys(last.size)
    # Where a new key is named, this one is signed by both: readers may hold either for a moment.
    _replace(_path("checkpoint"), last.note.encode())
    _show_keys(last.size)
    # Only now: until this moment a reader could hold a checkpoint that needs them.
    _drop_partials(shown.size if shown else 0, last.size)
    return last


def _show_keys(size: int) -> None:
    known = settle_key(size=size)
    _show("vkeys", write_vkeys(known).encode())
    _show("vkey", write_vkeys(known[-1:]).encode())


def show_witnesses(*, actor: Actor) -> None:
    """Show the policy, the cosignatures of the newest checkpoint, and the newest with enough.

    A policy file that cannot be read leaves all as it is shown. Raises Refused.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    text, shown = witnesses.policy_text(), witnesses.shown_checkpoint()
    if shown is None or (text is None and queries.log_file("policy") is None):
        return
    try:
        policy = None if text is None else parse_policy(text)
    except BadPolicy as reason:
        log.error("%s is not shown and not followed: %s", settings.POLICY_FILE, reason)
        return
    _show("policy", text)
    _show("checkpoint", witnesses.cosigned_note(shown))
    if policy is not None:
        _show("checkpoint.witnessed", witnesses.witnessed_note(policy))


def _show(name: str, content: bytes | None) -> None:
    if content is None:
        _path(name).unlink(missing_ok=True)
    elif queries.log_file(name) != content:
        _replace(_path(name), content)


def _edge_of(last: Checkpoint | None) -> Edge:
    if last is None:
        return Edge()
    try:
        return Edge.load(last.size, read=lambda tile: _path(tile_path(tile)).read_bytes())
    except (FileNotFoundError, BadTile) as reason:
        raise RecordDiffers(f"A file at the edge of the record is not whole: {reason}") from None


def _bodies(start: int, *, before: int | None = None) -> Iterator[bytes]:
    rows = queries.numbered_after(start).values_list("index", "body", "leaf_hash")
    if before is not None:
        rows = rows.filter(index__lt=before)
    for expected, (index, body, leaf) in enumerate(rows.iterator(chunk_size=2000), start):
        entry = bytes(body)
        if index != expected or bytes(leaf) != leaf_hash(entry):
            raise RecordDiffers(f"Entry {expected} in the database is missing or was changed.")
        yield entry


def _keep_all(contents: Iterable[Content]) -> None:
    for tile, content in contents:
        _keep(_path(tile_path(tile)), content)


def _keep(path: Path, content: bytes) -> None:
    """Write a file that never changes; one that is there already must be the same."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        _replace(path, content)
        return
    if there != content:
        raise RecordDiffers(f"{path} holds something else than the database.")


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, sees all of it or nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _drop_partials(old_size: int, size: int) -> None:
    for tile in tiles_between(old_size, size):
        if tile.is_full:
            full = _path(tile_path(tile))
            shutil.rmtree(full.with_name(f"{full.name}.p"), ignore_errors=True)


def _drop_parts() -> None:
    # `.NAME.part`, as `_replace` writes it: nobody ever reads one. Another sequencer may be
    # writing one just now; where there is another, she has swept.
    if not queries.take_sequencer_lock():
        return
    try:
        for part in Path(settings.LOG_DIR).rglob(".*.part"):
            part.unlink(missing_ok=True)
    finally:
        queries.free_sequencer_lock()


def _path(name: str) -> Path:
    return Path(settings.LOG_DIR) / name
