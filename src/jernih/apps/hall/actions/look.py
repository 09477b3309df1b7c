"""What the fast way of calling sees: the locked day, the desks that press, the fronts of the lines.

Three questions whatever the number of presses, each after the lock: what they answer stays true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jernih.apps.ledger import actions as ledger
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from jernih.pure.fronts import Fronts

# Officers never call whom they registered: rows to pass over in each line before the plain way,
# which asks for one officer alone, must help.
SPARE = 8

LOCK = """
    SELECT day.id, day.day, day.step, day.since_priority, day.moved_at, day.closed_at,
           day.rule_version, day.priority_every, day.early_minutes, day.late_minutes,
           day.recall_max, day.recall_gap_seconds, office.slug, office.time_zone
    FROM hall_hallday day JOIN offices_office office ON office.id = day.office_id
    WHERE day.id = (SELECT hall_day_id FROM hall_counterday WHERE id = %(desk)s)
    FOR UPDATE OF day
"""
# The row of no desk: the presses that were answered before.
DESKS = """
    SELECT 0, '', '', 0, 0, '', 0, '', 0, '',
        ARRAY(SELECT key::text FROM hall_press
              WHERE hall_day_id = %(day)s AND key = ANY(%(keys)s::text[]))
    UNION ALL
    SELECT desk.id, desk.state, desk.officer, desk.counter_id, counter.number, counter.direction,
           coalesce(ticket.id, 0), coalesce(ticket.series, ''), coalesce(ticket.n, 0),
           coalesce(ticket.state, ''),
           ARRAY(SELECT service.code::text FROM hall_counterday_services does
                 JOIN offices_service service ON service.id = does.service_id
                 WHERE does.counterday_id = desk.id)
    FROM hall_counterday desk
    JOIN offices_counter counter ON counter.id = desk.counter_id
    LEFT JOIN hall_ticket ticket ON ticket.hall_day_id = %(day)s
        AND ticket.counter_id = desk.counter_id AND ticket.state IN ('CALLED', 'SERVING')
    WHERE desk.id = ANY(%(desks)s::bigint[]) AND desk.hall_day_id = %(day)s
"""
# As `line._HEADS`, for several counters at once: more than the first of each line.
FRONTS = """
    WITH does AS MATERIALIZED (
        SELECT DISTINCT service.id, service.code
        FROM hall_counterday_services does JOIN offices_service service
            ON service.id = does.service_id
        WHERE does.counterday_id = ANY(%(desks)s::bigint[])
    )
    SELECT false, does.code, head.* FROM does
    CROSS JOIN (VALUES ('BOOKED'), ('PRIORITY'), ('STANDBY')) AS lane (name)
    CROSS JOIN LATERAL (
        SELECT id, series, n, lane, place_at, arrived_at, home_counter, returned_at, helper
        FROM hall_ticket
        WHERE hall_day_id = %(day)s AND state = 'WAITING' AND service_id = does.id
            AND lane = lane.name
        ORDER BY place_at, arrived_at, series, n LIMIT %(at_most)s
    ) AS head
    UNION ALL
    SELECT true, does.code, ticket.id, series, n, lane, place_at, arrived_at, home_counter,
        returned_at, helper
    FROM hall_ticket ticket JOIN does ON does.id = ticket.service_id
    WHERE ticket.hall_day_id = %(day)s AND ticket.state = 'WAITING'
        AND ticket.returned_at IS NOT NULL AND ticket.home_counter > 0
"""


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """A locked day."""

    id: int
    day: date
    step: int
    since_priority: int
    moved_at: datetime
    is_closed: bool
    policy: CallingPolicy
    office: str
    zone: ZoneInfo


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A counter of that day, and who stands at it: current_id 0 for nobody."""

    state: str
    officer: str
    counter_id: int
    number: int
    direction: str
    current_id: int
    current_number: str
    current_state: str
    services: frozenset[str]

    def as_now(self) -> CounterNow:
        """Return it as the calling rule sees it."""
        return CounterNow(number=self.number, officer=self.officer, services=self.services)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """All that deeds are decided by. waiting: id and lane by number. answered: keys of presses."""

    desks: dict[int, DeskRow]
    answered: set[str]
    fronts: Fronts
    waiting: dict[str, tuple[int, str]]


def lock_day(counter_day_id: int) -> DayRow | None:
    """Lock the day of a counter, or return None for no such counter."""
    row = ledger.prepared(LOCK, {"desk": counter_day_id}).fetchone()
    if row is None:
        return None
    pk, day, step, since_priority, moved_at, closed_at, *rule, slug, time_zone = row
    version, every, early, late, recalls, gap = rule
    policy = CallingPolicy(
        version=version,
        priority_every=every,
        early_minutes=early,
        late_minutes=late,
        recall_max=recalls,
        recall_gap_seconds=gap,
    )
    return DayRow(
        id=pk,
        day=day,
        step=step,
        since_priority=since_priority,
        moved_at=moved_at,
        is_closed=closed_at is not None,
        policy=policy,
        office=slug,
        zone=ZoneInfo(time_zone),
    )


def look(
    day: DayRow, *, desks: Sequence[int], callers: Sequence[int], keys: Sequence[str]
) -> Sight:
    """Return what is true now that the day is locked. callers: desks that will call someone."""
    asked = {"day": day.id, "desks": list(desks), "keys": list(keys)}
    rows = {row[0]: row[1:] for row in ledger.prepared(DESKS, asked)}
    *_, answered = rows.pop(0)
    fronts, waiting = _fronts(day, callers) if callers else (Fronts((), at_most=1), {})
    return Sight(
        desks={pk: _desk(*row) for pk, row in rows.items()},
        answered=set(answered),
        fronts=fronts,
        waiting=waiting,
    )


def _desk(*row: Any) -> DeskRow:
    state, officer, counter_id, number, direction, current_id, series, n, at_desk, services = row
    return DeskRow(
        state=state,
        officer=officer,
        counter_id=counter_id,
        number=number,
        direction=direction,
        current_id=current_id,
        current_number=f"{series}-{n:03d}",
        current_state=at_desk,
        services=frozenset(services),
    )


def _fronts(day: DayRow, callers: Sequence[int]) -> tuple[Fronts, dict[str, tuple[int, str]]]:
    at_most = len(callers) + SPARE
    asked = {"day": day.id, "desks": list(callers), "at_most": at_most}
    fronts: list[Waiting] = []
    homes: list[Waiting] = []
    waiting: dict[str, tuple[int, str]] = {}
    for is_home, code, pk, series, n, lane, *when, helper in ledger.prepared(FRONTS, asked):
        place_at, arrived_at, home_counter, returned_at = when
        ticket = Waiting(
            number=f"{series}-{n:03d}",
            service=code,
            lane=Lane(lane),
            place_at=place_at,
            arrived_at=arrived_at,
            home_counter=home_counter,
            returned_at=returned_at,
            helper=helper,
        )
        (homes if is_home else fronts).append(ticket)
        waiting[ticket.number] = pk, lane
    return Fronts(fronts, at_most=at_most, homes=homes), waiting
