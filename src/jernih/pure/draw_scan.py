"""Read the applications of a batch many at a time, and hold them to all rules of one line.

Who applied, and who left again: these lines are nearly the whole file of a large draw, and all of
one form. One pattern reads a block of them; what it takes is then judged column by column. What
is not surely right is not judged here: the file is then read line by line (draw_file.py), which
finds the words. Source: docs/decisions/0024. Vectors: tests/pure/test_draw_quick.py.
"""

from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final, NamedTuple

from jernih.pure.draw import _positions as positions_under
from jernih.pure.draw_form import BETWEEN, Columns, Found, Frame, pattern_of
from jernih.pure.draw_list import group_of
from jernih.pure.reasons import PriorityClass
from jernih.pure.spelling import BadSpelling, read_day, read_moment

HEX: Final = b"0123456789abcdef"
# So few that, with as few wishes as draw_form.py allows, no line is too long for a fact.
MOST_PEOPLE: Final = 64
_CLASSES: Final = frozenset(map(str, PriorityClass))


class Unproven(Exception):
    """Raised where it is not sure that all is right; only the plain way can tell."""


class Part(NamedTuple):
    """The applications of one part of the file, in its order; bytes, to be sent elsewhere.

    size: of what was read; less than asked for, if another kind of fact comes then. lines: facts.
    entries: lines of the list (draw_list.py), with their ends. places: 32 bytes each, where they
    stand in the draw, if there is a seed. nullifiers: 32 bytes each. standby: refs, a space between
    two. lost: (at, ref), the ref of an earlier draw that application `at` counts. left: (at, ref),
    who left when `at` of this part had come.
    """

    size: int
    lines: int
    entries: bytes = b""
    places: bytes = b""
    nullifiers: bytes = b""
    standby: bytes = b""
    lost: tuple[tuple[int, bytes], ...] = ()
    left: tuple[tuple[int, bytes], ...] = ()


class Scanner:
    """Read parts of one file."""

    def __init__(self, frame: Frame) -> None:
        """Read the applications of this batch."""
        self._frame = frame
        self._pattern = pattern_of(frame)
        self._heads = _Heads(frame.most)
        self._wishes: set[bytes] = {b""}
        self._place = positions_under(bytes.fromhex(frame.seed)) if frame.seed else None

    def scan(self, block: bytes) -> Part | None:
        """Return the applications that a block of whole lines begins with.

        None where one of them may break a rule by itself.
        """
        block = block[: block.rfind(b"\n") + 1]
        rows = self._pattern.findall(block) if self._pattern.match(block) else []
        if len(rows) != block.count(b"\n"):
            block = block[: self._end(block)]
            rows = self._pattern.findall(block)
        empty = Part(size=len(block), lines=len(rows))
        try:
            left, rows = _who_left(rows)
            part = empty._replace(left=left)
            return self._judge(part, Columns(*zip(*rows, strict=True))) if rows else part
        except (Unproven, BadSpelling):
            return None

    def _end(self, block: bytes) -> int:
        """Return where the first line begins that is of another form."""
        end = 0
        for found in self._pattern.finditer(block):
            if found.start() != end:
                break
            end = found.end()
        return end

    def _judge(self, part: Part, told: Columns) -> Part:
        _check_moments(told.at, before=self._frame.closes_at.encode())
        heads = [self._heads[classes] for classes in told.classes]
        lengths = [length for length, _ in heads]
        for hashes in (told.commitments, told.nullifiers):
            if list(map(len, hashes)) != lengths or not _is_hex(hashes):
                raise Unproven
        if not _is_hex(told.ref):
            raise Unproven
        groups = self._groups([group for _, group in heads], told.lost)
        rows = zip(told.ref, groups, self._wished(told), map(_or_dash, told.any_after), strict=True)
        return part._replace(
            entries=b"".join([b"%b %b %b %b\n" % row for row in rows]),
            places=self._places(told.ref),
            nullifiers=_packed(told.nullifiers),
            standby=b" ".join(compress(told.ref, map(b"true".__eq__, told.standby))),
            lost=tuple(_lost(told.lost)),
        )

    def _groups(self, groups: list[bytes], lost: Sequence[bytes]) -> list[bytes]:
        """Return people and group of each, of whom some may count as long waiting."""
        long_after = self._frame.long_after
        if not long_after or not any(lost):
            return groups
        return [
            group.replace(b"G", b"L") if before.count(b",") + bool(before) >= long_after else group
            for group, before in zip(groups, lost, strict=True)
        ]

    def _wished(self, told: Columns) -> list[bytes]:
        """Return the wishes of each as a line of the list has them."""
        later = sorted(set(told.any_after))
        for day in later:
            if day:
                read_day(day.decode("latin-1"))
        text = b"\n".join(told.wishes).replace(b'{"day":"', b"").replace(b'","starts_at":""}', b"")
        text = text.replace(b'","starts_at":"', b"/").replace(b'"}', b"")
        for wish in set(text.replace(b"\n", b",").split(b",")) - self._wishes:
            self._check_wish(wish.decode("latin-1"))
            self._wishes.add(wish)
        wishes = text.split(b"\n")
        if b"" in wishes:
            self._check_later(wishes, told.any_after)
            wishes = list(map(_or_dash, wishes))
        return wishes

    def _check_wish(self, wish: str) -> None:
        day, _, starts_at = wish.partition("/")
        if day not in self._frame.days:
            raise Unproven
        if starts_at:
            read_moment(starts_at)

    def _check_later(self, wishes: Sequence[bytes], any_after: Sequence[bytes]) -> None:
        """Who wishes no day by name wishes any after one that is not past the last."""
        last = max(self._frame.days, default="").encode()
        for wished, after in zip(wishes, any_after, strict=True):
            if not wished and not b"" < after <= last:
                raise Unproven

    def _places(self, refs: Sequence[bytes]) -> bytes:
        if self._place is None:
            return b""
        names = bytes.fromhex(b"".join(refs).decode("ascii"))
        return b"".join([self._place(names[at : at + 16]) for at in range(0, len(names), 16)])


