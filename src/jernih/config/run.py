"""`jernih run`: database, tables, office, then web, live and work, until someone says stop."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import psycopg

from jernih.config import demo_clock, demo_mirror, demo_witness, embedded, env, processes, where

SECONDS_TO_ANSWER, SECONDS_TO_STOP = 90, 10
WEB = (
    *("--interface", "wsgi", "--host", where.LISTEN, "--port", str(where.WEB_PORT)),
    *("--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "3"),
    "jernih.config.wsgi:application",
)


class CannotRun(env.Plain):
    """The office cannot start; the message says why and what helps."""


@dataclass
class Child:
    """One process of the office. url: what must answer before it counts as started.

    is_needed: without it the office stops, rather than going on by halves.
    """

    name: str
    command: list[str]
    url: str = ""
    is_needed: bool = True

    def start(self, log: Path) -> None:
        """Start it, its words going to a file of its own."""
        self.log = log
        with log.open("ab") as out:
            self.began = out.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGTERM),  # noqa: PLW1509
            )

    def signal(self, number: int) -> None:
        """Tell it and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def has_ended(self) -> bool:
        """Tell whether it is gone."""
        return self.process.poll() is not None

    def answers(self) -> bool:
        """Tell whether it takes requests; any answer will do."""
        if not self.url:
            return True
        try:
            with urllib.request.urlopen(self.url, timeout=5):  # noqa: S310 - our own address
                return True
        except urllib.error.HTTPError as refusal:
            return refusal.code < 500
        except OSError:
            return False

    def last_words(self) -> str:
        """Return the last lines it wrote since it was started."""
        with self.log.open(errors="replace") as said:
            said.seek(self.began)
            return "\n".join(said.read().splitlines()[-12:])


def run() -> int:
    """Start everything, wait, stop everything; return the exit code."""
    began = time.monotonic()
    _check_packages()
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    _check_ports()
    where.VAR.mkdir(parents=True, exist_ok=True)
    cluster = None if where.DATABASE_URL else embedded.Cluster(where.PG_DATA)
    children: list[Child] = []
    try:
        if cluster:
            print("Starting the database ...", flush=True)
            cluster.start()
        else:
            _check_database()
        os.environ["DATABASE_URL"] = where.database_url()
        greeting = _prepare()
        if shift := demo_clock.known_shift(where.DEMO_CLOCK):
            os.environ.setdefault("JERNIH_CLOCK_SHIFT", str(shift))
        mirror = demo_mirror.command(site=f"http://127.0.0.1:{where.WEB_PORT}")
        if mirror:
            os.environ |= demo_mirror.settings()
        children = _start_children(mirror)
        _wait_until_all_answer(children)
        print(_welcome(greeting, seconds=time.monotonic() - began), flush=True)
        return _watch(children, cluster)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children, cluster)


def _check_packages() -> None:
    for name in ("allauth", "django", "granian", "procrastinate", "starlette"):
        if find_spec(name) is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def _check_ports() -> None:
    for name, port in (("WEB_PORT", where.WEB_PORT), ("LIVE_PORT", where.LIVE_PORT)):
        if not port:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((where.LISTEN, port))
            except OSError:
                raise CannotRun(
                    f"Port {port} is taken by another program, perhaps by this office in another "
                    f"window. Stop that, or choose another: {name}={port + 10} make run"
                ) from None


def _check_database() -> None:
    try:
        psycopg.connect(where.DATABASE_URL, connect_timeout=5).close()
    except psycopg.Error as problem:
        raise CannotRun(
            f"The database that DATABASE_URL names does not answer: {str(problem).strip()}"
        ) from None


def _prepare() -> str:
    """Bring tables and office up to date, in a process of its own so that ours stays small."""
    print("Preparing the office ...", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "jernih.config.prepare"],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRun("The office could not be prepared; the reason stands above this line.")
    return done.stdout.strip()


def _start_children(mirror: list[str]) -> list[Child]:
    os.environ["LIVE_HOST"], os.environ["LIVE_PORT"] = where.LISTEN, str(where.LIVE_PORT)
    host = "127.0.0.1" if where.LISTEN == "0.0.0.0" else where.LISTEN  # noqa: S104 - compared only
    children = [
        Child("web", ["granian", *WEB], f"http://{host}:{where.WEB_PORT}/healthz"),
        Child("work", ["django", "procrastinate", "worker", "--concurrency", "2"]),
        Child("record", ["django", "sequencer"]),
    ]
    if where.LIVE_PORT:
        children.append(
            Child("live", ["jernih.live"], f"http://{host}:{where.LIVE_PORT}/live/healthz")
        )
    if witness := demo_witness.command(policy=where.POLICY_FILE):
        children.append(Child("witness", witness, is_needed=False))
    if mirror:
        children.append(Child("mirror", mirror, is_needed=False))
    folder = where.VAR / "output"
    folder.mkdir(exist_ok=True)
    for child in children:
        child.start(folder / f"{child.name}.log")
    return children


def _wait_until_all_answer(children: list[Child]) -> None:
    for child in children:
        processes.wait_for(lambda: child.has_ended() or child.answers(), SECONDS_TO_ANSWER)  # noqa: B023
        if child.is_needed and (child.has_ended() or not child.answers()):
            raise CannotRun(_ending(child))


def _watch(children: list[Child], cluster: embedded.Cluster | None) -> int:
    while True:
        for child in children:
            if child.is_needed and child.has_ended():
                print(_ending(child), file=sys.stderr)
                return 1
        if cluster and cluster.process and cluster.process.poll() is not None:
            print(f"The database stopped by itself; see {cluster.log}.", file=sys.stderr)
            return 1
        time.sleep(0.5)


def _ending(child: Child) -> str:
    how = "does not answer"
    if (code := child.process.poll()) is not None:
        how = (
            f"ended with code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
        )
    return f"The process `{child.name}` {how}. Its last words ({child.log}):\n{child.last_words()}"


def _stop(children: list[Child], cluster: embedded.Cluster | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave halves behind
    if any(not child.has_ended() for child in children):
        print("\nStopping ...", flush=True)
    for child in children:
        child.signal(signal.SIGTERM)
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(SECONDS_TO_STOP)
        # The whole group: a server that was killed leaves its workers, and they keep the port.
        child.signal(signal.SIGKILL)
        child.process.wait()
    # Last of all: whoever wrote has been heard.
    if cluster:
        cluster.stop()


def _welcome(greeting: str, *, seconds: float) -> str:
    lines = ["", f"The office is open: http://localhost:{where.WEB_PORT}/  (in {seconds:.1f} s)"]
    lines += [greeting] if greeting else []
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - signal's shape
    raise KeyboardInterrupt
