"""Write and read the one file that proves, without the log, that an entry is in it.

Source: C2SP tlog-proof at 0065ea5b. Vectors: tests/vectors/tlog_proof.json.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jernih.pure.tlog import ed25519
from jernih.pure.tlog.note import Key, Note, Verify, open_note, parse_checkpoint
from jernih.pure.tlog.proof import check_inclusion
from jernih.pure.tlog.tree import HASH_BYTES

HEADER: Final = "c2sp.org/tlog-proof@v1"
MAX_PROOF: Final = 500_000
# A tree that needs more has more entries than there will ever be.
MAX_HASHES: Final = 63

_EXTRA, _INDEX = "extra ", "index "
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,17}")


class BadTlogProof(ValueError):
    """This is not a proof as it is written."""


@dataclass(frozen=True, kw_only=True)
class TlogProof:
    """Where an entry stands, and what leads from it to a root that was signed.

    hashes: lowest first, 32 bytes each. note: the signed checkpoint, byte for byte.
    extra: whatever goes with it; no signature covers it.
    """

    index: int
    hashes: tuple[bytes, ...]
    note: bytes
    extra: bytes = b""


def write_proof(proof: TlogProof) -> bytes:
    """Return the file."""
    lines = [HEADER]
    if proof.extra:
        lines.append(_EXTRA + b64encode(proof.extra).decode())
    lines.append(f"{_INDEX}{proof.index}")
    lines += [b64encode(one).decode() for one in proof.hashes]
    return "".join(f"{line}\n" for line in lines).encode() + b"\n" + proof.note


def parse_proof(raw: bytes) -> TlogProof:
    """Read a file; of the note only that there is one. Raises BadTlogProof for any other text."""
    if len(raw) > MAX_PROOF:
        raise BadTlogProof("longer than any proof")
    head, _empty, note = raw.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise BadTlogProof("signs that are not ASCII above the checkpoint") from None
    if lines.pop(0) != HEADER:
        raise BadTlogProof("the first line is another one")
    extra = lines.pop(0).removeprefix(_EXTRA) if lines and lines[0].startswith(_EXTRA) else ""
    index = lines.pop(0).removeprefix(_INDEX) if lines else ""
    if not _NUMBER.fullmatch(index):
        raise BadTlogProof("the index is not a plain number")
    hashes = tuple(_unbase64(line) for line in lines)
    if len(hashes) > MAX_HASHES or any(len(one) != HASH_BYTES for one in hashes):
        raise BadTlogProof(f"not up to {MAX_HASHES} hashes of {HASH_BYTES} bytes")
    proof = TlogProof(index=int(index), hashes=hashes, note=note, extra=_unbase64(extra))
    # Writing it again finds whatever was spelled in another way, or stands where nothing should.
    if not note or write_proof(proof) != raw:
        raise BadTlogProof("another spelling, or no checkpoint")
    return proof


def check_proof(
    proof: TlogProof, *, leaf: bytes, keys: Sequence[Key], verify: Verify = ed25519.verify
) -> Note:
    """Return the opened checkpoint, once the leaf hash is shown to be in its tree.

    Raises BadNote as `open_note` and `parse_checkpoint` do, BadProof as `check_inclusion` does.
    """
    note = open_note(proof.note, keys=keys, verify=verify)
    head = parse_checkpoint(note.text)
    check_inclusion(proof.hashes, leaf=leaf, index=proof.index, size=head.size, root=head.root)
    return note


def _unbase64(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadTlogProof("not base64") from None
