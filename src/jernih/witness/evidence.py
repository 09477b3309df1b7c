"""Keep, as a file that anybody can read, why a checkpoint was refused."""

import os
from hashlib import sha256
from pathlib import Path

from jernih.pure.tlog.add_checkpoint import AddCheckpoint, write_request
from jernih.pure.tlog.note import Checkpoint

FOLDER = "evidence"

_SAYS = {
    "two-trees": (
        "BUKTI: log ini menandatangani dua isi yang berbeda untuk ukuran yang sama.",
        "PROOF OF GUILT: this log signed two different trees of the same size.",
    ),
    "not-shown": (
        "Log ini menandatangani catatan yang tidak terbukti sebagai lanjutan dari yang dulu.",
        "This log signed a tree that was not shown to continue the one signed before.",
    ),
}


def keep(folder: Path, *, why: str, head: Checkpoint, ours: str, sent: AddCheckpoint) -> str:
    """Write one file, unless the same stands there already, and return its name.

    ours: the checkpoint that the witness signed before; empty for none.
    """
    whole = write_request(
        old_size=sent.old_size, proof=sent.proof, checkpoint=sent.checkpoint
    ).decode()
    mark = sha256(f"{head.origin}\n{head.root.hex()}".encode()).hexdigest()[:16]
    name = f"{why}-{head.size}-{mark}.txt"
    path = folder / FOLDER / name
    if not path.exists():
        said = "\n".join(_SAYS[why])
        parts = (said, "=== signed before ===", ours.rstrip("\n"), "=== sent ===", whole)
        _write(path, "\n".join(parts))
    return name


def read(folder: Path, name: str) -> bytes | None:
    """Return one file of evidence; None for any name that is none."""
    path = folder / FOLDER / name
    if path.name != name or path.suffix != ".txt" or not path.is_file():
        return None
    return path.read_bytes()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
