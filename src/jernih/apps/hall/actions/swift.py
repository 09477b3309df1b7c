"""Calls and starts by hand, many in one transaction: the ordinary case of `call` and `serve`.

What is not ordinary is left alone, and answered None: a second press, a busy counter, a refusal.
The plain actions do it then, and tests hold both to the same rows and the same record.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction

from jernih.apps.hall.actions import crowd, floor, look
from jernih.apps.hall.actions.look import DayRow, DeskRow, Sight
from jernih.apps.hall.models import Ticket
from jernih.apps.ledger import actions as ledger
from jernih.pure import calling, events
from jernih.pure.calling import CallRule, Choice, Lane
from jernih.pure.fronts import NotEnough
from jernih.pure.roles import Actor
from jernih.pure.states import TICKET, CounterState, TicketState
from jernih.pure.workdays import business_date

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What an officer pressed: `next` with a key of the press, or `start` with a number."""

    counter_day_id: int
    actor: Actor
    now: datetime
    press_key: str = ""
    finish_current: bool = False
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a deed brought; rule: None for a start, or when nobody waits."""

    ticket: Ticket | None
    rule: CallRule | None = None


@dataclass(kw_only=True)
class _Writing:
    """What these deeds will write, rows as the statements want them."""

    day: DayRow
    step: int
    since_priority: int
    at: datetime
    facts: list[events.HallEvent] = field(default_factory=list)
    finished: list[dict[str, Any]] = field(default_factory=list)
    started: list[dict[str, Any]] = field(default_factory=list)
    called: list[dict[str, Any]] = field(default_factory=list)
    presses: list[dict[str, Any]] = field(default_factory=list)

    def tell(self, kind: type[events.HallEvent], **what: Any) -> int:
        self.step += 1
        self.facts.append(
            kind(office=self.day.office, day=self.day.day, step=self.step, at=self.at, **what)
        )
        return self.step


_crowds = crowd.Crowds[Deed, Done]()


def do(deed: Deed) -> Done | None:
    """Do a deed together with those that came meanwhile; None if it is left to the plain way."""
    try:
        return _crowds.of(deed.actor.office).join(deed, write=do_all)
    except DatabaseError:
        # Rolled back as a whole: one by one, the plain way finds whose fault it was.
        log.exception("deeds of %s are done one by one", deed.actor.office)
        return None


@transaction.atomic(durable=True)
def do_all(deeds: Sequence[Deed]) -> list[Done | None]:
    """Do these deeds one after the other, in one transaction; None for each that is left alone.

    deeds: of one office.
    """
    day = look.lock_day(deeds[0].counter_day_id)
    if day is None:
        return [None] * len(deeds)
    sight = look.look(
        day,
        desks=[deed.counter_day_id for deed in deeds],
        callers=[deed.counter_day_id for deed in deeds if not deed.number],
        keys=[deed.press_key for deed in deeds if not deed.number],
    )
    writing = _Writing(day=day, step=day.step, since_priority=day.since_priority, at=day.moved_at)
    plans = [_plan(deed, sight, writing) for deed in deeds]
    tickets = _write(writing)
    return [
        None if plan is None else Done(ticket=tickets.get(plan[0]), rule=plan[1]) for plan in plans
    ]


def _plan(deed: Deed, sight: Sight, writing: _Writing) -> tuple[int, CallRule | None] | None:
    """Return which ticket this deed moves (0 for nobody) and by what rule, or leave it alone."""
    # One deed of a desk in a group: what it stands for after that, only the next look tells.
    desk = sight.desks.pop(deed.counter_day_id, None)
    day = writing.day
    if desk is None or desk.state != CounterState.OPEN or desk.officer != deed.actor.ref:
        return None
    if not deed.actor.ref or not deed.actor.belongs_to(day.office) or day.is_closed:
        return None
    if business_date(deed.now, zone=day.zone) != day.day:
        return None
    before = writing.at
    writing.at = max(floor.whole_second(deed.now), before)
    plan = _start(deed, desk, writing) if deed.number else _next(deed, desk, sight, writing)
    if plan is None:
        writing.at = before
    return plan


def _start(deed: Deed, desk: DeskRow, writing: _Writing) -> tuple[int, None] | None:
    if desk.current_number != deed.number or desk.current_state != TicketState.CALLED:
        return None
    TICKET.check(TicketState.CALLED, TicketState.SERVING)
    writing.started.append({"ticket": desk.current_id, "at": writing.at.isoformat()})
    writing.tell(events.ServiceStarted, number=deed.number, counter=desk.number)
    return desk.current_id, None


def _next(
    deed: Deed, desk: DeskRow, sight: Sight, writing: _Writing
) -> tuple[int, CallRule | None] | None:
    is_served = desk.current_state == TicketState.SERVING and deed.finish_current
    if deed.press_key in sight.answered or (desk.current_id and not is_served):
        return None
    try:
        choice = sight.fronts.call(
            counter=desk.as_now(),
            policy=writing.day.policy,
            since_priority=writing.since_priority,
            now=writing.at,
        )
    except NotEnough:
        return None
    sight.answered.add(deed.press_key)
    if is_served:
        _finish(desk, writing)
    ticket_id = _call(desk, choice, sight, writing) if choice else 0
    writing.presses.append(
        {
            "key": deed.press_key,
            "rule": choice.rule.value if choice else "",
            "ticket": ticket_id or None,
            "at": writing.at.isoformat(),
        }
    )
    return ticket_id, choice.rule if choice else None


def _finish(desk: DeskRow, writing: _Writing) -> None:
    TICKET.check(TicketState.SERVING, TicketState.SERVED)
    writing.finished.append(
        {"ticket": desk.current_id, "officer": desk.officer, "at": writing.at.isoformat()}
    )
    writing.tell(events.Served, number=desk.current_number, counter=desk.number)


def _call(desk: DeskRow, choice: Choice, sight: Sight, writing: _Writing) -> int:
    TICKET.check(TicketState.WAITING, TicketState.CALLED)
    ticket_id, lane = sight.waiting[choice.number]
    writing.since_priority = calling.after_call(writing.since_priority, Lane(lane))
    step = writing.tell(
        events.Called,
        number=choice.number,
        counter=desk.number,
        officer=desk.officer,
        rule=choice.rule.value,
    )
    writing.called.append(
        {
            "ticket": ticket_id,
            "number": choice.number,
            "counter": desk.counter_id,
            "counter_number": desk.number,
            "direction": desk.direction,
            "officer": desk.officer,
            "step": step,
            "at": writing.at.isoformat(),
        }
    )
    return ticket_id


# ---- what is written

# Each row is asked for twice, once by its id in a list: of a list the planner expects few, of JSON
# a hundred, and would read the whole line to find them.
# Before the calls: a counter holds one ticket, and the database sees to that row by row.
FINISH = """
    WITH done AS (
        SELECT * FROM json_to_recordset(%(done)s::json)
            AS done (ticket bigint, officer text, at timestamptz)
    ), ticket AS (
        UPDATE hall_ticket ticket SET state = 'SERVED', ended_at = done.at
        FROM done WHERE ticket.id = done.ticket AND ticket.id = ANY(%(tickets)s::bigint[])
    ), leg AS (
        UPDATE hall_leg leg SET outcome = 'SERVED', ended_at = done.at
        FROM done WHERE leg.ticket_id = done.ticket AND leg.ended_at IS NULL
            AND leg.ticket_id = ANY(%(tickets)s::bigint[])
        RETURNING leg.id, done.at, done.officer
    )
    INSERT INTO hall_servicerecord (leg_id, served_at, officer) SELECT id, at, officer FROM leg
