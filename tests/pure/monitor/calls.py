"""Calls, services and absences made by hand."""

from datetime import timedelta
from typing import Any

from jernih.pure.monitor.day import Absence, Call, Day, Rest, Service
from tests.pure.hall_facts import DAY, ONE, at


def call(n: int, **what: Any) -> Call:
    """A-n, whose place is n minutes after eight."""
    fields = {
        "number": f"A-{n:03}",
        "officer": ONE,
        "counter": 1,
        "at": at(n),
        "service": "new",
        "lane": "BOOKED",
        "place": at(n),
        "helper": "",
        "nth": n,
    }
    return Call(**fields | what)


def service(n: int, seconds: float, **what: Any) -> Service:
    fields = {
        "number": f"A-{n:03}",
        "officer": ONE,
        "counter": 1,
        "service": "new",
        "began_at": at(n),
        "seconds": seconds,
    }
    return Service(**fields | what)


def absence(n: int, **what: Any) -> Absence:
    fields = {
        "number": f"A-{n:03}",
        "officer": ONE,
        "counter": 1,
        "at": at(n),
        "since_first": 180.0,
        "since_last": 65.0,
        "recalls": 2,
    }
    return Absence(**fields | what)


def rest(minutes: float, **what: Any) -> Rest:
    fields = {"officer": ONE, "counter": 1, "began_at": at(0), "seconds": minutes * 60}
    return Rest(**fields | {"ended_at": at(0) + timedelta(minutes=minutes)} | what)


def day(**what: Any) -> Day:
    fields = {
        "office": "tarakan",
        "day": DAY,
        "calls": (),
        "services": (),
        "absences": (),
        "rests": (),
        "grants": (),
        "came": (),
        "desks": 4,
        "recall_gap_seconds": 60,
        "closed_at": at(600),
    }
    return Day(**fields | what)
