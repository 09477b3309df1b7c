"""A sending goes on where a cut line left it, at whichever step: nothing lost, nothing twice."""

import json
import subprocess
from typing import Any

from tests.two_hands import FOLDER, NODE

SCRIPT = FOLDER.parents[4] / "tests" / "node" / "send_report.mjs"
SIZES = {"kunci-0.age": 2_000, "laporan.age": 2**20, "lampiran-1.age": 2 * 2**20 + 7}
# Work, begin, one piece, one piece, three pieces, finish.
STEPS = 8


def test_a_quiet_line_needs_one_request_a_piece():
    assert _sent([]) == {"promise": {"commitment": "kept"}, "isWhole": True, "requests": STEPS}


def test_a_line_cut_before_every_step_goes_on():
    # Each step is tried again once: the odd ones are cut.
    found = _sent([[number, "before"] for number in range(1, 2 * STEPS, 2)])

    assert (found["promise"], found["isWhole"]) == ({"commitment": "kept"}, True)


def test_an_answer_lost_after_every_step_sends_nothing_twice():
    found = _sent([[number, "after"] for number in range(1, 2 * STEPS + 4, 2)])

    assert (found["promise"], found["isWhole"]) == ({"commitment": "kept"}, True)


def _sent(cuts: list[list[Any]]) -> dict[str, Any]:
    done = subprocess.run(
        [NODE, SCRIPT, FOLDER],
        input=json.dumps({"sizes": SIZES, "cuts": cuts}),
        text=True,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)
