"""What booking says no with; each is caught in a page and said in the citizen's words."""

from datetime import date, datetime

from jernih.pure.people import Problem


class BookingRefusal(Exception):
    """Said to somebody who asks for what cannot be done."""


class BadPeople(BookingRefusal):
    """What was typed about these people cannot be right."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep every problem, so that the page can show each at its field."""
        super().__init__(", ".join(f"{p.person} {p.field} {p.reason}" for p in problems))
        self.problems = problems


class TooManyPeople(BookingRefusal):
    """An application has at least one person, and at most so many."""

    def __init__(self, at_most: int) -> None:
        """Keep the number of the rulebook."""
        super().__init__(at_most)
        self.at_most = at_most


class AlreadyHolding(BookingRefusal):
    """These people, by their place in the form, have a live application for the service."""

    def __init__(self, people: tuple[int, ...]) -> None:
        """Keep the places only: whose application it is, is nobody's business."""
        super().__init__(people)
        self.people = people


class Paused(BookingRefusal):
    """This person did not come several times, and waits until a day."""

    def __init__(self, person: int, until: date) -> None:
        """Keep who, by the place in the form, and the first day of a new try."""
        super().__init__(person, until)
        self.person, self.until = person, until


class Full(BookingRefusal):
    """There are not enough free numbers in what was asked for."""


class NotOffered(BookingRefusal):
    """No number can be taken for these days: past, closed, not published, or nothing asked."""


class Unproven(BookingRefusal):
    """The contact was not proven in this visit, too long ago, or was used already."""


class WrongCode(BookingRefusal):
    """The one-time code is another one."""

    def __init__(self, tries_left: int) -> None:
        """Keep how often one may still try."""
        super().__init__(tries_left)
        self.tries_left = tries_left


class CodeDead(BookingRefusal):
    """The one-time code is over: too old, used, replaced, or tried too often."""


class TooSoon(BookingRefusal):
    """A code was sent a moment ago."""

    def __init__(self, again_at: datetime) -> None:
        """Keep when one may ask again."""
        super().__init__(again_at)
        self.again_at = again_at


class TooMany(BookingRefusal):
    """So many codes were sent that the next has to wait."""

    def __init__(self, again_at: datetime) -> None:
        """Keep when one may ask again."""
        super().__init__(again_at)
        self.again_at = again_at


class AlreadyMoved(BookingRefusal):
    """An application moves only so often."""


class TooLate(BookingRefusal):
    """The last moment for this has passed."""


class TooEarly(BookingRefusal):
    """The first moment for this has not come."""

    def __init__(self, opens_at: datetime) -> None:
        """Keep when it can be done."""
        super().__init__(opens_at)
        self.opens_at = opens_at


class NotEnded(BookingRefusal):
    """The application still lives: who it is about cannot be erased yet."""


class OtherPerson(BookingRefusal):
    """The document seen is not the one of this applicant."""


class TooManyEdits(BookingRefusal):
    """So many letters differ that this is another name, not a corrected one."""


class AlreadyCorrected(BookingRefusal):
    """A name is corrected only so often."""


class ClosedDay(BookingRefusal):
    """The office does not work on this day."""


class IllegalRelease(BookingRefusal):
    """This day cannot be published (any more)."""


class AlreadyReleased(IllegalRelease):
    """A published day's plan stays as it was published."""


class LeftToADraw(IllegalRelease):
    """The numbers of this day are drawn, and published with their batch."""


class DayIsPast(ClosedDay, IllegalRelease):
    """This day has begun or is over."""


class BadPlan(BookingRefusal):
    """The plan does not add up: more held than planned, or a letter used by two services."""


class NothingHeld(BookingRefusal):
    """There are not so many held seats to free."""
