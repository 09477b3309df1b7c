"""A browser finds the line of a board that our Python wrote, and misses what is not there."""

import json
import random
import subprocess

from jernih.pure.accountability import Row, Stage, handle_of, make_board, write_board
from tests.two_hands import FOLDER, NODE

SCRIPT = FOLDER.parents[4] / "tests" / "node" / "find_rows.mjs"


def test_both_hands_find_the_same_lines():
    chance = random.Random(38)
    salts = [chance.randbytes(32) for _ in range(12)]
    period, asked, expected = "2027-Q2", [], []
    rows = [
        Row(
            handle=handle_of(salt, period),
            stage=chance.choice(list(Stage)),
            is_in_time=chance.random() < 0.5,
        )
        for salt in salts[:10]
    ]
    board = make_board("tarakan", period, rows)
    for salt in salts:
        handle = handle_of(salt, period)
        asked.append({"salt": salt.hex(), "period": period, "board": write_board(board).decode()})
        row = board.find(handle)
        shown = row and {"handle": handle, "stage": row.stage, "isInTime": row.is_in_time}
        expected.append({"handle": handle, "row": shown})

    done = subprocess.run(
        [NODE, SCRIPT, FOLDER],
        input="".join(json.dumps(one) + "\n" for one in asked),
        text=True,
        capture_output=True,
        check=True,
    )

    assert [json.loads(line) for line in done.stdout.splitlines()] == expected
    assert [one["row"] is None for one in expected] == [False] * 10 + [True] * 2
