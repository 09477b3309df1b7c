"""What can happen to the record: appended, then numbered, written, signed, shown."""

from jernih.apps.ledger.actions.append import NotInTransaction, append, append_all
from jernih.apps.ledger.actions.files import (
    RecordDiffers,
    grow_files,
    heal_files,
    publish,
    show_witnesses,
)
from jernih.apps.ledger.actions.key import BadLogKey, make_key
from jernih.apps.ledger.actions.loss import NothingLost, accept_loss, set_aside
from jernih.apps.ledger.actions.prepared import prepared
from jernih.apps.ledger.actions.rotate import prepare_key, rotate_key
from jernih.apps.ledger.actions.sequence import number_waiting, sign_checkpoint
from jernih.apps.ledger.actions.times import declare_policy, record_heartbeat, record_witnessed
from jernih.apps.ledger.actions.witnesses import keep_cosignature, learn_size, note_trouble

__all__ = [
    "BadLogKey",
    "NotInTransaction",
    "NothingLost",
    "RecordDiffers",
    "accept_loss",
    "append",
    "append_all",
    "declare_policy",
    "grow_files",
    "heal_files",
    "keep_cosignature",
    "learn_size",
    "make_key",
    "note_trouble",
    "number_waiting",
    "prepare_key",
    "prepared",
    "publish",
    "record_heartbeat",
    "record_witnessed",
    "rotate_key",
    "set_aside",
    "show_witnesses",
    "sign_checkpoint",
]
