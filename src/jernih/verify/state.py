"""What earlier visits have seen of each log, kept in a file of the reader's own.

Also what was seen once and must not be lost: signed checkpoints that do not fit each other.
"""

import json
import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from jernih.verify.findings import Evidence, Findings
from jernih.verify.sources import CannotCheck

VERSION: Final = 2


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One log at an earlier visit. root: as a checkpoint spells it. note: what was signed."""

    size: int
    root: str
    vkey: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class State:
    """What is remembered. logs: by origin. evidence: pairs of checkpoints, newest last."""

    logs: Mapping[str, Seen] = field(default_factory=dict)
    evidence: Sequence[Mapping[str, Any]] = ()


def load_state(path: Path | None) -> State:
    """Return what earlier visits have seen; nothing without a file. Raises CannotCheck."""
    if path is None or not path.exists():
        return State()
    try:
        said = json.loads(path.read_text("utf-8"))
        if "logs" not in said:  # as the first version of this program wrote it: one log
            return State(logs={str(said["origin"]): _seen(said)})
        logs = {str(origin): _seen(one) for origin, one in said["logs"].items()}
        return State(logs=logs, evidence=[dict(one) for one in said["evidence"]])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise CannotCheck("{path} does not hold what an earlier run has seen.", path=path) from None


def keep_state(path: Path, state: State, findings: Findings) -> None:
    """Remember what was seen: a log that is whole, and every pair of checkpoints that differ.

    A log that shrank or was rewritten stays remembered as it was. Raises CannotCheck.
    """
    logs, head = dict(state.logs), findings.head
    if head is not None and findings.is_whole:
        logs[head.origin] = Seen(
            size=head.size, root=root_text(head.root), vkey=findings.key, note=findings.note
        )
    found = [_pair(one) for one in findings.evidence]
    evidence = [*state.evidence, *(one for one in found if one not in state.evidence)]
    body = {
        "version": VERSION,
        "logs": {origin: asdict(seen) for origin, seen in sorted(logs.items())},
        "evidence": evidence,
    }
    try:
        _replace(path, json.dumps(body, indent=1) + "\n")
    except OSError as reason:
        raise CannotCheck("{path} cannot be written: {reason}.", path=path, reason=reason) from None


def root_text(root: bytes) -> str:
    """Return a root as a checkpoint spells it."""
    return b64encode(root).decode()


def _seen(said: Mapping[str, Any]) -> Seen:
    texts = {name: str(said.get(name, "")) for name in ("vkey", "note")}
    return Seen(size=int(said["size"]), root=str(said["root"]), **texts)


def _pair(one: Evidence) -> dict[str, Any]:
    return {"words": str(one.words), "old": one.old, "new": one.new, "is_proof": one.is_proof}


def _replace(path: Path, text: str) -> None:
    # Half a file would forget what a fork is proven with.
    part = path.with_name(f"{path.name}.part")
    with part.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
