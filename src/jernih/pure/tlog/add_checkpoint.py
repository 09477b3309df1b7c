"""Write and read what a log sends to a witness: an old size, the proof of growth, a checkpoint.

Source: C2SP tlog-witness v1.0.0, `add-checkpoint`.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jernih.pure.tlog.note import MAX_NOTE, BadNote, parse_base64
from jernih.pure.tlog.tree import HASH_BYTES

MAX_HASHES: Final = 63
MAX_REQUEST: Final = MAX_NOTE + MAX_HASHES * 45 + 100
SIZE_TYPE: Final = "text/x.tlog.size"

_OLD: Final = re.compile(rb"old (0|[1-9][0-9]{0,17})")
_SIZE: Final = re.compile(rb"(0|[1-9][0-9]{0,17})\n")


class BadRequest(ValueError):
    """This is not an old size, hashes, an empty line and a checkpoint."""


@dataclass(frozen=True, kw_only=True)
class AddCheckpoint:
    """The tree of `old_size` is said to be the start of the one in the checkpoint.

    proof: the hashes that show it. checkpoint: a signed note, not yet looked into.
    """

    old_size: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def write_request(*, old_size: int, proof: Sequence[bytes], checkpoint: bytes) -> bytes:
    """Return the body of the request."""
    lines = [f"old {old_size}", *(b64encode(one).decode() for one in proof), ""]
    return "".join(f"{line}\n" for line in lines).encode() + checkpoint


def parse_request(body: bytes) -> AddCheckpoint:
    """Read the body of a request. Raises BadRequest for any other spelling."""
    if len(body) > MAX_REQUEST:
        raise BadRequest("longer than any request")
    head, split, checkpoint = body.partition(b"\n\n")
    old, *lines = head.split(b"\n")
    size = _OLD.fullmatch(old)
    if not split or size is None:
        raise BadRequest("a request is `old`, a size, hashes, an empty line, a checkpoint")
    if len(lines) > MAX_HASHES:
        raise BadRequest(f"more than {MAX_HASHES} hashes")
    try:
        proof = tuple(parse_base64(line.decode("ascii")) for line in lines)
    except (BadNote, UnicodeDecodeError):
        raise BadRequest("a hash is not base64") from None
    if any(len(one) != HASH_BYTES for one in proof):
        raise BadRequest(f"a hash is not {HASH_BYTES} bytes")
    return AddCheckpoint(old_size=int(size[1]), proof=proof, checkpoint=checkpoint)


def parse_size(body: bytes) -> int:
    """Read the size a witness answers when it knows another one. Raises BadRequest."""
    size = _SIZE.fullmatch(body)
    if size is None:
        raise BadRequest("not a size and a line feed")
    return int(size[1])
