"""Questions to the gift register."""

from jernih.apps.conduct.queries.gifts import (
    GiftDetail,
    GiftRow,
    HandoverRow,
    LineRow,
    colleagues,
    detail,
    keepers,
    last_words,
    own_gifts,
    register,
    to_sign,
    visible,
)
from jernih.apps.conduct.queries.locked import PHOTO, WORDS, giver_index, words_of
from jernih.apps.conduct.queries.public import GiftFigures, gift_figures
from jernih.apps.conduct.queries.rules import (
    dues_of,
    given_before,
    is_given_up,
    is_overdue,
    rules,
)

__all__ = [
    "PHOTO",
    "WORDS",
    "GiftDetail",
    "GiftFigures",
    "GiftRow",
    "HandoverRow",
    "LineRow",
    "colleagues",
    "detail",
    "dues_of",
    "gift_figures",
    "given_before",
    "giver_index",
    "is_given_up",
    "is_overdue",
    "keepers",
    "last_words",
    "own_gifts",
    "register",
    "rules",
    "to_sign",
    "visible",
    "words_of",
]
