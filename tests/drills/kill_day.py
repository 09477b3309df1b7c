"""Play a day while parts of the office are killed with -9; then look whether anything is missing.

By hand, for as long and as often as you like: python -m tests.drills.kill_day --kills 30 --seed 7
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

from tests.drills.office import DrillOffice, drill_office

VICTIMS = ("postgres", "web", "record", "work", "live", "demo", "all")
SECONDS_A_STEP = 60
# Facts in the hall between two kills.
LEAST, MOST = 4, 18

Say = Callable[[str], None]


def kill_day(victims: Sequence[str], *, seed: int, say: Say) -> None:
    """Play one day with these victims, one after the other; fail unless it ends whole."""
    chance = random.Random(seed)
    with drill_office() as office:
        office.start()
        prepared = office.command("open_office", "--plan", str(office.folder / "plan.toml"))
        assert prepared.wait(60) == 0, (office.folder / "demo.log").read_text()
        demo = play(office)
        for victim in victims:
            step = wait_for_step(office, office.look() + chance.randint(LEAST, MOST), demo)
            say(f"step {step}: kill -9 {victim}")
            demo = kill(office, demo, victim)
        finish(office, demo)
        check(office, say)


def play(office: DrillOffice) -> "subprocess.Popen[bytes]":
    return office.command("demo_day", "--office", "singkat", "--speed", "0")


def wait_for_step(office: DrillOffice, step: int, demo: "subprocess.Popen[bytes]") -> int:
    until = time.monotonic() + SECONDS_A_STEP
    while (reached := office.look()) < step and demo.poll() is None:
        assert time.monotonic() < until, f"the day stands still at step {reached}"
        time.sleep(0.05)
    return reached


def kill(
    office: DrillOffice, demo: "subprocess.Popen[bytes]", victim: str
) -> "subprocess.Popen[bytes]":
    if victim in ("demo", "all"):
        demo.kill()
        demo.wait()
    if victim != "demo":
        office.kill(victim)
    office.restart_if_ended()
    if demo.poll() is not None and not office.is_day_over():
        return play(office)
    return demo


def finish(office: DrillOffice, demo: "subprocess.Popen[bytes]") -> None:
    for _ in range(5):
        code = demo.wait(300)
        office.look()
        if office.is_day_over():
            return
        assert code != 0, "the play ended before the day did"
        demo = play(office)
    raise AssertionError("the play never ended")


def check(office: DrillOffice, say: Say, *, slug: str = "singkat") -> None:
    """Fail unless no call that was seen is gone, and the record is published, whole and clean."""
    office.look()
    lost = office.seen - set(office.calls())
    assert not lost, f"calls that were seen are gone: {sorted(lost)}"
    unwritten = "SELECT count(*) FROM ledger_entry WHERE index IS NULL"
    until = time.monotonic() + SECONDS_A_STEP
    while office.rows(unwritten) != [(0,)]:
        assert time.monotonic() < until, "the record is not published"
        time.sleep(0.2)
    verified = subprocess.run(
        [sys.executable, "-I", "-S", "-c", VERIFY, str(office.folder / "log")],
        capture_output=True,
        text=True,
        check=False,
    )
    say(verified.stdout)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert slug in verified.stdout


VERIFY = """
import sys
sys.path.insert(0, "src")
from jernih import verify
sys.exit(verify.main([sys.argv[1]]))
"""


def main() -> None:
    """Kill as often as asked, at random moments of random parts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=10)
    asked.add_argument("--seed", type=int, default=random.randrange(10_000))
    given = asked.parse_args()
    print(f"seed {given.seed}")
    chance = random.Random(given.seed)
    victims = [chance.choice(VICTIMS) for _ in range(given.kills)]
    kill_day(victims, seed=given.seed, say=print)


if __name__ == "__main__":
    main()
