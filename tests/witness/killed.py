"""Kill a witness with SIGKILL again and again, and see that what it answered still binds it.

`python -m tests.witness.killed FOLDER` kills it once at each line that it runs for one request;
with a number behind it, that many times at random moments under load. A program of its own,
because it forks, and only one without threads may.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

from jernih.pure.tlog.cosignature import read_answer
from jernih.witness.__main__ import make
from jernih.witness.judge import Witness
from tests.witness.logs import NAME, Log

LOG, LIAR = Log(), Log(word="false")


def witness(folder: Path) -> Witness:
    return make(folder, name=NAME, logs=[LOG.vkey])


def in_child(work: Any) -> tuple[bytes, bool]:
    """Run this in a child; return what it wrote, and whether it was killed."""
    mouth, pen = os.pipe()
    if pid := os.fork():
        os.close(pen)
        with os.fdopen(mouth, "rb") as said:
            words = said.read()
        return words, os.WIFSIGNALED(os.waitpid(pid, 0)[1])
    work(lambda words: os.write(pen, words))
    os._exit(0)


def killed_at_line(folder: Path, number: int) -> bool:
    """Kill at the line of this number; return False when the request was over before."""
    left = number

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        # Only here is anything kept or said; the rest is arithmetic.
        if "/jernih/witness/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def work(say: Any) -> None:
        one = witness(folder)
        sys.settrace(trace)
        answer = one.add_checkpoint(LOG.request(8, 9), now=1_800_000_000)
        say(answer.body)

    folder.mkdir()
    witness(folder).add_checkpoint(LOG.request(0, 8), now=1_700_000_000)
    said, was_killed = in_child(work)
    judge(folder, said)
    return was_killed


def judge(folder: Path, said: bytes) -> None:
    """Fail unless a witness started anew stands by what was said, and goes on from there."""
    one = witness(folder)
    if said:
        assert read_answer(said, text=LOG.text(9), key=one.key)
    lie = one.add_checkpoint(LIAR.request(8, 9), now=1_800_000_001)
    truth = one.add_checkpoint(LOG.request(8, 9), now=1_800_000_001)
    # Either it forgot nothing that was said, or nothing was said and it begins where it was.
    assert lie.status in (409, 422)
    assert truth.status == (409 if said or lie.status == 409 else 200)
    assert one.add_checkpoint(LOG.request(9, 10), now=1_800_000_002).status == 200


def load(folder: Path, out: Any) -> None:
    """Offer the lie and then the truth, size after size, and write down what is cosigned."""
    one, at = witness(folder), 0
    while True:
        for log in (LIAR, LOG):
            answer = one.add_checkpoint(log.request(at, at + 1), now=1_800_000_000)
            if answer.status == 200:
                out.write(f"{at + 1} {log.word}\n".encode())
                at += 1
            elif answer.status == 409:
                at = int(answer.body)


def killed_at_random(folder: Path, times: int) -> int:
    """Kill under load, so many times; every cosignature ever given must be of one history."""
    chance = random.Random(20261124)
    for _ in range(times):
        began = os.fork()
        if not began:
            with (folder / "given").open("ab", buffering=0) as out:
                load(folder, out)
        time.sleep(chance.uniform(0.01, 0.06))
        os.kill(began, signal.SIGKILL)
        os.waitpid(began, 0)
    given = [line.split() for line in (folder / "given").read_text().splitlines()]
    assert len({word for _, word in given}) == 1, "two histories were cosigned"
    with witness(folder).store.reading() as book:
        latest = book.latest(LOG.key.name)
    size = latest.size if latest else 0
    assert size >= max(int(number) for number, _ in given), "an answer was forgotten"
    return size


def main() -> None:
    folder = Path(sys.argv[1])
    if len(sys.argv) > 2:
        times = int(sys.argv[2])
        size = killed_at_random(folder, times)
        print(f"killed {times} times while growing to {size}")
        return
    number = 1
    while killed_at_line(folder / str(number), number):
        number += 1
    assert number > 50
    print(f"killed at each of {number - 1} lines")


if __name__ == "__main__":
    main()
