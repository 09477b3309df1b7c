"""One record, in memory, and every way to spoil one of its files by a single deed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jernih.pure.tlog.cosignature import cosign
from jernih.pure.tlog.note import (
    COSIGNATURE,
    Checkpoint,
    Key,
    parse_checkpoint,
    parse_note,
    sign_note,
    write_checkpoint,
    write_signature,
    write_vkey,
)
from jernih.pure.tlog.policy import Policy, parse_policy
from jernih.pure.tlog.tiles import ENTRIES, join_entries, parse_tile_path, split_entries
from jernih.verify.state import Seen, State, root_text
from tests.bench.w6_days import write_days
from tests.logs import KEY, SECRET, write_log

Files = Mapping[str, bytes]
TABLET = Ed25519PrivateKey.from_private_bytes(bytes([7]) * 32)
WITNESS = Key(
    name="ombudsman.invalid/tablet",
    public=TABLET.public_key().public_bytes_raw(),
    kind=COSIGNATURE,
)
POLICY = f"log {write_vkey(KEY)}\nwitness tablet {write_vkey(WITNESS)}\nquorum tablet\n"
WITNESSED_AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Copy:
    """The files of a log, as somebody has them. They are read as from a folder."""

    files: Files
    name: str = "a copy"

    def get(self, path: str) -> bytes | None:
        return self.files.get(path)

    def close(self) -> None:
        pass


@dataclass(frozen=True, kw_only=True)
class Record:
    """A day on the record, witnessed; and the same log as it was in the middle of that day."""

    now: Copy
    before: Files

    @property
    def policy(self) -> Policy:
        return parse_policy(POLICY.encode())

    @property
    def seen(self) -> State:
        """What a reader remembers who came by a moment ago."""
        note = self.now.files["checkpoint"].decode()
        head = parse_checkpoint(parse_note(note.encode()).text)
        seen = Seen(size=head.size, root=root_text(head.root), vkey=write_vkey(KEY), note=note)
        return State(logs={head.origin: seen})


def make_record(folder: Path) -> Record:
    entries = write_days(offices=1, days=1, seats=3)
    files = {}
    for name, size in (("now", len(entries)), ("before", len(entries) - 150)):
        write_log(folder / name, entries[:size])
        paths = [path for path in (folder / name).rglob("*") if path.is_file()]
        files[name] = {str(p.relative_to(folder / name)): p.read_bytes() for p in paths}
        files[name]["checkpoint"] = witnessed(files[name]["checkpoint"])
        del files[name]["vkey"]
    return Record(now=Copy(files["now"]), before=files["before"])


def witnessed(note: bytes) -> bytes:
    line = cosign(parse_note(note).text, key=WITNESS, sign=TABLET.sign, at=WITNESSED_AT)
    return note + write_signature(line).encode()


def signed(head: Checkpoint) -> bytes:
    """What a thief makes who has the log's key, and no witness's."""
    return sign_note(write_checkpoint(head), key=KEY, sign=SECRET.sign).encode()


def spoil(record: Record, chance: Random) -> tuple[str, str, Copy]:
    """Return what was done, to which file, and the copy in which it was done."""
    files = record.now.files
    while True:
        path, deed = chance.choice(sorted(files)), chance.choice(sorted(DEEDS))
        spoiled = DEEDS[deed](record, path, chance)
        changed = replace(record.now, files={**files, **spoiled})
        if any(files[name] != content for name, content in spoiled.items()):
            return deed, path, changed


def _flip(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    data = bytearray(record.now.files[path])
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return {path: bytes(data)}


def _delete(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    data = record.now.files[path]
    at = chance.randrange(len(data))
    return {path: data[:at] + data[at + 1 :]}


def _insert(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    data = record.now.files[path]
    at = chance.randrange(len(data) + 1)
    return {path: data[:at] + chance.randbytes(1) + data[at:]}


def _truncate(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    data = record.now.files[path]
    return {path: data[: chance.randrange(len(data))]}


def _swap(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    other = chance.choice(sorted(record.now.files))
    return {path: record.now.files[other], other: record.now.files[path]}


def _older(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    """Put the same file as it was before, under the name it has now."""
    stem = path.partition(".p/")[0]
    was = sorted(name for name in record.before if name.partition(".p/")[0] == stem)
    return {path: record.before[was[0]] if was else record.now.files[path]}


def _reorder(record: Record, path: str, chance: Random) -> dict[str, bytes]:
    """Let two entries, or two hashes, change places; the file stays well-formed."""
    data = record.now.files[path]
    if path == "checkpoint":
        return {path: data}
    tile = parse_tile_path(path)
    is_entries = tile.level == ENTRIES
    parts = (
        split_entries(data, width=tile.width)
        if is_entries
        else [data[at : at + 32] for at in range(0, len(data), 32)]
    )
    first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[first], parts[second] = parts[second], parts[first]
    return {path: join_entries(parts) if is_entries else b"".join(parts)}


DEEDS: Mapping[str, Callable[[Record, str, Random], dict[str, bytes]]] = {
    "a bit flipped": _flip,
    "a byte deleted": _delete,
    "a byte inserted": _insert,
    "cut short": _truncate,
    "two files swapped": _swap,
    "an older file": _older,
    "two entries swapped": _reorder,
}
