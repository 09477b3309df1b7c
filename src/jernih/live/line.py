"""The SQL of the line: an office's day as `pure.waiting` asks for it, read in one moment.

The page of a number asks the same of the same rows; a test holds the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from psycopg.rows import dict_row

from jernih.live import reads
from jernih.pure import waiting
from jernih.pure.board import ticket_number
from jernih.pure.calling import CallingPolicy, CounterNow, Lane, Waiting
from jernih.pure.waiting import Desk, Hall

# A counter that rests, and nobody said until when; one that takes longer than usual.
SHORT_REST, SOON = timedelta(minutes=15), timedelta(minutes=1)
FEW = 30

# A ticket's own code, or the code of the application it came from, also before anyone is there.
WHOSE = """
SELECT t.code_index, o.slug FROM hall_ticket t JOIN hall_hallday d ON d.id = t.hall_day_id
JOIN offices_office o ON o.id = d.office_id WHERE t.code_index = ANY(%(keys)s)
UNION ALL
SELECT a.code_index, o.slug FROM booking_application a JOIN offices_office o ON o.id = a.office_id
WHERE a.code_index = ANY(%(keys)s)
"""
DAY = """
SELECT d.*, o.time_zone, h.break_from, h.break_until
FROM hall_hallday d JOIN offices_office o ON o.id = d.office_id
LEFT JOIN offices_openinghours h
     ON h.office_id = o.id AND h.weekday = extract(isodow FROM d.day) - 1
WHERE d.id = %(day)s
"""
TICKETS = """
SELECT t.*, s.code AS service, a.code_index AS family, c.number AS counter, c.direction
FROM hall_ticket t JOIN offices_service s ON s.id = t.service_id
LEFT JOIN booking_applicant p ON p.id = t.applicant_id
LEFT JOIN booking_application a ON a.id = p.application_id
LEFT JOIN offices_counter c ON c.id = t.counter_id
WHERE t.hall_day_id = %(day)s ORDER BY t.series, t.n
"""
DESKS = """
SELECT d.state, d.officer, d.changed_at, c.number,
       array(SELECT s.code FROM hall_counterday_services l
             JOIN offices_service s ON s.id = l.service_id WHERE l.counterday_id = d.id) AS services
FROM hall_counterday d JOIN offices_counter c ON c.id = d.counter_id
WHERE d.hall_day_id = %(day)s AND d.state <> 'CLOSED' ORDER BY c.number
"""
COMING = """
SELECT e.series, e.n, s.code AS service, w.starts_at, w.ends_at, a.helper
FROM booking_seat e JOIN booking_slot w ON w.id = e.slot_id
JOIN booking_applicant p ON p.seat_id = e.id
JOIN booking_application a ON a.id = p.application_id
JOIN offices_service s ON s.id = p.service_id
JOIN hall_hallday d ON d.office_id = e.office_id AND d.day = e.day
WHERE d.id = %(day)s AND e.state = 'TAKEN'
"""
# What came of earlier days changes once a day, and is much to read: kept for a while.
SECONDS = """
SELECT s.code, s.minutes, done.called_at, done.ended_at
FROM hall_hallday d JOIN offices_service s ON s.office_id = d.office_id
LEFT JOIN LATERAL (
    SELECT called_at, ended_at FROM hall_leg
    WHERE service_id = s.id AND outcome IN ('SERVED', 'TRANSFERRED') AND called_at IS NOT NULL
    ORDER BY ended_at DESC LIMIT %(kept)s
) done ON true
WHERE d.id = %(day)s ORDER BY s.id, done.ended_at
"""
SHOWN = """
SELECT (SELECT count(*) FROM booking_seat e
        WHERE e.office_id = d.office_id AND e.day < d.day AND e.state = 'USED') AS came,
       (SELECT count(*) FROM booking_noshow x
        WHERE x.office_id = d.office_id AND x.day < d.day) AS absent
FROM hall_hallday d WHERE d.id = %(day)s
"""


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What earlier service taught: how long each service takes, how many of 1,000 come."""

    seconds: Mapping[str, tuple[int, ...]]
    show_permille: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One office's day with all its tickets; rows as the database gave them."""

    day: Mapping[str, Any]
    tickets: Sequence[Mapping[str, Any]]
    desks: Sequence[Mapping[str, Any]]
    coming: Sequence[Mapping[str, Any]]
    habits: Habits


