"""Read the structure of a national ID number (NIK), and check a birth date against it.

Sixteen digits: province 2, regency 2, district 2, birth day (+40 for women), month, year, serial 4.
It has no check digit: whether the number exists, only the civil registry can say.
Source: domain notes on the NIK; `nik_regions` for the districts. Vectors: tests/pure/test_nik.py.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jernih.pure import nik_regions

LENGTH = 16
WOMEN_ADD = 40
CENTURIES = (1900, 2000)


class NikReason(StrEnum):
    """Why a text is not the number of anybody."""

    NOT_DIGITS = "NOT_DIGITS"
    LENGTH = "LENGTH"
    PROVINCE = "PROVINCE"
    DATE = "DATE"
    SERIAL = "SERIAL"


class NikWarning(StrEnum):
    """What is odd about a number that may still be true."""

    UNKNOWN_DISTRICT = "UNKNOWN_DISTRICT"


class NikRefused(ValueError):
    """Said of a text that cannot be a NIK. It never repeats the text."""

    def __init__(self, reason: NikReason) -> None:
        """Keep the reason, for the page to put in words."""
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Nik:
    """A number that has the shape of a NIK.

    birth_days: the days it may mean, earliest first: the year has two digits, the century is open.
    """

    # Kept out of repr, so that no log and no error page ever shows a whole number.
    digits: str = field(repr=False)
    birth_days: tuple[date, ...] = field(repr=False)
    is_female: bool = field(repr=False)
    warnings: tuple[NikWarning, ...]

    @property
    def province(self) -> str:
        """Return the two digits of the province where it was first issued."""
        return self.digits[:2]

    @property
    def regency(self) -> str:
        """Return the four digits of the regency or city where it was first issued."""
        return self.digits[:4]

    @property
    def district(self) -> str:
        """Return the six digits of the district where it was first issued."""
        return self.digits[:6]

    @property
    def last_four(self) -> str:
        """Return the only part that is ever shown or stored as it is."""
        return self.digits[-4:]

    def agrees_with(self, birth_date: date) -> bool:
        """Tell whether someone born on this day may have this number."""
        return birth_date in self.birth_days


def read_nik(text: str) -> Nik:
    """Return the NIK this text spells: sixteen digits and nothing else. Raises NikRefused."""
    if not (text.isascii() and text.isdigit()) and text:
        raise NikRefused(NikReason.NOT_DIGITS)
    if len(text) != LENGTH:
        raise NikRefused(NikReason.LENGTH)
    if text[:2] not in nik_regions.PROVINCES:
        raise NikRefused(NikReason.PROVINCE)
    day, month, year = (int(text[at : at + 2]) for at in (6, 8, 10))
    is_female = day > WOMEN_ADD
    birth_days = _birth_days(day - WOMEN_ADD * is_female, month, year)
    if not birth_days:
        raise NikRefused(NikReason.DATE)
    if text[12:] == "0000":
        raise NikRefused(NikReason.SERIAL)
    known = nik_regions.is_known_district(text[:6])
    return Nik(
        digits=text,
        birth_days=birth_days,
        is_female=is_female,
        warnings=() if known else (NikWarning.UNKNOWN_DISTRICT,),
    )


def _birth_days(day: int, month: int, year: int) -> tuple[date, ...]:
    days = []
    for century in CENTURIES:
        # 29 February 1900 never was, so 290200 can only be 2000.
        try:
            days.append(date(century + year, month, day))
        except ValueError:
            continue
    return tuple(days)