class _Heads(dict[bytes, tuple[int, bytes]]):
    """By the classes of an application: how long its hashes are, and its people and group."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = min(most, MOST_PEOPLE)

    def __missing__(self, text: bytes) -> tuple[int, bytes]:
        classes = text.decode("latin-1").removeprefix('"').removesuffix('"').split('","')
        people = len(classes)
        is_whole = text == '"{}"'.format('","'.join(classes)).encode()
        if people > self._most or not is_whole or not _CLASSES.issuperset(classes):
            raise Unproven
        group = group_of(classes, losses=0, long_after=0)
        self[text] = 67 * people - 3, f"{people} {group}".encode()
        return self[text]


def _who_left(rows: list[Found]) -> tuple[tuple[tuple[int, bytes], ...], list[Found]]:
    """Part those who left, and after how many applications, from those who applied."""
    if not any(row[-1] for row in rows):
        return (), rows
    left: list[tuple[int, bytes]] = []
    applied: list[Found] = []
    for row in rows:
        if row[-1]:
            left.append((len(applied), row[-1]))
        else:
            applied.append(row)
    _check_moments([row[-2] for row in rows if row[-1]])
    return tuple(left), applied


def _check_moments(moments: Sequence[bytes], *, before: bytes = b"9") -> None:
    """Refuse a day that no calendar has, and what is not before this moment."""
    if max(moments) >= before:
        raise Unproven
    for day in {moment[:10] for moment in moments}:
        read_day(day.decode("latin-1"))


def _is_hex(texts: Sequence[bytes]) -> bool:
    """Tell whether all is hex: refs, or hashes with what stands between two of them."""
    joined = BETWEEN.join(texts)
    hashes = (len(joined) + len(BETWEEN)) // (len(texts[0].partition(BETWEEN)[0]) + len(BETWEEN))
    return joined.translate(None, HEX) == BETWEEN * (hashes - 1)


def _packed(hashes: Sequence[bytes]) -> bytes:
    return bytes.fromhex(b"".join(hashes).translate(None, b'",').decode("ascii"))


def _lost(texts: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    for at, text in enumerate(texts):
        if text:
            yield from [(at, ref) for ref in text.split(BETWEEN)]


def _or_dash(text: bytes) -> bytes:
    return text or b"-"
