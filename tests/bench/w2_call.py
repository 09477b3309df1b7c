"""W2: fifty counters press *next* while five thousand wait.

Each caller is a process with its own counters; a turn is *next* (which also finishes the one
before) and *start*. Only *next* is timed; turns a second are what the hall gets.
Limit: an UPDATE of one row found with FOR UPDATE SKIP LOCKED over as many rows, by pgbench.
"""

import json
import subprocess
import sys
import time

from tests.bench import offices
from tests.bench.ground import ROOT, Ground
from tests.bench.report import Row, percentile

COUNTERS, WAITING, CALLERS = 50, 5000, 4
TABLES = """
CREATE TABLE limit_line (
    id bigserial PRIMARY KEY, state int NOT NULL DEFAULT 0, place int NOT NULL
);
CREATE INDEX limit_line_place ON limit_line (place, id) WHERE state = 0;
INSERT INTO limit_line (place) SELECT n FROM generate_series(1, 400000) n;
ANALYZE limit_line;
"""
CLAIM = """
UPDATE limit_line SET state = 1 WHERE id = (
    SELECT id FROM limit_line WHERE state = 0 ORDER BY place, id FOR UPDATE SKIP LOCKED LIMIT 1
) RETURNING id;
"""


def skip_locked_limit(ground: Ground) -> float:
    """Return claims a second."""
    with ground.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS limit_line")
        connection.execute(TABLES)
    claims = ground.pgbench(CLAIM, clients=16, seconds=ground.sizes.of(3, 8))
    with ground.connect() as connection:
        connection.execute("DROP TABLE limit_line")
    return claims


def measure(ground: Ground) -> list[Row]:
    """Return the row of W2."""
    limit = skip_locked_limit(ground)
    turns, times = called_per_second(
        ground, counters=COUNTERS, waiting=WAITING, turns=ground.sizes.of(4, 30)
    )
    return [
        Row(
            workload="W2",
            what=f"call next, {COUNTERS} counters, {WAITING:,} waiting (one office)",
            figure=turns,
            unit="calls/s",
            limit=limit,
            limit_what="/s SKIP LOCKED, 16 clients",
            ratio=turns / limit,
            target=">= 0.25; p99 <= 20",
            p50=percentile(times, 0.5) * 1000,
            p99=percentile(times, 0.99) * 1000,
            note=f"{CALLERS} processes call without pause; each turn is two facts on the record "
            "(called, started) and one more (served)",
        )
    ]


def called_per_second(
    ground: Ground, *, counters: int, waiting: int, turns: int
) -> tuple[float, list[float]]:
    """Return turns a second of all counters together, and the times of *next*."""
    office = offices.make_office(counters=counters)
    _, desks = offices.make_line(office, waiting=waiting, counters=counters)
    with ground.connect() as connection:
        connection.execute("VACUUM ANALYZE")
    began = time.perf_counter()
    callers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.bench.caller", str(office.pk), str(turns)),
                *(str(desk) for desk in desks[first::CALLERS]),
            ],
            cwd=ROOT,
            env=ground.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(CALLERS)
    ]
    said = [json.loads(caller.communicate()[0]) for caller in callers]
    assert all(caller.returncode == 0 for caller in callers)
    seconds = max(one["ended"] for one in said) - min(one["began"] for one in said)
    assert seconds < time.perf_counter() - began
    times = [value for one in said for value in one["times"]]
    return len(times) / seconds, times
