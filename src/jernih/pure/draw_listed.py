"""Put the applications of all parts of a file together: the list, its order, its root.

Source: docs/decisions/0024. Vectors: tests/pure/test_draw_quick.py.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Final, NamedTuple

from jernih.pure.draw_list import Group, Wish
from jernih.pure.draw_scan import Part, Unproven
from jernih.pure.spelling import read_day, read_moment
from jernih.pure.tlog.tree import leaf_hashes, root_hash

# Digits of a ref; bytes of a hash.
_REF: Final = 32
_HASH: Final = 32
_GROUPS: Final = {group.value: group for group in Group}


class ListedEntry(NamedTuple):
    """An Entry in a third of the memory. place: in the draw, a character a byte, or "" yet."""

    ref: str
    people: int
    group: Group
    wishes: tuple[Wish, ...]
    any_after: date | None
    place: str


def entries_of(part: Part) -> list[ListedEntry]:
    """Return who applied in a part, in its order, those who left again too."""
    return [
        ListedEntry(ref, int(people), _GROUPS[group], _wishes(wishes), _day(later), place)
        for line, place in zip(
            part.entries.decode("ascii").splitlines(), _places(part), strict=False
        )
        for ref, people, group, wishes, later in (line.split(" "),)
    ]


def _places(part: Part) -> Iterable[str]:
    # Texts are sorted in less time than bytes.
    places = part.places.decode("latin-1")
    cut = [places[at : at + _HASH] for at in range(0, len(places), _HASH)]
    return cut or repeat("")


def who_left(parts: Sequence[Part]) -> set[str]:
    """Return the refs of those who left."""
    return {ref.decode("ascii") for part in parts for _, ref in part.left}


def proven_root(parts: Sequence[Part]) -> bytes:
    """Return the root of the list, if it is sure that nobody on it is there twice.

    No ref comes again, nobody left who had not come, and no two that are on the list at one time
    share a person or an earlier draw. Raises Unproven.
    """
    lines = [line for part in parts for line in part.entries.split(b"\n")[:-1]]
    refs = [line[:_REF] for line in lines]
    if len(set(refs)) != len(refs):
        raise Unproven
    until = _until(parts, refs)
    del refs
    _check_shared(_people(parts, lines), until)
    _check_shared(_earlier(parts), until)
    if until:
        lines = [line for at, line in enumerate(lines) if at not in until]
    lines.sort()
    return root_hash(leaf_hashes(lines))


def _until(parts: Sequence[Part], refs: Sequence[bytes]) -> dict[int, int]:
    """Return for each who left, by her place among all who came, how many had come by then."""
    left = [(start + at, ref) for start, part in _starts(parts) for at, ref in part.left]
    if not left:
        return {}
    came = {ref: at for at, ref in enumerate(refs)}
    until = {came.get(ref, by): by for by, ref in left}
    if len(until) != len(left) or any(at >= by for at, by in until.items()):
        raise Unproven
    return until


def _starts(parts: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    """Yield each part with how many came before it."""
    came = accumulate((part.lines - len(part.left) for part in parts), initial=0)
    return zip(came, parts, strict=False)


class _Marks(NamedTuple):
    """What no two may have in common. owners: for each, where its owner stands among who came."""

    marks: list[bytes]
    owners: Iterable[int]


def _people(parts: Sequence[Part], lines: Sequence[bytes]) -> _Marks:
    owners = (at for at, line in enumerate(lines) for _ in range(int(line.split(b" ", 2)[1])))
    return _Marks([mark for part in parts for mark in _cut(part.nullifiers, _HASH)], owners)


def _earlier(parts: Sequence[Part]) -> _Marks:
    lost = [(start + at, ref) for start, part in _starts(parts) for at, ref in part.lost]
    return _Marks([ref for _, ref in lost], [at for at, _ in lost])


def _check_shared(held: _Marks, until: Mapping[int, int]) -> None:
    """Refuse a mark that is held by two at one time."""
    if len(set(held.marks)) == len(held.marks):
        return
    holders: dict[bytes, int] = {}
    for mark, owner in zip(held.marks, held.owners, strict=True):
        before = holders.get(mark)
        # She may have left before this one came; then it is free again.
        if before is not None and until.get(before, owner + 1) > owner:
            raise Unproven
        holders[mark] = owner


def _cut(joined: bytes, size: int) -> list[bytes]:
    return [joined[at : at + size] for at in range(0, len(joined), size)]


def _wishes(text: str) -> tuple[Wish, ...]:
    return tuple(map(_wish, text.split(","))) if text != "-" else ()


# The days that are wished are few, and come a million times.
@lru_cache(maxsize=4096)
def _wish(text: str) -> Wish:
    day, _, starts_at = text.partition("/")
    return Wish(day=read_day(day), starts_at=read_moment(starts_at) if starts_at else None)


@lru_cache(maxsize=1024)
def _day(text: str) -> date | None:
    return read_day(text) if text != "-" else None
