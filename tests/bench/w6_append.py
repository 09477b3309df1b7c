"""W6: what the sequencer costs ten counters that append 500 facts a second together.

Each counter is a process with a connection of its own, and appends as an action does: one fact, one
transaction, on a real disk. The sequencer is stopped and let go on in turns (SIGSTOP, SIGCONT), so
that both are measured in one run, under the same load of the machine.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.ground import Ground
from tests.bench.report import Row, percentile

COUNTERS, A_SECOND = 10, 500
# After each turn: what waited is worked off, and does not count.
SETTLE = 2.5
Timed = tuple[float, float]


def measure_append(ground: Ground) -> list[Row]:
    """Return a row for the added latency, and one for the age of the public checkpoint."""
    turns, length = ground.sizes.of(4, 10), ground.sizes.of(5.0, 10.0)
    with ground.sequencer() as pid:
        counters = [_counter(ground, n, seconds=turns * length) for n in range(COUNTERS)]
        begin = _begin(counters)
        ages: list[Timed] = []
        is_over = threading.Event()
        watcher = threading.Thread(
            target=_watch, args=(ground.folder / "log" / "checkpoint", ages, is_over)
        )
        watcher.start()
        _take_turns(pid, begin, turns=turns, length=length)
        times = [one for counter in counters for one in json.loads(counter.communicate()[0])]
        is_over.set()
        watcher.join()
    on, off = (_in_turns(times, begin, turns, length, is_on=is_on) for is_on in (True, False))
    age = _in_turns(ages, begin, turns, length, is_on=True)
    return _rows(on, off, age, rate=len(times) / (turns * length))


def _rows(on: list[float], off: list[float], age: list[float], *, rate: float) -> list[Row]:
    with_it, without = percentile(on, 0.99) * 1000, percentile(off, 0.99) * 1000
    what = f"{COUNTERS} counters, {rate:,.0f} facts/s together"
    return [
        Row(
            workload="W6",
            what=f"what the sequencer adds to an append: {what}",
            figure=with_it - without,
            unit="ms (of the p99)",
            limit=without,
            limit_what="ms p99 while it is stopped",
            target="<= 2 ms",
            p50=percentile(on, 0.5) * 1000,
            p99=with_it,
            note=f"p50 {percentile(off, 0.5) * 1000:.1f} ms while stopped; one transaction each",
        ),
        Row(
            workload="W6",
            what=f"age of the public checkpoint at any moment: {what}",
            figure=max(age, default=0.0) * 1000,
            unit="ms (largest)",
            target="<= 2,000 ms",
            p50=percentile(age, 0.5) * 1000,
            p99=percentile(age, 0.99) * 1000,
            note="looked at 50 times a second",
        ),
    ]


def _in_turns(
    times: Sequence[Timed], begin: float, turns: int, length: float, *, is_on: bool
) -> list[float]:
    """Return what was measured in the turns with, or without, the sequencer, once it settled."""
    found = []
    for at, value in times:
        turn, since = divmod(at - begin, length)
        if 0 <= turn < turns and since >= min(SETTLE, length / 2) and bool(turn % 2) is is_on:
            found.append(value)
    return found


def _take_turns(pid: int, begin: float, *, turns: int, length: float) -> None:
    """Stop the sequencer in every turn that is even, and let it go on in every odd one."""
    try:
        for turn in range(turns):
            time.sleep(max(0.0, begin + turn * length - time.monotonic()))
            os.kill(pid, signal.SIGCONT if turn % 2 else signal.SIGSTOP)
        time.sleep(max(0.0, begin + turns * length - time.monotonic()))
    finally:
        os.kill(pid, signal.SIGCONT)


def _watch(checkpoint: Path, ages: list[Timed], is_over: threading.Event) -> None:
    while not is_over.wait(0.02):
        if checkpoint.exists():
            ages.append((time.monotonic(), time.time() - checkpoint.stat().st_mtime))


def _counter(ground: Ground, n: int, *, seconds: float) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.bench.w6_append", str(n), str(seconds)],
        env=ground.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _begin(counters: Sequence["subprocess.Popen[str]"]) -> float:
    """Wait until all are ready; let them begin at one moment, and return it."""
    for counter in counters:
        assert counter.stdout is not None
        assert counter.stdout.readline() == "ready\n"
    begin = time.monotonic() + 0.5
    for counter in counters:
        assert counter.stdin is not None
        counter.stdin.write(f"{begin}\n")
        counter.stdin.flush()
    return begin


def _append_often(n: int, *, seconds: float) -> list[Timed]:
    """Be a counter: append on the beat, and return when and how long each took."""
    from django.db import connection, transaction

    from jernih.apps.ledger import actions as ledger
    from jernih.pure import events

    connection.ensure_connection()
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    pause = COUNTERS / A_SECOND
    times = []
    for beat in range(round(seconds / pause)):
        time.sleep(max(0.0, begin + (beat + n / COUNTERS) * pause - time.monotonic()))
        ref = f"{n:04x}{beat:028x}"
        fact = events.Confirmed(office="bench", at=datetime.now(UTC), ref=ref)
        began = time.monotonic()
        with transaction.atomic():
            ledger.append(fact)
        times.append((began, time.monotonic() - began))
    return times


def main() -> None:
    import django

    django.setup()
    print(json.dumps(_append_often(int(sys.argv[1]), seconds=float(sys.argv[2]))))


if __name__ == "__main__":
    main()
