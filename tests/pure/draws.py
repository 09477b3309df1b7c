"""Small batches to draw, by hand and by hypothesis; the other way to reach the same result."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from jernih.pure.allocation import DayRoom, Seating, Window, allocate
from jernih.pure.draw_list import Entry, Group, Wish, wished_days

FIRST = date(2026, 12, 7)
DAYS = [FIRST + timedelta(days=ahead) for ahead in range(5)]
EIGHT = datetime(2026, 12, 7, 0, tzinfo=UTC)
G, P = Group.GENERAL, Group.PRIORITY


def ref(n: int) -> str:
    return f"{n:032x}"


def entry(n: int, *days: int, people: int = 1, group: Group = G, start: int | None = None) -> Entry:
    """Application n, who wishes these days (0 is the first), best first."""
    return Entry(
        ref=ref(n),
        people=people,
        group=group,
        wishes=tuple(
            Wish(day=DAYS[day], starts_at=None if start is None else window_start(start))
            for day in days
        ),
    )


def window_start(hour: int) -> datetime:
    return EIGHT + timedelta(hours=hour)


def room(day: int, *seats: int, priority: int = 0, long_waiting: int = 0) -> DayRoom:
    """A day with so many seats in each of its windows, one hour apart."""
    windows, first = [], 1
    for hour, count in enumerate(seats):
        if count:
            windows.append(
                Window(starts_at=window_start(hour), first=first, last=first + count - 1)
            )
        first += count
    return DayRoom(
        day=DAYS[day], windows=tuple(windows), priority=priority, long_waiting=long_waiting
    )


def days_of(seatings: Sequence[Seating]) -> list[int | None]:
    """Return the day of each, as its number; None for nothing."""
    return [None if s.day is None else DAYS.index(s.day) for s in seatings]


def given(order: Sequence[Entry], rooms: Sequence[DayRoom]) -> list[int | None]:
    return days_of(allocate(order, rooms))


def by_proposals(order: Sequence[Entry], rooms: Sequence[DayRoom]) -> list[int | None]:
    """The textbook's deferred acceptance for single people, kept seats first: slow, and plain.

    Each day holds the best of all who ever asked: first its kept seats, to the group in draw
    order, then every other seat to anybody in draw order.
    """
    days = [room.day for room in rooms]
    places = {day: place for place, day in enumerate(days)}
    asked: dict[date, set[int]] = {day: set() for day in days}
    held: dict[date, list[int]] = {day: [] for day in days}
    next_wish = [0] * len(order)
    waiting = list(range(len(order)))
    while waiting:
        number = waiting.pop()
        wishes = list(dict.fromkeys(wished_days(order[number], places)))
        if next_wish[number] == len(wishes):
            continue
        day = days[wishes[next_wish[number]]]
        next_wish[number] += 1
        asked[day] = {*held[day], number}
        held[day] = _chosen(sorted(asked[day]), order, rooms[days.index(day)])
        waiting += asked[day] - set(held[day])
    result: list[int | None] = [None] * len(order)
    for day, numbers in held.items():
        for number in numbers:
            result[number] = DAYS.index(day)
    return result


def _chosen(numbers: list[int], order: Sequence[Entry], room: DayRoom) -> list[int]:
    kept = [n for n in numbers if order[n].group is P][: room.priority]
    others = [n for n in numbers if n not in kept]
    return kept + others[: room.seats - len(kept)]


@st.composite
def batches(draw: st.DrawFn, *, sizes: Sequence[int] = (1,), most: int = 9) -> tuple:
    """An order of applications and the rooms of one to four days."""
    count = draw(st.integers(1, 4))
    rooms = []
    for day in range(count):
        seats = draw(st.integers(0, 4))
        rooms.append(room(day, seats, priority=draw(st.integers(0, seats))))
    order = [
        entry(
            n,
            *draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True)),
            people=draw(st.sampled_from(sizes)),
            group=draw(st.sampled_from([G, P])),
        )
        for n in range(draw(st.integers(1, most)))
    ]
    return order, rooms
