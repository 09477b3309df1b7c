"""`make bench`: measure the hot paths beside this machine's own limits, in one run.

python -m tests.bench [--small] [--only W1,W3] [--json FILE]. Prints a table; nothing is asserted
about time, for that is what the reader is for.
"""

import argparse
import importlib
import sys
import time
import traceback
from pathlib import Path

from tests.bench import ground, report

WORKLOADS = {
    "W1": "w1_apply",
    "W2": "w2_call",
    "W3": "w3_stream",
    "W4": "w4_place",
    "W5": "w5_draw",
    "W6": "w6_record",
    "W8": "w8_growth",
    "W10": "w10_pages",
    "W11": "w11_start",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--small", action="store_true", help="little of everything, for a look")
    asked.add_argument("--only", default="", help="like W1,W3")
    asked.add_argument("--json", type=Path, default=ground.HOME / "last.json")
    given = asked.parse_args()
    wanted = [word.strip().upper() for word in given.only.split(",") if word] or list(WORKLOADS)
    rows: list[report.Row] = []
    failed: list[str] = []
    with ground.ground(is_small=given.small) as here:
        for name in wanted:
            began = time.monotonic()
            try:
                # Only now: it imports models, which need the settings that `ground` makes.
                rows += importlib.import_module(f"tests.bench.{WORKLOADS[name]}").measure(here)
            except Exception:
                # What was measured before is not lost; the run fails at its end.
                traceback.print_exc()
                failed.append(name)
            print(f"{name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    settings = {"small": given.small, "fsync": "on", "postgres": _version(here)}
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(report.as_json(rows, settings=settings))
    told = report.machine()
    print(", ".join(f"{name} {value}" for name, value in told.items()))
    print(report.table(rows))
    if failed:
        sys.exit(f"not measured: {', '.join(failed)}")


def _version(here: ground.Ground) -> str:
    return (
        (here.cluster.data / "PG_VERSION").read_text().strip() if here.cluster.data.exists() else ""
    )


if __name__ == "__main__":
    main()
