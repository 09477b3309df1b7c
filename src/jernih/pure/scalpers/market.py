"""What a scalper can sell under each system, who would buy, and the price that pays him best.

Source: docs/simulation.md. Nobody here plays a trick on the model: that an honest draw leaves
nothing to sell comes out of `cutoff`, where a client's chance and her own are compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import expm1, sqrt
from statistics import NormalDist

# He tries prices in steps of 0.05; what a slot is worth to people lies between 0 and 1.
PRICES = tuple(n / 20 for n in range(1, 20))
FAST, SLOW, FAKES, TEN = 0.95, 0.50, 200, 10
HALVINGS = 60


@dataclass(frozen=True, kw_only=True)
class System:
    """One way to give slots away, and what the scalper may do in it.

    speed: the share of races, 0-1, that his program wins; 0 where no scalper is about.
    drawn: whether slots are drawn in batches, not raced for. fakes: made-up people he enters.
    released: whether a slot given back is free for the quickest at once.
    entries: how many times he may enter the same client.
    """

    key: str
    speed: float = 0.0
    drawn: bool = False
    fakes: int = 0
    released: bool = False
    entries: int = 1


SYSTEMS = (
    System(key="race"),
    System(key="race-slow-bot", speed=SLOW),
    System(key="race-fast-bot", speed=FAST),
    System(key="batch", speed=FAST, drawn=True),
    System(key="batch-fakes", speed=FAST, drawn=True, fakes=FAKES),
    System(key="batch-fakes-released", speed=FAST, drawn=True, fakes=FAKES, released=True),
    System(key="batch-entries", speed=FAST, drawn=True, entries=TEN),
)


@dataclass(frozen=True, kw_only=True)
class Market:
    """A system, the slots it gives away and the people who seek one each."""

    system: System
    slots: int
    seekers: int


def best_price(market: Market) -> float | None:
    """Return the price that pays the scalper best; None where no price pays, so he stays away.

    He knows the demand, not the people: he goes by what he expects to earn.
    """
    best = max(PRICES, key=lambda price: price * expected_sales(market, price))
    return best if expected_sales(market, best) > 0 else None


def cutoff(market: Market, price: float) -> float | None:
    """Return from which value on a seeker buys at this price; None where nobody would.

    She pays on delivery only, and buys where value x (1 - own chance / chance with him) >= price.
    """
    system = market.system
    if not system.speed:
        return None
    if system.released:
        return price  # The draw is over: those who lost it have no chance of their own left.
    if not system.drawn:
        # He promises a slot for sure. Whoever buys last is as well off in the race, where those
        # who do not buy share what his program misses: t x (1 - missed / (seekers x t)) = price.
        buys_from = price + market.slots * (1 - system.speed) / market.seekers
        return buys_from if buys_from < 1 else None
    return _where(lambda value: value * _gain(market, value), reaches=price)


def chances(market: Market, *, clients: float) -> tuple[float, float]:
    """Return the chance in the draw of a client and of one who enters herself, 0-1.

    clients: how many seekers the scalper enters.
    """
    system, others = market.system, market.seekers - clients + market.system.fakes
    if market.seekers + system.fakes <= market.slots:
        return 1.0, 1.0
    # Let each entry come up at a random moment; the draw ends when all slots are gone.
    low, high = 0.0, 50.0
    for _ in range(HALVINGS):
        at = (low + high) / 2
        gone = -clients * expm1(-system.entries * at) - others * expm1(-at)
        low, high = (at, high) if gone < market.slots else (low, at)
    return -expm1(-system.entries * low), -expm1(-low)


def expected_sales(market: Market, price: float) -> float:
    """Return how many slots the scalper expects to sell at this price."""
    system, buys_from = market.system, cutoff(market, price)
    if buys_from is None:
        return 0.0
    if system.drawn and not system.released:
        clients = market.seekers * (1 - buys_from)
        return clients * chances(market, clients=clients)[0]
    if system.drawn:
        entered = market.seekers + system.fakes
        win = min(1.0, market.slots / entered)
        held, spread = win * system.fakes, win * (1 - win) * system.fakes * market.seekers / entered
        buyers = max(0.0, market.seekers - market.slots + held)
    else:
        held, buyers = market.slots * system.speed, float(market.seekers)
        spread = held * (1 - system.speed)
    buyers *= 1 - buys_from
    return system.speed * _lesser(held, buyers, spread=sqrt(spread + buyers * buys_from))


def _gain(market: Market, value: float) -> float:
    """Return what share of her chance a client owes to him, where all above this value buy."""
    client, alone = chances(market, clients=market.seekers * (1 - value))
    return 1 - alone / client


def _where(rises: Callable[[float], float], *, reaches: float) -> float | None:
    low, high = reaches, 1.0
    if rises(high) <= reaches:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rises(middle) < reaches else (low, middle)
    return high


def _lesser(one: float, other: float, *, spread: float) -> float:
    """Return the mean of the lesser of two uncertain counts (C. E. Clark, 1961).

    spread: the standard deviation of their difference.
    """
    if not spread:
        return min(one, other)
    bell, apart = NormalDist(), (one - other) / spread
    low = one * bell.cdf(-apart) + other * bell.cdf(apart) - spread * bell.pdf(apart)
    return max(0.0, low)
