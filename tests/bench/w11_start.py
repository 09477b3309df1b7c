"""W11: how long a second `jernih run` takes, and what the office at rest holds in memory."""

import os
import signal
import subprocess
import sys
import time

from tests.bench.ground import Ground, pss
from tests.bench.report import Row
from tests.site import free_port


def measure(ground: Ground) -> list[Row]:
    """Start twice in a folder of its own; the second start counts."""
    folder = ground.folder / "start"
    environment = os.environ | {
        "DATABASE_URL": "",
        "JERNIH_VAR": str(folder),
        "WEB_PORT": str(free_port()),
        "LIVE_PORT": str(free_port()),
    }
    first, _ = _start(environment, folder, rest=0)
    warm, memory = _start(environment, folder, rest=ground.sizes.of(3, 20))
    return [
        Row(
            workload="W11",
            what="warm `jernih run` until every process answers",
            figure=warm,
            unit="s",
            target="<= 10 s; <= 450 MB",
            memory=memory,
            note=f"first start with an empty folder {first:.1f} s; memory of everything at rest, "
            "PostgreSQL included (PSS)",
        )
    ]


def _start(environment: dict[str, str], folder, *, rest: int) -> tuple[float, float]:
    folder.mkdir(exist_ok=True)
    said = folder / "run.log"
    began = time.monotonic()
    with said.open("wb") as log:
        office = subprocess.Popen(
            [sys.executable, "-m", "jernih.config.cli", "run"],
            env=environment,
            stdout=log,
            stderr=log,
        )
    while "The office is open" not in said.read_text():
        assert office.poll() is None, said.read_text()
        time.sleep(0.02)
    seconds = time.monotonic() - began
    time.sleep(rest)
    memory = pss(office.pid)
    office.send_signal(signal.SIGTERM)
    office.wait(30)
    return seconds, memory
