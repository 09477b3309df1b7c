"""What a page needs so that its browser can seal: nothing of it is secret."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from jernih.apps.complaints.queries import mirrored, rosters
from jernih.apps.ledger.queries import receipts
from jernih.apps.offices import queries as offices
from jernih.apps.offices.models import Office


def page_values(
    office: Office, *, form: str, questions: Iterable[tuple[str, str]], now: datetime
) -> dict[str, Any] | None:
    """Return the signed roster of today and what it is checked by, None where there is no roster.

    form: the questionnaire's hash. questions: the name and kind of each.
    """
    today = offices.today(office, now)
    roster = rosters.in_force(office, on=today)
    row = rosters.accepted(office).first()
    if roster is None or row is None:
        return None
    return {
        "note": row.note,
        "key": settings.ROSTER_KEY,
        "origin": settings.LOG_ORIGIN,
        "today": today.isoformat(),
        "form": form,
        "office": office.slug,
        "questions": json.dumps([list(one) for one in questions]),
        "vkey": receipts.trusted()[0],
    }


def reader_values() -> dict[str, str]:
    """Return what a browser needs to open a report by its code: no roster need hold today."""
    return {
        "key": settings.ROSTER_KEY,
        "origin": settings.LOG_ORIGIN,
        "vkey": receipts.trusted()[0],
        "mirror": mirrored.mirror_row().url,
    }
