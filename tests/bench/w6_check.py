"""W6: how fast a stranger checks a record, in parts and as a whole, on years made up by w6_days.

Limit: hashing the same entries as leaves in Python and doing nothing else, in the same run.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from jernih.pure.events import parse_event
from jernih.pure.tlog.note import open_note, parse_checkpoint
from jernih.pure.tlog.reader import LogReader
from jernih.verify import Folder
from tests.bench.report import Row
from tests.bench.w6_days import write_days
from tests.logs import KEY, write_log

ROOT = Path(__file__).resolve().parents[2]
TIMES = 3


def measure_check(folder: Path, *, offices: int, days: int) -> list[Row]:
    """Return a row each for tree and signature, strict reading, and the whole check."""
    entries = write_days(offices=offices, days=days)
    write_log(folder, entries)
    raw = len(entries) / _least(lambda: _hash(entries))
    tree = len(entries) / _least(lambda: _walk(folder, len(entries)))
    read = len(entries) / _least(lambda: _read(entries))
    whole, kilobytes = _whole(folder, len(entries))
    told = {"limit": raw, "limit_what": "/s leaf hashes in Python", "unit": "entries/s"}
    what = f"of {len(entries):,} entries"
    return [
        Row(
            workload="W6",
            what=f"signature, tree and every leaf {what}",
            figure=tree,
            ratio=tree / raw,
            target=">= 0.3",
            note="reading of files included",
            **told,
        ),
        Row(
            workload="W6",
            what=f"strict reading {what}",
            figure=read,
            ratio=read / raw,
            note="one spelling, every field",
            **told,
        ),
        Row(
            workload="W6",
            what=f"a stranger's whole check {what}, every rule run",
            figure=whole,
            ratio=whole / raw,
            target=">= 0.3",
            memory=kilobytes / 1024,
            note=f"{len(entries) / whole:.1f} s in all, start of Python included; one process",
            **told,
        ),
    ]


def _least(deed: Callable[[], None]) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        deed()
        times.append(time.perf_counter() - began)
    return min(times)


def _hash(entries: list[bytes]) -> None:
    for entry in entries:
        sha256(b"\x00" + entry).digest()


def _walk(folder: Path, size: int) -> None:
    source = Folder(str(folder))
    raw = source.get("checkpoint")
    assert raw
    head = parse_checkpoint(open_note(raw, keys=[KEY]).text)
    assert sum(1 for _ in LogReader(head, fetch=source.get).entries()) == size


def _read(entries: list[bytes]) -> None:
    for entry in entries:
        parse_event(entry)


# The child reads its own memory: what the system tells of children includes the moment of forking.
_CODE = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from jernih import verify
code = verify.main(sys.argv[1:])
print("".join(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
sys.exit(code)
"""


def _whole(folder: Path, size: int) -> tuple[float, int]:
    """Return entries a second of the program as a stranger starts it, and its kilobytes."""
    command = [sys.executable, "-I", "-S", "-c", _CODE, str(ROOT / "src"), str(folder)]
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    assert done.returncode == 0, done.stdout + done.stderr
    told = re.search(r"Signed: (\d+) entries", done.stdout)
    memory = re.search(r"VmHWM:\s+(\d+)", done.stdout)
    assert told
    assert memory
    assert int(told[1]) == size
    return size / seconds, int(memory[1])
