"""What the front door writes: the record as one file, and what our own check of it found."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from jernih.apps.hall import queries as hall
from jernih.apps.ledger import queries as ledger
from jernih.pure.roles import Actor, Permission, require
from jernih.pure.spelling import time_text
from jernih.verify import export, pack

HOUR: Final = 3600


class CheckFailed(Exception):
    """Our own check came to no end; what it printed is in the message."""


def write_export(place: Path | None = None, *, actor: Actor) -> str:
    """Write the whole published record into one file for auditors, and return its SHA-256.

    place: where; None for the file that our pages offer. Raises Refused, or BadLog when nothing
    was published yet.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    place = place or settings.EXPORT_FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    return export.write_export(place, get=ledger.log_file, states=_states())


def check_ourselves(*, actor: Actor, now: datetime) -> dict[str, Any]:
    """Run the program that strangers run over our own published files, and keep what it says.

    It is for show: whoever bends the record can bend this too, and the page says so.
    Raises Refused or CheckFailed.
    """
    require(actor, Permission.RECORD_SEQUENCE)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / pack.NAME
        program.write_bytes(pack.program())
        found = _run(program)
    said = {
        "checked_at": time_text(now),
        "seconds": round(time.monotonic() - began, 1),
        "program": pack.fingerprint(pack.program()),
        "found": found,
    }
    _replace(settings.OWN_CHECK_FILE, json.dumps(said, indent=1) + "\n")
    return said


def _run(program: Path) -> dict[str, Any]:
    """Run it as anybody would, in a process of its own that gives way to citizens."""
    gently = ["nice", "-n", "15"] if shutil.which("nice") else []
    words = [str(settings.LOG_DIR), "--json", "--state", f"{settings.OWN_CHECK_FILE}.seen"]
    done = subprocess.run(  # noqa: S603 - our own program, with our own words
        [*gently, sys.executable, "-I", "-S", str(program), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=HOUR,
    )
    try:
        return dict(json.loads(done.stdout))
    except (ValueError, TypeError):
        raise CheckFailed((done.stderr or done.stdout)[-2000:]) from None


def _states() -> Iterator[tuple[str, bytes]]:
    """Yield what the hall's tables say of each day, as it is served below /log/."""
    for office, day in hall.all_days():
        state = hall.day_state(office, day)
        if state is not None:
            text = json.dumps(state, sort_keys=True)
            yield f"state/{office.slug}/{day.isoformat()}.json", text.encode()


def _replace(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.part")
    part.write_text(text, "utf-8")
    part.replace(place)
