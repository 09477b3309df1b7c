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

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heappop, heappush
from typing import Final

from jernih.pure.draw_list import Entry, Group, wished_places

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


@dataclass(frozen=True, slots=True)
class Seating:
    """What an application got: no day and no numbers if nothing."""

    ref: str
    day: date | None
    numbers: tuple[int, ...]


def allocate(order: Sequence[Entry], rooms: Sequence[DayRoom]) -> list[Seating]:
    """Return what everyone gets, in draw order.

    rooms: in the order of their days. Two steps: the days by the rule above, then on each day
    the times in draw order.
    """
    given = _Walk(order, rooms).days()
    clocks = [_Clock(room) for room in rooms]
    seatings = []
    for entry, place in zip(order, given, strict=True):
        if place is None:
            seatings.append(Seating(entry.ref, None, ()))
        else:
            seatings.append(Seating(entry.ref, rooms[place].day, clocks[place].seat(entry)))
    return seatings


class _Day:
    """Who sits on one day while the walk goes on.

    Lists by group: general, priority, long waiting. heaps: draw numbers, largest first.
    """

    __slots__ = ("free", "heaps", "kept", "people")

    def __init__(self, room: DayRoom) -> None:
        self.free = room.seats
        self.kept = (0, room.priority, room.long_waiting)
        self.people = [0] * len(_PLACE)
        self.heaps: tuple[list[int], ...] = tuple([] for _ in _PLACE)


class _Walk:
    """The days of everybody: who is first in the draw goes first, who has to leave goes on."""

    def __init__(self, order: Sequence[Entry], rooms: Sequence[DayRoom]) -> None:
        places = {room.day: place for place, room in enumerate(rooms)}
        self._days = [_Day(room) for room in rooms]
        self._sizes = [entry.people for entry in order]
        self._groups = [_PLACE[entry.group] for entry in order]
        self._wishes = [wished_places(entry, places) for entry in order]
        self._tried = [0] * len(order)
        self._given: list[int | None] = [None] * len(order)

    def days(self) -> list[int | None]:
        """Return for each draw number the place of its day among the rooms."""
        for newest in range(len(self._sizes)):
            waiting = self._go_on(newest, newest=newest)
            while waiting:
                for left in self._go_on(heappop(waiting), newest=newest):
                    heappush(waiting, left)
        for number, place in enumerate(self._given):
            if place is None:
                self._take_what_is_free(number)
        return self._given

    def _go_on(self, number: int, *, newest: int) -> list[int]:
        """Seat one at its next wish that has or gets room; return who had to leave for it."""
        wishes, size, group = self._wishes[number], self._sizes[number], self._groups[number]
        while self._tried[number] < len(wishes):
            place = wishes[self._tried[number]]
            self._tried[number] += 1
            day = self._days[place]
            left: list[int] = []
            if day.free < size:
                needs_kept = group > 0 and day.people[group] + size <= day.kept[group]
                # Nobody on a day has a larger number than the newest: nobody has to leave for it.
                if needs_kept or number != newest:
                    left = self._make_room(day, number, needs_kept=needs_kept)
            if day.free >= size:
                self._sit(day, number)
                self._given[number] = place
                return left
        return []

    def _sit(self, day: _Day, number: int) -> None:
        group, size = self._groups[number], self._sizes[number]
        day.free -= size
        day.people[group] += size
        heappush(day.heaps[group], -number)

    def _make_room(self, day: _Day, number: int, *, needs_kept: bool) -> list[int]:
        """Let larger numbers leave until there is room for all of this one, or nobody."""
        left: list[int] = []
        while day.free < self._sizes[number]:
            last = self._last(day, number, needs_kept=needs_kept)
            if last is None:
                for back in left:
                    self._sit(day, back)
                return []
            group, size = self._groups[last], self._sizes[last]
            heappop(day.heaps[group])
            day.free += size
            day.people[group] -= size
            left.append(last)
        for gone in left:
            self._given[gone] = None
        return sorted(left)

    def _last(self, day: _Day, number: int, *, needs_kept: bool) -> int | None:
        """Return the largest number on a day that may have to leave for this one."""
        last = None
        for group, heap in enumerate(day.heaps):
            if not heap:
                continue
            top = -heap[0]
            rest = day.people[group] - self._sizes[top]
            if group == self._groups[number]:
                rest += self._sizes[number]
            is_lent = group == 0 or rest >= day.kept[group]
            if is_lent and (needs_kept or top > number) and (last is None or top > last):
                last = top
        return last

    def _take_what_is_free(self, number: int) -> None:
        for place in self._wishes[number]:
            if self._days[place].free >= self._sizes[number]:
                self._sit(self._days[place], number)
                self._given[number] = place
                return


class _Clock:
    """The times of one day, given in draw order."""

    def __init__(self, room: DayRoom) -> None:
        self._day = room.day
        self._starts = [window.starts_at for window in room.windows]
        self._next = [window.first for window in room.windows]
        self._left = [window.last - window.first + 1 for window in room.windows]

    def seat(self, entry: Entry) -> tuple[int, ...]:
        """Return the numbers for one application.

        All in the first window, from the wished one on, that has room for them; else from the
        morning on; if none has room for all, the earliest that are left.
        """
        people = entry.people
        at = self._wished(entry)
        for place in (*range(at, len(self._left)), *range(at)):
            if self._left[place] >= people:
                return self._take(place, people)
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
        return tuple(range(first, first + people))
