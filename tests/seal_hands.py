"""Seal reports by two hands: by our Python with pyrage, and by the browser's JavaScript in Node."""

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from tests.two_hands import FOLDER, NODE

SCRIPT = FOLDER.parents[4] / "tests" / "node" / "seal_reports.mjs"


def theirs(some: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the browser's code makes of each deed."""
    done = subprocess.run(
        [NODE, SCRIPT, FOLDER],
        input="".join(json.dumps(one) + "\n" for one in some),
        text=True,
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def told(body: bytes) -> str:
    return b64encode(body).decode()


def opened(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: b64decode(body) for name, body in files.items()}
