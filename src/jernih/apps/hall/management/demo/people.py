"""Invented people: plants for names, and ID numbers that no one can have."""

from datetime import date, timedelta

from jernih.apps.hall.management.demo import draws
from jernih.pure.people import Person
from jernih.pure.reasons import PriorityClass

PLANTS = (
    *("Melati", "Kenanga", "Cempaka", "Anggrek", "Seroja", "Dahlia", "Mawar", "Teratai"),
    *("Kamboja", "Bakung", "Flamboyan", "Cendana", "Jati", "Meranti", "Ulin", "Damar"),
    *("Pinus", "Beringin", "Mahoni", "Sawo", "Sengon", "Pandan", "Kemuning", "Bungur"),
)
# Every name says that it is one: sample, model, practice, replica, example.
MARKS = ("Contoh", "Peraga", "Latihan", "Tiruan", "Misalnya")
# City 71 of province 65 has districts 01 to 04; 99 was never given to anyone.
DISTRICT = "657199"
ELDERLY, SMALL = 60, 5


def invented_family(seed: str, *, people: int, on: date) -> tuple[Person, ...]:
    """Return one person, or a family: grown-ups first, children after.

    on: the day of the visit, for their ages.
    """
    mark = MARKS[draws.between(0, len(MARKS) - 1, seed, "family")]
    return tuple(
        _person(f"{seed}/{n}", mark=mark, is_child=n >= 2 and people > 2, on=on)
        for n in range(people)
    )


def _person(seed: str, *, mark: str, is_child: bool, on: date) -> Person:
    ages = (1, 16) if is_child else (18, 72)
    age = draws.between(*ages, seed, "age")
    born = on - timedelta(days=365 * age + age // 4 + draws.between(1, 360, seed, "born"))
    years = (on - born).days / 365.25
    is_priority = years >= ELDERLY or years < SMALL
    return Person(
        nik=_nik(seed, born),
        name=f"{PLANTS[draws.between(0, len(PLANTS) - 1, seed, 'name')]} {mark}",
        birth_date=born,
        priority=PriorityClass.PRIORITY if is_priority else PriorityClass.GENERAL,
    )


def _nik(seed: str, born: date) -> str:
    is_woman = draws.happens(0.5, seed, "woman")
    day = born.day + (40 if is_woman else 0)
    serial = draws.between(1, 9999, seed, "serial")
    return f"{DISTRICT}{day:02d}{born:%m%y}{serial:04d}"
