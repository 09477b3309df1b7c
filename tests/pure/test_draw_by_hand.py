"""What docs/draw.md lets a reader do by hand gives what our code gives."""

import subprocess
from datetime import date
from pathlib import Path

from jernih.pure.allocation import allocate
from jernih.pure.draw import draw_key, draw_order
from jernih.pure.draw_list import Entry, Group, Wish, line, list_root
from tests.pure.draws import DAYS, days_of, room

PAGE = (Path(__file__).parents[2] / "docs" / "draw.md").read_text(encoding="utf-8")
SHELL = PAGE.partition("```bash\n")[2].partition("```")[0]
LISTED = PAGE.partition("The lines, sorted:\n\n")[2].partition("\n\n")[0]
BATCH = "00000000000000000000000000000007"
RANDOM = "4fd2fc55983dbfa3f446d8a0bd56f16cc8c5e76afd1ec154b60d477cbabed13b"


def entry(text: str) -> Entry:
    ref, people, group, wishes, _later = text.split()
    return Entry(
        ref=ref,
        people=int(people),
        group=Group(group),
        wishes=tuple(Wish(day=date.fromisoformat(day)) for day in wishes.split(",")),
    )


ENTRIES = {one.ref: one for one in map(entry, LISTED.splitlines())}
KEY = draw_key(
    batch=BATCH,
    list_root=list_root(ENTRIES.values()),
    randomness=bytes.fromhex(RANDOM),
)


def test_the_lines_are_those_that_are_hashed():
    assert [line(one).decode() for one in ENTRIES.values()] == [
        text.strip() for text in LISTED.splitlines()
    ]


def test_a_shell_with_sha256sum_finds_the_same_root_seed_and_order():
    done = subprocess.run(["bash", "-c", SHELL], capture_output=True, text=True, check=True)

    root, seed, *places = done.stdout.splitlines()
    assert root == f"root {list_root(ENTRIES.values()).hex()}"
    assert seed == f"seed {KEY.hex()}"
    assert [place.split()[1] for place in places] == draw_order(ENTRIES, key=KEY)


def test_the_paper_gives_the_same_seats():
    order = draw_order(ENTRIES, key=KEY)

    seatings = allocate([ENTRIES[ref] for ref in order], [room(0, 3, priority=1), room(1, 2)])

    assert [ref[0] for ref in order] == list("53241")
    assert DAYS[0] == date(2026, 12, 7)
    assert days_of(seatings) == [0, 1, 0, 0, None]