async def offices_of(connection: reads.Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return for each key that somebody holds the office in which she does."""
    rows = await (await connection.execute(WHOSE, {"keys": list(keys)})).fetchall()
    return dict(rows)


async def read_line(connection: reads.Connection, hall_day_id: int, *, habits: Habits) -> Line:
    """Return the line of a day, all of it from one moment."""
    asked = {"day": hall_day_id}
    async with connection.transaction(), connection.pipeline():
        cursors = []
        for sql in (DAY, TICKETS, DESKS, COMING):
            cursor = connection.cursor(row_factory=dict_row)
            cursors.append(await cursor.execute(sql, asked))
        days, tickets, desks, coming = [await cursor.fetchall() for cursor in cursors]
    return Line(day=days[0], tickets=tickets, desks=desks, coming=coming, habits=habits)


async def read_habits(connection: reads.Connection, hall_day_id: int) -> Habits:
    """Return what earlier days taught."""
    asked = {"day": hall_day_id, "kept": waiting.KEPT_HISTORY}
    times: dict[str, list[int]] = {}
    minutes: dict[str, int] = {}
    for code, expected, called, ended in await (
        await connection.execute(SECONDS, asked)
    ).fetchall():
        minutes[code] = expected
        known = times.setdefault(code, [])
        if ended is not None:
            known.append((ended - called).seconds)
    shown = await (await connection.execute(SHOWN, asked)).fetchone()
    came, absent = shown or (0, 0)
    return Habits(
        seconds={
            code: waiting.service_seconds(known, minutes=minutes[code])
            for code, known in times.items()
        },
        show_permille=1000 * came // (came + absent) if came + absent >= FEW else 1000,
    )


def hall_of(line: Line, *, now: datetime) -> Hall:
    """Return all that the future of the line depends on."""
    day = line.day
    policy = CallingPolicy(
        **{name: day["rule_version" if name == "version" else name] for name in _POLICY}
    )
    return Hall(
        waiting=tuple(_waiting(row) for row in line.tickets if row["state"] == "WAITING"),
        desks=tuple(_desks(line, now=now)),
        policy=policy,
        since_priority=day["since_priority"],
        seconds=line.habits.seconds,
        coming=tuple(
            _coming(row, now=now)
            for row in line.coming
            if row["ends_at"] > now - timedelta(minutes=policy.late_minutes)
        ),
        show_permille=line.habits.show_permille,
    )


_POLICY = tuple(CallingPolicy.__dataclass_fields__)


def _waiting(row: Mapping[str, Any]) -> Waiting:
    return Waiting(
        number=ticket_number(row["series"], row["n"]),
        service=row["service"],
        lane=Lane(row["lane"]),
        place_at=row["place_at"],
        arrived_at=row["arrived_at"],
        home_counter=row["home_counter"],
        returned_at=row["returned_at"],
        helper=row["helper"],
    )


def _coming(row: Mapping[str, Any], *, now: datetime) -> Waiting:
    return Waiting(
        number=ticket_number(row["series"], row["n"]),
        service=row["service"],
        lane=Lane.BOOKED,
        place_at=row["starts_at"],
        arrived_at=max(row["starts_at"], now),
        helper=row["helper"],
    )


def _desks(line: Line, *, now: datetime) -> list[Desk]:
    busy = {row["counter"]: row for row in line.tickets if row["state"] in ("CALLED", "SERVING")}
    rest = _break_ahead(line.day, now=now)
    return [
        Desk(
            counter=CounterNow(
                number=row["number"], officer=row["officer"], services=frozenset(row["services"])
            ),
            free_at=_free_at(line, row, busy.get(row["number"]), rest=rest, now=now),
            # Whoever works in the break works through it: counters take turns.
            rests=(rest,) if rest and now < rest[0] else (),
        )
        for row in line.desks
    ]


def _free_at(
    line: Line,
    row: Mapping[str, Any],
    ticket: Mapping[str, Any] | None,
    *,
    rest: tuple[datetime, datetime] | None,
    now: datetime,
) -> datetime:
    if row["state"] == "BREAK":
        ends: datetime = rest[1] if rest and rest[0] <= now else row["changed_at"] + SHORT_REST
        return max(ends, now + SOON)
    if ticket is None or ticket["last_called_at"] is None:
        return now
    usual = sorted(line.habits.seconds[ticket["service"]])
    done_at: datetime = ticket["last_called_at"] + timedelta(seconds=usual[len(usual) // 2])
    return max(done_at, now + SOON)


def _break_ahead(day: Mapping[str, Any], *, now: datetime) -> tuple[datetime, datetime] | None:
    if day["break_from"] is None or day["break_until"] is None:
        return None
    zone = ZoneInfo(day["time_zone"])
    begins, ends = (
        datetime.combine(day["day"], day[name], tzinfo=zone)
        for name in ("break_from", "break_until")
    )
    return (begins, ends) if now < ends else None