"""
COLUMNS = tuple(column.attname for column in Ticket._meta.concrete_fields)
ROW = ", ".join(f"ticket.{name}" for name in COLUMNS)
START = """
    WITH started AS (
        SELECT * FROM json_to_recordset(%(started)s::json)
            AS started (ticket bigint, at timestamptz)
    ), leg AS (
        UPDATE hall_leg leg SET serving_at = started.at
        FROM started WHERE leg.ticket_id = started.ticket AND leg.ended_at IS NULL
            AND leg.ticket_id = ANY(%(tickets)s::bigint[])
    )
    UPDATE hall_ticket ticket SET state = 'SERVING'
    FROM started WHERE ticket.id = started.ticket AND ticket.id = ANY(%(tickets)s::bigint[])
    RETURNING {row}
""".replace("{row}", ROW)
# Minutes of a wait are counted as begun, as `ringing` does.
CALL = """
    WITH called AS (
        SELECT * FROM json_to_recordset(%(called)s::json) AS called (
            ticket bigint, number text, counter bigint, counter_number smallint, direction text,
            officer text, step integer, at timestamptz)
    ), leg AS (
        UPDATE hall_leg leg
        SET counter_id = called.counter, officer = called.officer, called_at = called.at
        FROM called WHERE leg.ticket_id = called.ticket AND leg.ended_at IS NULL
            AND leg.ticket_id = ANY(%(tickets)s::bigint[])
    ), told AS (
        UPDATE hall_prediction told
        SET actual_minutes = ceil(
            extract(epoch FROM greatest(called.at - told.made_at, interval '0')) / 60)
        FROM called WHERE told.ticket_id = called.ticket AND told.actual_minutes IS NULL
            AND told.ticket_id = ANY(%(tickets)s::bigint[])
    ), rung AS (
        INSERT INTO hall_hallcall
            (hall_day_id, step, number, counter_number, direction, is_recall, called_at)
        SELECT %(day)s, step, number, counter_number, direction, false, at FROM called
    ), press AS (
        INSERT INTO hall_press (hall_day_id, key, rule, ticket_id, answered_at)
        SELECT %(day)s, key, rule, ticket, at FROM json_to_recordset(%(presses)s::json)
            AS press (key text, rule text, ticket bigint, at timestamptz)
    )
    UPDATE hall_ticket ticket
    SET state = 'CALLED', counter_id = called.counter, calls = 1, last_called_at = called.at
    FROM called WHERE ticket.id = called.ticket AND ticket.id = ANY(%(tickets)s::bigint[])
    RETURNING {row}
