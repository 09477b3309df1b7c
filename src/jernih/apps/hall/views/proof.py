"""The proof of how a number came into the line, by the code on its ticket."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.hall import queries
from jernih.apps.hall.models import Ticket
from jernih.apps.hall.queries.receipts import arrival_receipt
from jernih.apps.ledger.queries.receipts import ReceiptRow
from jernih.ui.access import public
from jernih.ui.receipt_page import receipt_file, receipts_page


@never_cache
@require_safe
@public
def place_proof(request: HttpRequest, code: str) -> HttpResponse:
    """Show the proof of each number that a code leads to."""
    tickets = _tickets_or_404(code)
    return receipts_page(
        request,
        "hall/place_proof.html",
        receipts=_receipts(tickets),
        address=lambda nth: reverse("hall:place-proof-file", args=[code, nth]),
        context={"office": tickets[0].hall_day.office, "code": code},
    )


@never_cache
@require_safe
@public
def place_proof_file(_request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """Give one proof as a file. nth: from 0, in the order of the numbers."""
    receipts = _receipts(_tickets_or_404(code))
    if nth >= len(receipts):
        raise Http404
    return receipt_file(receipts[nth].file, numbers=receipts[nth].numbers)


def _tickets_or_404(code: str) -> list[Ticket]:
    tickets = queries.tickets_by_code(code)
    if not tickets:
        raise Http404
    return tickets


def _receipts(tickets: list[Ticket]) -> list[ReceiptRow]:
    return list(filter(None, map(arrival_receipt, tickets)))
