"""A short true story of one day's numbers, and the means to bend it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jernih
from jernih.pure import events, reasons
from jernih.pure.audit import Violation, check
from jernih.pure.audit_all import all_checks
from jernih.pure.events import Event, event_bytes
from jernih.pure.rulebook import read_rules

DAY = date(2026, 11, 25)
NEXT_DAY = date(2026, 11, 26)
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NINE = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
LONG_AFTER = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
HASH = "ab" * 32
QUOTAS = read_rules((Path(jernih.__file__).parent / "rulebook" / "quotas.toml").read_text())


def window(first: int, last: int, *, hour: int = 0, held: int = 0) -> events.Window:
    starts_at = NINE + timedelta(hours=hour)
    return events.Window(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        first=first,
        last=last,
        held=held,
    )


def released(*windows: events.Window, day: date = DAY, **other: Any) -> events.SupplyReleased:
    windows = windows or (window(1, 3), window(4, 6, hour=1, held=1))
    held = sum(one.held for one in windows)
    reason = reasons.HoldReason.PRIORITY_RESERVE if held else reasons.HoldReason.NONE
    fields: dict[str, Any] = {
        "office": "tarakan",
        "at": MORNING,
        "day": day,
        "service": "passport",
        "series": "A",
        "mode": reasons.ReleaseMode.OPEN,
        "planned": sum(one.last - one.first + 1 for one in windows),
        "windows": windows,
        "held_reason": reason,
    }
    return events.SupplyReleased(**fields | other)


def ref(n: int) -> str:
    return f"{n:032x}"


def taken(n: int, *numbers: str, day: date = DAY, service: str = "passport") -> events.Taken:
    return events.Taken(
        office="tarakan",
        at=MORNING,
        ref=ref(n),
        service=service,
        day=day,
        numbers=numbers,
        classes=tuple(reasons.PriorityClass.GENERAL for _ in numbers),
        channel=reasons.Channel.WEB,
        helper="",
        commitments=tuple(HASH for _ in numbers),
    )


def confirmed(n: int) -> events.Confirmed:
    return events.Confirmed(office="tarakan", at=MORNING, ref=ref(n))


def moved(n: int, number: str, to_number: str, *, to_day: date = NEXT_DAY) -> events.Moved:
    return events.Moved(
        office="tarakan",
        at=MORNING,
        ref=ref(n),
        day=DAY,
        numbers=(number,),
        to_day=to_day,
        to_numbers=(to_number,),
        reason=reasons.MoveReason.CITIZEN,
    )


def withdrawn(n: int, *numbers: str) -> events.Withdrawn:
    return events.Withdrawn(
        office="tarakan",
        at=MORNING,
        ref=ref(n),
        day=DAY,
        numbers=numbers,
        reason=reasons.EndReason.CITIZEN,
    )


def stayed_away(n: int, *numbers: str) -> events.MissedDay:
    return events.MissedDay(office="tarakan", at=LONG_AFTER, ref=ref(n), day=DAY, numbers=numbers)


def added(number: str, replaces: str, **other: Any) -> events.SeatAdded:
    fields: dict[str, Any] = {
        "office": "tarakan",
        "at": MORNING + timedelta(hours=10),  # the evening before DAY
        "day": DAY,
        "service": "passport",
        "number": number,
        "replaces": replaces,
        "starts_at": NINE,
        "ends_at": NINE + timedelta(hours=1),
    }
    return events.SeatAdded(**fields | other)


def freed(*numbers: str) -> events.SeatsFreed:
    return events.SeatsFreed(office="tarakan", at=MORNING, day=DAY, numbers=numbers)


def at_the_end(fact: Event) -> Event:
    return replace(fact, at=LONG_AFTER)


def found(*facts: Event) -> list[Violation]:
    report = check([event_bytes(fact) for fact in facts], checks=all_checks(QUOTAS))
    return [one for one in report.violations if one.rule.startswith("booking.")]


def rules(*facts: Event) -> list[str]:
    return [one.rule for one in found(*facts)]
