"""Chance that repeats: every draw is a hash of the day's seed and of what is drawn."""

from hashlib import sha256
from math import exp
from statistics import NormalDist

SCATTER = 0.45
BELL = NormalDist()


def share(seed: str, *what: object) -> float:
    """Return a number above 0 and below 1, always the same for the same words."""
    text = "/".join([seed, *(str(word) for word in what)])
    return (int.from_bytes(sha256(text.encode()).digest()[:6]) + 0.5) / 2**48


def happens(chance: float, seed: str, *what: object) -> bool:
    """Tell whether something of this chance (0 to 1) happens."""
    return share(seed, *what) < chance


def between(low: int, high: int, seed: str, *what: object) -> int:
    """Return a whole number, both ends included."""
    return low + int(share(seed, *what) * (high - low + 1))


def seconds_about(minutes: float, seed: str, *what: object) -> int:
    """Return a service time: lognormal, with the given mean, never under 30 seconds."""
    bell = BELL.inv_cdf(share(seed, *what))
    return max(30, round(60 * minutes * exp(SCATTER * bell - SCATTER**2 / 2)))


def seconds_around(mean: int, spread: int, seed: str, *what: object) -> int:
    """Return a moment before or after: normal, in seconds."""
    return round(mean + spread * BELL.inv_cdf(share(seed, *what)))
