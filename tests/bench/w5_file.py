"""W5, as a stranger: from the public file of a draw to every seat drawn again, all checks on.

The file is told by pure code, without a database: true facts of a batch as large as that of
w5_draw.py. Writing it and checking it are processes of their own, for their memory.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from jernih.pure import draw, events_draw
from jernih.pure.allocation import allocate
from jernih.pure.audit import Audit
from jernih.pure.audit_draw import draw_checks
from jernih.pure.draw_list import Entry, list_root
from jernih.pure.events import event_bytes, parse_event
from tests import draw_records as records
from tests.bench.w5_draw import bare_sort, bare_walk, batch_of

# All windows of a batch stand in one fact, and a fact has at most 65,535 bytes.
WINDOWS, ROWS = 6, 200
FIRST = records.MONDAY
PARTS = ("key", "list", "root", "draw", "rows")
BEGINS = tuple(
    b'"kind":"draw.%s"' % kind
    for kind in (b"applied", b"batch-closed", b"seats-drawn", b"seats-drawn")
)


def write(count: int, path: Path) -> None:
    """Write the file of a draw of so many applications, true from its first line to its last."""
    entries, rooms = batch_of(count, first=FIRST, windows=WINDOWS)
    supplies = [
        records.released(room.day, *(w.last - w.first + 1 for w in room.windows)) for room in rooms
    ]
    last_day = rooms[-1].day
    story = records.Story(supplies=supplies, plan={"last_day": last_day}, leave=())
    with path.open("wb") as file:
        file.writelines(event_bytes(fact) + b"\n" for fact in story.until_open())
        file.writelines(_joined(entries))
        file.writelines(_drawn(story, entries))


def _joined(entries: Sequence[Entry]) -> Iterator[bytes]:
    """Yield the line of each application: one is told as a fact, all have its form."""
    chance = random.Random(2)
    form = event_bytes(records.applied(1, wishes=(), classes=())).decode()
    form = form.replace(records.ref(1), "%(ref)s").replace(
        '"classes":[]', '"classes":[%(classes)s]'
    )
    for name in ("commitments", "nullifiers", "wishes"):
        form = form.replace(f'"{name}":[]', f'"{name}":[%({name})s]')
    for entry in entries:
        hashes = [f'"{chance.randbytes(32).hex()}"' for _ in range(2 * entry.people)]
        body = {
            "ref": entry.ref,
            "classes": ",".join([f'"{entry.group}"'] * entry.people),
            "commitments": ",".join(hashes[: entry.people]),
            "nullifiers": ",".join(hashes[entry.people :]),
            "wishes": ",".join(
                f'{{"day":"{wish.day.isoformat()}","starts_at":""}}' for wish in entry.wishes
            ),
        }
        yield (form % body).encode() + b"\n"


def _drawn(story: records.Story, entries: Sequence[Entry]) -> Iterator[bytes]:
    story.root = list_root(entries).hex()
    people = sum(entry.people for entry in entries)
    closed = story.closed(applications=len(entries), people=people)
    seeded = story.seeded()
    by_ref = {entry.ref: entry for entry in entries}
    order = draw.draw_order(by_ref, key=bytes.fromhex(seeded.seed))
    rooms = story.day_rooms()
    rows = [
        events_draw.DrawnRow(
            ref=one.ref,
            day=one.day.isoformat() if one.day else "",
            numbers=tuple(f"{records.SERIES}-{n:03}" for n in one.numbers),
        )
        for one in allocate([by_ref[ref] for ref in order], rooms)
    ]
    for fact in (closed, *story.revealed(), seeded):
        yield event_bytes(fact) + b"\n"
    at = records.DRAWN_AT + timedelta(minutes=1)
    for first in range(0, len(rows), ROWS):
        part = tuple(rows[first : first + ROWS])
        fact = records.told(events_draw.SeatsDrawn, at, first=first + 1, rows=part)
        yield event_bytes(fact) + b"\n"
    end = records.told(
        events_draw.BatchDrawn,
        at,
        applications=len(rows),
        seated=sum(bool(row.day) for row in rows),
        numbers=sum(len(row.numbers) for row in rows),
    )
    for fact in (end, *story.leftover(rows, at)):
        yield event_bytes(fact) + b"\n"


def check(path: Path) -> dict[str, Any]:
    """Return the CPU seconds of each part of a check, and its memory in MB.

    key: what was announced, with the proof of the key; list: the applications, each read and held
    to its rules; root: of them; draw: order and seats; rows: the result, each compared.
    """
    audit = Audit(draw_checks(records.QUOTAS, own=records.OWN))
    spent = dict.fromkeys(PARTS, 0.0)
    began, part = time.process_time(), 0
    with path.open("rb") as file:
        for at, line in enumerate(file):
            # Each part begins with a line of its own kind; the draw with the first result, which
            # is compared as part of it.
            if part + 1 < len(PARTS) and BEGINS[part] in line:
                now = time.process_time()
                spent[PARTS[part]], began, part = now - began, now, part + 1
            audit.see(at, line[:-1])
    spent[PARTS[part]] = time.process_time() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = [one.words for one in audit.finish().violations]
    return spent | {"entries": audit.entries, "found": found, "memory": memory}


def read(path: Path) -> float:
    """Return the CPU seconds that reading alone takes, of each line as the fact it spells."""
    began = time.process_time()
    with path.open("rb") as file:
        for line in file:
            parse_event(line[:-1])
    return time.process_time() - began


def bare(count: int) -> float:
    """Return the CPU seconds of the bare sort and walk of as many."""
    entries, rooms = batch_of(count, first=FIRST, windows=WINDOWS)
    by_ref = {entry.ref: entry for entry in entries}
    began = time.process_time()
    order = bare_sort(list(by_ref))
    sort = time.process_time() - began
    listed = [by_ref[ref] for ref in order]
    began = time.process_time()
    bare_walk(listed, rooms)
    return sort + time.process_time() - began


def main(work: str, path: Path, count: int) -> None:
    """Write a file, or check one and print what it took as JSON."""
    if work == "write":
        write(count, path)
    else:
        # Memory first: what comes after would add to it.
        told = check(path)
        print(json.dumps(told | {"read": read(path), "bare": bare(count)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
