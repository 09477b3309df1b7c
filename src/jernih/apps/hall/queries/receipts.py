"""What the record says of a number's arrival, as a receipt for whoever holds its code."""

import json

from jernih.apps.hall.models import Ticket
from jernih.apps.ledger.queries import receipts
from jernih.apps.ledger.queries.receipts import ReceiptRow


def arrival_receipt(ticket: Ticket) -> ReceiptRow | None:
    """Return the receipt of how a number came into the line; None if the record has no such fact.

    ticket: with its day, office and applicant at hand.
    """
    if ticket.applicant is not None:
        kind, about = "hall.checked-in", ticket.applicant.application.ref
    else:
        kind, about = "hall.walked-in", ticket.hall_day.day.isoformat()
    facts = receipts.facts_about(about, office=ticket.hall_day.office.slug, kinds=[kind])
    mine = [fact for fact in facts if _number(bytes(fact.body)) == ticket.number]
    # Who gave no name at the door has nothing that could be sealed.
    salt = bytes(ticket.walk_in_salt) if ticket.walk_in_name else b""
    salts = {json.loads(bytes(fact.body)).get("commitment", ""): salt for fact in mine if salt}
    rows = receipts.receipt_rows(mine[-1:], salts=salts)
    return rows[0] if rows else None


def _number(body: bytes) -> str:
    return str(json.loads(body)["number"])
