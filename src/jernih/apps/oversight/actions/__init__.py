"""What the monitor does, and what people do with its alarms."""

from jernih.apps.oversight.actions.count import count_inspections
from jernih.apps.oversight.actions.ghosts import answer_ghost, draw_ghosts
from jernih.apps.oversight.actions.inspect import (
    close_alarm,
    note_alarm,
    reopen_alarm,
    take_alarm,
)
from jernih.apps.oversight.actions.judge import judge_day
from jernih.apps.oversight.actions.refusals import (
    DayNotClosed,
    NotInSample,
    OversightRefusal,
    OwnAlarm,
    RoundNotYet,
    WordsMissing,
)

__all__ = [
    "DayNotClosed",
    "NotInSample",
    "OversightRefusal",
    "OwnAlarm",
    "RoundNotYet",
    "WordsMissing",
    "answer_ghost",
    "close_alarm",
    "count_inspections",
    "draw_ghosts",
    "judge_day",
    "note_alarm",
    "reopen_alarm",
    "take_alarm",
]
