"""Rows of figures, a table of them, and the machine they were measured on."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure beside the limit of this machine, measured in the same run.

    ratio: what the target is about. p50, p99 in milliseconds, memory in MB; 0: not measured.
    """

    workload: str
    what: str
    figure: float
    unit: str
    limit: float = 0
    limit_what: str = ""
    ratio: float = 0
    target: str = ""
    p50: float = 0
    p99: float = 0
    memory: float = 0
    note: str = ""


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which this share (0 to 1) of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else 0.0


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    model = "unknown"
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        named = [line for line in cpus.read_text().splitlines() if line.startswith("model name")]
        model = named[0].partition(":")[2].strip() if named else model
    release = Path("/etc/os-release")
    system = platform.system()
    if release.exists():
        pretty = [n for n in release.read_text().splitlines() if n.startswith("PRETTY_NAME")]
        system = pretty[0].partition("=")[2].strip('"') if pretty else system
    head = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cpu": f"{os.cpu_count()} x {model}",
        "system": system,
        "python": platform.python_version(),
        "load": " ".join(f"{value:.2f}" for value in os.getloadavg()),
        "commit": head.stdout.strip(),
    }


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [
        "| # | what | figure | limit, same run | ratio | target | p50 / p99 ms | MB | note |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        limit = f"{_short(row.limit)} {row.limit_what}" if row.limit else ""
        times = f"{row.p50:.1f} / {row.p99:.1f}" if row.p99 else ""
        lines.append(
            f"| {row.workload} | {row.what} | {_short(row.figure)} {row.unit} | {limit} "
            f"| {row.ratio:.3g} | {row.target} | {times} "
            f"| {_short(row.memory) if row.memory else ''} | {row.note} |"
            if row.ratio
            else f"| {row.workload} | {row.what} | {_short(row.figure)} {row.unit} | {limit} | "
            f"| {row.target} | {times} | {_short(row.memory) if row.memory else ''} | {row.note} |"
        )
    return "\n".join(lines)


def as_json(rows: Sequence[Row], *, settings: dict[str, object]) -> str:
    """Return everything as JSON."""
    body = {"machine": machine(), "settings": settings, "rows": [asdict(row) for row in rows]}
    return json.dumps(body, indent=1)


def _short(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