""".replace("{row}", ROW)
KEEP = """
    UPDATE hall_hallday
    SET step = %(step)s, moved_at = %(at)s, since_priority = %(since_priority)s
    WHERE id = %(day)s
    RETURNING pg_notify(%(channel)s, %(office)s)
"""


def _write(writing: _Writing) -> dict[int, Ticket]:
    """Write everything; return the tickets that were moved, by id."""
    moved: list[tuple[Any, ...]] = []
    if writing.finished:
        written = ledger.prepared(FINISH, _rows("done", writing.finished)).rowcount
        _must_be(written, len(writing.finished))
    if writing.started:
        moved += ledger.prepared(START, _rows("started", writing.started)).fetchall()
    if writing.presses:
        values = _rows("called", writing.called) | {"day": writing.day.id}
        values["presses"] = json.dumps(writing.presses)
        moved += ledger.prepared(CALL, values).fetchall()
    _must_be(len(moved), len(writing.started) + len(writing.called))
    if writing.facts:
        ledger.append_all(writing.facts)
        _keep(writing)
    return {ticket.pk: ticket for ticket in (Ticket.from_db("default", COLUMNS, m) for m in moved)}


def _rows(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {name: json.dumps(rows), "tickets": [row["ticket"] for row in rows]}


def _keep(writing: _Writing) -> None:
    ledger.prepared(
        KEEP,
        {
            "day": writing.day.id,
            "step": writing.step,
            "at": writing.at,
            "since_priority": writing.since_priority,
            "channel": floor.CHANNEL,
            "office": writing.day.office,
        },
    )


def _must_be(written: int, wanted: int) -> None:
    if written != wanted:
        raise IntegrityError(f"{written} rows were written for {wanted}")
