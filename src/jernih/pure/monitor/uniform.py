"""Whether a draw treats everybody alike: rank against hour, class and size of the application.

The order of a draw is even by construction, so a failing test means a mistake in the program.
Source: research f.3, "draw uniformity". Vectors: tests/pure/monitor/test_uniform.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from jernih.pure.monitor.tails import chi_square_chance, uniform_chance

PARTS: Final = 4
LEAST: Final = 20


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One application of a draw: its rank from 1, and what must not matter."""

    rank: int
    hour: str
    group: str
    people: str


@dataclass(frozen=True, kw_only=True)
class Evenness:
    """One test. what: hour, group or people; which: its value; chance: 0-1."""

    what: str
    which: str
    n: int
    chance: float


def evenness(drawn: Sequence[Drawn]) -> list[Evenness]:
    """Return every test there is enough for: each kind's ranks, and each kind by quarters."""
    n = len(drawn)
    tests = []
    for what in ("hour", "group", "people"):
        kinds: dict[str, list[int]] = defaultdict(list)
        for one in drawn:
            kinds[getattr(one, what)].append(one.rank)
        large = {kind: ranks for kind, ranks in sorted(kinds.items()) if len(ranks) >= LEAST}
        if len(kinds) < 2:
            continue
        tests += [
            Evenness(what=what, which=kind, n=len(ranks), chance=uniform_chance(_shares(ranks, n)))
            for kind, ranks in large.items()
        ]
        if len(large) > 1:
            chance = _by_quarters(large.values(), n)
            tests.append(Evenness(what=what, which="", n=n, chance=chance))
    return tests


def _shares(ranks: Iterable[int], n: int) -> list[float]:
    return [(rank - 0.5) / n for rank in ranks]


def _by_quarters(kinds: Iterable[list[int]], n: int) -> float:
    """Return the chance of a table of kinds and quarters of the order, by Pearson."""
    rows = []
    for ranks in kinds:
        counts = [0] * PARTS
        for rank in ranks:
            counts[min(PARTS - 1, (rank - 1) * PARTS // n)] += 1
        rows.append(counts)
    total = sum(map(sum, rows))
    columns = [sum(row[part] for row in rows) for part in range(PARTS)]
    value = sum(
        (row[part] - sum(row) * columns[part] / total) ** 2 / (sum(row) * columns[part] / total)
        for row in rows
        for part in range(PARTS)
        if columns[part]
    )
    freedom = (len(rows) - 1) * (sum(1 for column in columns if column) - 1)
    return chi_square_chance(value, freedom=freedom)
