"""Kill -9 of database, writer and sequencer: nothing acknowledged is lost, the record verifies."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from jernih.config import embedded
from tests.server import ROOT

pytestmark = pytest.mark.xdist_group("kill")


@dataclass
class Hall:
    """A real database that waits for its disk, a busy hall, and the sequencer beside it."""

    home: Path
    acknowledged: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.output = self.home / "output"
        self.cluster = embedded.Cluster(self.home / "pg")
        self.cluster.start()
        host = f"host={self.cluster.socket}&user={embedded.USER}"
        self.url = f"postgresql:///{embedded.NAME}?{host}"
        self.environment = os.environ | {
            "DATABASE_URL": self.url,
            "JERNIH_VAR": str(self.home),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "logkey")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def work_until_killed(self, *, seconds: float, victim: str) -> None:
        """Let the hall work for so long, kill one of the three, and note what was acknowledged."""
        writer = self.start("tests/drills/busy_hall.py", stdout=subprocess.PIPE)
        sequencer = self.start("manage.py", "sequencer")
        first = writer.stdout.readline()
        assert first, self.output.read_text()
        time.sleep(seconds)
        pids = {
            "database": self.cluster.process.pid,
            "writer": writer.pid,
            "sequencer": sequencer.pid,
        }
        os.kill(pids[victim], signal.SIGKILL)
        if victim == "sequencer":
            time.sleep(0.2)
        writer.kill()
        sequencer.kill()
        said = first + writer.communicate()[0]
        sequencer.wait()
        # The last line may be cut short by the kill.
        whole = [line for line in said.splitlines(keepends=True) if line.endswith("\n")]
        self.acknowledged += [line.split() for line in whole]
        if victim == "database":
            self.cluster.stop()
            self.cluster.start()

    def start(self, *words: str, **more: object) -> "subprocess.Popen[str]":
        with self.output.open("a") as said:
            return subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                env=self.environment,
                text=True,
                stderr=said,
                **more,
            )

    def rows(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def hall() -> Iterator[Hall]:
    with tempfile.TemporaryDirectory(prefix="jernih-kill-") as name:
        Path(name).chmod(0o755)
        made = Hall(Path(name))
        yield made
        made.cluster.stop()


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.drill)])
def test_nothing_acknowledged_is_lost_and_the_record_verifies(hall, rounds):
    moments = random.Random(20261125)  # the same moments in every run
    for _ in range(rounds):
        for victim in ("database", "writer", "sequencer"):
            hall.work_until_killed(seconds=moments.uniform(0.05, 1.0), victim=victim)
    hall.run("manage.py", "sequencer", "--once")

    steps = [int(line[0]) for line in hall.acknowledged]
    given = [line[1] for line in hall.acknowledged if len(line) > 1]
    [(step,)] = hall.rows("SELECT step FROM hall_hallday")
    numbers = [
        number
        for (number,) in hall.rows(
            "SELECT format('%s-%s', series, lpad(n::text, 3, '0')) FROM hall_ticket ORDER BY n"
        )
    ]
    assert given
    assert step >= max(steps)
    assert set(given) <= set(numbers)
    assert len(given) == len(set(given))
    assert numbers == [f"P-{n:03d}" for n in range(1, len(numbers) + 1)]
    assert hall.run("-m", "jernih.verify", str(hall.home / "log")).stdout
