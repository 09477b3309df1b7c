"""Whether an officer has become slower than is usual for this service at this hour.

Each service's time is read as how many usual spreads it lies above the usual, on the scale of
logarithms: z = (ln seconds - mean) / spread. The sum S = max(0, S + z - slack) forgets quick ones
and grows while someone stays slow. It starts at 0 every morning.
Source: Page 1954; Brook and Evans 1972 (its chances, as a chain of states).
Vectors: tests/pure/monitor/test_pace.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import erf, log, sqrt
from typing import Final

# One person who was forgotten at the counter over lunch is no slowness.
WIDEST: Final = 3.0
STATES: Final = 40
LONGEST: Final = 400
# Times of one length would make any other a wonder.
LEAST_SPREAD: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What is usual: mean and spread of ln seconds, from so many people."""

    n: int
    mean: float
    spread: float


@dataclass(frozen=True, kw_only=True)
class Slowness:
    """A day of one officer. highest: of the sum; at: after which person, from 1; n: people."""

    highest: float
    at: int
    n: int
    path: tuple[float, ...]


@dataclass(frozen=True)
class Logs:
    """Sums over ln seconds, that can be added and taken apart: how many, sum, sum of squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    @classmethod
    def of(cls, seconds: float) -> "Logs":
        """Return the sums of one time; of one without length, nothing."""
        if seconds <= 0:
            return cls()
        one = log(seconds)
        return cls(1, one, one * one)

    def __add__(self, other: "Logs") -> "Logs":
        """Return both together."""
        return Logs(self.n + other.n, self.total + other.total, self.squares + other.squares)

    def __sub__(self, other: "Logs") -> "Logs":
        """Return these without the other's."""
        return Logs(self.n - other.n, self.total - other.total, self.squares - other.squares)

    def usual(self, *, least: int = 1) -> Usual:
        """Return what is usual of these; `n` 0 where there are fewer than `least`."""
        if self.n < max(1, least):
            return Usual(n=0, mean=0.0, spread=0.0)
        mean = self.total / self.n
        over = max(0.0, self.squares - self.n * mean * mean)
        spread = sqrt(over / (self.n - 1)) if self.n > 1 else 0.0
        return Usual(n=self.n, mean=mean, spread=spread)


def pick(usual: Mapping[tuple[str, int], Usual], service: str, hour: int, *, least: int) -> Usual:
    """Return what is usual for a service at an hour, or over all hours where few came.

    usual: by service and hour; hour -1 is all hours. `n` 0 where there is too little.
    """
    for key in ((service, hour), (service, -1)):
        found = usual.get(key)
        if found is not None and found.n >= least:
            return found
    return Usual(n=0, mean=0.0, spread=0.0)


def score(seconds: float, usual: Usual) -> float | None:
    """Return z of one time, at most 3 from the usual; None where nothing is usual."""
    if usual.n == 0 or seconds <= 0:
        return None
    z = (log(seconds) - usual.mean) / max(usual.spread, LEAST_SPREAD)
    return max(-WIDEST, min(WIDEST, z))


def slowness(scores: Sequence[float], *, slack: float) -> Slowness:
    """Return how the sum went over one day."""
    path, total = [], 0.0
    for z in scores:
        total = max(0.0, total + z - slack)
        path.append(total)
    highest = max(path, default=0.0)
    at = path.index(highest) + 1 if highest > 0 else 0
    return Slowness(highest=highest, at=at, n=len(path), path=tuple(path))


def chance_of_sum(highest: float, *, n: int, slack: float) -> float:
    """Return the chance that somebody of usual pace reaches this sum within n people.

    The sum is held in 40 steps; beyond 400 people the chance grows as it did.
    """
    if highest <= 0 or n <= 0:
        return 1.0
    # A state is as high as its middle; the last one ends where the alarm begins.
    width = highest / (STATES - 0.5)
    jumps = _jumps(width, slack)
    chances = [1.0] + [0.0] * (STATES - 1)
    steps = min(n, LONGEST)
    before = 1.0
    for _ in range(steps):
        before = sum(chances)
        chances = _stepped(chances, jumps)
    stays = sum(chances)
    rate = stays / before if before > 0 else 0.0
    return min(1.0, max(0.0, 1.0 - stays * rate ** (n - steps)))


def _jumps(width: float, slack: float) -> list[float]:
    """Return the chances to be at most `shift` steps higher, shift from -STATES to STATES."""
    return [_normal((shift + 0.5) * width + slack) for shift in range(-STATES, STATES + 1)]


def _stepped(chances: list[float], upto: list[float]) -> list[float]:
    then = [0.0] * STATES
    for state, chance in enumerate(chances):
        if chance < 1e-15:
            continue
        below = 0.0
        for target in range(STATES):
            reached = upto[target - state + STATES]
            then[target] += chance * (reached - below)
            below = reached
    return then


def _normal(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2
