"""What the monitor refuses."""

from datetime import datetime


class OversightRefusal(Exception):
    """Said instead of doing what was asked; the page says it in plain words."""


class DayNotClosed(OversightRefusal):
    """The day still runs, or the record does not know its end yet."""


class OwnAlarm(OversightRefusal):
    """Four eyes: whoever it is about, or who vouched for it, does not judge it."""


class WordsMissing(OversightRefusal):
    """Whoever ends an inspection, or opens it again, says in words why."""


class NotInSample(OversightRefusal):
    """The lot did not choose this number."""


class RoundNotYet(OversightRefusal):
    """The round that chooses is still to come."""

    def __init__(self, known_at: datetime) -> None:
        """known_at: when it will be known."""
        super().__init__(known_at.isoformat())
        self.known_at = known_at
