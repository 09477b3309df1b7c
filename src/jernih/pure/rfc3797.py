"""Take randomness from public lotteries, when no beacon can be had: RFC 3797.

Bytes, normative:

    source     = the numbers one lottery drew, sorted by value, each in decimal without leading
                 zeros and followed by "."; then "/"
    key string = the sources in the order in which they were declared before the batch opened
    randomness = SHA256("jernih/rfc3797/v1" 00 || key string), 32 bytes, where the draw
                 otherwise takes the beacon's; by hand:
                 printf 'jernih/rfc3797/v1\\0%s' '9319./2.5.8.10.12./' | sha256sum

The RFC goes on to pick names from a pool with MD5. Our order is that of docs/draw.md, so that one
rule holds for every source of randomness; and MD5 is broken for anything an opponent may shape.
`select` keeps it only to show, by the RFC's own example, that we spell the key string as the RFC
does. Numbers are whole: a lottery with fractions is not one of ours.
Vectors: tests/vectors/rfc3797.json.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5, sha256
from math import comb, factorial
from typing import Final

# What one must not be able to guess or prepare for; three draws of 6 out of 49 have 69.
MIN_BITS: Final = 64
MAX_DIGITS: Final = 15

_SEED: Final = b"jernih/rfc3797/v1\0"
_TYPED: Final = re.compile(rf"[0-9]{{1,{MAX_DIGITS}}}")
_SPELLED: Final = re.compile(rf"((?:(?:0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})\.)+/)+")


class BadNumbers(ValueError):
    """Said of typed numbers that this lottery cannot have drawn."""


class BadKeyString(ValueError):
    """Said of a key string that is not spelled as the rule wants."""


class TooWeak(ValueError):
    """Said of lotteries that together leave too few outcomes."""


@dataclass(frozen=True, kw_only=True)
class Lottery:
    """A public lottery, as declared before the batch opens: how many numbers, from where to where.

    is_distinct: no number comes twice in one of its draws.
    """

    name: str
    numbers: int
    low: int
    high: int
    is_distinct: bool = True

    @property
    def bits(self) -> int:
        """Return how much nobody can guess of one draw, in whole bits, rounded down."""
        choices = self.high - self.low + 1
        if self.is_distinct:
            return comb(choices, self.numbers).bit_length() - 1
        # Sorting forgets the order: the likeliest result is one whose numbers all differ.
        return int(choices**self.numbers // factorial(self.numbers)).bit_length() - 1


def check_enough(lotteries: Sequence[Lottery]) -> None:
    """Raise TooWeak if these together have too few outcomes to be a seed."""
    bits = sum(lottery.bits for lottery in lotteries)
    if bits < MIN_BITS:
        raise TooWeak(f"the lotteries have {bits} bits together, fewer than {MIN_BITS}")


def read_numbers(text: str, *, lottery: Lottery) -> tuple[int, ...]:
    """Return what somebody typed from a newspaper, smallest first.

    text: whole numbers with spaces between; leading zeros and any order are forgiven. Not
    forgiven: points and commas, which could part thousands as well as numbers. Raises BadNumbers.
    """
    words = text.split()
    for word in words:
        if not _TYPED.fullmatch(word):
            raise BadNumbers(f"{lottery.name}: {word!r} is not a whole number")
    numbers = tuple(sorted(map(int, words)))
    if len(numbers) != lottery.numbers:
        raise BadNumbers(f"{lottery.name}: {len(numbers)} numbers, not {lottery.numbers}")
    for number in numbers:
        if not lottery.low <= number <= lottery.high:
            raise BadNumbers(
                f"{lottery.name}: {number} is not from {lottery.low} to {lottery.high}"
            )
    if lottery.is_distinct and len(set(numbers)) != len(numbers):
        raise BadNumbers(f"{lottery.name}: a number is there twice")
    return numbers


def key_string(sources: Sequence[Sequence[int]]) -> str:
    """Return the one spelling of what the lotteries drew, in their declared order.

    Raises BadKeyString if there is no source, an empty one, or a number beyond 15 digits.
    """
    text = "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)
    read_key_string(text)
    return text


def read_key_string(text: str) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of each source. Raises BadKeyString for a second spelling."""
    if not _SPELLED.fullmatch(text):
        raise BadKeyString("not numbers each followed by '.', and sources each ended by '/'")
    # The last part, after the last '/', is empty; so is that of each source, after its last '.'.
    sources = tuple(tuple(map(int, source.split(".")[:-1])) for source in text.split("/")[:-1])
    if any(tuple(sorted(source)) != source for source in sources):
        raise BadKeyString("the numbers of a source are not sorted by value")
    return sources


def seed_from(text: str) -> bytes:
    """Return the 32 bytes that stand in for the beacon's randomness. Raises BadKeyString."""
    read_key_string(text)
    return sha256(_SEED + text.encode("ascii")).digest()


def digest(text: str, *, at: int) -> bytes:
    """Return the RFC's hash number `at`, from 0: MD5 with the count before and after the key."""
    count = at.to_bytes(2, "big")
    return md5(count + text.encode("ascii") + count, usedforsecurity=False).digest()


def select(text: str, *, pool: int, count: int) -> list[int]:
    """Return the RFC's selection of `count` numbers out of 1..pool: for its example only."""
    left = list(range(1, pool + 1))
    return [left.pop(int.from_bytes(digest(text, at=at), "big") % len(left)) for at in range(count)]
