"""Days off that the state decides for everybody: national holidays and joint leave, as a file.

Source: rulebook/days/holidays.toml. Vectors: tests/pure/test_holidays.py.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jernih.pure.rulebook import Confidence


class BadHolidays(ValueError):
    """Said of a file that is no list of days off."""


class DayOff(StrEnum):
    """What a day off is by law."""

    NATIONAL = "NATIONAL"
    JOINT_LEAVE = "JOINT_LEAVE"


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedDay:
    """One day off: its name as the decision has it, who says so, and how sure we are."""

    day: date
    name: str
    kind: DayOff
    source: str
    confidence: Confidence


def read_holidays(text: str) -> tuple[NamedDay, ...]:
    """Return the days of a file in their order. Raises BadHolidays, also for a day given twice."""
    try:
        value = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadHolidays(str(problem)) from None
    listed = value.get("set")
    if value.keys() != {"set"} or not isinstance(listed, list):
        raise BadHolidays("a list of sets and nothing else")
    days = sorted((day for one in listed for day in _days(one)), key=lambda one: one.day)
    if len({one.day for one in days}) != len(days):
        raise BadHolidays("a day stands there twice")
    return tuple(days)


def _days(value: Any) -> list[NamedDay]:
    if not isinstance(value, dict) or value.keys() != {"kind", "source", "confidence", "days"}:
        raise BadHolidays("a set has kind, source, confidence and days")
    kind, source, confidence = (value[name] for name in ("kind", "source", "confidence"))
    if kind not in list(DayOff) or confidence not in list(Confidence):
        raise BadHolidays("kind and confidence are words that we know")
    if not isinstance(source, str) or not source.strip() or not isinstance(value["days"], dict):
        raise BadHolidays("somebody says so, and days have names")
    return [
        NamedDay(
            day=_day(day),
            name=_name(name),
            kind=DayOff(kind),
            source=source,
            confidence=Confidence(confidence),
        )
        for day, name in value["days"].items()
    ]


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadHolidays(f"{text!r} is not spelled 2026-12-25") from None
    if found.isoformat() != text:
        raise BadHolidays(f"{text!r} is not spelled 2026-12-25")
    return found


def _name(name: Any) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > 120:
        raise BadHolidays("a day has a name of at most 120 signs")
    return name
