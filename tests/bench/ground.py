"""What every measurement stands on: an office with its own database on a real disk."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from jernih.config import embedded
from tests.site import free_port

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "bench"


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is done; small for a look, else for the record."""

    is_small: bool

    def of(self, small: int, full: int) -> int:
        return small if self.is_small else full


@dataclass
class Ground:
    """A database, and the processes of the office that use it."""

    folder: Path
    url: str
    cluster: embedded.Cluster
    sizes: Sizes

    @property
    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def connect(self) -> "psycopg.Connection[tuple]":
        return psycopg.connect(self.url, autocommit=True)

    def pgbench(self, script: str, *, clients: int, seconds: int) -> float:
        """Return how many transactions a second this script makes: the machine's own limit."""
        file = self.folder / "limit.sql"
        file.write_text(script)
        done = subprocess.run(
            [
                *(str(embedded.binaries() / "pgbench"), "-n", "-M", "prepared", "-j", "2"),
                *("-c", str(clients), "-T", str(seconds), "-f", str(file)),
                *("-h", str(self.cluster.socket), "-U", embedded.USER, embedded.NAME),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        said = next(line for line in done.stdout.splitlines() if line.startswith("tps"))
        return float(said.split()[2])

    def database_cpu(self) -> float:
        """Return how many seconds of a core the database has used, ended connections included."""
        master = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        return cpu_seconds(master, with_ended=True)

    @contextlib.contextmanager
    def web(self) -> Iterator[int]:
        """Run the web process exactly as `jernih run` does; give its port."""
        with self.web_process() as (port, _):
            yield port

    @contextlib.contextmanager
    def web_process(self) -> Iterator[tuple[int, int]]:
        """Run the web process; give its port and process id."""
        from jernih.config.run import WEB

        port = free_port()
        words = list(WEB)
        words[words.index("--port") + 1] = str(port)
        with self._process("granian", *words, url=f"http://127.0.0.1:{port}/healthz") as pid:
            yield port, pid

    @contextlib.contextmanager
    def live(self) -> Iterator[tuple[int, int]]:
        """Run the live process; give its port and process id."""
        port = free_port()
        with self._process(
            "jernih.live", url=f"http://127.0.0.1:{port}/live/healthz", LIVE_PORT=str(port)
        ) as pid:
            yield port, pid

    @contextlib.contextmanager
    def sequencer(self) -> Iterator[int]:
        with self._process("django", "sequencer", url="") as pid:
            yield pid

    @contextlib.contextmanager
    def _process(self, *words: str, url: str, **more: str) -> Iterator[int]:
        with (self.folder / "output.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *words], env=self.environment | more, stdout=log, stderr=log
            )
        try:
            _wait(process, url)
            yield process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextlib.contextmanager
def ground(*, is_small: bool) -> Iterator[Ground]:
    """Start a database with the settings of `jernih run`, make its tables, open the office."""
    HOME.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=HOME))
    cluster = embedded.Cluster(folder / "pg", settings={"max_connections": "300"})
    cluster.start()
    host = quote(str(cluster.socket), safe="")
    url = f"postgresql:///{embedded.NAME}?host={host}&user={embedded.USER}"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "jernih.config.settings",
        "JERNIH_DEVELOPMENT": "1",
        "JERNIH_VAR": str(folder),
        "SECRET_KEY": "only for measuring " * 3,
        "SERVER_KEY": "only for measuring " * 3,
        "DATABASE_URL": url,
        "DATABASE_CONNECTION_SECONDS": "600",
        "PYTHONPATH": str(ROOT / "src"),
        "LOG_LEVEL": "ERROR",
    }
    os.environ.pop("JERNIH_CLOCK_SHIFT", None)
    try:
        _prepare()
        yield Ground(folder, url, cluster, Sizes(is_small=is_small))
    finally:
        _disconnect()
        cluster.stop()
        if cluster.data.parent != folder:
            shutil.rmtree(cluster.data.parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("logkey", stdout=open(os.devnull, "w"))  # noqa: SIM115


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    until = time.monotonic() + 60
    while url:
        assert process.poll() is None, "the process ended at once; see output.log"
        assert time.monotonic() < until, f"{url} does not answer"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.05)


def pss(*pids: int) -> float:
    """Return the memory that these processes and all below them hold, in MB, shared parts split."""
    kilobytes = 0
    for pid in _family(*pids):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes / 1024


def cpu_seconds(*pids: int, with_ended: bool = False) -> float:
    """Return the processor time that these processes and all below them have used.

    with_ended: also what those used that ended before.
    """
    ticks = 0
    for pid in _family(*pids):
        with contextlib.suppress(OSError):
            rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, rest[11 : 15 if with_ended else 13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(*pids: int) -> set[int]:
    found, parents = set(pids), {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            rest = place.read_text().rpartition(")")[2].split()
            parents[int(place.parent.name)] = int(rest[1])
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found
