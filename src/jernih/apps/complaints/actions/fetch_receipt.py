"""Give a reporter her receipt, by her code."""

from django.db import transaction

from jernih.apps.complaints.actions.reporter import lock_by_code
from jernih.apps.complaints.queries.own import OwnReceipt, receipt_for
from jernih.pure.roles import Actor


@transaction.atomic(durable=True)
def fetch_receipt(*, locator: str, auth: bytes, actor: Actor) -> OwnReceipt:
    """Return the proof that her report stands on the record. auth: 32 bytes from her code.

    Raises Refused, NoSuchCase (unknown and wrong alike).
    """
    return receipt_for(lock_by_code(locator, auth, actor))
