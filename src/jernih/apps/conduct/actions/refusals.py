"""What the gift register and pledges refuse."""


class GiftRefusal(Exception):
    """Said instead of doing what was asked; the page says it in plain words."""


class NotYet(GiftRefusal):
    """The day of the gift is still to come."""


class OwnGift(GiftRefusal):
    """Four eyes: nobody keeps the register of her own gift."""


class WordsMissing(GiftRefusal):
    """Whoever asks for more says what is missing."""


class NotTheHolder(GiftRefusal):
    """Only who has the thing hands it over."""


class WrongHands(GiftRefusal):
    """The thing may not go there from here, or that person may not sign for it."""


class AlreadyUnderWay(GiftRefusal):
    """A hand-over of it waits for its second signature."""


class ItemElsewhere(GiftRefusal):
    """The thing is not where it must be for this end."""


class NotAnEnd(GiftRefusal):
    """A declaration like this does not end so, or not yet."""


class NothingToForward(GiftRefusal):
    """It was refused on the spot: there is nothing to forward."""


class PledgeRefusal(Exception):
    """Said of a pledge instead of doing what was asked."""


class DeclaredAlready(PledgeRefusal):
    """A pledge of this kind was declared for this year."""


class PromisedAlready(PledgeRefusal):
    """The figure is promised in this pledge; a promise is not changed afterwards."""


class TooMuchPromised(PledgeRefusal):
    """The target is beyond what the figure can be."""


class NotAskedToSign(PledgeRefusal):
    """Only who works here signs."""


class NotSigned(PledgeRefusal):
    """There is no certificate of what was not signed."""
