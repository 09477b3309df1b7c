"""Grow a log at its right edge: from entries to the content of every file it is served as.

Source: C2SP tlog-tiles v0.1.0. Vectors: tests/vectors/tessera_log.json.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from jernih.pure.tlog.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    Tile,
    join_entries,
    join_hashes,
    split_entries,
    split_hashes,
    tile_root,
)
from jernih.pure.tlog.tree import leaf_hashes, root_hash

Content = tuple[Tile, bytes]


class Edge:
    """The rightmost file of every level, still open: all that growth and the root need."""

    def __init__(self) -> None:
        """Start an empty log."""
        self.size = 0
        self._entries: list[bytes] = []
        self._levels: list[list[bytes]] = [[]]

    @classmethod
    def load(cls, size: int, *, read: Callable[[Tile], bytes]) -> "Edge":
        """Return the edge of a log of this size, from the partial tiles that were served for it.

        Raises BadTile for a file of the wrong length, and whatever `read` raises.
        """
        edge = cls()
        edge.size = size
        width = size % WIDTH
        if width:
            bundle = Tile(level=ENTRIES, index=size // WIDTH, width=width)
            edge._entries = split_entries(read(bundle), width=width)
        edge._levels = []
        level = 0
        while level == 0 or size >> (HEIGHT * level):
            edge._levels.append(_load_level(level, size >> (HEIGHT * level), read=read))
            level += 1
        return edge

    def grow(self, entries: Iterable[bytes]) -> Iterator[Content]:
        """Append entries; yield each file that became full, in an order in which all can be kept.

        Nothing happens until the iterator is walked.
        """
        source = iter(entries)
        while chunk := list(islice(source, WIDTH - len(self._entries))):
            self._entries += chunk
            full = list(self.grow_leaves(leaf_hashes(chunk)))
            if len(self._entries) == WIDTH:
                content, self._entries = join_entries(self._entries), []
                yield Tile(level=ENTRIES, index=self.size // WIDTH - 1), content
                yield from full

    def grow_leaves(self, leaves: Iterable[bytes]) -> Iterator[Content]:
        """Append by leaf hashes alone; yield each file of hashes that became full.

        For whoever has the entries elsewhere: the files of entries are neither kept nor yielded.
        """
        source = iter(leaves)
        while chunk := list(islice(source, WIDTH - self.size % WIDTH)):
            self._levels[0] += chunk
            self.size += len(chunk)
            if self.size % WIDTH == 0:
                yield from self._close()

    def partials(self) -> Iterator[Content]:
        """Yield the files of the edge that are not full."""
        if self._entries:
            tile = Tile(level=ENTRIES, index=self.size // WIDTH, width=len(self._entries))
            yield tile, join_entries(self._entries)
        for level, hashes in enumerate(self._levels):
            if hashes:
                index = self.size >> (HEIGHT * (level + 1))
                tile = Tile(level=level, index=index, width=len(hashes))
                yield tile, join_hashes(hashes)

    def root(self) -> bytes:
        """Return the root over everything appended so far."""
        below: list[bytes] = []
        for hashes in self._levels:
            # What is incomplete below stands as the last node of this level.
            row = hashes + below
            below = [root_hash(row)] if row else []
        return below[0] if below else root_hash([])

    def _close(self) -> Iterator[Content]:
        index = self.size // WIDTH - 1
        level = 0
        while len(self._levels[level]) == WIDTH:
            hashes, self._levels[level] = self._levels[level], []
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(tile_root(hashes))
            yield Tile(level=level, index=index), join_hashes(hashes)
            level, index = level + 1, index // WIDTH


def _load_level(level: int, count: int, *, read: Callable[[Tile], bytes]) -> list[bytes]:
    width = count % WIDTH
    if not width:
        return []
    return split_hashes(read(Tile(level=level, index=count // WIDTH, width=width)), width=width)
