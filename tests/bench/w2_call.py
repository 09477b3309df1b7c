"""W2: fifty counters press *next* while five thousand wait.

Each thread of a caller has its own counters; a turn is *next* (which also finishes the one
before) and *start*. Only *next* is timed; turns a second are what the hall gets.
Limit: an UPDATE of one row found with FOR UPDATE SKIP LOCKED over as many rows, by pgbench.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass

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
    """Return the rows of W2: all officers through one process, through four threads, through four.

    The first is what grouping gives when all press at once; the second is the web process of
    `jernih run`, which answers four at a time; in the third nothing can be written together.
    """
    limit = skip_locked_limit(ground)
    return [
        _row(ground, limit, callers=1, threads=COUNTERS, what="in one process"),
        _row(ground, limit, callers=1, threads=4, what="by 4 threads of one process"),
        _row(ground, limit, callers=CALLERS, threads=1, what=f"by {CALLERS} processes, each alone"),
    ]


def _row(ground: Ground, limit: float, *, callers: int, threads: int, what: str) -> Row:
    made = take_turns(
        ground,
        counters=COUNTERS,
        waiting=WAITING,
        turns=ground.sizes.of(10, 60),
        callers=callers,
        threads=threads,
    )
    return Row(
        workload="W2",
        what=f"call next, {COUNTERS} counters, {WAITING:,} waiting (one office), {what}",
        figure=made.turns,
        unit="calls/s",
        limit=limit,
        limit_what="/s SKIP LOCKED, 16 clients",
        ratio=made.turns / limit,
        target=">= 0.25; p99 <= 20",
        p50=percentile(made.times, 0.5) * 1000,
        p99=percentile(made.times, 0.99) * 1000,
        note="each turn is two facts on the record (called, started) and one more (served), and "
        f"takes {made.cpu:.2f} ms of a core in Python, {made.cpu_database:.2f} in PostgreSQL",
    )


def called_per_second(
    ground: Ground, *, counters: int, waiting: int, turns: int
) -> tuple[float, list[float]]:
    """Return turns a second of all counters together, and the times of *next*."""
    made = take_turns(ground, counters=counters, waiting=waiting, turns=turns, callers=CALLERS)
    return made.turns, made.times


@dataclass(frozen=True, kw_only=True)
class Turns:
    """What was done. turns: a second. times: of each *next*. cpu, cpu_database: ms of a turn."""

    turns: float
    times: list[float]
    cpu: float
    cpu_database: float


def take_turns(
    ground: Ground, *, counters: int, waiting: int, turns: int, callers: int, threads: int = 1
) -> Turns:
    """Let processes press *next* and *start* at all counters, each thread at some of them."""
    office = offices.make_office(counters=counters)
    _, desks = offices.make_line(office, waiting=waiting, counters=counters)
    with ground.connect() as connection:
        connection.execute("VACUUM ANALYZE")
    began, used = time.perf_counter(), ground.database_cpu()
    processes = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.bench.caller", str(office.pk), str(turns)),
                *(str(threads), *(str(desk) for desk in desks[first::callers])),
            ],
            cwd=ROOT,
            env=ground.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for first in range(callers)
    ]
    said = [json.loads(caller.communicate()[0]) for caller in processes]
    assert all(caller.returncode == 0 for caller in processes)
    seconds = max(one["ended"] for one in said) - min(one["began"] for one in said)
    assert seconds < time.perf_counter() - began
    times = [value for one in said for value in one["times"]]
    return Turns(
        turns=len(times) / seconds,
        times=times,
        cpu=sum(one["cpu"] for one in said) / len(times) * 1000,
        cpu_database=(ground.database_cpu() - used) / len(times) * 1000,
    )
