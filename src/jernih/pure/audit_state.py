"""Hold the office's own tables against the record: whoever changed a row behind it is found.

The office publishes what its tables say of a day (`/log/state/<office>/<day>.json`); played again
from the record, the same day must be in the same state. Vectors: tests/pure/test_audit_state.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from jernih.pure.audit import Violation
from jernih.pure.audit_floor import Day, Floor, Seat, Ticket
from jernih.pure.spelling import time_text
from jernih.pure.states import AT_COUNTER_TICKET

RULE = "hall.tables"


class BadState(ValueError):
    """Said of a published state that is not spelled as one."""


def differences(floor: Floor, state: Mapping[str, Any]) -> tuple[Violation, ...]:
    """Return what the tables say otherwise than the record; nothing while they are further on.

    state: as parsed from JSON. Raises BadState.
    """
    try:
        office, on = str(state["office"]), date.fromisoformat(state["day"])
        step, counters, tickets = state["step"], state["counters"], state["tickets"]
        day = floor.days.get((office, on))
        if day is None:
            return (_wrong(f"{office} on {on}: the tables know a day that is not on the record."),)
        if step != day.step:
            return tuple(_other_step(day, office=office, on=on, step=step))
        place = f"{office} on {on}"
        found = [
            *_day(day, state, place=place),
            *_rows(day.seats, counters, by="counter", told=_counter, place=place),
            *_rows(day.tickets, tickets, by="number", told=_ticket, place=place),
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as refused:
        raise BadState(f"{type(refused).__name__}: {refused}") from None
    return tuple(found)


def _other_step(day: Day, *, office: str, on: date, step: int) -> Iterator[Violation]:
    # The record is published a moment after the tables change: then there is nothing to compare.
    if step < day.step:
        words = f"{office} on {on}: the tables stand at step {step}, the record at {day.step}."
        yield _wrong(words, day.index)


def _day(day: Day, state: Mapping[str, Any], *, place: str) -> Iterator[Violation]:
    record = {
        "since_priority": day.since_priority,
        "priority_n": day.walked_in.get("P", 0),
        "standby_n": day.walked_in.get("S", 0),
        "is_closed": day.is_closed,
    }
    tables = {**state, "is_closed": bool(state["closed_at"])}
    yield from _compare(record, tables, what=place, index=day.index)


def _rows(
    record: Mapping[Any, Any],
    tables: Sequence[Mapping[str, Any]],
    *,
    by: str,
    told: Any,
    place: str,
) -> Iterator[Violation]:
    rows = {row[by]: row for row in tables}
    if len(rows) != len(tables):
        yield _wrong(f"{place}: the tables have a {by} twice.")
    for key in sorted(set(record) - set(rows)):
        yield _wrong(f"{place}: {by} {key} is gone from the tables.", record[key].index)
    for key in sorted(set(rows) - set(record)):
        yield _wrong(f"{place}: {by} {key} is in the tables and not on the record.")
    for key in sorted(set(rows) & set(record)):
        entry = record[key]
        yield from _compare(
            told(entry), _shown(rows[key]), what=f"{place}, {by} {key}", index=entry.index
        )


def _shown(row: Mapping[str, Any]) -> Mapping[str, Any]:
    # Where a number was called last is of no use once it is elsewhere.
    at_counter = row.get("state") in AT_COUNTER_TICKET
    return {**row, "counter": row.get("counter", 0) if at_counter else 0}


def _counter(seat: Seat) -> dict[str, Any]:
    return {
        "state": seat.state.value,
        "officer": seat.officer,
        "services": sorted(seat.services),
    }


def _ticket(ticket: Ticket) -> dict[str, Any]:
    row = ticket.row
    return {
        "service": row.service,
        "lane": row.lane.value,
        "state": ticket.state.value,
        "place_at": time_text(row.place_at),
        "arrived_at": time_text(row.arrived_at),
        "counter": ticket.counter if ticket.state in AT_COUNTER_TICKET else 0,
        "home_counter": row.home_counter,
        "returned_at": _moment(row.returned_at),
        "helper": row.helper,
        "last_called_at": _moment(ticket.last_call_at),
        "re_entries": ticket.re_entries,
    }


def _compare(
    record: Mapping[str, Any], tables: Mapping[str, Any], *, what: str, index: int
) -> Iterator[Violation]:
    for name, value in record.items():
        if tables[name] != value:
            words = f"{what}: {name} is {value!r} on the record and {tables[name]!r} in the tables."
            yield _wrong(words, index)


def _moment(moment: datetime | None) -> str:
    return time_text(moment) if moment else ""


def _wrong(words: str, *indexes: int) -> Violation:
    return Violation(rule=RULE, indexes=indexes, words=words)
