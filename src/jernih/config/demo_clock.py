"""The demonstration's clock: moved ahead to office hours, so that counters can be tried at night.

It never goes back: what a demonstration has recorded stays in its past.
"""

from datetime import datetime, timedelta
from pathlib import Path

from jernih.pure.workdays import Calendar, business_date, windows_of

MARGIN = timedelta(hours=1)
MINUTES_AFTER_OPENING = 2
DAYS_LOOKED_AHEAD = 30


def known_shift(file: Path) -> int:
    """Return how many seconds ahead the clock already ran; 0 when it was never moved."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def shift_for(now: datetime, *, known: int, calendar: Calendar) -> int:
    """Return by how many seconds the clock should run ahead: into office hours, never back."""
    then = now + timedelta(seconds=known)
    day = business_date(then, zone=calendar.zone)
    for _ahead in range(DAYS_LOOKED_AHEAD):
        spans = windows_of(day, minutes=30, calendar=calendar)
        if spans and then < spans[-1].ends_at - MARGIN:
            start = spans[0].starts_at + timedelta(minutes=MINUTES_AFTER_OPENING)
            return known + max(int((start - then).total_seconds()), 0)
        day += timedelta(days=1)
    return known
