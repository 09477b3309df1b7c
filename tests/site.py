"""A whole office for browser tests: `jernih run` with a database and a clock of its own."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import psycopg

from tests import server

ROOT = Path(__file__).resolve().parents[1]
ZONE = ZoneInfo("Asia/Makassar")
SECONDS_TO_START = 180


@dataclass
class Site:
    """Where it is, and the environment in which it runs."""

    url: str
    live: str
    environment: dict[str, str]
    pid: int
    output: Path

    @property
    def now(self) -> datetime:
        """The time that the site believes it is."""
        ahead = int(self.environment["JERNIH_CLOCK_SHIFT"]) + self._later()
        return datetime.now(ZONE) + timedelta(seconds=ahead)

    def _later(self) -> int:
        kept = Path(self.environment["JERNIH_CLOCK_LATER"])
        return int(kept.read_text()) if kept.exists() else 0

    def later(self, seconds: int) -> None:
        """Let time pass for all pages and jobs; it never goes back."""
        kept = Path(self.environment["JERNIH_CLOCK_LATER"])
        written = kept.with_suffix(".new")
        written.write_text(str(self._later() + seconds))
        written.replace(kept)

    def manage(self, *words: str, typed: str | None = None) -> str:
        """Run one of Django's commands against the site's database; return what it prints."""
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, input=typed, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str, *values: object) -> list[tuple]:
        """Ask the site's database directly."""
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            return connection.execute(query, values).fetchall()


@contextlib.contextmanager
def running_site(*, hour: int = 8, has_draws: bool = False) -> Iterator[Site]:
    """Run an office whose clock says this hour of an ordinary Wednesday; stop it afterwards.

    has_draws: make the demonstration's draws first, which takes longer than all the rest.
    """
    with server.running(), _folder() as var, _database() as url:
        web, live = free_port(), free_port()
        (var / "tmp").mkdir()
        environment = os.environ | {
            "DATABASE_URL": url,
            "JERNIH_VAR": str(var),
            "TMPDIR": str(var / "tmp"),
            "JERNIH_DEMO_DRAWS": "60" if has_draws else "0",
            "JERNIH_CLOCK_SHIFT": str(clock_shift(hour)),
            "JERNIH_CLOCK_LATER": str(var / "clock-later"),
            "WEB_PORT": str(web),
            "LIVE_PORT": str(live),
            "SITE_URL": f"http://localhost:{web}",
        }
        # The demonstration signs its roster with a key of its own.
        environment.pop("ROSTER_KEY", None)
        output = var / "run.log"
        with output.open("w") as said:
            office = subprocess.Popen(
                [sys.executable, "-m", "jernih.config.cli", "run"],
                env=environment,
                stdout=said,
                stderr=said,
            )
        try:
            _wait(office, output)
            yield Site(
                f"http://localhost:{web}",
                f"http://localhost:{live}",
                environment,
                office.pid,
                output,
            )
        finally:
            office.terminate()
            office.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(office: subprocess.Popen[bytes], output: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while "The office is open" not in output.read_text():
        assert office.poll() is None, output.read_text()
        assert time.monotonic() < until, f"no start in {SECONDS_TO_START} s:\n{output.read_text()}"
        time.sleep(0.1)


def clock_shift(hour: int) -> int:
    """Return the seconds from now to this hour of the next Wednesday that is no holiday."""
    now = datetime.now(ZONE)
    day = now + timedelta(days=(2 - now.weekday()) % 7)
    while day.date() in holidays.country_holidays("ID"):
        day += timedelta(days=7)
    return int((day.replace(hour=hour, minute=0, second=0) - now).total_seconds())


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="site-", dir=server.FOLDER))
    try:
        yield made
    finally:
        if not os.environ.get("KEEP_SITE"):
            shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def _database() -> Iterator[str]:
    name, template = f"site_{secrets.token_hex(4)}", server.migrated()
    with psycopg.connect(server.at("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield server.at(name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
