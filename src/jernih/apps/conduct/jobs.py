"""What the clock does for the gift register, at night. Safe to run twice."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.conduct import actions
from jernih.apps.offices.models import Office
from jernih.pure.roles import CLOCK


def night(now: datetime) -> int:
    """Count and wipe at every office; say at how many something was counted."""
    counted = 0
    for office in Office.objects.order_by("pk"):
        found = actions.count_gifts(office_id=office.pk, actor=CLOCK, now=now)
        counted += found is not None
        actions.erase_old_gifts(office_id=office.pk, actor=CLOCK, now=now)
    return counted


@app.task(queue="conduct", pass_context=False)
def run_gift_night(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `night` as the clock says."""
    return night(timezone.now())
