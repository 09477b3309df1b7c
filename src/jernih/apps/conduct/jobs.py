"""What the clock does for the gift register and for pledges. Safe to run twice."""

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


def remind(now: datetime) -> int:
    """Ask those of every office who have not signed; say how many messages were left."""
    return sum(
        actions.remind_unsigned(office_id=office.pk, actor=CLOCK, now=now)
        for office in Office.objects.order_by("pk")
    )


@app.task(queue="conduct", pass_context=False)
def remind_of_pledges(timestamp: int) -> int:  # noqa: ARG001 - every job is told when it was due
    """Run `remind` as the clock says."""
    return remind(timezone.now())
