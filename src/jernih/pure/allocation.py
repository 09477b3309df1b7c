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

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import heappop, heappush
from typing import Final

from jernih.pure.draw_list import Entry, Group, days_wished

KEPT: Final = (Group.PRIORITY, Group.LONG_WAITING)


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
            day = rooms[place].day
            seatings.append(Seating(entry.ref, day, clocks[place].seat(entry, day)))
    return seatings


class _Day:
    """Who sits on one day while the walk goes on; a heap holds draw numbers, largest first."""

    __slots__ = ("free", "heaps", "kept", "people")

    def __init__(self, room: DayRoom) -> None:
        self.free = room.seats
        self.kept = {
            Group.GENERAL: 0,
            Group.PRIORITY: room.priority,
            Group.LONG_WAITING: room.long_waiting,
        }
        self.people = dict.fromkeys(Group, 0)
        self.heaps: dict[Group, list[int]] = {group: [] for group in Group}

    def sit(self, number: int, size: int, group: Group) -> None:
        self.free -= size
        self.people[group] += size
        heappush(self.heaps[group], -number)

    def leave(self, group: Group, size: int) -> int:
        self.free += size
        self.people[group] -= size
        return -heappop(self.heaps[group])


class _Walk:
    """The days of everybody: who is first in the draw goes first, who has to leave goes on."""

    def __init__(self, order: Sequence[Entry], rooms: Sequence[DayRoom]) -> None:
        days = [room.day for room in rooms]
        index = {day: place for place, day in enumerate(days)}
        self._days = [_Day(room) for room in rooms]
        self._sizes = [entry.people for entry in order]
        self._groups = [entry.group for entry in order]
        self._wishes = [[index[day] for day in days_wished(entry, days)] for entry in order]
        self._tried = [0] * len(order)
        self._given: list[int | None] = [None] * len(order)

    def days(self) -> list[int | None]:
        """Return for each draw number the place of its day among the rooms."""
        for number in range(len(self._sizes)):
            waiting = [number]
            while waiting:
                for left in self._go_on(heappop(waiting)):
                    heappush(waiting, left)
        for number, place in enumerate(self._given):
            if place is None:
                self._take_what_is_free(number)
        return self._given

    def _go_on(self, number: int) -> list[int]:
        """Seat one at its next wish that has or gets room; return who had to leave for it."""
        wishes, size = self._wishes[number], self._sizes[number]
        while self._tried[number] < len(wishes):
            place = wishes[self._tried[number]]
            self._tried[number] += 1
            day = self._days[place]
            left = [] if day.free >= size else self._make_room(day, number)
            if day.free >= size:
                day.sit(number, size, self._groups[number])
                self._given[number] = place
                return left
        return []

    def _make_room(self, day: _Day, number: int) -> list[int]:
        """Let larger numbers leave until there is room for all of this one, or nobody."""
        size, group = self._sizes[number], self._groups[number]
        needs_kept = group in KEPT and day.people[group] + size <= day.kept[group]
        left: list[int] = []
        while day.free < size:
            last = self._last(day, number, needs_kept=needs_kept)
            if last is None:
                for back in left:
                    day.sit(back, self._sizes[back], self._groups[back])
                return []
            left.append(day.leave(self._groups[last], self._sizes[last]))
        for gone in left:
            self._given[gone] = None
        return left

    def _last(self, day: _Day, number: int, *, needs_kept: bool) -> int | None:
        """Return the largest number on a day that may have to leave for this one."""
        last = None
        for group, heap in day.heaps.items():
            if not heap:
                continue
            top = -heap[0]
            rest = day.people[group] - self._sizes[top]
            if group is self._groups[number]:
                rest += self._sizes[number]
            is_lent = group is Group.GENERAL or rest >= day.kept[group]
            if is_lent and (needs_kept or top > number) and (last is None or top > last):
                last = top
        return last

    def _take_what_is_free(self, number: int) -> None:
        size = self._sizes[number]
        for place in self._wishes[number]:
            if self._days[place].free >= size:
                self._days[place].sit(number, size, self._groups[number])
                self._given[number] = place
                return


class _Clock:
    """The times of one day, given in draw order."""

    def __init__(self, room: DayRoom) -> None:
        self._starts = [window.starts_at for window in room.windows]
        self._next = [window.first for window in room.windows]
        self._last = [window.last for window in room.windows]

    def seat(self, entry: Entry, day: date) -> tuple[int, ...]:
        """Return the numbers for one application: all in the first window from the wished one
        on that has room for them, else from the morning on; the earliest left, if none has."""
        wished = next((w.starts_at for w in entry.wishes if w.day == day), None)
        at = next((i for i, start in enumerate(self._starts) if wished and start >= wished), 0)
        for place in (*range(at, len(self._next)), *range(at)):
            if self._last[place] - self._next[place] + 1 >= entry.people:
                return self._take(place, entry.people)
        numbers: tuple[int, ...] = ()
        for place in range(len(self._next)):
            left = self._last[place] - self._next[place] + 1
            numbers += self._take(place, min(left, entry.people - len(numbers)))
        return numbers

    def _take(self, place: int, people: int) -> tuple[int, ...]:
        first = self._next[place]
        self._next[place] += people
        return tuple(range(first, first + people))
