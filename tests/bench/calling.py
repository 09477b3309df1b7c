"""How long the pure rules take: choosing among 5,000 waiting, a range for 40, a day's audit.

Run alone: `python -m tests.bench.calling`. CPU time, the best of several rounds, so that a
busy neighbour does not count.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import process_time

from jernih.pure import calling, waiting
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting

NINE = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
POLICY = CallingPolicy(
    version=1,
    priority_every=2,
    early_minutes=30,
    late_minutes=30,
    recall_max=3,
    recall_gap_seconds=60,
)
SERVICES = ("new", "replacement", "collection")
LANES = (Lane.BOOKED, Lane.BOOKED, Lane.BOOKED, Lane.PRIORITY, Lane.STANDBY)
ROUNDS = 7


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measurement. seconds: of one deed."""

    name: str
    seconds: float


def line_of(people: int) -> list[Waiting]:
    """Return so many waiting tickets of all lanes and services."""
    return [
        Waiting(
            number=f"A-{n:03}",
            service=SERVICES[n % 3],
            lane=LANES[n % 5],
            place_at=NINE + timedelta(minutes=30 * (n * 7 % 12 - 6)),
            arrived_at=NINE - timedelta(seconds=n * 13 % 7200),
            helper="s-aaaaa9" if n % 11 == 0 else "",
        )
        for n in range(people)
    ]


def best(deed: Callable[[], object]) -> float:
    """Return the shortest of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        began = process_time()
        deed()
        times.append(process_time() - began)
    return min(times)


def figures() -> Iterator[Figure]:
    """Yield each figure as it is measured."""
    counter = CounterNow(number=1, officer="s-aaaaa1", services=frozenset(SERVICES))
    whole = line_of(5000)
    now = {"counter": counter, "policy": POLICY, "since_priority": 1, "now": NINE}
    few = calling.heads_for(whole, counter=counter)
    yield Figure(
        name="choose among 5,000 waiting",
        seconds=best(lambda: calling.next_ticket(whole, **now)),
    )
    yield Figure(
        name="choose among the rows that suffice",
        seconds=best(lambda: [calling.next_ticket(few, **now) for _ in range(1000)]) / 1000,
    )
    hall = waiting.Hall(
        waiting=tuple(line_of(40)),
        desks=tuple(
            waiting.Desk(
                counter=CounterNow(number=n, officer=f"s-{n:06}", services=frozenset(SERVICES)),
                free_at=NINE,
            )
            for n in range(1, 5)
        ),
        policy=POLICY,
        since_priority=0,
        seconds={code: waiting.service_seconds((), minutes=10) for code in SERVICES},
    )
    yield Figure(
        name="wait ranges of 40 people at 4 counters",
        seconds=best(lambda: waiting.predict(hall, now=NINE, seed="bench")),
    )


if __name__ == "__main__":
    for figure in figures():
        print(f"{figure.name:45} {figure.seconds * 1e6:10.1f} µs")
