"""Choose by lot which numbers of a day are held against files and people, and say what that shows.

The lot is a round of the public beacon that nobody knew before the day was closed, so whoever
invents a number cannot know whether it will be asked about.
Source: research f.3, "ghost share"; the lot as in docs/draw.md (HKDF, HMAC). Vectors:
tests/pure/monitor/test_ghosts.py.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from math import ceil, log, log1p
from typing import Final

from jernih.pure.beacon import QUICKNET, round_at_or_after
from jernih.pure.draw import extract, sample
from jernih.pure.monitor.exact import upper_limit

VERSION: Final = "jernih/ghosts/v1"
MISSED: Final = 0.05


def sample_size(permille: int, *, missed: float = MISSED) -> int:
    """Return how many must be asked about to find one, if so many of 1,000 belong to nobody.

    missed: the chance to find none all the same. 59, 149 and 299 for 50, 20 and 10 of 1,000.
    """
    if not 0 < permille < 1000:
        return 1
    return ceil(log(missed) / log1p(-permille / 1000))


def round_of(closed_at: datetime, *, wait_seconds: int) -> int:
    """Return the round of quicknet that chooses for a day closed at this moment."""
    return round_at_or_after(QUICKNET, closed_at + timedelta(seconds=wait_seconds))


def chosen(
    numbers: Iterable[str], *, office: str, day: date, randomness: bytes, size: int
) -> list[str]:
    """Return the numbers to ask about, in the order of the lot; all of them if they are fewer."""
    key = extract(f"{VERSION}|{office}|{day.isoformat()}".encode("ascii"), [randomness])
    return sample(sorted(set(numbers)), key=key, size=size)


def largest_share(found: int, *, asked: int) -> float:
    """Return the share of numbers that may belong to nobody, with 95 % confidence; 0-1."""
    return upper_limit(found, of=asked) if asked else 1.0
