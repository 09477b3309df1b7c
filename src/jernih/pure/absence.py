"""The mild rule for people who did not come: after some unexcused absences, one pause.

Source: rulebook/quotas.toml. Vectors: tests/pure/test_absence.py.
"""

from collections.abc import Iterable
from datetime import date, timedelta


def paused_until(absences: Iterable[date], *, limit: int, pause_days: int) -> date | None:
    """Return the first day somebody may take a number again, or None without any pause.

    absences: days missed and not excused, in any order. Every `limit` of them make one pause,
    from the last of them on; after the pause counting starts anew.
    """
    days = sorted(absences)
    full = len(days) // limit * limit
    return days[full - 1] + timedelta(days=pause_days) if full else None
