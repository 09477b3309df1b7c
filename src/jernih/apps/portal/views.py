"""The front door: home, prices, how to check us, open data, health."""

import csv
import json
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jernih.apps.ledger import queries as ledger
from jernih.apps.ledger.queries import receipts as ledger_receipts
from jernih.apps.ledger.queries import times as ledger_times
from jernih.apps.ledger.queries import witnesses as ledger_witnesses
from jernih.apps.notices import queries as notices
from jernih.apps.offices import queries as offices
from jernih.apps.portal import queries
from jernih.ui import receipt_page
from jernih.ui.access import StaffRequest, public
from jernih.verify import pack


@public
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Show the four doors, the official prices and where numbers are free."""
    office, now = offices.the_office(), timezone.now()
    context = {
        "office": office,
        "today": queries.today(office, now=now) if office else None,
        "fees": offices.fees(on=timezone.localdate(now)),
    }
    return render(request, "portal/home.html", context)


@public
@require_safe
def prices(request: StaffRequest) -> HttpResponse:
    """Show every official price, its rule, and how it is paid."""
    today = timezone.localdate()
    office = offices.the_office()
    language = translation.get_language()
    context = {
        "office": office,
        "fees": offices.fees(on=today),
        "services": offices.services_of(office, language=language, on=today) if office else [],
    }
    return render(request, "portal/prices.html", context)


@public
@require_safe
def check(request: StaffRequest) -> HttpResponse:
    """Explain how anyone can check us, with the state of the record."""
    office = offices.the_office()
    context = {
        "office": office,
        "record": ledger.record_row(),
        "alive": ledger_times.alive(office.slug) if office else None,
        "witnessing": ledger_witnesses.witnessing(now=timezone.now()),
        "own": queries.own_check(language=translation.get_language() or "id"),
        "fingerprint": pack.fingerprint(pack.program()),
        "export": queries.export_row(),
    }
    return render(request, "portal/check.html", context)


@public
@require_safe
def receipt_check(request: StaffRequest) -> HttpResponse:
    """Let the reader's own browser check a proof; nothing of it comes here."""
    context = {"office": offices.the_office(), **_trusted()}
    if context["vkey"]:
        context["copy_hash"] = sha256(_saved_copy()).hexdigest()
    return render(request, "portal/receipt_check.html", context)


@public
@require_safe
def receipt_saved(_request: StaffRequest) -> HttpResponse:
    """Give the same page as one file that works without us and without a network."""
    if not _trusted()["vkey"]:
        raise Http404
    response = HttpResponse(_saved_copy(), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="periksa-bukti.html"'
    return response


def _trusted() -> dict[str, Any]:
    """Return the key and the witnesses that the check goes by, and words for what it may find."""
    vkey, policy = ledger_receipts.trusted()
    return {
        "vkey": vkey,
        "key_name": vkey.rpartition("+")[0],
        "older": json.dumps(ledger_receipts.older_keys()),
        "policy": json.dumps(receipt_page.policy_values(policy)),
        "kinds": receipt_page.PROVES.items(),
    }


def _copy_hash(language: str) -> str:
    with translation.override(language):
        return sha256(_saved_copy()).hexdigest()


def _saved_copy() -> bytes:
    body = render_to_string("portal/_receipt_saved.html", _trusted())
    language = (translation.get_language() or "id")[:2]
    return receipt_page.saved_page(body, title=_("Check a proof"), language=language)


@public
@require_safe
def wall(request: StaffRequest) -> HttpResponse:
    """Show the sheet for the office's wall: the calling rule, the record's address and key."""
    context = {
        "office": offices.the_office(),
        "wall": queries.wall(on=timezone.localdate()),
        "witnessing": ledger_witnesses.witnessing(now=timezone.now()),
        "languages": ("id", "en"),
        "check_link": f"{settings.SITE_URL}{reverse('portal:check')}",
        "made_on": timezone.localdate(),
        "copies": [_copy_hash(language) for language in ("id", "en")] if _trusted()["vkey"] else [],
    }
    return render(request, "portal/wall.html", context)


@public
@require_safe
def open_data(request: StaffRequest) -> HttpResponse:
    """List what can be downloaded."""
    context = {"office": offices.the_office(), "export": queries.export_row()}
    return render(request, "portal/open_data.html", context)


@public
@require_safe
def export(request: StaffRequest) -> FileResponse:
    """Give the whole record as one file, as it was made last."""
    try:
        file = settings.EXPORT_FILE.open("rb")
    except OSError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename="jernih-record.zip")


@public
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """Show every number of the rulebook in force, who says so, and which ones are assumed."""
    rows = queries.rules(on=timezone.localdate())
    context = {
        "office": offices.the_office(),
        "rows": rows,
        "assumed": sum(row.is_assumed for row in rows),
        "rules_hash": offices.rulebook_hash(),
    }
    return render(request, "portal/rules.html", context)


@public
@require_safe
def rules_csv(request: StaffRequest) -> HttpResponse:
    """Give the same numbers as a file."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rulebook.csv"'
    lines = queries.rules_csv(queries.rules(on=timezone.localdate()))
    csv.writer(response).writerows(lines)
    return response


@public
@require_safe
def privacy(request: StaffRequest) -> HttpResponse:
    """Say what is kept about people, why and how long."""
    today = timezone.localdate()
    keep = {
        "personal": offices.rule("quotas", "personal_keep_days", on=today),
        "absences": offices.rule("quotas", "no_show_keep_days", on=today),
        "messages": offices.rule("quotas", "message_keep_days", on=today),
        "complaints": offices.rule("complaints", "grievance_keep_days", on=today),
        "reports": offices.rule("complaints", "keep_days", on=today),
    }
    context = {"office": offices.the_office(), "keep": keep}
    return render(request, "portal/privacy.html", context)


@public
@require_safe
def health(request: StaffRequest) -> HttpResponse:
    """Say whether this house works; JSON for machines that ask for it."""
    row = queries.health(now=timezone.now())
    status = 200 if row.is_well else 503
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {
                "ok": row.is_well,
                "record_size": row.record_size,
                "record_waiting": row.record_waiting,
                "signed_at": row.signed_at.isoformat() if row.signed_at else "",
                "late_messages": row.late_messages,
            },
            status=status,
        )
    return render(request, "portal/health.html", {"row": row}, status=status)


@public
@require_safe
def demo_outbox(request: StaffRequest) -> HttpResponse:
    """Show the messages of demonstration offices; in earnest this page does not exist."""
    slugs = offices.demo_offices()
    if not settings.IS_DEMO or not slugs:
        raise Http404
    address = request.GET.get("untuk", "").strip()
    rows = notices.demo_messages(offices=slugs, address=address)
    response = render(request, "portal/demo_outbox.html", {"rows": rows, "address": address})
    response["Cache-Control"] = "no-store"
    return response
