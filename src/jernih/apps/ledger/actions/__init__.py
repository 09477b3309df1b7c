"""What can happen to the record: appended, then numbered, written, signed, shown."""

from jernih.apps.ledger.actions.append import NotInTransaction, append, append_all
from jernih.apps.ledger.actions.files import RecordDiffers, grow_files, heal_files, publish
from jernih.apps.ledger.actions.key import BadLogKey, make_key
from jernih.apps.ledger.actions.prepared import prepared
from jernih.apps.ledger.actions.sequence import number_waiting, sign_checkpoint
from jernih.apps.ledger.actions.times import declare_policy, record_heartbeat, record_witnessed

__all__ = [
    "BadLogKey",
    "NotInTransaction",
    "RecordDiffers",
    "append",
    "append_all",
    "declare_policy",
    "grow_files",
    "heal_files",
    "make_key",
    "number_waiting",
    "prepared",
    "publish",
    "record_heartbeat",
    "record_witnessed",
    "sign_checkpoint",
]
