"""Make a small signed log in a folder, without a database."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure.events import Event, event_bytes
from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.note import Checkpoint, Key, sign_note, write_checkpoint, write_vkey
from jernih.pure.tlog.tiles import tile_path

ORIGIN = "jernih.invalid/test"
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = Key(name=ORIGIN, public=SECRET.public_key().public_bytes_raw())


def write_log(folder: Path, entries: list[bytes], *, origin: str = "", key: Key = KEY) -> None:
    """Sign for the log that the key is of, or for another. key: one of this secret."""
    edge = Edge()
    for tile, content in [*edge.grow(entries), *edge.partials()]:
        path = folder / tile_path(tile)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    head = Checkpoint(origin=origin or key.name, size=len(entries), root=edge.root())
    folder.mkdir(parents=True, exist_ok=True)
    note = sign_note(write_checkpoint(head), key=key, sign=SECRET.sign)
    (folder / "checkpoint").write_text(note)
    (folder / "vkey").write_text(write_vkey(key) + "\n")


def write_facts(folder: Path, facts: list[Event]) -> None:
    write_log(folder, [event_bytes(fact) for fact in facts])
