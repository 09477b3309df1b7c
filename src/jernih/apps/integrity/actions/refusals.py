"""What the integrity zone refuses."""


class ZoneRefusal(Exception):
    """Said instead of doing what was asked; the page says it in plain words."""


class YearTaken(ZoneRefusal):
    """There is a worksheet of this year already."""


class NotThisYear(ZoneRefusal):
    """A worksheet is of this year, or of the one before or after."""


class NotYourColumn(ZoneRefusal):
    """The column is not yours, or not open now."""


class OwnColumn(ZoneRefusal):
    """Four eyes: whoever answered for the unit does not assess it."""


class TooMuchEvidence(ZoneRefusal):
    """The item has as many pieces of evidence as it may have."""


class BadEvidence(ZoneRefusal):
    """The file is of a kind, or of a size, that we do not take, or the link is none."""


class StrangeOwner(ZoneRefusal):
    """Whoever is to do it does not work here."""


class NothingAnswered(ZoneRefusal):
    """A worksheet without any answer is not proposed."""
