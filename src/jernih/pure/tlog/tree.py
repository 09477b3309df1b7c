"""Hash a growing list into one root, so that no entry can change unseen.

Source: RFC 6962 section 2.1. Vectors: tests/vectors/tree.json.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()
# Begun once, and copied: quicker than to begin each time, for whoever hashes a whole log.
_LEAF: Final = sha256(b"\x00")
_NODE: Final = sha256(b"\x01")


def leaf_hash(entry: bytes) -> bytes:
    """Hash one entry. The prefix keeps an entry from posing as a node."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Hash many entries."""
    hashes = []
    start = _LEAF.copy
    for entry in entries:
        hashed = start()
        hashed.update(entry)
        hashes.append(hashed.digest())
    return hashes


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return sha256(b"\x01" + left + right).digest()


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in order."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        level = parents(level)
    return level[0]


def parents(level: Sequence[bytes]) -> list[bytes]:
    """Return the next level up; an odd last hash is carried up as it is.

    Pairing from below gives the same root as the RFC's split at the largest power of two.
    """
    above = []
    start = _NODE.copy
    pairs = iter(level)
    for left, right in zip(pairs, pairs, strict=False):
        hashed = start()
        hashed.update(left + right)
        above.append(hashed.digest())
    if len(level) % 2:
        above.append(level[-1])
    return above


class Frontier:
    """The right edge of a tree: all that is needed to append and to know the root."""

    def __init__(self, peaks: Iterable[bytes] = (), *, size: int = 0) -> None:
        """Start from the peaks of a tree of this size, largest first.

        Raises ValueError unless there is one peak for each binary one of the size.
        """
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"{len(self.peaks)} peaks do not make a tree of {size}")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the end."""
        self.peaks.append(leaf)
        self.size += 1
        # Each trailing zero of the new size is a pair of equal peaks to merge.
        for _ in range((self.size & -self.size).bit_length() - 1):
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)

    def root(self) -> bytes:
        """Return the root over everything appended so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root
