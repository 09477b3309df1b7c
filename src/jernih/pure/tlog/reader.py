"""Read a served log from end to end, and hold every file against the root that was signed.

Source: C2SP tlog-tiles v0.1.0. Vectors: tests/vectors/tessera_log.json.
"""

from collections.abc import Callable, Iterable, Iterator

from jernih.pure.tlog.edge import Edge
from jernih.pure.tlog.note import Checkpoint
from jernih.pure.tlog.tile_proof import TileTree
from jernih.pure.tlog.tiles import (
    ENTRIES,
    HEIGHT,
    WIDTH,
    BadTile,
    Tile,
    join_entries,
    split_entries,
    tile_path,
)
from jernih.pure.tlog.tree import HASH_BYTES, leaf_hashes

# Returns the content of a file, by its path below the log's address; None when it is not there.
Fetch = Callable[[str], bytes | None]


class BadLog(ValueError):
    """The files do not make up the log that was signed."""


class LogReader:
    """One walk over a log.

    sizes: those of earlier trees; `roots` is then the root this log had at each that it reached.
    """

    def __init__(self, head: Checkpoint, *, fetch: Fetch, sizes: Iterable[int] = ()) -> None:
        """Prepare; nothing is fetched yet."""
        self.head = head
        self.roots: dict[int, bytes] = {}
        self._fetch = fetch
        self._ahead = sorted({*sizes}, reverse=True)
        self._edge = Edge()

    def entries(self) -> Iterator[bytes]:
        """Yield every entry in order; the last word is the root: until then nothing is proven.

        Raises BadLog for a file that is missing or says something else.
        """
        self._note_root()
        for start in range(0, self.head.size, WIDTH):
            tile = Tile(
                level=ENTRIES, index=start // WIDTH, width=min(WIDTH, self.head.size - start)
            )
            bundle = self._bundle(tile)
            yield from bundle
            self._grow(bundle)
        for tile, content in self._edge.partials():
            self._compare(tile, content)
        if self._edge.root() != self.head.root:
            raise BadLog("The entries do not lead to the root that was signed.")

    def file(self, tile: Tile) -> bytes:
        """Return a file as it was when the log had its size. Raises BadLog if it is not served."""
        return self._get(tile)

    def root_at(self, size: int) -> bytes:
        """Return the root that the first so many entries have, from the files of hashes alone.

        They were held against the entries in `entries`; ask after it. Raises BadLog.
        """
        try:
            return TileTree(size, read=self._wide).root()
        except BadTile as reason:
            raise BadLog(f"{reason}.") from None

    def _wide(self, tile: Tile) -> bytes:
        """Return the beginning of a file of hashes as this log has it now."""
        now = (self.head.size >> (HEIGHT * tile.level)) - tile.index * WIDTH
        content = self._get(Tile(level=tile.level, index=tile.index, width=min(WIDTH, now)))
        return content[: tile.width * HASH_BYTES]

    def _grow(self, bundle: list[bytes]) -> None:
        leaves = leaf_hashes(bundle)
        while leaves:
            cut = self._ahead[-1] - self._edge.size if self._ahead else len(leaves)
            for tile, content in self._edge.grow_leaves(leaves[:cut]):
                self._compare(tile, content)
            leaves = leaves[cut:]
            self._note_root()

    def _note_root(self) -> None:
        if self._ahead and self._ahead[-1] == self._edge.size:
            self.roots[self._ahead.pop()] = self._edge.root()

    def _bundle(self, tile: Tile) -> list[bytes]:
        content = self._get(tile)
        try:
            return split_entries(content, width=tile.width)
        except BadTile as reason:
            raise BadLog(f"{tile_path(tile)}: {reason}.") from None

    def _compare(self, tile: Tile, content: bytes) -> None:
        if self._get(tile) != content:
            raise BadLog(f"{tile_path(tile)} does not hold the hashes of the entries below it.")

    def _get(self, tile: Tile) -> bytes:
        content = self._fetch(tile_path(tile))
        if content is None and not tile.is_full:
            # The log grew while we read; the full file may stand in for its beginning.
            content = _beginning(self._fetch(tile_path(_full(tile))), tile)
        if content is None:
            raise BadLog(f"{tile_path(tile)} is signed for, but not served.")
        return content


def _full(tile: Tile) -> Tile:
    return Tile(level=tile.level, index=tile.index)


def _beginning(content: bytes | None, tile: Tile) -> bytes | None:
    if content is None or tile.level != ENTRIES:
        return content and content[: tile.width * HASH_BYTES]
    try:
        return join_entries(split_entries(content, width=WIDTH)[: tile.width])
    except BadTile:
        return content
