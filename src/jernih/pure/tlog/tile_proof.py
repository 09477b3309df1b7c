"""Prove inclusion and growth from the tiles of a log, without loading its leaves.

Source: RFC 6962 sections 2.1.1 and 2.1.2 over C2SP tlog-tiles v0.1.0.
"""

from collections.abc import Callable

from jernih.pure.tlog.proof import BadProof
from jernih.pure.tlog.tiles import HEIGHT, WIDTH, BadTile, Tile, split_hashes, tile_path
from jernih.pure.tlog.tree import EMPTY_ROOT, HASH_BYTES, node_hash, root_hash

# Returns the content of a tile of hashes; None when it is not there.
Read = Callable[[Tile], bytes | None]


class TileTree:
    """The tree of one size, read tile by tile as it is asked. Each tile is read once."""

    def __init__(self, size: int, *, read: Read) -> None:
        """Prepare; nothing is read yet."""
        self.size = size
        self._read = read
        self._tiles: dict[Tile, list[bytes]] = {}

    def root(self) -> bytes:
        """Return the root of the whole tree. Raises BadTile for a file that is missing or cut."""
        return self._root(0, self.size) if self.size else EMPTY_ROOT

    def prove_inclusion(self, index: int) -> list[bytes]:
        """Return the hashes that lead from one leaf to the root, lowest first.

        Raises BadProof for an index outside the tree, BadTile for a file that is missing or cut.
        """
        if not 0 <= index < self.size:
            raise BadProof(f"no entry {index} in a tree of {self.size}")
        proof, start, end = [], 0, self.size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                proof.append(self._root(split, end))
                end = split
            else:
                proof.append(self._root(start, split))
                start = split
        return proof[::-1]

    def prove_consistency(self, old_size: int) -> list[bytes]:
        """Return the hashes that show that the tree of old_size is the start of this one.

        Raises BadProof for an old size beyond the tree, BadTile for a file missing or cut.
        """
        if not 0 <= old_size <= self.size:
            raise BadProof(f"a tree of {self.size} did not grow from {old_size}")
        if old_size in (0, self.size):
            return []
        proof, start, end = [], 0, self.size
        while end != old_size:
            split = start + _split(end - start)
            if old_size <= split:
                proof.append(self._root(split, end))
                end = split
            else:
                proof.append(self._root(start, split))
                start = split
        # A first part that is the whole old tree is known to whoever checks.
        return ([self._root(start, end)] if start else []) + proof[::-1]

    def leaf(self, index: int) -> bytes:
        """Return one leaf hash. Raises BadTile for a file that is missing or cut."""
        return self._perfect(0, index)

    def _root(self, start: int, end: int) -> bytes:
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._perfect(height, start >> height)
        split = start + _split(width)
        return node_hash(self._root(start, split), self._root(split, end))

    def _perfect(self, height: int, index: int) -> bytes:
        """Return the root of a full subtree: of so many hashes of the tile level below it."""
        level, rest = divmod(height, HEIGHT)
        at = index << rest
        tile = at // WIDTH
        width = min(WIDTH, (self.size >> (HEIGHT * level)) - tile * WIDTH)
        hashes = self._hashes(Tile(level=level, index=tile, width=width))
        return root_hash(hashes[at % WIDTH : at % WIDTH + (1 << rest)])

    def _hashes(self, tile: Tile) -> list[bytes]:
        if tile not in self._tiles:
            self._tiles[tile] = split_hashes(self._content(tile), width=tile.width)
        return self._tiles[tile]

    def _content(self, tile: Tile) -> bytes:
        content = self._read(tile)
        if content is None and not tile.is_full:
            # The log grew: the full file stands in for its beginning.
            whole = self._read(Tile(level=tile.level, index=tile.index))
            content = None if whole is None else whole[: tile.width * HASH_BYTES]
        if content is None:
            raise BadTile(f"{tile_path(tile)} is not there")
        return content


def _split(width: int) -> int:
    """Return the largest power of two below width (width >= 2)."""
    return 1 << ((width - 1).bit_length() - 1)
