"""Name the files a log is served as, and cut entries and hashes to their widths.

Source: C2SP tlog-tiles v0.1.0. Vectors: tests/vectors/tiles.json.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Final

from jernih.pure.tlog.tree import HASH_BYTES, parents

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
MAX_LEVEL: Final = 63
# The "level" of the files that hold the entries themselves.
ENTRIES: Final = -1
LENGTH_BYTES: Final = 2
MAX_ENTRY: Final = 0xFFFF

_LENGTH: Final = Struct(">H")

_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class BadTile(ValueError):
    """This is not the name, or not the content, of a tile."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One file: up to 256 hashes of one level, or (level ENTRIES) up to 256 entries."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def is_full(self) -> bool:
        """Say whether this file will never be replaced by a wider one."""
        return self.width == WIDTH

    @property
    def start(self) -> int:
        """Return the position, in its level, of the first thing in the file."""
        return self.index * WIDTH


def tile_path(tile: Tile) -> str:
    """Return the path below the log's address, as in tile/0/x001/x234/067.p/8."""
    groups = [f"{tile.index % 1000:03}"]
    rest = tile.index // 1000
    while rest:
        groups.insert(0, f"x{rest % 1000:03}")
        rest //= 1000
    level = "entries" if tile.level == ENTRIES else str(tile.level)
    partial = "" if tile.is_full else f".p/{tile.width}"
    return f"tile/{level}/{'/'.join(groups)}{partial}"


def parse_tile_path(path: str) -> Tile:
    """Return the tile that a path names. Raises BadTile for any other spelling."""
    match = _PATH.fullmatch(path)
    if match is None:
        raise BadTile(f"{path!r} names no tile")
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    index = int(match["index"].replace("x", "").replace("/", ""))
    tile = Tile(level=level, index=index, width=int(match["width"] or WIDTH))
    # Writing it again refuses leading groups of zeros and a partial of full width.
    if tile.level > MAX_LEVEL or tile.width > WIDTH or tile_path(tile) != path:
        raise BadTile(f"{path!r} names no tile")
    return tile


def tiles_between(old_size: int, size: int) -> Iterator[Tile]:
    """Name every file that changes when a log grows, entries first, then level by level.

    Each is named once, with the width it has at the new size.
    """
    yield from _level_between(ENTRIES, old_size, size)
    level = 0
    while size >> (HEIGHT * level):
        yield from _level_between(level, old_size >> (HEIGHT * level), size >> (HEIGHT * level))
        level += 1


def _level_between(level: int, old_count: int, count: int) -> Iterator[Tile]:
    for index in range(old_count // WIDTH, (count + WIDTH - 1) // WIDTH):
        width = min(WIDTH, count - index * WIDTH)
        if index * WIDTH + width > old_count:
            yield Tile(level=level, index=index, width=width)


def join_hashes(hashes: Sequence[bytes]) -> bytes:
    """Return the content of a hash tile."""
    return b"".join(hashes)


def split_hashes(content: bytes, *, width: int) -> list[bytes]:
    """Return the hashes in a tile. Raises BadTile for another length."""
    if len(content) != width * HASH_BYTES:
        raise BadTile(f"{len(content)} bytes are not {width} hashes")
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def join_entries(entries: Sequence[bytes]) -> bytes:
    """Return the content of an entry bundle. Raises BadTile for an entry over 65,535 bytes."""
    if any(len(entry) > MAX_ENTRY for entry in entries):
        raise BadTile(f"an entry is longer than {MAX_ENTRY} bytes")
    return b"".join(_LENGTH.pack(len(entry)) + entry for entry in entries)


def split_entries(content: bytes, *, width: int) -> list[bytes]:
    """Return the entries in a bundle. Raises BadTile unless they are exactly `width`."""
    entries = []
    at, last = 0, len(content) - LENGTH_BYTES
    while at <= last:
        start = at + LENGTH_BYTES
        at = start + _LENGTH.unpack_from(content, at)[0]
        entries.append(content[start:at])
    if at != len(content) or len(entries) != width:
        raise BadTile(f"the bundle does not hold {width} whole entries")
    return entries


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """Return what a full tile adds to the level above. Raises BadTile for a partial one."""
    if len(hashes) != WIDTH:
        raise BadTile("a partial tile has no place in the level above")
    level = list(hashes)
    for _ in range(HEIGHT):
        level = parents(level)
    return level[0]
