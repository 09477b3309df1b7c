"""Check the public file of a large draw in a fraction of the time, with the same findings.

The applications are read many at a time (draw_scan.py), the list is put together once
(draw_listed.py), rows of the result are compared as the bytes that they have to be. Everything
else goes line by line through the very checks of draw_file.py, and so does the whole file as soon
as an application is not surely right: that way is the rule, this one only a shorter way to it.
Source: docs/decisions/0024. Vectors: tests/pure/test_draw_quick.py.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from operator import attrgetter
from typing import Final, Protocol, TypeVar, cast

from jernih.pure.allocation import allocate
from jernih.pure.audit_draw_book import Ahead, DrawBatch
from jernih.pure.audit_draw_list import family_most
from jernih.pure.canonical import MAX_BYTES
from jernih.pure.draw_file import Checked, FileCheck, check_file
from jernih.pure.draw_form import Frame
from jernih.pure.draw_list import Entry
from jernih.pure.draw_listed import entries_of, proven_root, who_left
from jernih.pure.draw_result_lines import ResultLines
from jernih.pure.draw_rule import DrawRule
from jernih.pure.draw_scan import Part, Scanner, Unproven
from jernih.pure.hands import Hands, OneHand
from jernih.pure.rulebook import Rules
from jernih.pure.spelling import time_text
from jernih.pure.states import BatchState

T = TypeVar("T")
PART_BYTES: Final = 4 << 20
BLOCK_BYTES: Final = 1 << 20
_APPLIED: Final = b'"kind":"draw.applied"'
_LEFT: Final = b'"kind":"draw.application-withdrawn"'
_RESULT: Final = b'"kind":"draw.seats-drawn"'
_SEED: Final = re.compile(rb'"kind":"draw\.seed-fixed".*"seed":"([0-9a-f]{64})"')
_ONE_HAND: Final = OneHand()


class Content(Protocol):
    """The bytes of a file, wherever they are."""

    size: int

    def read(self, at: int, size: int) -> bytes:
        """Return so many bytes from there on, fewer at the end."""
        ...


def check_content(
    content: Content, *, quotas: Rules, own: DrawRule, now: datetime, hands: Hands = _ONE_HAND
) -> Checked:
    """Return the same as draw_file.check_file. hands: who does what can be done at once."""
    with suppress(Unproven):
        return check_quickly(content, quotas=quotas, own=own, now=now, hands=hands)
    # Not where it was caught: all that the short way had read would stay until the end.
    return check_file(_lines(content, 0), quotas=quotas, own=own, now=now)


def check_quickly(
    content: Content,
    *,
    quotas: Rules,
    own: DrawRule,
    now: datetime,
    hands: Hands = _ONE_HAND,
    part_bytes: int = PART_BYTES,
) -> Checked:
    """Return the same as check_content by the short way alone. Raises Unproven, BadDrawFile."""
    run = _Run(content, FileCheck(quotas=quotas, own=own), hands, part_bytes)
    batch = run.begin()
    run.take_applications(batch, family_most(quotas, on=batch.plan.first_day))
    run.see_rest(batch)
    return run.check.finish(now)


class _Run:
    """One pass over a file."""

    def __init__(self, content: Content, check: FileCheck, hands: Hands, part_bytes: int) -> None:
        self.check = check
        self._content = content
        self._hands = hands
        self._part_bytes = part_bytes
        self._at = 0

    def begin(self) -> DrawBatch:
        """See all before the first application, and return the open batch. Raises Unproven."""
        for line in _lines(self._content, 0):
            if _APPLIED in line:
                break
            self.check.see(line)
            self._at += len(line)
        batch = self.check.batch
        if batch is None or batch.state is not BatchState.OPEN:
            raise Unproven
        return batch

    def _frame(self, batch: DrawBatch, most: int) -> Frame:
        plan = batch.plan
        return Frame(
            batch=plan.batch,
            office=plan.office,
            service=plan.service,
            closes_at=time_text(plan.closes_at),
            days=frozenset(day.isoformat() for day in batch.days),
            most=most,
            long_after=batch.said.long_after,
            seed=self._told_seed(),
        )

    def _told_seed(self) -> str:
        """Return the last seed that the file tells: behind it only the result comes."""
        at = self._content.size
        while at > self._at:
            at = max(at - self._part_bytes, self._at)
            # As much again, for a line that was cut.
            found = _SEED.findall(self._content.read(at, 2 * self._part_bytes))
            if found:
                return str(found[-1], "ascii")
        return ""

    def take_applications(self, batch: DrawBatch, most: int) -> None:
        """Put all who applied into the batch, as if each had been seen. Raises Unproven."""
        frame = self._frame(batch, most)
        parts = self._parts(frame)
        root = self._hands.beside(lambda: _root_or_none(parts))
        came, left = [entry for part in parts for entry in entries_of(part)], who_left(parts)
        came = [entry for entry in came if entry.ref not in left] if left else came
        order = sorted(came, key=attrgetter("place")) if frame.seed else []
        result = allocate(cast("list[Entry]", order), batch.rooms())
        # Before anything is put into the batch: whoever gives up then has nothing to hold on to.
        batch.ahead = Ahead(root=_sure(root()), seed=frame.seed, result=result)
        batch.entries = {entry.ref: cast("Entry", entry) for entry in came}
        batch.people = {entry.ref: entry.people for entry in came}
        standby = (ref for part in parts for ref in part.standby.decode("ascii").split())
        batch.standby = set(standby) - left
        self._lines = ResultLines(batch, result)
        losing = sum(len({at for at, _ in part.lost}) for part in parts)
        self.check.skip(sum(part.lines for part in parts), unread=losing)

    def _parts(self, frame: Frame) -> list[Part]:
        """Read the applications, up to the first fact of another kind. Raises Unproven."""
        cuts = list(_cuts(self._content, self._at, self._part_bytes))
        scanner, content, parts = Scanner(frame), self._content, []
        scanned = self._hands.each(lambda cut: scanner.scan(content.read(*cut)), cuts)
        for (_, size), part in zip(cuts, scanned, strict=True):
            parts.append(_sure(part))
            self._at += parts[-1].size
            if parts[-1].size < size:
                break
        return parts

    def see_rest(self, batch: DrawBatch) -> None:
        """See all after the applications. Raises Unproven."""
        for line in _lines(self._content, self._at):
            if batch.state is BatchState.OPEN and (_APPLIED in line or _LEFT in line):
                # Of who came before, what the checks keep of each is not there.
                raise Unproven
            if _RESULT in line and self._is_due(batch, line):
                continue
            self.check.see(line)

    def _is_due(self, batch: DrawBatch, line: bytes) -> bool:
        """Tell whether this is the result that is due, and keep it if it is."""
        ahead = batch.ahead
        if ahead is None or batch.state is not BatchState.SEEDED or batch.seed.seed != ahead.seed:
            return False
        first, rows = batch.rows + 1, self._lines.take(line)
        if rows:
            self.check.teller.tell(batch, first, rows)
            self.check.skip(1)
        return bool(rows)


def _sure(found: T | None) -> T:
    """Return what was found. Raises Unproven for None, as it comes from another process."""
    if found is None:
        raise Unproven
    return found


def _root_or_none(parts: Sequence[Part]) -> bytes | None:
    try:
        return proven_root(parts)
    except Unproven:
        return None


def _cuts(content: Content, start: int, part_bytes: int) -> Iterator[tuple[int, int]]:
    """Yield where parts begin and how many bytes they have; each ends with a line, or the file."""
    while start < content.size:
        end = start + part_bytes
        while end < content.size:
            ahead = content.read(end, MAX_BYTES)
            if (found := ahead.find(b"\n")) >= 0:
                end += found + 1
                break
            end += len(ahead)
        end = min(end, content.size)
        yield start, end - start
        start = end


def _lines(content: Content, at: int) -> Iterator[bytes]:
    """Yield the lines from there on, each with its end; the last one may have none."""
    rest = b""
    while block := content.read(at, BLOCK_BYTES):
        at += len(block)
        *lines, rest = (rest + block).split(b"\n")
        yield from [line + b"\n" for line in lines]
    if rest:
        yield rest
