"""Why something about a draw is refused."""

from datetime import date, datetime

from jernih.apps.booking.actions.refusals import BookingRefusal


class NotDrawn(BookingRefusal):
    """The numbers of this service are taken at once, not drawn."""


class AlreadyPlanned(BookingRefusal):
    """That week stands in the calendar already."""

    def __init__(self, first_day: date) -> None:
        """first_day: of the week."""
        self.first_day = first_day
        super().__init__(str(first_day))


class BadTimes(BookingRefusal):
    """A batch closes after it opens, is drawn some time after it closes, and before its days."""


class BatchTooLate(BookingRefusal):
    """The week is too near: the batch should be open by now."""

    def __init__(self, first_day: date) -> None:
        """first_day: of the week."""
        self.first_day = first_day
        super().__init__(str(first_day))


class NoSeats(BookingRefusal):
    """No day of the week has a number to draw: holidays, or no counter for the service."""


class NotYet(BookingRefusal):
    """Too early for this step."""

    def __init__(self, at: datetime) -> None:
        """at: from when on."""
        self.at = at
        super().__init__(str(at))


class BadContributor(BookingRefusal):
    """A contributor's hash or secret is not what it should be."""


class RevealTooLate(BookingRefusal):
    """The hour for secrets is over; this one is left out, as the rule says."""

    def __init__(self, until: datetime) -> None:
        """until: when it was over."""
        self.until = until
        super().__init__(str(until))


class BadEvidence(BookingRefusal):
    """The signature, the numbers or the throws are not those of this batch; `why` is a code."""

    def __init__(self, why: str) -> None:
        """why: a word of ours, never what was typed."""
        self.why = why
        super().__init__(why)


class NotWitnessed(BookingRefusal):
    """Outsiders had not signed the frozen list in time: this round does not count."""

    def __init__(self, by: datetime) -> None:
        """by: until when they should have."""
        self.by = by
        super().__init__(str(by))


class RoundStands(BookingRefusal):
    """The round that is waited for counts: its list was witnessed, or nobody promised that."""

    def __init__(self, round_: int) -> None:
        """round_: the one that counts."""
        self.round = round_
        super().__init__(str(round_))


class NoMoreSources(BookingRefusal):
    """All sources that were declared have been tried."""


class ListChanged(Exception):
    """The applications are not those whose list was frozen: somebody changed the tables."""


class BatchNotOpen(BookingRefusal):
    """The batch takes no applications, and lets none go: not open yet, or its list is frozen."""


class BadDocument(BookingRefusal):
    """What was typed from a document is no ID number."""


class NothingToOpen(BookingRefusal):
    """No such person in the batch, or her data are erased."""

    def __init__(self, ref: str) -> None:
        """ref: of the application."""
        self.ref = ref
        super().__init__(ref)
