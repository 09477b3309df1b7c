"""Play officers and customers many times over, from a seed: the small runs and the full ones."""

from dataclasses import dataclass
from random import Random
from statistics import median

from jernih.pure.monitor import pace, skips
from jernih.pure.monitor.favour import Gain, favour

ALLOWED, THRESHOLD = 0.01, 1000
SLACK, LIMIT = 0.5, 5.0


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is played. false_runs: of 2,000 calls each; finds: runs until something is found."""

    false_runs: int
    finds: int
    paces: int
    days: int


FULL = Size(false_runs=2000, finds=400, paces=2000, days=20_000)
SMALL = Size(false_runs=60, finds=40, paces=60, days=400)


def crossings(rnd: Random, share: float, *, runs: int, calls: int) -> list[int]:
    """At which call the bet passed in each run, 0 where it did not."""
    return [
        skips.bet(
            [rnd.random() < share for _ in range(calls)], allowed=ALLOWED, threshold=THRESHOLD
        ).crossed_at
        for _ in range(runs)
    ]


def false_skips(rnd: Random, *, runs: int) -> int:
    """How many runs of 2,000 calls at the allowed share raise an alarm."""
    return sum(map(bool, crossings(rnd, ALLOWED, runs=runs, calls=2000)))


def found_after(rnd: Random, share: float, *, runs: int) -> float:
    """The median number of calls after which this share is found."""
    calls = int(40 / share)
    found = crossings(rnd, share, runs=runs, calls=calls)
    return median(at or calls for at in found)


def run_length(rnd: Random, shift: float) -> int:
    """After how many customers the sum passes 5, if nothing ever starts it anew."""
    total, at = 0.0, 0
    while total < LIMIT:
        total, at = max(0.0, total + rnd.gauss(shift, 1) - SLACK), at + 1
    return at


def run_lengths(rnd: Random, shift: float, *, runs: int) -> float:
    """The median of it."""
    return median(run_length(rnd, shift) for _ in range(runs))


def days_over(rnd: Random, shift: float, *, people: int, days: int) -> float:
    """The share of days of so many people on which the sum passes 5, started anew each morning."""
    over = 0
    for _ in range(days):
        scores = [rnd.gauss(shift, 1) for _ in range(people)]
        over += pace.slowness(scores, slack=SLACK).highest >= LIMIT
    return over / days


def favoured_hall(rnd: Random, *, people: int, favoured: int, places: int) -> list[Gain]:
    """A hall where everybody is within a place or two of her own, and some were let past."""
    return [
        Gain(
            number=f"A-{n:03}",
            helper="",
            places=rnd.choice((-1, 0, 0, 0, 1)) + places * (n < favoured),
            hour=0,
        )
        for n in range(people)
    ]


def favour_chance(rnd: Random, *, places: int) -> float:
    gains = favoured_hall(rnd, people=150, favoured=8, places=places)
    return favour(gains, {gain.number for gain in gains[:8]}, seed="hall").chance
