"""One throw-away PostgreSQL for all test processes of this tree; the last one out stops it."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg

from jernih.config import embedded

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "test"
# Nothing here must survive a power cut, so nothing waits for the disk.
HASTY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "300",
}


def data() -> Path:
    """Return the data folder; one for each kind of server, so that both can be tested."""
    kind = "wheel" if "JERNIH_PG_BIN" not in os.environ else embedded.binaries().parent.name
    return FOLDER / f"pg-{kind}"


def django_database() -> dict[str, Any]:
    return embedded.django_database(data(), name="postgres")


@contextlib.contextmanager
def running() -> Iterator[None]:
    """Start the server unless it runs; stop it when no test process uses it any more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    users = data().with_suffix(".users").open("w")
    try:
        with _one_at_a_time():
            if _alone(users):
                _start_afresh()
            fcntl.flock(users, fcntl.LOCK_SH)
        yield
    finally:
        with _one_at_a_time():
            fcntl.flock(users, fcntl.LOCK_UN)
            if _alone(users):
                embedded.Cluster(data()).stop_stranger()
        users.close()


def migrated() -> str:
    """Make a database with all tables, once for this run and server; return its name, to copy it.

    To make it takes ten seconds, to copy it a tenth of one.
    """
    name = f"template_{os.environ['JERNIH_TEST_RUN']}"
    with _one_at_a_time(), psycopg.connect(at("postgres"), autocommit=True) as connection:
        found = "SELECT 1 FROM pg_database WHERE datname = %s"
        if not connection.execute(found, [name]).fetchone():
            half = f"{name}_half"
            connection.execute(f"DROP DATABASE IF EXISTS {half}")
            connection.execute(f"CREATE DATABASE {half}")
            subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"],
                env=os.environ | {"DATABASE_URL": at(half)},
                check=True,
            )
            connection.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


def at(name: str) -> str:
    """Return the address of a database of this server."""
    host = quote(str(embedded.socket_dir(data())), safe="")
    return f"postgresql:///{name}?host={host}&user={embedded.USER}"


def _start_afresh() -> None:
    cluster = embedded.Cluster(data(), settings=HASTY, stays=True)
    # What a killed run left behind is of no use to anyone.
    cluster.stop_stranger()
    shutil.rmtree(cluster.data, ignore_errors=True)
    cluster.start()
    # `start` holds the lock of its data folder; ours is the lock of the users.
    cluster.let_go()


def _alone(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    with data().with_suffix(".start").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield
