"""The work that a sending costs: little, and more of it for everybody the more come at once.

Nobody is refused, and nobody's address is looked at. What is counted stands in the cache table,
under days that end at midnight, so that no row tells an hour of anybody.
"""

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import cache

from jernih.apps.offices import queries as offices

SECONDS_GOOD: Final = 1_800
_COUNT: Final = "report-work"
_DAY: Final = 86_400


class NoWork(Exception):
    """The challenge is not ours, too old or used before, or the work on it was not done."""


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """What is to be worked on. bits: with how many zero bits the hash has to begin."""

    challenge: str
    bits: int


def bits_for(asked: int, *, calm: int, floor: int, ceiling: int) -> int:
    """Return the bits when so many asked within a minute; each doubling beyond calm adds one."""
    more = math.ceil(math.log2(asked / calm)) if asked > calm else 0
    return min(floor + more, max(floor, ceiling))


def give_challenge(*, now: datetime) -> Challenge:
    """Return a challenge, and count that somebody asked for one."""
    day = now.date()
    bits = bits_for(
        _count(now),
        calm=offices.rule("intake", "work_calm_per_minute", on=day),
        floor=offices.rule("intake", "work_bits_floor", on=day),
        ceiling=offices.rule("intake", "work_bits_ceiling", on=day),
    )
    text = f"{int(now.timestamp())}.{secrets.token_hex(8)}.{bits}"
    return Challenge(challenge=f"{text}.{_signed(text)}", bits=bits)


def check_work(challenge: str, nonce: str, *, now: datetime) -> None:
    """Do nothing if the work was done, once. Raises NoWork."""
    text, _, signature = challenge.rpartition(".")
    parts = text.split(".")
    if len(parts) != 3 or not hmac.compare_digest(signature.encode(), _signed(text).encode()):
        raise NoWork
    age = int(now.timestamp()) - int(parts[0])
    digest = hashlib.sha256(f"{challenge}{nonce}".encode()).digest()
    zeros = 256 - int.from_bytes(digest, "big").bit_length()
    if not 0 <= age <= SECONDS_GOOD or len(nonce) > 40 or zeros < int(parts[2]):
        raise NoWork
    if not cache.add(f"report-work-{hashlib.sha256(challenge.encode()).hexdigest()}", 1, _DAY):
        raise NoWork


def delay_seconds(wrong: int) -> float:
    """Return how long every look by a code waits when so many wrong ones came in a minute."""
    return 0.0 if wrong <= 20 else min(0.5, 0.05 * math.log2(wrong / 20))


def note_wrong_code(*, now: datetime) -> float:
    """Count a wrong code; return how long looks wait now, right ones and wrong ones alike."""
    return delay_seconds(_count(now, name="report-wrong"))


def wait_now(*, now: datetime) -> float:
    """Return how long a look waits now."""
    minute, count = cache.get("report-wrong", (0, 0))
    return delay_seconds(count if minute == int(now.timestamp()) // 60 else 0)


def _count(now: datetime, *, name: str = _COUNT) -> int:
    """Return how many there were in this minute, this one among them."""
    minute = int(now.timestamp()) // 60
    before, count = cache.get(name, (0, 0))
    found = count + 1 if before == minute else 1
    cache.set(name, (minute, found), _DAY - int(now.timestamp()) % _DAY)
    return found


def _signed(text: str) -> str:
    key = f"jernih/report-work/v1\0{text}".encode()
    return hmac.digest(settings.SERVER_KEY.encode(), key, "sha256").hex()[:32]
