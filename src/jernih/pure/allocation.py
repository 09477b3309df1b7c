"""Give the seats of a batch to applications in draw order, families together.

The rule, in words. Everyone in draw order gets the first wished day that has room for all of
them. Some seats of a day are kept for a group (priority); while nobody of the group needs them
they are lent. Who belongs to the group and finds a day full gets a lent seat back: of those
with a borrowed or ordinary seat, the largest draw number leaves, and goes on down its own
wishes with its old number. At the end, who has nothing gets what is still free, in order.

This is deferred acceptance with one draw for all days, so among single applicants it pays to
wish truthfully, claiming priority never costs a place, and nobody loses by another's leaving.
Source: docs/draw.md. Vectors: tests/vectors/draw.json, tests/pure/test_allocation.py.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heapify, heappop, heappush
from typing import Final, NamedTuple, cast

from jernih.pure.draw_list import Entry, Group, wished_days

_PLACE: Final = {Group.GENERAL: 0, Group.PRIORITY: 1, Group.LONG_WAITING: 2}


@dataclass(frozen=True, kw_only=True)
class Window:
    """The numbers first..last of a day, all for one time."""

    starts_at: datetime
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class DayRoom:
    """What a batch has on one day; of its seats so many are kept for a group first."""

    day: date
    windows: tuple[Window, ...]
    priority: int = 0
    long_waiting: int = 0

    @property
    def seats(self) -> int:
        """Return how many people find room."""
        return sum(window.last - window.first + 1 for window in self.windows)


class Seating(NamedTuple):
    """What an application got: no day and no numbers if nothing."""

    ref: str
    day: date | None
    numbers: tuple[int, ...]


def allocate(order: Sequence[Entry], rooms: Sequence[DayRoom]) -> list[Seating]:
    """Return what everyone gets, in draw order.

    rooms: in the order of their days. Two steps: the days by the rule above, then on each day
    the times in draw order.
    """
    return [
        Seating(entry.ref, None, ())
        if day is None
        else Seating(entry.ref, day.day, day.clock.seat(entry))
        for entry, day in zip(order, _Walk(order, rooms).days(), strict=True)
    ]


class _Day:
    """Who sits on one day while the walk goes on.

    Lists by group: general, priority, long waiting. numbers: of the draw, the smallest first.
    """

    __slots__ = ("clock", "day", "free", "kept", "numbers", "people")

    def __init__(self, room: DayRoom) -> None:
        self.day = room.day
        self.clock = _Clock(room)
        self.free = room.seats
        self.kept = (0, room.priority, room.long_waiting)
        self.people = [0] * len(_PLACE)
        self.numbers: tuple[list[int], ...] = tuple([] for _ in _PLACE)


class _Walk:
    """The days of everybody: who is first in the draw goes first, who has to leave goes on."""

    def __init__(self, order: Sequence[Entry], rooms: Sequence[DayRoom]) -> None:
        self._days = {room.day: _Day(room) for room in rooms}
        self._order = order
        # Of who has to leave, the day that she leaves: she goes on after it.
        self._given: list[_Day | None] = [None] * len(order)

    def days(self) -> list[_Day | None]:
        """Return the day of each draw number."""
        for newest, entry in enumerate(self._order):
            waiting = self._seat_newest(newest, entry)
            while waiting:
                for left in self._go_on(heappop(waiting)):
                    heappush(waiting, left)
        for number, day in enumerate(self._given):
            if day is None:
                self._take_what_is_free(number)
        return self._given

    def _seat_newest(self, number: int, entry: Entry) -> list[int]:
        """Seat one at the first wish that has or gets room; return who had to leave for it.

        Nobody has a larger number yet, so nobody leaves but for a seat that is kept.
        """
        size, group = entry.people, _PLACE[entry.group]
        for day in wished_days(entry, self._days):
            left: list[int] = []
            if group and day.free < size and day.people[group] + size <= day.kept[group]:
                left = self._make_room(day, number, needs_kept=True)
            if day.free >= size:
                day.free -= size
                day.people[group] += size
                day.numbers[group].append(number)
                self._given[number] = day
                return left
        return []

    def _go_on(self, number: int) -> list[int]:
        """Seat one who had to leave at a later wish; return who had to leave for it."""
        entry = self._order[number]
        size, group = entry.people, _PLACE[entry.group]
        days = list(dict.fromkeys(wished_days(entry, self._days)))
        after = days.index(cast("_Day", self._given[number])) + 1
        self._given[number] = None
        for day in days[after:]:
            left: list[int] = []
            if day.free < size:
                needs_kept = group > 0 and day.people[group] + size <= day.kept[group]
                left = self._make_room(day, number, needs_kept=needs_kept)
            if day.free >= size:
                self._sit(day, number)
                return left
        return []

    def _sit(self, day: _Day, number: int) -> None:
        entry = self._order[number]
        group = _PLACE[entry.group]
        day.free -= entry.people
        day.people[group] += entry.people
        insort(day.numbers[group], number)
        self._given[number] = day

    def _make_room(self, day: _Day, number: int, *, needs_kept: bool) -> list[int]:
        """Let larger numbers leave until there is room for all of this one, or nobody."""
        left: list[int] = []
        mine = self._order[number]
        while day.free < mine.people:
            last = self._last(day, number, needs_kept=needs_kept)
            if last is None:
                for back in left:
                    self._sit(day, back)
                return []
            entry = self._order[last]
            group = _PLACE[entry.group]
            day.numbers[group].pop()
            day.free += entry.people
            day.people[group] -= entry.people
            left.append(last)
        heapify(left)
        return left

    def _last(self, day: _Day, number: int, *, needs_kept: bool) -> int | None:
        """Return the largest number on a day that may have to leave for this one."""
        last: int | None = None
        mine = self._order[number]
        for group, numbers in enumerate(day.numbers):
            if not numbers:
                continue
            top = numbers[-1]
            rest = day.people[group] - self._order[top].people
            if group == _PLACE[mine.group]:
                rest += mine.people
            is_lent = group == 0 or rest >= day.kept[group]
            if is_lent and (needs_kept or top > number) and (last is None or top > last):
                last = top
        return last

    def _take_what_is_free(self, number: int) -> None:
        entry = self._order[number]
        for day in wished_days(entry, self._days):
            if day.free >= entry.people:
                self._sit(day, number)
                return


class _Clock:
    """The times of one day, given in draw order."""

    def __init__(self, room: DayRoom) -> None:
        self._day = room.day
        self._starts = [window.starts_at for window in room.windows]
        self._next = [window.first for window in room.windows]
        self._left = [window.last - window.first + 1 for window in room.windows]
        # Windows from a wished one on that had no room for so many people: they never will again.
        self._full: dict[tuple[int, int], int] = {}

    def seat(self, entry: Entry) -> tuple[int, ...]:
        """Return the numbers for one application.

        All in the first window, from the wished one on, that has room for them; else from the
        morning on; if none has room for all, the earliest that are left.
        """
        people, count = entry.people, len(self._left)
        at = self._wished(entry)
        full = before = self._full.get((at, people), 0)
        while full < count and self._left[(at + full) % count] < people:
            full += 1
        if full != before:
            self._full[at, people] = full
        if full < count:
            return self._take((at + full) % count, people)
        numbers: tuple[int, ...] = ()
        for place, left in enumerate(self._left):
            numbers += self._take(place, min(left, people - len(numbers)))
        return numbers

    def _wished(self, entry: Entry) -> int:
        for wish in entry.wishes:
            if wish.day == self._day:
                start = wish.starts_at
                return bisect_left(self._starts, start) if start else 0
        return 0

    def _take(self, place: int, people: int) -> tuple[int, ...]:
        first = self._next[place]
        self._next[place] += people
        self._left[place] -= people
        return (first,) if people == 1 else tuple(range(first, first + people))
