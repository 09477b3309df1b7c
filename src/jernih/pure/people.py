"""Who may take a number: a name, a NIK, a birth date, and what can be wrong with them.

Source: names as on the KTP; NIK in `nik`. Vectors: tests/pure/test_people.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from unicodedata import normalize

from jernih.pure import nik
from jernih.pure.reasons import PriorityClass

NAME_MAX: Final = 100
NAME_SIGNS: Final = frozenset(" '.,-")
OLDEST: Final = date(1900, 1, 1)
# Keyboards of phones turn the plain apostrophe and hyphen into these.
_TYPED: Final = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "`": "'", "\u02bc": "'", "\u2013": "-"}
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person as typed; nothing of it appears in a log."""

    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    priority: PriorityClass = PriorityClass.GENERAL


@dataclass(frozen=True, kw_only=True)
class Preference:
    """A day somebody wants, and the window it should start in; any window without one."""

    day: date
    starts_at: datetime | None = None


class PersonFault(StrEnum):
    """What is wrong, or odd, with what was typed about a person."""

    NIK_LETTERS = "NIK_LETTERS"
    NIK_LENGTH = "NIK_LENGTH"
    NIK_PROVINCE = "NIK_PROVINCE"
    NIK_DATE = "NIK_DATE"
    NIK_SERIAL = "NIK_SERIAL"
    NIK_DISTRICT = "NIK_DISTRICT"
    NIK_BIRTH_DATE = "NIK_BIRTH_DATE"
    NIK_TWICE = "NIK_TWICE"
    NAME_EMPTY = "NAME_EMPTY"
    NAME_LONG = "NAME_LONG"
    NAME_SIGNS = "NAME_SIGNS"
    BIRTH_FUTURE = "BIRTH_FUTURE"
    BIRTH_OLD = "BIRTH_OLD"


_NIK_FAULTS: Final = {
    nik.NikReason.NOT_DIGITS: PersonFault.NIK_LETTERS,
    nik.NikReason.LENGTH: PersonFault.NIK_LENGTH,
    nik.NikReason.PROVINCE: PersonFault.NIK_PROVINCE,
    nik.NikReason.DATE: PersonFault.NIK_DATE,
    nik.NikReason.SERIAL: PersonFault.NIK_SERIAL,
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something about one field of one person; a warning does not stop anything."""

    person: int
    field: str
    reason: PersonFault
    is_warning: bool = False


def tidy(person: Person) -> Person:
    """Return the person with the spaces and signs that keyboards and pasting add put right."""
    name = " ".join(normalize("NFC", person.name).translate(_TYPED).split())
    digits = "".join(person.nik.split()).replace("-", "").replace(".", "")
    return replace(person, name=name, nik=digits)


def check_people(people: Sequence[Person], *, today: date) -> tuple[Problem, ...]:
    """Return everything that is wrong or odd, in the order of the form.

    people: as typed, or tidied already. today: the office's date.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    for n, person in enumerate(map(tidy, people)):
        problems += _nik_problems(n, person, seen)
        problems += _name_problems(n, person.name)
        problems += _birth_problems(n, person.birth_date, today)
    return tuple(problems)


def edits(before: str, after: str) -> int:
    """Return how many letters must be changed, put in or left out; large and small are one."""
    first, second = before.casefold(), after.casefold()
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(second, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def _nik_problems(n: int, person: Person, seen: set[str]) -> list[Problem]:
    try:
        number = nik.read_nik(person.nik)
    except nik.NikRefused as refused:
        return [Problem(person=n, field="nik", reason=_NIK_FAULTS[refused.reason])]
    problems = []
    if number.digits in seen:
        problems.append(Problem(person=n, field="nik", reason=PersonFault.NIK_TWICE))
    seen.add(number.digits)
    if not number.agrees_with(person.birth_date):
        problems.append(Problem(person=n, field="birth_date", reason=PersonFault.NIK_BIRTH_DATE))
    if number.warnings:
        problems.append(
            Problem(person=n, field="nik", reason=PersonFault.NIK_DISTRICT, is_warning=True)
        )
    return problems


def _name_problems(n: int, name: str) -> list[Problem]:
    faults = []
    if not any(char.isalpha() for char in name):
        faults.append(PersonFault.NAME_EMPTY)
    elif not all(char.isalpha() or char in NAME_SIGNS for char in name):
        faults.append(PersonFault.NAME_SIGNS)
    if len(name) > NAME_MAX:
        faults.append(PersonFault.NAME_LONG)
    return [Problem(person=n, field="name", reason=fault) for fault in faults]


def _birth_problems(n: int, born: date, today: date) -> list[Problem]:
    if born > today:
        return [Problem(person=n, field="birth_date", reason=PersonFault.BIRTH_FUTURE)]
    if born < OLDEST:
        return [Problem(person=n, field="birth_date", reason=PersonFault.BIRTH_OLD)]
    return []
