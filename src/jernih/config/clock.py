"""Set the clock of this process ahead or back; for development and browser tests only."""

from datetime import datetime, timedelta

from django.utils import timezone


def shift(seconds: int) -> None:
    """Make `timezone.now` of this process tell a time that is so many seconds ahead."""
    true_now, ahead = timezone.now, timedelta(seconds=seconds)

    def now() -> datetime:
        return true_now() + ahead

    timezone.now = now
