"""Whoever complains must not be found by the minute (decision 0005): held before there is any."""

from dataclasses import dataclass, is_dataclass, make_dataclass
from datetime import date, datetime
from typing import get_args

import pytest

from jernih.pure.events import KINDS
from jernih.pure.events_record import MaybeMoment
from jernih.pure.spelling import shape_of


def clocks_in(cls: type) -> list[str]:
    """The fields of a fact that say more of the time than the day; `at` is every fact's own."""
    told = shape_of(cls)
    return [name for name, hint in told.items() if _tells_the_hour(name, hint)]


def _tells_the_hour(name: str, hint: object) -> bool:
    if name == "at":
        return False
    parts = [hint, *get_args(hint)]
    is_text_of_a_moment = any(
        isinstance(part, str) and "T" in part and "Z" in part for part in parts
    )
    nested = (clocks_in(part) for part in parts if is_dataclass(part))
    return datetime in parts or is_text_of_a_moment or any(nested)


def is_of_complaints(kind: str) -> bool:
    return kind.partition(".")[0] in ("complaint", "complaints")


def test_facts_of_complaints_say_days_and_no_hour():
    found = {kind: clocks_in(cls) for kind, cls in KINDS.items() if is_of_complaints(kind)}

    assert {kind: names for kind, names in found.items() if names} == {}


def test_facts_of_complaints_have_a_day_of_their_own():
    lacking = [
        kind
        for kind, cls in KINDS.items()
        if is_of_complaints(kind) and shape_of(cls).get("day") is not date
    ]

    assert lacking == []


@dataclass(frozen=True, kw_only=True)
class Inner:
    seen_at: datetime


@pytest.mark.parametrize("hint", [datetime, tuple[datetime, ...], MaybeMoment, tuple[Inner, ...]])
def test_an_hour_is_found_wherever_it_hides(hint):
    cls = make_dataclass("Filed", [("day", date), ("found", hint)])

    assert clocks_in(cls) == ["found"]
