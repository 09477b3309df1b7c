"""Set the clock of this process ahead or back; for development and browser tests only."""

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone


def shift(seconds: int, *, later: Path | None = None) -> None:
    """Make `timezone.now` of this process tell a time that is so many seconds ahead.

    later: a file with more seconds, read at every look, so that a test lets time pass.
    """
    true_now, ahead = timezone.now, timedelta(seconds=seconds)

    def now() -> datetime:
        more = int(later.read_text(encoding="ascii")) if later and later.exists() else 0
        return true_now() + ahead + timedelta(seconds=more)

    timezone.now = now
