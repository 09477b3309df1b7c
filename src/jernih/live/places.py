"""What the holders of numbers see on and on: place, range, where to go when called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from jernih.live import events, line
from jernih.pure import waiting
from jernih.pure.board import ticket_number
from jernih.pure.place import STEP_MINUTES, WORTH_LEAVING_MINUTES, sentences
from jernih.pure.states import TicketState
from jernih.pure.waiting import WaitRange

# Playing a longer line forward takes too long for a figure that is only a range; then the
# place alone is told.
MOST_TO_PREDICT = 400


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One office's line at one step and minute, ready to answer whoever holds a number."""

    event_id: str
    is_open: bool
    asked_at: datetime
    minute: datetime
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    ranges: Mapping[str, WaitRange]
    before: Mapping[str, int]

    def answers(self, event_id: str, *, now: datetime) -> bool:
        """Tell whether a new reading would say the same: same step, same minute."""
        return self.event_id == event_id and self.asked_at == _minute(now)

    def tell(self, key: str) -> dict[str, Any]:
        """Return what the holder of this key is told; one key may stand for a family."""
        rows = self.rows.get(key, ())
        return {
            "is_open": self.is_open,
            "tickets": [self._one(row) for row in rows],
        }

    def _one(self, row: Mapping[str, Any]) -> dict[str, Any]:
        number = ticket_number(row["series"], row["n"])
        told = self.ranges.get(number)
        ahead = told.ahead if told else self.before.get(number, 0)
        back = _come_back_at(told.p50_minutes, now=self.minute) if told else None
        is_there = row["state"] in ("CALLED", "SERVING")
        direction = row["direction"] if is_there else ""
        called_at = row["last_called_at"] if is_there else None
        return {
            "number": number,
            "sentences": sentences(
                TicketState(row["state"]),
                ahead=ahead,
                p90_minutes=told.p90_minutes if told else None,
                goes_out=back is not None,
                direction=direction,
                is_open=self.is_open,
            ),
            "state": row["state"],
            "ahead": ahead,
            "p50_minutes": told.p50_minutes if told else None,
            "p90_minutes": told.p90_minutes if told else None,
            "come_back_at": events.moment(back) if back else "",
            "counter": row["counter"] if is_there else 0,
            "direction": direction,
            "called_at": events.moment(called_at) if called_at else "",
        }


def snapshot(told: line.Line, *, now: datetime) -> Snapshot:
    """Return the line with its ranges; playing it forward takes a while."""
    # A day never goes back; a demonstration may play one that is still to come.
    minute = _minute(max(now, told.day["moved_at"]))
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for row in told.tickets:
        for key in {row["code_index"], row["family"]} - {None}:
            rows.setdefault(key, []).append(row)
    return Snapshot(
        event_id=event_id(told.day["day"], told.day["step"]),
        is_open=told.day["closed_at"] is None,
        asked_at=_minute(now),
        minute=minute,
        rows=rows,
        ranges=_ranges(told, now=minute),
        before=_before(told),
    )


def event_id(day: date, step: int) -> str:
    """Return the name of a state of a day, as boards have it."""
    return f"{day.isoformat()}.{step}"


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _ranges(told: line.Line, *, now: datetime) -> Mapping[str, WaitRange]:
    hall = line.hall_of(told, now=now)
    if not 0 < len(hall.waiting) <= MOST_TO_PREDICT:
        return {}
    # The same seed as on the page, so that both say the same.
    return waiting.predict(hall, now=now, seed=f"{told.day['id']}/{told.day['step']}")


def _before(told: line.Line) -> dict[str, int]:
    """Return how many of the same lane and service stand before each waiting number."""
    counts: dict[tuple[str, str], int] = {}
    before = {}
    rows = [row for row in told.tickets if row["state"] == "WAITING"]
    for row in sorted(
        rows, key=lambda row: (row["place_at"], row["arrived_at"], row["series"], row["n"])
    ):
        group = (row["lane"], row["service"])
        before[ticket_number(row["series"], row["n"])] = counts.get(group, 0)
        counts[group] = counts.get(group, 0) + 1
    return before


def _come_back_at(p50_minutes: int, *, now: datetime) -> datetime | None:
    if p50_minutes < WORTH_LEAVING_MINUTES:
        return None
    back = now + timedelta(minutes=p50_minutes // 2)
    return back.replace(minute=back.minute - back.minute % STEP_MINUTES, second=0, microsecond=0)
