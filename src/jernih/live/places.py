"""What the holders of numbers see on and on: place, range, where to go when called."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from jernih.live import events, line
from jernih.pure import waiting
from jernih.pure.board import ticket_number
from jernih.pure.waiting import WaitRange

# Playing a longer line forward takes too long for a figure that is only a range; then the
# place alone is told.
MOST_TO_PREDICT = 400
WORTH_LEAVING_MINUTES, STEP_MINUTES = 30, 5


def tell(told: line.Line, keys: Collection[str], *, now: datetime) -> dict[str, dict[str, Any]]:
    """Return what each of these keys is told; one key may stand for a family."""
    # A day never goes back; a demonstration may play one that is still to come.
    minute = max(now, told.day["moved_at"]).replace(second=0, microsecond=0)
    ranges = _ranges(told, now=minute)
    found: dict[str, list[dict[str, Any]]] = {key: [] for key in keys}
    before = _before(told)
    for row in told.tickets:
        for key in {row["code_index"], row["family"]} & found.keys():
            found[key].append(_one(row, ranges, before, now=minute))
    is_open = told.day["closed_at"] is None
    return {key: {"is_open": is_open, "tickets": rows} for key, rows in found.items()}


def _ranges(told: line.Line, *, now: datetime) -> Mapping[str, WaitRange]:
    """Return the ranges of a day's step and minute; played forward once, however many ask."""
    asked = (told.day["id"], told.day["step"], now)
    if asked not in _known:
        hall = line.hall_of(told, now=now)
        if not 0 < len(hall.waiting) <= MOST_TO_PREDICT:
            return {}
        while len(_known) >= MOST_KNOWN:
            _known.pop(next(iter(_known)), None)
        # The same seed as on the page, so that both say the same.
        _known[asked] = waiting.predict(hall, now=now, seed=f"{asked[0]}/{asked[1]}")
    return _known.get(asked, {})


# After a restart every phone comes back within a second, and all ask for the same step.
MOST_KNOWN = 64
_known: dict[tuple[int, int, datetime], Mapping[str, WaitRange]] = {}


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


def _one(
    row: Mapping[str, Any],
    ranges: Mapping[str, WaitRange],
    before: Mapping[str, int],
    *,
    now: datetime,
) -> dict[str, Any]:
    number = ticket_number(row["series"], row["n"])
    told = ranges.get(number)
    is_there = row["state"] in ("CALLED", "SERVING")
    called_at = row["last_called_at"] if is_there else None
    back = _come_back_at(told.p50_minutes, now=now) if told else None
    return {
        "number": number,
        "state": row["state"],
        "ahead": told.ahead if told else before.get(number, 0),
        "p50_minutes": told.p50_minutes if told else None,
        "p90_minutes": told.p90_minutes if told else None,
        "come_back_at": events.moment(back) if back else "",
        "counter": row["counter"] if is_there else 0,
        "direction": row["direction"] if is_there else "",
        "called_at": events.moment(called_at) if called_at else "",
    }


def _come_back_at(p50_minutes: int, *, now: datetime) -> datetime | None:
    if p50_minutes < WORTH_LEAVING_MINUTES:
        return None
    back = now + timedelta(minutes=p50_minutes // 2)
    return back.replace(minute=back.minute - back.minute % STEP_MINUTES, second=0, microsecond=0)
