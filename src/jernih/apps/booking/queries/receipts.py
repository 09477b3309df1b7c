"""What the record says of one application, as receipts for whoever holds its code."""

from typing import Final

from jernih.apps.booking.models import Applicant
from jernih.apps.booking.queries.applications import ApplicationRow
from jernih.apps.ledger.queries import receipts
from jernih.apps.ledger.queries.receipts import ReceiptRow

KINDS: Final = ("draw.applied", "booking.taken", "booking.moved", "booking.corrected")


def receipts_of(row: ApplicationRow) -> tuple[ReceiptRow, ...]:
    """Return the receipts of an application, oldest first.

    A salt goes with the commitment it opens: a name that was corrected has a new one, and the old
    commitment opens to nobody any more.
    """
    people = Applicant.objects.filter(application__ref=row.ref)
    salts = {seal: bytes(salt) for seal, salt in people.values_list("commitment", "salt") if salt}
    facts = receipts.facts_about(row.ref, office=row.office_slug, kinds=KINDS)
    return receipts.receipt_rows(facts, salts=salts)
