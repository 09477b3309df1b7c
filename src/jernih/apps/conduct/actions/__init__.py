"""What happens to a declared gift."""

from jernih.apps.conduct.actions.custody import offer_item, receive_item, take_back_offer
from jernih.apps.conduct.actions.declare import Declared, add_to_gift, declare_gift
from jernih.apps.conduct.actions.keep import (
    ask_for_more,
    check_gift,
    close_gift,
    decide_gift,
    forward_gift,
)
from jernih.apps.conduct.actions.night import count_gifts, erase_old_gifts
from jernih.apps.conduct.actions.pledge import (
    Ceremony,
    declare_pledge,
    promise_figure,
    sign_pledge,
)
from jernih.apps.conduct.actions.refusals import (
    AlreadyUnderWay,
    DeclaredAlready,
    GiftRefusal,
    ItemElsewhere,
    NotAnEnd,
    NotAskedToSign,
    NothingToForward,
    NotSigned,
    NotTheHolder,
    NotYet,
    OwnGift,
    PledgeRefusal,
    PromisedAlready,
    TooMuchPromised,
    WordsMissing,
    WrongHands,
)
from jernih.apps.conduct.actions.remind import remind_unsigned

__all__ = [
    "AlreadyUnderWay",
    "Ceremony",
    "Declared",
    "DeclaredAlready",
    "GiftRefusal",
    "ItemElsewhere",
    "NotAnEnd",
    "NotAskedToSign",
    "NotSigned",
    "NotTheHolder",
    "NotYet",
    "NothingToForward",
    "OwnGift",
    "PledgeRefusal",
    "PromisedAlready",
    "TooMuchPromised",
    "WordsMissing",
    "WrongHands",
    "add_to_gift",
    "ask_for_more",
    "check_gift",
    "close_gift",
    "count_gifts",
    "decide_gift",
    "declare_gift",
    "declare_pledge",
    "erase_old_gifts",
    "forward_gift",
    "offer_item",
    "promise_figure",
    "receive_item",
    "remind_unsigned",
    "sign_pledge",
    "take_back_offer",
]
