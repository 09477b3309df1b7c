"""What can happen to a survey."""

from jernih.apps.surveys.actions.box import Token, answer_here, open_boxes, take_answer
from jernih.apps.surveys.actions.keys import forget_old_keys, publish_key
from jernih.apps.surveys.actions.publish import publish_index, publish_overdue
from jernih.apps.surveys.actions.refusals import (
    AlreadyAnswered,
    BadSurveyKey,
    ForgedToken,
    NotOver,
    NotServed,
    PublishedAlready,
    SpentAlready,
    SurveyRefusal,
    TooLate,
    UnknownCode,
)
from jernih.apps.surveys.actions.tokens import served_tickets, sign_token

__all__ = [
    "AlreadyAnswered",
    "BadSurveyKey",
    "ForgedToken",
    "NotOver",
    "NotServed",
    "PublishedAlready",
    "SpentAlready",
    "SurveyRefusal",
    "Token",
    "TooLate",
    "UnknownCode",
    "answer_here",
    "forget_old_keys",
    "open_boxes",
    "publish_index",
    "publish_key",
    "publish_overdue",
    "served_tickets",
    "sign_token",
    "take_answer",
]
