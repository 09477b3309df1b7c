"""W5: draw a million applications, a fifth of them families, and repeat the draw as a stranger.

Limit: the same list sorted by one keyed hash each, and walked once, each taking the first day
with room; nothing kept for anybody, no times, no list. In a process of its own, for its memory.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hmac import digest
from pathlib import Path
from typing import Any

from jernih.pure.allocation import DayRoom, Window, allocate
from jernih.pure.draw import draw_key, draw_order
from jernih.pure.draw_list import Entry, Group, Wish, list_root
from tests.bench.ground import ROOT, Ground, pss
from tests.bench.report import Row

DAYS, WINDOWS, CHOICES, SEED = 120, 13, 3, 1
PRIORITY_PERCENT, FAMILY_PERCENT = 15, 20
KEY = b"k" * 32
BATCH = "0" * 32


def measure(ground: Ground) -> list[Row]:
    """Return a row for the draw, one for its repetition, two for the check of its public file."""
    count = ground.sizes.of(50_000, 1_000_000)
    told = json.loads(_run("tests.bench.w5_draw", str(count)))
    bare = told["sort"] + told["walk"]
    whole = told["order"] + told["seats"]
    again = told["root"] + whole
    note = (
        f"bare sort {told['sort']:.2f} s, walk {told['walk']:.2f} s; order {told['order']:.2f} s, "
        f"seats {told['seats']:.2f} s, list root {told['root']:.2f} s; {told['seated']:,} seated"
    )
    return [
        _row(f"draw {count:,} applications: order and seats", whole, bare, told, note),
        _row(f"repeat it: root of the list, order and seats of {count:,}", again, bare, told, ""),
        *_file_rows(ground.folder / "berkas.jsonl", count),
    ]


def _file_rows(path: Path, count: int) -> Iterator[Row]:
    """Check the public file with as many processes as there are cores, and with one."""
    _run("tests.bench.w5_file", "write", str(path), str(count))
    size = path.stat().st_size
    many = max(2, len(os.sched_getaffinity(0)))
    for processes in (many, 1):
        bare = json.loads(_run("tests.bench.w5_file", "bare", str(path), str(count)))
        told = _watched("tests.bench.w5_file", "check", str(path), str(processes))
        if told["found"]:
            raise AssertionError(told["found"][:3])
        note = (
            f"{size / 1e6:,.0f} MB, every line and rule; CPU of all processes {told['cpu']:.1f} s, "
            f"by the clock {told['wall']:.1f} s"
        )
        what = f"check the public file of a draw of {count:,}, processes: {processes}; longest way"
        yield _row(what, told["way"], bare, told, note)
    path.unlink()


def _watched(*words: str) -> dict[str, Any]:
    """Run one of these modules, and add the most memory that it and its children had (PSS)."""
    with subprocess.Popen(**_command(*words), stdout=subprocess.PIPE, text=True) as process:
        memory = 0.0
        while process.poll() is None:
            memory = max(memory, pss(process.pid))
            time.sleep(0.1)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise AssertionError(words)
    told: dict[str, Any] = json.loads(said)
    return told | {"memory": memory}


def _command(*words: str) -> dict[str, Any]:
    paths = f"{ROOT}{os.pathsep}{ROOT / 'src'}"
    return {
        "args": [sys.executable, "-m", *words],
        "cwd": ROOT,
        "env": {**os.environ, "PYTHONPATH": paths},
    }


def _run(*words: str) -> str:
    return subprocess.run(**_command(*words), capture_output=True, text=True, check=True).stdout


def _row(what: str, seconds: float, bare: float, told: dict[str, float], note: str) -> Row:
    return Row(
        workload="W5",
        what=what,
        figure=seconds,
        unit="s CPU",
        limit=bare,
        limit_what="s bare sort and walk",
        ratio=seconds / bare,
        target="<= 3; <= 1,500 MB",
        memory=told["memory"],
        note=note,
    )


def batch_of(
    count: int, *, first: date = date(2027, 1, 4), windows: int = WINDOWS
) -> tuple[list[Entry], list[DayRoom]]:
    """Return applications and rooms; two thirds of the people find a seat."""
    chance = random.Random(SEED)
    days = [first + timedelta(days=ahead) for ahead in range(DAYS)]
    wishes = [Wish(day=day) for day in days]
    entries = [
        Entry(
            ref=chance.randbytes(16).hex(),
            people=chance.choice((2, 3, 4)) if chance.random() * 100 < FAMILY_PERCENT else 1,
            group=Group.PRIORITY if chance.random() * 100 < PRIORITY_PERCENT else Group.GENERAL,
            wishes=tuple(wishes[at] for at in chance.sample(range(DAYS), CHOICES)),
        )
        for _ in range(count)
    ]
    seats = sum(entry.people for entry in entries) * 2 // 3 // DAYS // windows
    rooms = [
        DayRoom(
            day=day,
            windows=tuple(
                Window(
                    starts_at=datetime(day.year, day.month, day.day, at // 2, tzinfo=UTC)
                    + timedelta(minutes=30 * (at % 2)),
                    first=at * seats + 1,
                    last=(at + 1) * seats,
                )
                for at in range(windows)
            ),
            priority=windows * seats * PRIORITY_PERCENT // 100,
        )
        for day in days
    ]
    return entries, rooms


def bare_sort(refs: Sequence[str]) -> list[str]:
    """Sort by one keyed hash each, and nothing else."""
    return [
        ref for _, ref in sorted((digest(KEY, bytes.fromhex(ref), "sha256"), ref) for ref in refs)
    ]


def bare_walk(order: Sequence[Entry], rooms: Sequence[DayRoom]) -> list[date | None]:
    """Give each the first wished day with room, and nothing else."""
    left = {room.day: room.seats for room in rooms}
    given: list[date | None] = []
    for entry in order:
        for wish in entry.wishes:
            if left[wish.day] >= entry.people:
                left[wish.day] -= entry.people
                given.append(wish.day)
                break
        else:
            given.append(None)
    return given


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def main(count: int) -> None:
    """Measure in this process; print the seconds and the memory as JSON."""
    entries, rooms = batch_of(count)
    by_ref = {entry.ref: entry for entry in entries}
    refs = list(by_ref)
    _, sort = _timed(lambda: bare_sort(refs))
    root, frozen = _timed(lambda: list_root(entries))
    key = draw_key(batch=BATCH, list_root=root, randomness=KEY)
    order, ordered = _timed(lambda: draw_order(refs, key=key))
    lined = [by_ref[ref] for ref in order]
    _, walk = _timed(lambda: bare_walk(lined, rooms))
    seatings, seats = _timed(lambda: allocate(lined, rooms))
    told = {
        "sort": sort,
        "walk": walk,
        "root": frozen,
        "order": ordered,
        "seats": seats,
        "seated": sum(seating.day is not None for seating in seatings),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
