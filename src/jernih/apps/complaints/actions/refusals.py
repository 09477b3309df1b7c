"""What casework refuses."""

from datetime import date


class CaseRefusal(Exception):
    """Said instead of doing what was asked; the page says it in plain words."""


class NumberTaken(CaseRefusal):
    """Somebody wrote meanwhile: read what came, and seal again under the next number."""

    def __init__(self, expected: int) -> None:
        """expected: the number that is free now."""
        super().__init__(str(expected))
        self.expected = expected


class BadFile(CaseRefusal):
    """A sealed file is not what docs/sealing.md says, or has another name than it should."""


class BadFields(CaseRefusal):
    """Something was said that stands in no closed set, or a day that cannot be."""


class SameEyes(CaseRefusal):
    """Four eyes: who did the one may not do the other."""


class ApprovalMissing(CaseRefusal):
    """This wants the word of a second holder, given for exactly this and not used before."""


class AskedAlready(CaseRefusal):
    """The same is already asked, and waits for an answer or for being done."""


class TooFewHolders(CaseRefusal):
    """Fewer than two would hold the report, or nobody outside the office: hand over first."""


class MayNotHold(CaseRefusal):
    """Not on the roster with a key in use, concerned, of the office where only outside holds."""


class CheckFirst(CaseRefusal):
    """A finding wants a visit, and one against somebody wants that she could answer."""


class SanctionFirst(CaseRefusal):
    """What was proven is sanctioned or handed on before it ends; what lies outside is handed on."""


class NotWaiting(CaseRefusal):
    """The clock does not stand still, so it cannot go on; or stands still already."""


class WindowClosed(CaseRefusal):
    """The days in which the reporter may object are over, or she has objected before."""


class TooEarly(CaseRefusal):
    """The reporter may still object, or has objected and was not answered."""

    def __init__(self, until: date | None) -> None:
        """until: the last day of the window; None while an objection is open."""
        super().__init__(str(until))
        self.until = until


class KeyInUse(CaseRefusal):
    """Somebody who has a key replaces it; a second one beside it there is not."""


class NoKey(CaseRefusal):
    """There is no key of hers in use."""


class BadRoster(CaseRefusal):
    """The roster is not signed by the overseer's key, not of this office, or not a newer one."""
