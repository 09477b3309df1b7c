"""The demonstration's clock: moved ahead to office hours, so that counters can be tried at night.

It never goes back: what a demonstration has recorded stays in its past.
"""

from datetime import datetime, timedelta
from pathlib import Path

from jernih.pure.workdays import Calendar, business_date, windows_of

BEFORE_A_WINDOW = timedelta(minutes=28)
WINDOW_MINUTES = 30
DAYS_LOOKED_AHEAD = 30


def known_shift(file: Path) -> int:
    """Return how many seconds ahead the clock already ran; 0 when it was never moved."""
    try:
        return int(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def shift_for(now: datetime, *, known: int, calendar: Calendar) -> int:
    """Return by how many seconds the clock should run ahead; never fewer than it already does.

    A window to come in begins within half an hour then, so that a number can be taken for it and
    be checked in at once.
    """
    then = now + timedelta(seconds=known)
    day = business_date(then, zone=calendar.zone)
    for _ahead in range(DAYS_LOOKED_AHEAD):
        for window in windows_of(day, minutes=WINDOW_MINUTES, calendar=calendar):
            if window.starts_at > then:
                early = window.starts_at - BEFORE_A_WINDOW - then
                return known + max(int(early.total_seconds()), 0)
        day += timedelta(days=1)
    return known
