"""What the clock does for surveys, at night. Safe to run twice."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from jernih.apps.offices.models import Office
from jernih.apps.surveys import actions
from jernih.pure.roles import CLOCK


def night(now: datetime) -> int:
    """Open boxes, publish what nobody published, destroy old keys; say how many were counted."""
    counted = 0
    for office in Office.objects.order_by("pk"):
        actions.publish_key(office_id=office.pk, actor=CLOCK, now=now)
        counted += actions.open_boxes(office_id=office.pk, actor=CLOCK, now=now)
        actions.publish_overdue(office_id=office.pk, now=now)
    actions.forget_old_keys(now=now)
    return counted


@app.task(queue="surveys", pass_context=False)
def run_survey_night(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `night` as the clock says."""
    return night(timezone.now())
