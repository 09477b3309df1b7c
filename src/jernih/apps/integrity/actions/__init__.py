"""What happens to a worksheet of the integrity zone."""

from jernih.apps.integrity.actions.answer import Told, answer_item, answer_many
from jernih.apps.integrity.actions.evidence import (
    BODY,
    Shown,
    add_evidence,
    remove_evidence,
    take_figures,
)
from jernih.apps.integrity.actions.plan import finish_step, plan_step
from jernih.apps.integrity.actions.refusals import (
    BadEvidence,
    NothingAnswered,
    NotThisYear,
    NotYourColumn,
    OwnColumn,
    StrangeOwner,
    TooMuchEvidence,
    YearTaken,
    ZoneRefusal,
)
from jernih.apps.integrity.actions.sheet import move_sheet, open_sheet

__all__ = [
    "BODY",
    "BadEvidence",
    "NotThisYear",
    "NotYourColumn",
    "NothingAnswered",
    "OwnColumn",
    "Shown",
    "StrangeOwner",
    "Told",
    "TooMuchEvidence",
    "YearTaken",
    "ZoneRefusal",
    "add_evidence",
    "answer_item",
    "answer_many",
    "finish_step",
    "move_sheet",
    "open_sheet",
    "plan_step",
    "remove_evidence",
    "take_figures",
]
