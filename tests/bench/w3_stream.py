"""W3: from a committed call to the last of a thousand, and of five thousand, open boards."""

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench import offices
from tests.bench.ground import ROOT, Ground, cpu_seconds, pss
from tests.bench.report import Row, percentile

# Committed calls beside which a board is told; the first warm everything up.
WARM_UP = 3
CALL = """
WITH day AS (UPDATE hall_hallday SET step = step + 1 WHERE id = %s RETURNING id, step)
INSERT INTO hall_hallcall
    (hall_day_id, step, number, counter_number, direction, is_recall, called_at)
SELECT id, step, 'A-' || lpad((step %% 1000)::text, 3, '0'), 1 + step %% 9, 'kiri', false, now()
FROM day RETURNING step
"""


def measure(ground: Ground) -> list[Row]:
    """Return a row for each size."""
    office = offices.make_office(counters=9)
    day, _ = offices.make_line(office, waiting=40, counters=9)
    rows = []
    for count, target in ((1000, 100), (5000, 300)):
        with ground.live() as (port, pid):
            rows.append(_watched(ground, office.slug, day.pk, port, pid, count, target))
    return rows


def _watched(
    ground: Ground, slug: str, day: int, port: int, pid: int, count: int, target: int
) -> Row:
    before = pss(pid)
    with screens(port, count, f"/live/board/{slug}") as listening:
        opened = float(listening.stdout.readline().split()[1])
        time.sleep(1)
        kilobytes = (pss(pid) - before) * 1024 / count
        used = cpu_seconds(pid)
        times = [
            _call(ground, slug, day, listening) for _ in range(WARM_UP + ground.sizes.of(8, 30))
        ]
        used = (cpu_seconds(pid) - used) / (len(times) * count)
    times = times[WARM_UP:]
    p99 = percentile(times, 0.99) * 1000
    return Row(
        workload="W3",
        what=f"call committed -> last of {count:,} boards",
        figure=p99,
        unit="ms (p99)",
        target=f"<= {target} ms; <= 35 kB",
        p50=percentile(times, 0.5) * 1000,
        p99=p99,
        memory=pss(pid),
        note=f"{kilobytes:.1f} kB a connection (PSS); {count:,} opened in {opened:.1f} s; "
        f"{used * 1_000_000:.0f} us of processor a board told",
    )


def _call(ground: Ground, slug: str, day: int, listening: "subprocess.Popen[str]") -> float:
    """Commit one call; return after how long the last screen had it."""
    with ground.connect() as connection, connection.transaction():
        connection.execute(CALL, [day])
        connection.execute("SELECT pg_notify('hall', %s)", [slug])
        # The transaction ends with this block; what follows it is the line's time.
        began = time.monotonic()
    last = float(listening.stdout.readline().split()[3])
    time.sleep(0.3)
    return last - began


@contextlib.contextmanager
def screens(port: int, count: int, *paths: str) -> Iterator["subprocess.Popen[str]"]:
    """Open so many screens in a process of their own."""
    listening = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.screens", str(port), str(count), *paths],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield listening
    finally:
        listening.stdin.close()
        listening.wait(30)
        listening.stdout.close()
