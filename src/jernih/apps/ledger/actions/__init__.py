"""What can happen to the record: appended, then numbered, written, signed, shown."""

from jernih.apps.ledger.actions.append import NotInTransaction, append
from jernih.apps.ledger.actions.files import RecordDiffers, grow_files, heal_files, publish
from jernih.apps.ledger.actions.key import BadLogKey, make_key
from jernih.apps.ledger.actions.sequence import number_waiting, sign_checkpoint

__all__ = [
    "BadLogKey",
    "NotInTransaction",
    "RecordDiffers",
    "append",
    "grow_files",
    "heal_files",
    "make_key",
    "number_waiting",
    "publish",
    "sign_checkpoint",
]
