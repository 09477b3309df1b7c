"""Play markets many times over: the same people in every system, the real draw where one is drawn.

All chance is a stream of SHAKE-256 from the seed, so a seed gives the same figures for ever.
Source: docs/simulation.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, shake_256
from math import fsum, sqrt
from struct import unpack

from jernih.pure.draw import draw_key, draw_order
from jernih.pure.scalpers.market import SYSTEMS, Market, best_price, cutoff


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a market came to over all rounds.

    price: None where the scalper stayed away. booked, sold: shares of the slots, 0-1.
    profit: the scalper's, a slot. payoff: the mean seeker's, what the slot is worth to her less
    what she paid. served: the share of seekers with a slot, 0-1. value: what seekers and scalper
    have together, a slot. The errors are standard errors over the rounds.
    """

    system: str
    seekers: int
    price: float | None
    booked: float
    sold: float
    profit: float
    profit_error: float
    payoff: float
    payoff_error: float
    served: float
    value: float


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """The people of one round and their luck, the same under every system.

    values: what a slot is worth to each, 0-1. queue: who is how quick without a program.
    races: for each slot how quick the scalper must be. resales: the same when he books it again.
    randomness: what the draw of this round is made from.
    """

    values: Sequence[float]
    queue: Sequence[int]
    races: Sequence[float]
    resales: Sequence[float]
    randomness: bytes


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One round: who got a slot without the scalper, who from him, how many he had booked."""

    own: frozenset[int]
    bought: frozenset[int]
    booked: int


def simulate(*, seed: int, rounds: int, slots: int, seekers: Iterable[int]) -> list[Row]:
    """Return a row for each demand and system, in the order of both."""
    return [row for count in seekers for row in _rows(seed, rounds, slots, count)]


def crowd(*, seed: int, number: int, slots: int, seekers: int) -> Crowd:
    """Return the people of one round."""
    label = f"jernih/scalpers/v1|{seed}|{seekers}|{slots}|{number}"
    stream = _uniform(label, 2 * seekers + 2 * slots)
    values, quick, races, resales = (
        [next(stream) for _ in range(count)] for count in (seekers, seekers, slots, slots)
    )
    return Crowd(
        values=values,
        queue=sorted(range(seekers), key=quick.__getitem__),
        races=races,
        resales=resales,
        randomness=sha256(label.encode("ascii")).digest(),
    )


def play(market: Market, people: Crowd, *, buys_from: float | None) -> Outcome:
    """Give the slots of one round away.

    buys_from: the value from which on seekers are clients of the scalper; None: he has none.
    """
    clients = {
        n for n, value in enumerate(people.values) if buys_from is not None and value >= buys_from
    }
    if market.system.drawn:
        return _draw(market, people, clients)
    # He books before he knows who will come.
    return _race(market, people, clients, speed=0 if buys_from is None else market.system.speed)


def _race(market: Market, people: Crowd, clients: set[int], *, speed: float) -> Outcome:
    booked = sum(luck < speed for luck in people.races)
    bought, missed = _resell(people, clients, held=booked, speed=speed)
    rest = [n for n in people.queue if n not in clients]
    own = rest[: market.slots - booked + missed]
    return Outcome(own=frozenset(own), bought=bought, booked=booked)


def _draw(market: Market, people: Crowd, clients: set[int]) -> Outcome:
    system = market.system
    listed = set() if system.released else clients  # else they become clients once they lost
    winners = _winners(market, people.randomness, listed)
    fakes = sum(n >= market.seekers for n in winners)
    own = winners & set(range(market.seekers)) - listed
    if not system.released:
        won = frozenset(winners & listed)
        return Outcome(own=frozenset(own), bought=won, booked=len(won) + fakes)
    lost = clients - winners
    bought, missed = _resell(people, lost, held=fakes, speed=system.speed)
    rest = [n for n in people.queue if n not in winners and n not in lost]
    return Outcome(own=frozenset(own | set(rest[:missed])), bought=bought, booked=fakes)


def _winners(market: Market, randomness: bytes, clients: set[int]) -> set[int]:
    """Return who wins the draw; numbers from `seekers` on are made-up people."""
    system = market.system
    names = [
        name
        for n in range(market.seekers + system.fakes)
        for name in _names(n)[: system.entries if n in clients else 1]
    ]
    root = sha256("\n".join(names).encode("ascii")).digest()
    key = draw_key(batch="scalpers", list_root=root, randomness=randomness)
    winners: set[int] = set()
    for name in draw_order(names, key=key):
        if len(winners) == market.slots:
            break
        winners.add(int(name[:16], 16))
    return winners


def _resell(
    people: Crowd, clients: set[int], *, held: int, speed: float
) -> tuple[frozenset[int], int]:
    """Return which clients get a slot he holds, and how many slots another snatched meanwhile."""
    served = [n for n in people.queue if n in clients][:held]
    bought = frozenset(n for n, luck in zip(served, people.resales, strict=False) if luck < speed)
    return bought, len(served) - len(bought)


@dataclass(frozen=True)
class _Tally:
    """One round in numbers: slots, slots, seekers, what all seekers have together."""

    booked: int
    sold: int
    served: int
    payoff: float


def _rows(seed: int, rounds: int, slots: int, seekers: int) -> list[Row]:
    markets = [Market(system=system, slots=slots, seekers=seekers) for system in SYSTEMS]
    prices = [best_price(market) for market in markets]
    tallies: list[list[_Tally]] = [[] for _ in markets]
    for number in range(rounds):
        people = crowd(seed=seed, number=number, slots=slots, seekers=seekers)
        for market, price, tally in zip(markets, prices, tallies, strict=True):
            tally.append(_tally(market, people, price=price))
    return [_row(*of) for of in zip(markets, prices, tallies, strict=True)]


def _tally(market: Market, people: Crowd, *, price: float | None) -> _Tally:
    buys_from = None if price is None else cutoff(market, price)
    outcome = play(market, people, buys_from=buys_from)
    worth = fsum(people.values[n] for n in (*outcome.own, *outcome.bought))
    return _Tally(
        booked=outcome.booked,
        sold=len(outcome.bought),
        served=len(outcome.own) + len(outcome.bought),
        payoff=worth - (price or 0.0) * len(outcome.bought),
    )


def _row(market: Market, price: float | None, tallies: Sequence[_Tally]) -> Row:
    payoff, payoff_error = _mean([tally.payoff for tally in tallies])
    profit, profit_error = _mean([(price or 0.0) * tally.sold for tally in tallies])
    return Row(
        system=market.system.key,
        seekers=market.seekers,
        price=price,
        booked=_mean([tally.booked for tally in tallies])[0] / market.slots,
        sold=_mean([tally.sold for tally in tallies])[0] / market.slots,
        profit=profit / market.slots,
        profit_error=profit_error / market.slots,
        payoff=payoff / market.seekers,
        payoff_error=payoff_error / market.seekers,
        served=_mean([tally.served for tally in tallies])[0] / market.seekers,
        value=(payoff + profit) / market.slots,
    )


def _mean(numbers: Sequence[float]) -> tuple[float, float]:
    """Return the mean, and its standard error."""
    mean = fsum(numbers) / len(numbers)
    apart = fsum((number - mean) ** 2 for number in numbers)
    return mean, sqrt(apart / max(1, len(numbers) - 1) / len(numbers))


def _uniform(label: str, count: int) -> Iterator[float]:
    """Yield numbers between 0 and 1, of 53 bits each."""
    stream = shake_256(label.encode("ascii")).digest(8 * count)
    return ((word >> 11) / 2**53 for word in unpack(f">{count}Q", stream))


@cache
def _names(number: int) -> list[str]:
    """Return the refs under which one person may be entered: the person, then which entry."""
    return [f"{number:016x}{entry:016x}" for entry in range(max(s.entries for s in SYSTEMS))]
