"""Kill a mirror with SIGKILL while an office sends it cases; none that was answered may be lost.

`python -m tests.mirror.killed FOLDER CASES`: a program of its own, because it forks.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from jernih.mirror.mirror import Mirror
from tests.mirror.cases import Case, Time, make_case, make_mirror, send_case


def _mirror(folder: Path) -> Mirror:
    return make_mirror(folder, Time())


def send_all(folder: Path, cases: list[Case], out: int) -> None:
    """Send what the mirror does not have, as an office does, and write down what was answered."""
    mirror = _mirror(folder)
    for case in cases:
        with mirror.store.reading() as book:
            is_held = book.held(case.locator) is not None
        if not is_held and send_case(mirror, case).status == 200:
            os.write(out, f"{case.locator}\n".encode())
    os.write(out, b"done\n")


def kill_until_all_are_there(folder: Path, cases: list[Case]) -> int:
    """Start and kill until everything was sent; return how often it was killed."""
    chance, kills = random.Random(20261124), 0
    answered = folder / "answered"
    while True:
        child = os.fork()
        if not child:
            send_all(folder, cases, os.open(answered, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
            os._exit(0)
        time.sleep(chance.uniform(0.02, 0.2 + len(cases) / 250))
        if os.waitpid(child, os.WNOHANG)[0]:
            return kills
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1
        judge(folder, cases[-20:])


def judge(folder: Path, cases: list[Case]) -> None:
    """Fail unless whatever was answered is held, whole, after a start anew."""
    answered = folder / "answered"
    said = set(answered.read_text().split()) - {"done"} if answered.exists() else set()
    mirror = _mirror(folder)
    assert list(mirror.store.incoming.iterdir()) == []
    with mirror.store.reading() as book:
        held = {one.locator for one in book.all_held()}
    assert said <= held, "a case that was countersigned is gone"
    for case in cases:
        if case.locator in held:
            for name, body in case.files.items():
                assert mirror.store.path_of(case.locator, name).read_bytes() == body


def main() -> None:
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    cases = [make_case(number) for number in range(count)]
    kills = kill_until_all_are_there(folder, cases)
    judge(folder, cases)
    with _mirror(folder).store.reading() as book:
        held = len(book.all_held())
    assert held == count
    print(f"killed {kills} times while {held} cases came: 0 lost")


if __name__ == "__main__":
    main()
