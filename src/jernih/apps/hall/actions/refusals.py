"""What the hall says no with. Views find the words; each carries what they need for them."""

from collections.abc import Collection
from datetime import date, datetime

from jernih.pure.calling import Lane


class HallRefusal(Exception):
    """Said when a rule of the hall forbids a deed."""


class UnknownCode(HallRefusal):
    """No application and no ticket has this code."""


class ForeignOffice(HallRefusal):
    """The code is good, in another office."""


class NotBooked(HallRefusal):
    """The application was given back, has expired or never got a number."""


class NoNumberYet(NotBooked):
    """The application is in a draw that has not given it a number."""


class NotPresent(HallRefusal):
    """Someone was named who is not among the people of the application."""


class WrongDay(HallRefusal):
    """The number is for another day."""

    def __init__(self, day: date) -> None:
        """Keep the right day."""
        super().__init__(day)
        self.day = day


class DayNotClosed(HallRefusal):
    """The day goes on: what was served is not final."""


class TooEarly(HallRefusal):
    """Check-in is not open yet."""

    def __init__(self, opens_at: datetime) -> None:
        """Keep when it opens."""
        super().__init__(opens_at)
        self.opens_at = opens_at


class NotOpen(HallRefusal):
    """The hall has not opened today."""


class DayIsClosed(HallRefusal):
    """The hall has closed for the day."""


class DayIsOver(HallRefusal):
    """A new business day has begun; the page is of yesterday."""


class UnknownCounter(HallRefusal):
    """The office has no such counter."""


class UnknownService(HallRefusal):
    """The counter or the office does no such service."""


class UnknownNumber(HallRefusal):
    """Nobody has that number in the hall today."""


class CounterTaken(HallRefusal):
    """Somebody else sits at the counter."""


class OfficerElsewhere(HallRefusal):
    """The officer already sits at another counter."""

    def __init__(self, counter: int) -> None:
        """Keep which."""
        super().__init__(counter)
        self.counter = counter


class NotYourCounter(HallRefusal):
    """Somebody else sits at this counter now."""


class CounterNotOpen(HallRefusal):
    """The counter is closed or has a break."""


class CounterBusy(HallRefusal):
    """A called or served ticket stands at the counter."""

    def __init__(self, number: str) -> None:
        """Keep whose."""
        super().__init__(number)
        self.number = number


class StillServing(HallRefusal):
    """People are being served; finish or park them first."""

    def __init__(self, numbers: Collection[str]) -> None:
        """Keep whom."""
        super().__init__(*numbers)
        self.numbers = tuple(numbers)


class StalePage(HallRefusal):
    """The page shows a ticket that is no longer at this counter."""

    def __init__(self, number: str) -> None:
        """Keep which."""
        super().__init__(number)
        self.number = number


class OwnClient(HallRefusal):
    """An officer may not call someone she registered herself."""


class SecondNeeded(HallRefusal):
    """This reason needs another member of staff who vouches for it."""


class SameRule(HallRefusal):
    """The ticket is the next one anyway; no exception is needed."""


class RecallTooSoon(HallRefusal):
    """The last call is too fresh."""

    def __init__(self, again_at: datetime) -> None:
        """Keep when it may sound again."""
        super().__init__(again_at)
        self.at = again_at


class MissTooSoon(RecallTooSoon):
    """The person called has not had her time to come."""


class RecallsUsed(HallRefusal):
    """It was called as often as the rule allows."""


class AlreadyReEntered(HallRefusal):
    """A missed number comes back once, and it already did."""


class ReserveUsed(HallRefusal):
    """All numbers of the day's reserve for this lane are given out."""

    def __init__(self, lane: Lane) -> None:
        """Keep which lane."""
        super().__init__(lane)
        self.lane = lane
