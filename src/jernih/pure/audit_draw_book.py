"""The batches of a record as far as it has told of them: what the checks of a draw share.

Where the record breaks a rule the book follows the record, so that one wrong fact is said once
and not again by all that follow. What a batch holds of its applications goes when it is drawn.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final, cast

from jernih.pure import beacon, events_draw
from jernih.pure.allocation import DayRoom, Seating, Window
from jernih.pure.audit import Violation
from jernih.pure.draw_list import Entry, Wish, group_of
from jernih.pure.draw_source import CHAINS
from jernih.pure.events_draw import Source
from jernih.pure.spelling import read_day, read_moment
from jernih.pure.states import BatchState

SHOWN: Final = 8
# Facts of one moment may come to the public in two parts, one a second after the other.
LAST_MOMENT: Final = datetime(3000, 1, 1, tzinfo=UTC)
SETTLED: Final = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What was worked out of the whole list before its facts are told: root, result of a seed."""

    root: bytes
    seed: str
    result: list[Seating]


@dataclass(kw_only=True)
class DrawBatch:
    """One batch. plan, announced, closed, seed: the facts, None before; index, fact: of the last
    move. over_at: when it was drawn or given up. source, round: what it waits for, since when;
    quicknet: its round of that chain.

    entries: the list by ref, in the order of the record, until it is drawn. secrets: those that
    count, by name; late: those that came too late. given, unseated: what the result said so far.
    left: after the draw, the numbers nobody got, by day. waiting: on standby, with draw number.
    ahead: of a list that was read at once (draw_quick.py).
    """

    plan: events_draw.BatchPlanned
    index: int
    state: BatchState = BatchState.PLANNED
    fact: Any = None
    announced: events_draw.BatchAnnounced | None = None
    closed: Any = None
    seed: Any = None
    over_at: datetime | None = None
    source: Source = Source.QUICKNET
    round: int = 0
    quicknet: int = 0
    source_since: datetime = LAST_MOMENT
    entries: dict[str, Entry] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    standby: set[str] = field(default_factory=set)
    secrets: dict[str, str] = field(default_factory=dict)
    late: dict[str, str] = field(default_factory=dict)
    ahead: Ahead | None = None
    expected: list[Seating] | None = None
    by_ref: dict[str, Seating] | None = None
    rows: int = 0
    given: dict[date, set[int]] = field(default_factory=lambda: defaultdict(set))
    unseated: list[tuple[int, str]] = field(default_factory=list)
    left: dict[date, list[int]] = field(default_factory=dict)
    waiting: dict[str, tuple[int, Entry]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return how a sentence speaks of it."""
        days = f"{self.plan.first_day} to {self.plan.last_day}"
        return f"The draw of {self.plan.service} for {days} ({self.plan.batch[:SHOWN]})"

    @property
    def said(self) -> events_draw.BatchAnnounced:
        """Return the announcement, of a batch that is past it."""
        return cast("events_draw.BatchAnnounced", self.announced)

    # Asked for each application, and a batch is announced once.
    @cached_property
    def days(self) -> set[date]:
        """Return the days that may be wished."""
        days = {row.day for row in self.said.windows}
        return days.union(row.day for row in self.said.kept)

    def known_at(self) -> datetime:
        """Return from when on the word of the source it waits for can be had."""
        chain = CHAINS.get(self.source)
        return beacon.time_of(chain, self.round) if chain else self.source_since

    def rooms(self) -> list[DayRoom]:
        """Return what was announced, day by day."""
        windows: dict[date, list[Window]] = {}
        for row in self.said.windows:
            window = Window(starts_at=row.starts_at, first=row.first, last=row.last)
            windows.setdefault(row.day, []).append(window)
        kept = {row.day: row for row in self.said.kept}
        return [
            DayRoom(
                day=day,
                windows=tuple(rows),
                priority=kept[day].priority if day in kept else 0,
                long_waiting=kept[day].long_waiting if day in kept else 0,
            )
            for day, rows in sorted(windows.items())
        ]

    def settle(self, at: datetime) -> None:
        """End a batch: keep by day the numbers that nobody got, drop what only the draw needs."""
        self.over_at = at
        for room in self.rooms() if self.announced else ():
            numbers = {n for w in room.windows for n in range(w.first, w.last + 1)}
            if left := sorted(numbers - self.given[room.day]):
                self.left[room.day] = left
        self.entries, self.standby, self.expected, self.by_ref = {}, set(), None, None
        self.ahead = None
        self.given, self.unseated = defaultdict(set), []


@dataclass
class DrawBook:
    """All batches by office and ref; the supplies left to draws, by office, service and day.

    losers: who got nothing in a draw of an office's service, and nothing later. is_whole: False
    when only the facts of one batch are seen, from its file, and not the record around them.
    unread: then, how many applications count draws that are not seen.
    """

    is_whole: bool = True
    batches: dict[tuple[str, str], DrawBatch] = field(default_factory=dict)
    supplies: dict[tuple[str, str], dict[date, Any]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    keys: set[tuple[str, str]] = field(default_factory=set)
    losers: dict[str, tuple[str, str]] = field(default_factory=dict)
    unread: int = 0

    def of(self, event: Any) -> DrawBatch | None:
        """Return the batch a fact speaks of."""
        return self.batches.get((event.office, event.batch))

    def moved(self, event: Any) -> DrawBatch | None:
        """Return the batch that this fact has just moved on; None if it could not."""
        batch = self.of(event)
        return batch if batch is not None and batch.fact is event else None


def blame(rule: str, words: str, *indexes: int) -> Violation:
    """Return a violation of a rule, for checks that look after several."""
    return Violation(rule=rule, indexes=indexes, words=words)


def entry_of(event: Any, *, long_after: int) -> Entry:
    """Return the line of the list that an application makes. Raises BadSpelling for no such day."""
    return Entry(
        ref=event.ref,
        people=len(event.classes),
        group=group_of(event.classes, losses=len(event.lost), long_after=long_after),
        wishes=tuple([_wish(wish.day, wish.starts_at) for wish in event.wishes]),
        any_after=read_day(event.any_after) if event.any_after else None,
    )


@lru_cache(maxsize=4096)
def _wish(day: date, starts_at: str) -> Wish:
    return Wish(day=day, starts_at=read_moment(starts_at) if starts_at else None)


def is_round(number: int) -> bool:
    """Tell whether a number can be a round to wait for: one whose time the record could spell."""
    try:
        return beacon.time_of(beacon.QUICKNET, number) < LAST_MOMENT
    except beacon.BadRound:
        return False


def numbers_text(series: str, numbers: list[int]) -> str:
    """Return numbers as a sentence shows them, the first few of many."""
    shown = ", ".join(f"{series}-{n:03d}" for n in numbers[:5])
    return f"{shown} and {len(numbers) - 5} more" if len(numbers) > 5 else shown


def number_of(number: str) -> int:
    """Return the n of a number, A-017."""
    return int(number[2:])
