"""An office with a database of its own, whose parts can be killed and started again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from jernih.config import embedded
from tests import server
from tests.site import clock_shift, free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 900
# What stands in the command of each part that `jernih run` starts.
PARTS = {
    "web": "granian --interface wsgi",
    "live": "jernih.live",
    "work": "procrastinate worker",
    "record": "django sequencer",
}
# One hour a day, so that it is soon played.
PLAN = """
slug = "singkat"
name = "Kantor Latihan"
address = "Tarakan"
time_zone = "Asia/Makassar"
[hours]
mon = ["08:00-09:00"]
tue = ["08:00-09:00"]
wed = ["08:00-09:00"]
thu = ["08:00-09:00"]
fri = ["08:00-09:00"]
[[services]]
code = "paspor-baru"
series = "A"
name = "Paspor baru"
name_en = "New passport"
minutes = 6
[[services]]
code = "wawancara"
series = "W"
name = "Wawancara"
name_en = "Interview"
minutes = 5
is_step = true
[[counters]]
number = 1
services = ["paspor-baru"]
[[counters]]
number = 2
services = ["paspor-baru", "wawancara"]
"""


@dataclass
class DrillOffice:
    """`jernih run` in a folder of its own. seen: calls that were on the record's way once."""

    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    seen: set[tuple[int, str, int]] = field(default_factory=set)

    @property
    def pg_data(self) -> Path:
        return embedded.Cluster(self.folder / "pg").data

    def start(self) -> None:
        """Start it, again and again, as the guard of a real office would."""
        said = self.folder / "run.log"
        until = time.monotonic() + SECONDS_TO_START
        while True:
            with said.open("wb") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "jernih.config.cli", "run"],
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                )
            while self.process.poll() is None:
                if "The office is open" in said.read_text():
                    return
                assert time.monotonic() < until, said.read_text()
                time.sleep(0.1)
            assert time.monotonic() < until, said.read_text()

    def kill(self, part: str) -> None:
        """kill -9 one part; `all` is everything at once, as when the power fails."""
        pids = self.parts()
        for name in pids if part == "all" else [part]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pids[name], signal.SIGKILL)

    def parts(self) -> dict[str, int]:
        assert self.process is not None
        found = {"run": self.process.pid}
        shown = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        for line in shown.stdout.splitlines():
            pid, _, command = line.strip().partition(" ")
            found |= {name: int(pid) for name, words in PARTS.items() if words in command}
        with contextlib.suppress(OSError):
            found["postgres"] = int((self.pg_data / "postmaster.pid").read_text().split()[0])
        return found

    def restart_if_ended(self) -> bool:
        """The office stops by itself when a part is gone; start it again, as a guard would."""
        assert self.process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
            self.start()
            return True
        return False

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)

    def command(self, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / "demo.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), *words],
                env=self.environment | {"DATABASE_URL": self.url},
                stdout=log,
                stderr=log,
            )

    @property
    def url(self) -> str:
        host = quote(str(embedded.socket_dir(self.folder / "pg")), safe="")
        return f"postgresql:///{embedded.NAME}?host={host}&user={embedded.USER}"

    def rows(self, query: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            return connection.execute(query, values).fetchall()

    def look(self) -> int:
        """Remember every call that can be seen; return how far the day is."""
        with contextlib.suppress(psycopg.OperationalError):
            self.seen |= set(self.calls())
            [(step,)] = self.rows("SELECT coalesce(max(step), 0) FROM hall_hallday")
            return step
        return 0

    def calls(self) -> list[tuple[int, str, int]]:
        return self.rows("SELECT step, number, counter_number FROM hall_hallcall")

    def is_day_over(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            return bool(self.rows("SELECT 1 FROM hall_hallday WHERE closed_at IS NOT NULL"))
        return False


@contextlib.contextmanager
def drill_office() -> Iterator[DrillOffice]:
    server.FOLDER.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir=server.FOLDER))
    web, live = free_port(), free_port()
    office = DrillOffice(
        folder,
        os.environ
        | {
            "JERNIH_VAR": str(folder),
            "JERNIH_DEMO_DRAWS": "0",
            "JERNIH_CLOCK_SHIFT": str(clock_shift(hour=8)),
            "WEB_PORT": str(web),
            "LIVE_PORT": str(live),
            "SITE_URL": f"http://localhost:{web}",
            # Empty: the embedded server of this folder, whatever `.env` says.
            "DATABASE_URL": "",
        },
    )
    (folder / "plan.toml").write_text(PLAN)
    try:
        yield office
    finally:
        office.stop()
        shutil.rmtree(office.pg_data.parent if office.pg_data.parent != folder else folder, True)
        shutil.rmtree(folder, ignore_errors=True)
