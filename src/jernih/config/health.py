"""One small page that says whether this process can reach its database, and may use it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jernih.apps.ledger import queries


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django hands it over
    """Answer `ok` after one round trip to PostgreSQL; 503 on one that is older than the record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        queries.refuse_rollback()
    except queries.RecordRolledBack:
        # Why stands in the log of the record: not for whoever asks this page.
        return HttpResponse("the record is newer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
