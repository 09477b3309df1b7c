"""The SQL of the live process: one snapshot of one office for each burst of news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from jernih.pure.board import (
    CALLS_KEPT,
    Board,
    BoardCall,
    BoardCounter,
    BoardLine,
    newest_first,
    ticket_number,
)

Connection = psycopg.AsyncConnection[TupleRow]

# A demonstration may play another day than today; then the day that is being played is shown.
OFFICE = """
SELECT o.id, o.name, o.is_demo, d.id, d.day, d.step, d.closed_at IS NULL
FROM offices_office o
LEFT JOIN LATERAL (
    SELECT h.* FROM hall_hallday h
    WHERE h.office_id = o.id
      AND (o.is_demo OR h.day = (%(now)s AT TIME ZONE o.time_zone)::date)
    ORDER BY h.closed_at IS NULL DESC, h.day = (%(now)s AT TIME ZONE o.time_zone)::date DESC,
             h.day DESC
    LIMIT 1
) d ON true
WHERE o.slug = %(office)s
"""
# Twice as many as are kept, for recalls of one number count once.
CALLS = """
SELECT step, number, counter_number, direction, called_at,
       count(*) OVER (PARTITION BY number, counter_number)
FROM (
    SELECT * FROM hall_hallcall WHERE hall_day_id = %(day)s ORDER BY step DESC LIMIT %(most)s
) newest
ORDER BY step DESC
"""
LINES = """
SELECT s.code, s.name, s.name_en, count(*), count(*) FILTER (WHERE t.lane = 'PRIORITY')
FROM hall_ticket t JOIN offices_service s ON s.id = t.service_id
WHERE t.hall_day_id = %(day)s AND t.state = 'WAITING'
GROUP BY s.id ORDER BY s.position, s.code
"""
COUNTERS = """
SELECT c.number, c.direction, d.state, t.series, t.n
FROM hall_counterday d
JOIN offices_counter c ON c.id = d.counter_id
LEFT JOIN hall_ticket t ON t.hall_day_id = d.hall_day_id AND t.counter_id = d.counter_id
     AND t.state IN ('CALLED', 'SERVING')
WHERE d.hall_day_id = %(day)s ORDER BY c.number
"""


@dataclass(frozen=True, kw_only=True)
class OfficeDay:
    """One office and the day its screens show."""

    slug: str
    name: str
    is_demo: bool
    hall_day_id: int | None
    day: date | None
    step: int
    is_open: bool


async def office_day(connection: Connection, slug: str, *, now: datetime) -> OfficeDay | None:
    """Return the office of this name and its day, or None when there is no such office."""
    cursor = await connection.execute(OFFICE, {"office": slug, "now": now})
    row = await cursor.fetchone()
    if row is None:
        return None
    _, name, is_demo, hall_day_id, day, step, is_open = row
    return OfficeDay(
        slug=slug,
        name=name,
        is_demo=is_demo,
        hall_day_id=hall_day_id,
        day=day,
        step=step or 0,
        is_open=hall_day_id is not None and is_open,
    )


async def read_board(connection: Connection, slug: str, *, now: datetime) -> Board | None:
    """Return what the boards of one office show now, all of it from one moment."""
    async with connection.transaction():
        known = await office_day(connection, slug, now=now)
        if known is None:
            return None
        if known.hall_day_id is None:
            return _board(known, (), (), ())
        asked = {"day": known.hall_day_id, "most": CALLS_KEPT * 2}
        async with connection.pipeline():
            cursors = [await connection.execute(sql, asked) for sql in (CALLS, LINES, COUNTERS)]
            calls, lines, counters = [await cursor.fetchall() for cursor in cursors]
    return _board(known, calls, lines, counters)


def _board(
    known: OfficeDay, calls: Sequence[Any], lines: Sequence[Any], counters: Sequence[Any]
) -> Board:
    return Board(
        office=known.slug,
        name=known.name,
        is_demo=known.is_demo,
        day=known.day,
        step=known.step,
        is_open=known.is_open,
        calls=newest_first(
            BoardCall(step=step, number=number, counter=counter, direction=way, at=at, times=times)
            for step, number, counter, way, at, times in calls
        ),
        lines=tuple(
            BoardLine(code=code, name=name, name_en=name_en, waiting=waiting, priority=priority)
            for code, name, name_en, waiting, priority in lines
        ),
        counters=tuple(
            BoardCounter(
                counter=counter,
                direction=way,
                state=state,
                number="" if n is None else ticket_number(series, n),
            )
            for counter, way, state, series, n in counters
        ),
    )
