"""W6: how soon a fact is public at 500 facts a second; what that costs who appends (w6_append.py);
and how fast it is checked (w6_check.py).
"""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from jernih.apps.ledger import actions as ledger
from jernih.apps.ledger.models import Entry
from jernih.pure import events
from tests.bench.ground import Ground
from tests.bench.report import Row, percentile
from tests.bench.w6_append import measure_append
from tests.bench.w6_check import measure_check

A_SECOND, AT_ONCE = 500, 5


def measure(ground: Ground) -> list[Row]:
    """Return a row for the delay, and those of appending and of the check."""
    log = ground.folder / "log"
    with ground.sequencer():
        delays, rate = _publish(log, seconds=ground.sizes.of(5, 20))
        _fill(ground.sizes.of(5_000, 50_000))
        _wait_until_public(log)
    return [
        Row(
            workload="W6",
            what=f"fact committed -> in the signed checkpoint, at {rate:,.0f} facts/s",
            figure=percentile(delays, 0.99) * 1000,
            unit="ms (p99)",
            target="<= 2,000 ms at 500/s",
            p50=percentile(delays, 0.5) * 1000,
            p99=percentile(delays, 0.99) * 1000,
            note="the sequencer signs once a second",
        ),
        *measure_append(ground),
        *measure_check(ground.folder / "years", offices=4, days=ground.sizes.of(4, 32)),
    ]


def _publish(log: Path, *, seconds: int) -> tuple[list[float], float]:
    """Append at the asked rate; return each fact's delay and the rate that was reached."""
    base = Entry.objects.count()
    shown: list[tuple[float, int]] = []
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(log, shown, stop))
    watcher.start()
    began = time.monotonic()
    committed: list[float] = []
    while len(committed) < seconds * A_SECOND:
        with transaction.atomic():
            for _ in range(AT_ONCE):
                ledger.append(_fact(len(committed)))
                committed.append(0)
        now = time.monotonic()
        committed[-AT_ONCE:] = [now] * AT_ONCE
        time.sleep(max(0.0, began + len(committed) / A_SECOND - now))
    rate = len(committed) / (time.monotonic() - began)
    while not shown or shown[-1][1] < base + len(committed):
        time.sleep(0.01)
    stop.set()
    watcher.join()
    public = iter(shown)
    at, size = next(public)
    delays = []
    for n, moment in enumerate(committed, start=base + 1):
        while size < n:
            at, size = next(public)
        delays.append(at - moment)
    return delays, rate


def _watch(log: Path, shown: list[tuple[float, int]], stop: threading.Event) -> None:
    while not stop.is_set():
        size = _size(log)
        if not shown or shown[-1][1] != size:
            shown.append((time.monotonic(), size))
        time.sleep(0.002)


def _size(log: Path) -> int:
    file = log / "checkpoint"
    return int(file.read_text().splitlines()[1]) if file.exists() else 0


def _fact(n: int) -> events.Event:
    return events.Confirmed(office="bench", at=datetime.now(UTC), ref=f"{n:032x}")


def _fill(more: int) -> None:
    for start in range(0, more, 500):
        with transaction.atomic():
            for n in range(start, min(start + 500, more)):
                ledger.append(_fact(n))


def _wait_until_public(log: Path) -> None:
    while _size(log) < Entry.objects.count():
        time.sleep(0.05)
