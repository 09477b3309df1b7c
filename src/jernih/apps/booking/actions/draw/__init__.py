"""The life of a draw: plan, announce, open, close, reveal, seed, result; docs/draw.md."""

from jernih.apps.booking.actions.draw.announce import announce_batch
from jernih.apps.booking.actions.draw.calendar import name_contributor, plan_batch
from jernih.apps.booking.actions.draw.cancel import cancel_batch
from jernih.apps.booking.actions.draw.join import assist_batch, join_batch, leave_batch
from jernih.apps.booking.actions.draw.key import BadNullifierKey
from jernih.apps.booking.actions.draw.move_round import move_round
from jernih.apps.booking.actions.draw.open_nullifier import open_nullifier
from jernih.apps.booking.actions.draw.refusals import (
    AlreadyPlanned,
    BadContributor,
    BadDocument,
    BadEvidence,
    BadTimes,
    BatchNotOpen,
    BatchTooLate,
    ListChanged,
    NoMoreSources,
    NoSeats,
    NotDrawn,
    NothingToOpen,
    NotWitnessed,
    NotYet,
    RevealTooLate,
    RoundStands,
)
from jernih.apps.booking.actions.draw.result import draw_batch
from jernih.apps.booking.actions.draw.run import close_batch, open_batch
from jernih.apps.booking.actions.draw.seed import enter_fallback, fix_seed, reveal_secret
from jernih.apps.booking.actions.draw.standby import end_standby, leave_standby, seat_standby

__all__ = [
    "AlreadyPlanned",
    "BadContributor",
    "BadDocument",
    "BadEvidence",
    "BadNullifierKey",
    "BadTimes",
    "BatchNotOpen",
    "BatchTooLate",
    "ListChanged",
    "NoMoreSources",
    "NoSeats",
    "NotDrawn",
    "NotWitnessed",
    "NotYet",
    "NothingToOpen",
    "RevealTooLate",
    "RoundStands",
    "announce_batch",
    "assist_batch",
    "cancel_batch",
    "close_batch",
    "draw_batch",
    "end_standby",
    "enter_fallback",
    "fix_seed",
    "join_batch",
    "leave_batch",
    "leave_standby",
    "move_round",
    "name_contributor",
    "open_batch",
    "open_nullifier",
    "plan_batch",
    "reveal_secret",
    "seat_standby",
]
