"""Take randomness from dice thrown in the hall before everybody: the last resort of a draw.

After the frozen list is printed and posted, five throwers (four of those waiting and a contributor)
each throw five ten-sided dice five times. One thrower's 25 digits alone have 83 bits: as long as
one of the five is honest and nobody can choose after the others, nobody can foresee the result.
What the numbers cannot show is loaded dice, or a last thrower with skilled hands: hence a cup, the
same dice for all, onlookers and photographs. Bytes, normative:

    throw      = five digits 0..9, in the order in which the dice are read
    record     = for each thrower 1..5: throws 1..5, each followed by "."; then "/"; 155 bytes
    randomness = SHA256("jernih/dice/v1" 00 || BATCH || 00 || record), 32 bytes; BATCH: 32 hex
                 digits; by hand:
                 printf 'jernih/dice/v1\\0%s\\0%s' BATCH RECORD | sha256sum

No more and no fewer throws than these: whoever could add one, or leave one out, after seeing the
others could choose between two results. Vectors: tests/vectors/dice.json.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

THROWERS: Final = 5
THROWS: Final = 5
DICE: Final = 5
FACES: Final = 10
MIN_BITS: Final = 80

Throws = tuple[tuple[str, ...], ...]

_SEED: Final = b"jernih/dice/v1\0"
_BATCH: Final = re.compile(r"[0-9a-f]{32}")
_THROW: Final = re.compile(rf"[0-9]{{{DICE}}}")


class BadThrows(ValueError):
    """Said of a record of throws that cannot decide a draw; names thrower and throw."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One box of the form. name: of its field; thrower and throw: from 1; digits: "" if empty."""

    name: str
    thrower: int
    throw: int
    digits: str = ""


def form(throws: Throws = ()) -> tuple[tuple[Cell, ...], ...]:
    """Return the boxes of the form, a row a thrower and a column a throw; filled if thrown."""
    return tuple(
        tuple(
            Cell(
                name=f"t{thrower}-{throw}",
                thrower=thrower,
                throw=throw,
                digits=throws[thrower - 1][throw - 1] if throws else "",
            )
            for throw in range(1, THROWS + 1)
        )
        for thrower in range(1, THROWERS + 1)
    )


def read_form(fields: Mapping[str, str]) -> Throws:
    """Return the throws typed into the form's boxes; a missing box is an empty one.

    Forgiven: spaces. Raises BadThrows.
    """
    rows = ((fields.get(cell.name, "") for cell in row) for row in form())
    return _checked([["".join(typed.split()) for typed in row] for row in rows])


def read_record(record: str) -> Throws:
    """Return the throws that a record on paper or in public spells. Raises BadThrows."""
    if not record.endswith("/"):
        raise BadThrows("a record of throws ends with '/'")
    rows = record[:-1].split("/")
    for thrower, row in enumerate(rows, 1):
        if not row.endswith("."):
            raise BadThrows(f"thrower {thrower}: each throw is followed by '.'")
    return _checked([row[:-1].split(".") for row in rows])


def record_of(throws: Throws) -> str:
    """Return the one spelling of the throws. Raises BadThrows."""
    return "".join("".join(f"{throw}." for throw in row) + "/" for row in _checked(throws))


def bits(digits: int) -> int:
    """Return how much nobody can guess of so many honest digits, in whole bits, rounded down."""
    return int(FACES**digits).bit_length() - 1


def randomness_from_dice(throws: Throws, *, batch: str) -> bytes:
    """Return the 32 bytes that stand in for the beacon's randomness.

    batch: its ref, 32 hex digits. Raises BadThrows.
    """
    if not _BATCH.fullmatch(batch):
        raise BadThrows("a batch is named by 32 hex digits in lower case")
    return sha256(_SEED + f"{batch}\0{record_of(throws)}".encode("ascii")).digest()


def _checked(rows: Sequence[Sequence[str]]) -> Throws:
    if len(rows) != THROWERS:
        raise BadThrows(f"{len(rows)} throwers, not {THROWERS}")
    for thrower, row in enumerate(rows, 1):
        if len(row) != THROWS:
            raise BadThrows(f"thrower {thrower}: {len(row)} throws, not {THROWS}")
        for at, throw in enumerate(row, 1):
            if not _THROW.fullmatch(throw):
                raise BadThrows(f"thrower {thrower}, throw {at}: {throw!r} is not {DICE} digits")
    throws = tuple(map(tuple, rows))
    # By chance that is one in 10^24: a row was copied, or the form filled in for show.
    if len(set(throws)) != len(throws):
        raise BadThrows("two throwers have the same 25 digits: a row was copied")
    return throws
