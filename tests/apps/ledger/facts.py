"""Small true facts for tests of the record."""

from datetime import UTC, date, datetime

from django.db import transaction

from jernih.apps.ledger import actions
from jernih.apps.ledger.models import Entry
from jernih.pure.events import Event, LogStarted, SupplyReleased, Window
from jernih.pure.reasons import HoldReason, ReleaseMode

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 25)


def started(office: str = "tarakan") -> LogStarted:
    return LogStarted(office=office, at=NOON, rules_hash="0" * 64)


def released() -> SupplyReleased:
    window = Window(
        starts_at=datetime(2026, 11, 25, 0, 0, tzinfo=UTC),
        ends_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
        first=1,
        last=10,
        held=2,
    )
    return SupplyReleased(
        office="tarakan",
        at=NOON,
        day=DAY,
        service="passport",
        series="A",
        mode=ReleaseMode.OPEN,
        planned=10,
        windows=(window,),
        held_reason=HoldReason.PRIORITY_RESERVE,
    )


def append(*facts: Event) -> list[Entry]:
    with transaction.atomic():
        return [actions.append(fact) for fact in facts]


def append_many(count: int) -> None:
    append(*(started(f"office-{number}") for number in range(count)))
