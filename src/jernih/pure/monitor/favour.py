"""Whether the clients of somebody were called before their turn: a permutation test.

A number's gain is how many places of its line it was called earlier than its place was. If it does
not matter whose client someone is, the gains could be dealt out anew among all who came at the
same hour; the chance says how often such a deal favours these clients as much.
Source: Fisher 1935 (exact permutation); Phipson and Smyth 2010 (never zero). The deals come from
SHAKE-256 of the day's name, so everybody finds the same chance.
Vectors: tests/pure/monitor/test_favour.py.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import shake_256
from typing import Final

from jernih.pure.monitor.day import Call

DEALS: Final = 999
_BYTES: Final = 4
_BLOCK: Final = 1 << 12


@dataclass(frozen=True, kw_only=True)
class Gain:
    """How many places a number was called before its own; hour: when its place was."""

    number: str
    helper: str
    places: int
    hour: Hashable


@dataclass(frozen=True, kw_only=True)
class Favour:
    """What the test says. mean: places gained by those asked about; chance: 0-1."""

    n: int
    mean: float
    others: float
    chance: float


def gains_of(calls: Iterable[Call]) -> list[Gain]:
    """Return the gain of every number within its line (service and lane), by its first call."""
    lines: dict[tuple[str, str], list[Call]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for call in calls:
        if (call.number, call.service) not in seen:
            seen.add((call.number, call.service))
            lines[call.service, call.lane].append(call)
    return [gain for line in lines.values() for gain in _gains(line)]


def favour(gains: Sequence[Gain], numbers: set[str], *, seed: str, deals: int = DEALS) -> Favour:
    """Return how much these numbers gained, and how often chance would give them as much."""
    strata: dict[Hashable, list[tuple[int, bool]]] = defaultdict(list)
    for gain in gains:
        strata[gain.hour].append((gain.places, gain.number in numbers))
    mine = [gain.places for gain in gains if gain.number in numbers]
    rest = [gain.places for gain in gains if gain.number not in numbers]
    if not mine or not rest:
        return Favour(n=len(mine), mean=_mean(mine), others=_mean(rest), chance=1.0)
    total, lots = sum(mine), _lots(seed)
    groups = [
        ([places for places, _ in pairs], sum(is_mine for _, is_mine in pairs))
        for pairs in strata.values()
    ]
    # Where all gained the same, or nobody is asked about, no deal changes anything.
    fixed = sum(places[0] * few for places, few in groups if few and len(set(places)) == 1)
    open_ = [(places, few) for places, few in groups if few and len(set(places)) > 1]
    reached = sum(
        fixed + sum(sum(_dealt(places, few, lots)) for places, few in open_) >= total
        for _ in range(deals)
    )
    return Favour(
        n=len(mine), mean=_mean(mine), others=_mean(rest), chance=(1 + reached) / (1 + deals)
    )


def _gains(line: list[Call]) -> Iterator[Gain]:
    by_place = sorted(line, key=lambda call: (call.place, call.number))
    place_of = {call.number: at for at, call in enumerate(by_place)}
    for at, call in enumerate(line):
        yield Gain(
            number=call.number,
            helper=call.helper,
            places=place_of[call.number] - at,
            hour=(call.service, call.lane, call.place.replace(minute=0, second=0, microsecond=0)),
        )


def _dealt(values: list[int], few: int, lots: Iterator[int]) -> list[int]:
    """Return so many of these by lot (the first steps of Fisher and Yates)."""
    pool, size = values.copy(), len(values)
    for at in range(few):
        # 32 bits for at most some thousands: the bias is below one in a million.
        other = at + next(lots) * (size - at) // (1 << 8 * _BYTES)
        pool[at], pool[other] = pool[other], pool[at]
    return pool[:few]


def _lots(seed: str) -> Iterator[int]:
    block = 0
    while True:
        stream = shake_256(f"jernih/monitor/v1|{seed}|{block}".encode()).digest(_BLOCK)
        for at in range(0, _BLOCK, _BYTES):
            yield int.from_bytes(stream[at : at + _BYTES], "big")
        block += 1


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else 0.0
