"""Her proof that the record speaks of her: shown, kept as a file, printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jernih.apps.booking.queries.receipts import receipts_of
from jernih.apps.booking.views.number import row_or_404
from jernih.apps.offices import queries as offices
from jernih.ui.access import public
from jernih.ui.receipt_page import receipt_file, receipts_page


@never_cache
@require_safe
@public
def number_proof(request: HttpRequest, code: str) -> HttpResponse:
    """Show the proofs of an application; a few seconds after the fact they are there."""
    row = row_or_404(code)
    if row.erased_at is not None:
        return redirect("booking:number-detail", code=row.code)
    return receipts_page(
        request,
        "booking/number_proof.html",
        receipts=receipts_of(row),
        address=lambda nth: reverse("booking:number-proof-file", args=[row.code, nth]),
        context={"row": row, "office": offices.the_office()},
    )


@never_cache
@require_safe
@public
def number_proof_file(_request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """Give one proof as a file. nth: from 0, oldest first."""
    row = row_or_404(code)
    receipts = receipts_of(row) if row.erased_at is None else ()
    if nth >= len(receipts):
        raise Http404
    return receipt_file(receipts[nth].file, numbers=receipts[nth].numbers)
