"""W5, as a stranger: from the public file of a draw to every seat drawn again, all checks on.

The file is told by pure code, without a database: true facts of a batch as large as that of
w5_draw.py. Writing it and checking it are processes of their own, for their memory.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from jernih.pure import draw, events_draw
from jernih.pure.allocation import allocate
from jernih.pure.draw_list import Entry, list_root
from jernih.pure.draw_quick import check_content
from jernih.pure.events import event_bytes
from jernih.pure.hands import OneHand
from jernih.verify.content import FileContent
from jernih.verify.processes import ManyHands, uncollected
from tests import draw_records as records
from tests.bench.w5_draw import bare_sort, bare_walk, batch_of

# All windows of a batch stand in one fact, and a fact has at most 65,535 bytes.
WINDOWS, ROWS = 6, 200
FIRST = records.MONDAY
A = TypeVar("A")
B = TypeVar("B")


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


class Watched:
    """Hands, and how long the longest way through their work is: on a free machine, the time.

    What went on here while others worked beside counts once, not twice.
    """

    def __init__(self, hands: ManyHands, count: int) -> None:
        self._hands = hands
        self._count = count
        self.others = self.longest = 0.0

    def each(self, work: Callable[[A], B], parts: Sequence[A]) -> Iterator[B]:
        done = list(self._hands.each(partial(_timed, work), parts))
        shares = [sum(took for _, took in done[at :: self._count]) for at in range(self._count)]
        self.others += sum(shares)
        self.longest += max(shares)
        yield from (made for made, _ in done)

    def beside(self, work: Callable[[], B]) -> Callable[[], B]:
        began = time.process_time()
        wait = self._hands.beside(lambda: _timed(lambda _: work(), None))

        def result() -> B:
            here = time.process_time() - began
            made, took = wait()
            self.others += took
            self.longest += max(0.0, took - here)
            return made

        return result


def _timed(work: Callable[[A], B], part: A) -> tuple[B, float]:
    began = time.process_time()
    made = work(part)
    return made, time.process_time() - began


def check(path: Path, processes: int) -> dict[str, Any]:
    """Check the file as `jernih draw` does, and return what it took.

    cpu: seconds of all processes. way: the longest way through them, which is the time that it
    takes where nobody else works. wall: the time that it took now.
    """
    hands = Watched(ManyHands(processes), processes) if processes > 1 else OneHand()
    began, wall = time.process_time(), time.perf_counter()
    with path.open("rb") as file, uncollected():
        checked = check_content(
            FileContent(file),
            quotas=records.QUOTAS,
            own=records.OWN,
            now=records.LATER,
            hands=hands,
        )
    told = {"wall": time.perf_counter() - wall, "way": time.process_time() - began}
    told["cpu"] = told["way"]
    if isinstance(hands, Watched):
        told["way"] += hands.longest
        told["cpu"] += hands.others
    return told | {
        "found": [one.words for one in checked.violations],
        "seated": sum(bool(row.day) for row in checked.rows),
    }


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
    """Write a file of so many, check one with so many processes, or do the bare work of so many."""
    if work == "write":
        write(count, path)
    elif work == "check":
        print(json.dumps(check(path, count)))
    else:
        print(json.dumps(bare(count)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
