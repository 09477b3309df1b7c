"""Keep messages out of people's sleep: quiet hours on the office's own clock.

Vectors: tests/pure/test_quiet.py.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, kw_only=True, slots=True)
class QuietHours:
    """From this time until that one nothing is sent; usually over midnight."""

    start: time
    end: time

    def hold(self, clock: time) -> bool:
        """Tell whether this time of day is a quiet one; the end is not."""
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def next_waking(now: datetime, *, zone: tzinfo, quiet: QuietHours) -> datetime:
    """Return `now`, or the moment (UTC) at which the quiet hours around it end."""
    local = now.astimezone(zone)
    if not quiet.hold(local.time()):
        return now
    ends = datetime.combine(local.date(), quiet.end, tzinfo=zone)
    if ends <= local:
        ends = datetime.combine(local.date() + timedelta(days=1), quiet.end, tzinfo=zone)
    return ends.astimezone(UTC)
