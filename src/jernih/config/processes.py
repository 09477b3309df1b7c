"""Look at processes by their id, on Linux and macOS, without extra packages."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

LINUX = sys.platform == "linux"
PR_SET_PDEATHSIG = 1


def name_of(pid: int) -> str | None:
    """Return the program's name; None if there is none, or only a zombie is left of it."""
    if LINUX:
        try:
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
        except OSError:
            return None
        return None if rest.split()[0] in "ZX" else name.partition("(")[2]
    found = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = found.stdout.strip().partition(" ")
    return None if not state or state.startswith("Z") else Path(command.strip()).name


def working_in(folder: Path) -> bool:
    """Tell whether any process stands in this folder; elsewhere than on Linux: any PostgreSQL."""
    if not LINUX:
        found = subprocess.run(["ps", "-axo", "comm="], capture_output=True, text=True, check=False)
        return any(line.strip().endswith("postgres") for line in found.stdout.splitlines())
    for place in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if place.readlink() == folder:
                return True
    return False


def end(pid: int, *signals: tuple[int, float]) -> bool:
    """Send each signal in turn and wait its seconds; tell whether the process is gone."""
    for number, seconds in signals:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        if wait_for(lambda: name_of(pid) is None, seconds):
            return True
    return False


def wait_for(is_so: Callable[[], bool], seconds: float) -> bool:
    """Look again and again, for so many seconds, until it is so; tell whether it came so."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def die_with_parent(number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """Return what a child runs before it starts, so that it never outlives us (Linux only)."""
    if not LINUX:
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, number) and None
