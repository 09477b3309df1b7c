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
from jernih.apps.conduct.actions.refusals import (
    AlreadyUnderWay,
    GiftRefusal,
    ItemElsewhere,
    NotAnEnd,
    NothingToForward,
    NotTheHolder,
    NotYet,
    OwnGift,
    WordsMissing,
    WrongHands,
)

__all__ = [
    "AlreadyUnderWay",
    "Declared",
    "GiftRefusal",
    "ItemElsewhere",
    "NotAnEnd",
    "NotTheHolder",
    "NotYet",
    "NothingToForward",
    "OwnGift",
    "WordsMissing",
    "WrongHands",
    "add_to_gift",
    "ask_for_more",
    "check_gift",
    "close_gift",
    "count_gifts",
    "decide_gift",
    "declare_gift",
    "erase_old_gifts",
    "forward_gift",
    "offer_item",
    "receive_item",
    "take_back_offer",
]
