"""What earlier runs have seen, kept in a file of the reader's own."""

import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jernih.pure.tlog.note import Checkpoint
from jernih.verify.sources import CannotCheck


def load_state(path: Path | None) -> Mapping[str, Any]:
    """Return origin, size and root of an earlier run, {} without one. Raises CannotCheck."""
    if path is None or not path.exists():
        return {}
    try:
        seen = json.loads(path.read_text("utf-8"))
        return {"origin": seen["origin"], "size": int(seen["size"]), "root": seen["root"]}
    except (ValueError, KeyError, TypeError):
        raise CannotCheck(f"{path} does not hold what an earlier run has seen.") from None


def keep_state(path: Path, head: Checkpoint) -> None:
    """Remember what was seen."""
    seen = {"origin": head.origin, "size": head.size, "root": root_text(head.root)}
    path.write_text(json.dumps(seen) + "\n", "utf-8")


def root_text(root: bytes) -> str:
    """Return a root as a checkpoint spells it."""
    return b64encode(root).decode()
